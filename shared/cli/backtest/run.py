"""Go through a shop's past and report: by its learned model, or by what one or two configurations make of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shared.cli import history_file, merchant_file
from shared.errors import Invalid
from shared.history.past_orders import for_keeping
from shared.learning.backtest import Asker, LiveAsker, ModelAsker, Outcome, Tell, go_through
from shared.learning.backtest_draft import DraftAsker, NetworkOf
from shared.learning.backtest_report import LiveReport, MomentReport, report_live, report_moment
from shared.learning.backtest_window import Window, choose_window
from shared.learning.history import NEVER, Past, read_past
from shared.learning.public_holidays import public_holidays
from shared.learning.replay import FEWEST_DELIVERIES, Replay, TooLittlePast
from shared.merchant.delivery_network import compile_network
from shared.promise.network import DeliveryNetwork

THE_MODEL = "Todoku"
"""What the learned model is called in a report."""
_REFUSALS = {
    "no_lane": "no lane of {rule} leads to their destination",
    "not_offered": "{rule} does not offer to deliver them from where they were sent",
    "invalid_question": "their destination could not be asked about (country or postal code)",
}


class NothingToMeasure(Invalid):
    """There is nothing to measure in this history."""

    code = "nothing_to_measure"


@dataclass(frozen=True, slots=True)
class History:
    """A past twice, row by row the same: as it would be kept and learned from, and with whole postal codes."""

    kept: Past
    asked: Past
    name: str


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What one way to promise comes to."""

    name: str
    moments: tuple[MomentReport, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not in the figures, and why."""

    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """All of a backtest."""

    history: str
    """The file's name."""
    first: date
    last: date
    confidence: int
    """Asked for, in per cent."""
    rules: tuple[RuleReport, ...]
    live: tuple[LiveReport, ...]
    left_out: tuple[LeftOut, ...]

    def to_json(self) -> str:
        """All figures, as they are named here."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, indent=1)


def read_history(place: str) -> History:
    """The past in a file or at `s3://…`. Raises UnreadableHistory, and what S3 raises."""
    rows = list(history_file.rows(place))
    return History(read_past(for_keeping(row) for row in rows), read_past(rows), history_file.name_of(place))


def find_window(history: History, first: date | None, last: date | None) -> Window:
    """The days to measure: those that are asked for, else those worth measuring. Raises NothingToMeasure."""
    try:
        window = choose_window(history.kept)
    except ValueError:
        why = _most_common(history.kept.refused)
        raise NothingToMeasure(f"No parcel of this history was delivered{why}: there is nothing to measure.") from None
    window = Window(first or window.first, last or window.last, 0 if last else window.unsettled)
    if window.first > window.last:
        raise NothingToMeasure(f"There are no days from {window.first} to {window.last}: choose other months.")
    return window


def backtest_model(history: History, window: Window, confidence: int, *, live: bool, tell: Tell) -> Report:
    """What the learned model would have said at each order and hand-over. Raises NothingToMeasure."""
    past = history.kept
    replay = _replay(past)
    if replay is None or replay.first_forecast > window.last.toordinal():
        raise NothingToMeasure(_too_short(past, replay, window))
    askers: list[Asker] = [ModelAsker(past), *([LiveAsker(past)] if live else [])]
    told, *more = _ask(askers, replay, window, tell)
    if not told:
        raise NothingToMeasure(f"Nothing that was ordered from {window.first} to {window.last} was delivered.")
    return Report(
        history=history.name,
        first=window.first,
        last=window.last,
        confidence=confidence,
        rules=(RuleReport(THE_MODEL, _moments(past, told, confidence)),),
        live=report_live(more[0]) if live else (),
        left_out=(*_left_out(past, window), *_before_first(past, window, replay)),
    )


def backtest_drafts(history: History, window: Window, confidence: int, files: Sequence[Path], *, tell: Tell) -> Report:
    """What configurations would have promised at each order.

    Raises NothingToMeasure. Where a file cannot be used, says why and ends.
    """
    past = history.asked
    askers = [DraftAsker(past, _networks(file, window)) for file in files]
    names = _names(files)
    told = _ask(askers, _replay(history.kept), window, tell)
    for name, asker, outcomes in zip(names, askers, told, strict=True):
        if not outcomes:
            raise NothingToMeasure(
                f"{name} promises nothing for any order from {window.first} to {window.last}"
                f"{_most_common({_refusal(code, name): count for code, count in asker.refused.items()})}."
            )
    drafts = zip(names, askers, strict=True)
    return Report(
        history=history.name,
        first=window.first,
        last=window.last,
        confidence=confidence,
        rules=tuple(
            RuleReport(name, _moments(past, outcomes, confidence)) for name, outcomes in zip(names, told, strict=True)
        ),
        live=(),
        left_out=(*_left_out(past, window), *(each for name, asker in drafts for each in _not_promised(name, asker))),
    )


def _ask(askers: Sequence[Asker], replay: Replay | None, window: Window, tell: Tell) -> list[list[Outcome]]:
    """The outcomes of each asker."""
    outcomes: list[list[Outcome]] = [[] for _ in askers]
    for place, outcome in go_through(replay, askers, window.first, window.last, tell=tell):
        outcomes[place].append(outcome)
    return outcomes


def _moments(past: Past, outcomes: Iterable[Outcome], confidence: int) -> tuple[MomentReport, ...]:
    by_moment: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_moment.setdefault(outcome.moment, []).append(outcome)
    return tuple(report_moment(past, some, confidence) for _, some in sorted(by_moment.items(), reverse=True))


def _replay(past: Past) -> Replay | None:
    """None where there is too little to learn from."""
    try:
        return Replay(past, public_holidays)
    except TooLittlePast:
        return None


def _too_short(past: Past, replay: Replay | None, window: Window) -> str:
    if replay is None:
        arrived = int((past.delivered < NEVER).sum())
        return (
            f"{arrived} delivered parcels in this history{_most_common(past.refused)}: at least {FEWEST_DELIVERIES} "
            "are needed to learn from. With --config, a configuration's own tables are measured."
        )
    first = date.fromordinal(replay.first_forecast)
    return (
        f"Too little had arrived before {first} to learn from, and {window.first} to {window.last} is asked about: "
        "choose later months. With --config, a configuration's own tables are measured."
    )


def _left_out(past: Past, window: Window) -> list[LeftOut]:
    within = (past.ordered >= window.first.toordinal()) & (past.ordered <= window.last.toordinal())
    arrived = past.delivered < NEVER
    found = [LeftOut(count, f"not readable: {why}") for why, count in sorted(past.refused.items())]
    found.append(LeftOut(int((within & ~arrived).sum()), "not arrived when the history ends, and perhaps never"))
    without = int((within & arrived & (past.handed_over == NEVER)).sum())
    found.append(LeftOut(without, "without a hand-over: counted at the order only"))
    if window.unsettled:
        after = int((past.ordered > window.last.toordinal()).sum())
        why = f"ordered in the last {window.unsettled} days, of which only quick parcels can have arrived"
        found.append(LeftOut(after, why))
    return [each for each in found if each.count]


def _before_first(past: Past, window: Window, replay: Replay) -> list[LeftOut]:
    early = (past.ordered >= window.first.toordinal()) & (past.ordered < replay.first_forecast)
    count = int((early & (past.delivered < NEVER)).sum())
    why = f"ordered before {date.fromordinal(replay.first_forecast)}, when too little had arrived to learn from"
    return [LeftOut(count, why)] if count else []


def _not_promised(name: str, asker: DraftAsker) -> list[LeftOut]:
    found = [
        LeftOut(count, f"not promised anything: {_refusal(code, name)}")
        for code, count in sorted(asker.refused.items())
    ]
    if asker.not_dated:
        found.append(LeftOut(asker.not_dated, f"counted, though the honesty gate of {name} shows no date for them"))
    return found


def _refusal(code: str, rule: str) -> str:
    return _REFUSALS.get(code, f"{{rule}} answers {code}").format(rule=rule)


def _most_common(reasons: Mapping[str, int]) -> str:
    if not reasons:
        return ""
    why, count = max(reasons.items(), key=lambda each: each[1])
    return f" ({'once' if count == 1 else f'{count} times'}: {why})"


def _networks(file: Path, window: Window) -> NetworkOf:
    """The file's network for each year, with that year's public holidays. The first is made at once, to fail early."""

    @cache
    def network_of(year: int) -> DeliveryNetwork:
        return compile_network(merchant_file.read(file, date(year, 1, 1)))

    network_of(window.first.year)
    return network_of


def _names(files: Sequence[Path]) -> list[str]:
    """The files' names; with their folders where these alone tell them apart."""
    names = [file.name for file in files]
    return names if len(set(names)) == len(names) else [str(file) for file in files]
