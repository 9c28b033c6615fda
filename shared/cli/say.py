"""How the command line talks: plain lines, a line that moves while something takes long, and errors with a way out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import typer
from rich.console import Console
from rich.markup import escape

out = Console(highlight=False, soft_wrap=True, emoji=False)
"""Results: what another program may read."""
err = Console(highlight=False, soft_wrap=True, emoji=False, stderr=True)
"""Everything beside the result: failures, advice, and what is going on."""
_QUIET_SECONDS = 2.0


def done(sentence: str) -> None:
    """Print that something came about."""
    out.print(f"[green]✓[/green] {escape(sentence)}")


def advise(sentence: str) -> None:
    """Print what is good to know, out of the result's way."""
    err.print(sentence, markup=False)


def fail(sentence: str) -> typer.Exit:
    """Print what went wrong and what to do; raise the answer to end with status 1."""
    err.print(f"[red]✗[/red] {escape(sentence)}")
    return typer.Exit(1)


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Say `what` is going on, from two seconds on: a spinner at a terminal, a line now and then elsewhere."""
    if err.is_terminal:
        with err.status(f"{escape(what)} …"):
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
        err.print(f"  … {what} ({time.monotonic() - began:.0f} s)", markup=False)
        wait = 5.0
