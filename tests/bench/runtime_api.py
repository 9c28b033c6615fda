"""A Lambda Runtime API on this machine: it starts the real runtime client with a handler, and times what it does.

The runtime client (`awslambdaric`) asks `GET …/invocation/next` for an event and posts its answer to
`…/invocation/<id>/response`. From the process's start to its first question is its INIT.
Source (2026-11): docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

IDENTITY = {
    "AWS_LAMBDA_FUNCTION_NAME": "bench",
    "AWS_LAMBDA_FUNCTION_VERSION": "1",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "an-example",
    "AWS_SESSION_TOKEN": "an-example",
}
PATIENCE_SECONDS = 60
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Target:
    """A handler as it is deployed."""

    name: str
    folder: Path
    handler: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """One process, from its start to its last answer."""

    init_ms: float
    init_cpu_ms: float
    """In steps of ten."""
    first_ms: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    """CPU of the whole process per warm request, the runtime client's included."""
    resident_mb: float
    """At its highest."""
    last_answer: bytes


class HandlerFailed(Exception):
    """The function did not start, or answered with an error; the message is its log."""


def run(target: Target, events: list[bytes], *, warm_up: int, cpu: int) -> Run:
    """Start `target` on one CPU, send it `events` one after another, and time those behind the first `warm_up`."""
    with _listening() as (address, asked, told):
        started = time.perf_counter()
        process = _start(target, address, cpu)
        try:
            init = _wait(asked, process) - started
            init_cpu = _cpu_seconds(process.pid)
            milliseconds, cpu_before, answer = [], 0.0, b""
            for number, event in enumerate(events):
                if number == warm_up:
                    cpu_before = _cpu_seconds(process.pid)
                sent = time.perf_counter()
                told.put(event)
                answer, answered = _answer(asked, process)
                milliseconds.append((answered - sent) * 1000)
                _wait(asked, process)
            cpu_seconds = _cpu_seconds(process.pid) - cpu_before
            resident = _peak_mb(process.pid)
        finally:
            process.kill()
            process.wait()
    warm = sorted(milliseconds[warm_up:])
    return Run(
        init_ms=init * 1000,
        init_cpu_ms=init_cpu * 1000,
        first_ms=milliseconds[0],
        p50_ms=statistics.median(warm),
        p99_ms=warm[int(len(warm) * 0.99)],
        cpu_us=cpu_seconds / len(warm) * 1e6,
        resident_mb=resident,
        last_answer=answer,
    )


Said = tuple[str, bytes, float]
"""Path, body, and when it was read."""


def _start(target: Target, address: str, cpu: int) -> subprocess.Popen[bytes]:
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")},
        **IDENTITY,
        "AWS_LAMBDA_RUNTIME_API": address,
        "LAMBDA_TASK_ROOT": str(target.folder),
        **target.environment,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "awslambdaric", target.handler],
        cwd=target.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: os.sched_setaffinity(0, {cpu}),
    )


def _wait(asked: SimpleQueue[Said], process: subprocess.Popen[bytes]) -> float:
    """Until the function asks for its next event; answers when that was."""
    path, body, when = _next(asked, process)
    if not path.endswith("/invocation/next"):
        raise HandlerFailed(body.decode("utf-8", "replace")[:2000])
    return when


def _answer(asked: SimpleQueue[Said], process: subprocess.Popen[bytes]) -> tuple[bytes, float]:
    path, body, when = _next(asked, process)
    if not path.endswith("/response"):
        raise HandlerFailed(body.decode("utf-8", "replace")[:2000])
    return body, when


def _next(asked: SimpleQueue[Said], process: subprocess.Popen[bytes]) -> Said:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if not asked.empty() or process.poll() is None:
            try:
                return asked.get(timeout=0.5)
            except Exception:  # noqa: S112 - queue.Empty: look again whether the process lives
                continue
        break
    process.kill()
    log = process.communicate()[1].decode("utf-8", "replace")
    raise HandlerFailed(f"the function ended or is stuck: {log[-2000:]}")


@contextmanager
def _listening() -> Iterator[tuple[str, SimpleQueue[Said], SimpleQueue[bytes]]]:
    """Address, a queue of what the function says, and one of the events it is to get."""
    asked: SimpleQueue[Said] = SimpleQueue()
    told: SimpleQueue[bytes] = SimpleQueue()
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_converse, args=(connection, asked, told), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}", asked, told
    finally:
        listener.close()


def _converse(connection: socket.socket, asked: SimpleQueue[Said], told: SimpleQueue[bytes]) -> None:
    number = 0
    with connection, connection.makefile("rb") as stream:
        try:
            while line := stream.readline():
                path = line.split()[1].decode()
                body = _body(stream, connection)
                asked.put((path, body, time.perf_counter()))
                if path.endswith("/invocation/next"):
                    number += 1
                    connection.sendall(_event(told.get(), number))
                else:
                    connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            return  # the process was ended


def _body(stream: object, connection: socket.socket) -> bytes:
    length = 0
    while (line := stream.readline().strip()) != b"":  # type: ignore[attr-defined]
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if name.lower() == b"expect":
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    return bytes(stream.read(length)) if length else b""  # type: ignore[attr-defined]


def _event(event: bytes, number: int) -> bytes:
    deadline = int(time.time() * 1000) + 25_000
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(event)}\r\n"
        f"Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-{number:012d}\r\n"
        f"Lambda-Runtime-Deadline-Ms: {deadline}\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:bench\r\n\r\n"
    )
    return head.encode() + event


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
