"""How the command line talks: plain lines, a line that moves while something takes long, and errors with a way out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
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
_LONG_SECONDS = 20.0
_EVERY_SECONDS = 5.0


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
def patience(what: str, why: Callable[[], str] | None = None) -> Iterator[None]:
    """Say `what` is going on, from two seconds on: a spinner at a terminal, a line now and then elsewhere.

    `why`: asked now and then once it takes long, for what it may be waiting for; it runs in a thread of its own.
    """
    if err.is_terminal:
        with err.status(f"{escape(what)} …") as status, _ticking(what, why, lambda line: status.update(escape(line))):
            yield
        return
    with _ticking(what, why, lambda line: err.print(f"  … {line}", markup=False)):
        yield


@contextmanager
def _ticking(what: str, why: Callable[[], str] | None, tell: Callable[[str], None]) -> Iterator[None]:
    done = Event()
    thread = Thread(target=_tick, args=(what, why, tell, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _tick(what: str, why: Callable[[], str] | None, tell: Callable[[str], None], done: Event) -> None:
    began = time.monotonic()
    wait = _QUIET_SECONDS
    while not done.wait(wait):
        took = time.monotonic() - began
        reason = f": {why()}" if why is not None and took >= _LONG_SECONDS else ""
        tell(f"{what} ({took:.0f} s){reason}")
        wait = _EVERY_SECONDS
