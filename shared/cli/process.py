"""A process that was started earlier, perhaps by another command: whether it is still the same, and how to end it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

_PROC = Path("/proc")
_PATIENCE_SECONDS = 10.0


def started(pid: int) -> str | None:
    """When the process began, in the system's own words; None when there is none. With its id, nobody else's."""
    if (_PROC / "self" / "stat").exists():
        return _started_by_proc(pid)
    return _started_by_ps(pid)


def is_alive(pid: int) -> bool:
    """Whether it still runs. One that ended, and that nobody has reaped yet, does not."""
    _reap(pid)
    return started(pid) is not None


def end(pid: int) -> None:
    """End a process and what it started: it leads its own session."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if not is_alive(pid):
            return
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)


def _started_by_proc(pid: int) -> str | None:
    """Field 22 of /proc/<pid>/stat. The name before it is in brackets, and may hold anything."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def _started_by_ps(pid: int) -> str | None:
    asked = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False).stdout  # noqa: S603
    except OSError:
        return None
    state, _, began = said.strip().partition(" ")
    return None if not began or state.startswith("Z") else began.strip()


def _reap(pid: int) -> None:
    """Let go of it if it is our child and has ended."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return  # somebody else's child
