"""How the command line talks: plain lines, a line that moves while something takes long, and errors with a way out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
_QUIET_SECONDS = 2.0


def fail(sentence: str) -> typer.Exit:
    """Print what went wrong and what to do; raise the answer to end with status 1."""
    out.print(f"[red]✗[/red] {sentence}", markup=True)
    return typer.Exit(1)


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Say `what` is going on, from two seconds on: a spinner at a terminal, a line now and then elsewhere."""
    if out.is_terminal:
        with out.status(f"{what} …"):
            yield
        return
    done = Event()
    thread = Thread(target=_tick, args=(what, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _tick(what: str, done: Event) -> None:
    began = time.monotonic()
    wait = _QUIET_SECONDS
    while not done.wait(wait):
        out.print(f"  … {what} ({time.monotonic() - began:.0f} s)")
        wait = 5.0
