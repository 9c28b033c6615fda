"""Replay a history: ask a draft about every return of the past, and count what it would have decided otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from shared.returns.policy.engine import Engine
from shared.returns.replay.ask_again import asked_again
from shared.returns.replay.figures import Assumptions, recorded, replayed
from shared.returns.replay.flips import flips
from shared.returns.replay.past_return import PastReturn, UnreadableRow, read_row
from shared.returns.replay.stand import as_recorded
from shared.returns.replay.summary import Change, Summary, Tally

_NOTHING_ASSUMED = Assumptions()


def replay(rows: Iterable[PastReturn], engine: Engine, assumptions: Assumptions = _NOTHING_ASSUMED) -> Summary:
    """What the draft that `engine` decides by makes of them. Summaries of parts join to that of the whole."""
    tally = Tally()
    for past in rows:
        _count(tally, past, engine, assumptions)
    return tally.summary()


def replay_lines(
    lines: Iterable[str | bytes], engine: Engine, assumptions: Assumptions = _NOTHING_ASSUMED, *, first: int = 1
) -> Summary:
    """Likewise, of lines as they stand in a history; empty ones are passed over. `first`: the number of the first.

    A line that is no row is counted as that, and told by its number.
    """
    tally = Tally()
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            past = read_row(line)
        except UnreadableRow as error:
            tally.count_unreadable(number, error.detail)
            continue
        _count(tally, past, engine, assumptions)
    return tally.summary()


def _count(tally: Tally, past: PastReturn, engine: Engine, assumptions: Assumptions) -> None:
    before, after = as_recorded(past), asked_again(engine, past)
    was = recorded(past, before, assumptions)
    would = replayed(past, before, after, was, assumptions)
    currency = past.money.currency
    tally.count_row(past.decided.version, (before.verdict, after.verdict))
    tally.count_money(currency, was, would)
    if past.money.label is not None:
        tally.count_label(currency, past.money.label)
    found = flips(past, before, after)
    tally.count_flips(past.id, found, Change(currency, would.cost - was.cost, would.kept - was.kept))
