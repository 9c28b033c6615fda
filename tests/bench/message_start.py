"""How long functions that tell shoppers take to start, and per message, beside an empty handler in the same run.

Packaged as they are deployed and driven by the real runtime client, in turn, each time as a fresh process on one CPU;
AWS is moto on this machine. Not Lambda: no download of the package and no start of a sandbox; read the multiples.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from infra.package import build, write
from infra.sizes import packed_kb
from shared.cli.say import out
from tests.bench.loopback_aws import loopback_aws
from tests.bench.message_cloud import MessageCloud, message_cloud
from tests.bench.runtime_api import HandlerFailed, Run, Target, run

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
EMPTY = 'def handler(event, context):\n    return {"batchItemFailures": []}\n'
DECIDES, SENDS = "notify_customer", "send_email"
EMPTY_NAME = "empty handler"
NOTHING_FAILED = {"batchItemFailures": []}
WARM_UP = 5
FIGURES: tuple[tuple[str, Callable[[Run], float], int], ...] = (
    ("INIT, ms", lambda ran: ran.init_ms, 1),
    ("first message, ms", lambda ran: ran.first_ms, 1),
    ("CPU per message, ms", lambda ran: ran.cpu_us / 1000, 2),
    ("resident, MB", lambda ran: ran.resident_mb, 1),
)


def measure(repetitions: int, messages: int) -> dict[str, list[Run]]:
    """Runs by function; each message is decided by one process and sent by another."""
    runs: dict[str, list[Run]] = {EMPTY_NAME: [], DECIDES: [], SENDS: []}
    with tempfile.TemporaryDirectory() as folder, message_cloud() as cloud, loopback_aws() as address:
        write({"empty.py": EMPTY.encode()}, Path(folder))
        environment = {**cloud.environment, **address}
        targets = {name: _target(name, environment) for name in (DECIDES, SENDS)}
        targets[EMPTY_NAME] = Target(EMPTY_NAME, Path(folder), "empty.handler")
        for repetition in range(repetitions + 1):
            ran = _one_round(targets, cloud, messages + WARM_UP)
            if repetition:  # the first fills the page cache
                for name, each in ran.items():
                    runs[name].append(each)
    return runs


def _target(name: str, environment: Mapping[str, str]) -> Target:
    return Target(name, build(name, PYTHON), f"functions.{name}.handler.handler", environment)


def _one_round(targets: Mapping[str, Target], cloud: MessageCloud, messages: int) -> dict[str, Run]:
    outings = cloud.outings(messages)
    empty = _run(targets[EMPTY_NAME], outings)
    decided = _run(targets[DECIDES], outings)
    announced = cloud.announced()
    if len(announced) != messages:
        raise HandlerFailed(f"{len(announced)} of {messages} messages were announced")
    return {EMPTY_NAME: empty, DECIDES: decided, SENDS: _run(targets[SENDS], announced)}


def _run(target: Target, envelopes: list[dict[str, object]]) -> Run:
    events = [json.dumps(envelope).encode() for envelope in envelopes]
    ran = run(target, events, warm_up=WARM_UP, cpu=max(os.sched_getaffinity(0)))
    if json.loads(ran.last_answer) != NOTHING_FAILED:
        raise HandlerFailed(ran.last_answer.decode())
    return ran


def print_starts(runs: Mapping[str, list[Run]]) -> None:
    """A table, medians and bests."""
    empty = runs[EMPTY_NAME]
    out.print(f"median (best) of {len(empty)} fresh processes; multiples of medians (of bests):")
    out.print(f"  {'':20} {EMPTY_NAME:>16} {DECIDES:>16} {'multiple':>13} {SENDS:>16} {'multiple':>13}")
    for title, figure, digits in FIGURES:
        floor = [figure(ran) for ran in empty]
        line = f"  {title:20} {_shown(floor, digits):>16}"
        for name in (DECIDES, SENDS):
            values = [figure(ran) for ran in runs[name]]
            line += f" {_shown(values, digits):>16} {_multiple(values, floor):>13}"
        out.print(line)
    out.print(f"  package, zipped: {DECIDES} {packed_kb(DECIDES):.0f} KB, {SENDS} {packed_kb(SENDS):.0f} KB")


def _shown(values: list[float], digits: int) -> str:
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f})"


def _multiple(values: list[float], floor: list[float]) -> str:
    if not min(floor):
        return ""  # the empty handler's CPU is counted in steps of ten milliseconds
    return f"{statistics.median(values) / statistics.median(floor):.1f} ({min(values) / min(floor):.1f})"


if __name__ == "__main__":
    print_starts(measure(repetitions=3, messages=40))
