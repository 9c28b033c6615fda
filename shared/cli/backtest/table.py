"""A backtest as lines of text: the figures of the report, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.cli.backtest.run import Report
from shared.learning.backtest_report import Figures, Group, LiveReport, MomentReport
from shared.promise.policy import CONFIDENCES

MOMENTS = {"order": "order", "hand_over": "hand-over"}
"""A moment's name in a sentence."""
TOLD = "the date shoppers were told"
_NAME, _MOMENT = 46, 11
_MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a way to promise, at a moment. None where it cannot be said."""

    moment: str
    name: str
    parcels: int
    mae: float
    kept: float
    """Of 100."""
    days: float
    at_90: float | None = None
    """Days promised where 90 of 100 are kept in hindsight."""
    at_95: float | None = None


def rows_of(report: Report) -> list[Row]:
    """A row for what shoppers were told, where it is known, and one for each rule: by moment."""
    rows = []
    for moment in MOMENTS:
        found = [(rule.name, one) for rule in report.rules for one in rule.moments if one.moment == moment]
        told = found[0][1].told if found else None
        if told is not None:
            at_90 = told.days if told.kept >= 0.9 else None
            rows.append(Row(moment, TOLD, told.parcels, told.mae, 100 * told.kept, told.days, at_90))
        rows += [_row(name, one, report.confidence) for name, one in found]
    return rows


def table(rows: Sequence[Row], confidence: int) -> Iterator[str]:
    """The head, and the rows under it."""
    promise = f"asked {confidence} %: kept / days"
    yield f"{'moment':{_MOMENT}}{'rule':{_NAME}}{'parcels':>9}{'MAE':>7}{promise:>27}{'≥ 90 %':>9}{'≥ 95 %':>9}"
    for row in rows:
        kept = f"{row.kept:.2f} % / {row.days:5.2f}"
        yield (
            f"{MOMENTS[row.moment]:{_MOMENT}}{row.name:{_NAME}}{row.parcels:>9,}{row.mae:>7.2f}{kept:>27}"
            f"{_days(row.at_90):>9}{_days(row.at_95):>9}"
        )


def details(report: Report) -> Iterator[str]:
    """For each moment: calibration, accuracy against adherence, and the figures by month, lane size and service."""
    for rule in report.rules:
        for moment in rule.moments:
            yield ""
            yield f"{rule.name}, at the {MOMENTS[moment.moment]}: {moment.all.parcels:,} parcels"
            yield from _by_confidence(moment.all)
            for title, groups in (
                ("month", moment.months),
                ("deliveries nearby", moment.lane_sizes),
                ("service", moment.services),
                ("region", moment.regions),
                ("lane", lanes_of(moment)),
            ):
                if len(groups) > 1:
                    yield from _groups(title, groups, report.confidence)
    for live in report.live:
        yield from _live(live, report.confidence)


def lanes_of(moment: MomentReport) -> Sequence[Group]:
    """The lanes; none where they are no more than the regions, as all come from one place."""
    return moment.lanes if len(moment.lanes) > len(moment.regions) else ()


def left_out(report: Report) -> Iterator[str]:
    """What is not in the figures, and why."""
    if report.left_out:
        yield ""
        yield "Left out, or counted otherwise:"
        yield from (f"  {each.count:>9,}  {each.why}" for each in report.left_out)


def _row(name: str, moment: MomentReport, confidence: int) -> Row:
    of_all, asked = moment.all, CONFIDENCES.index(confidence)
    at_90, at_95 = (hindsight.days for hindsight in moment.hindsight)
    return Row(
        moment.moment, name, of_all.parcels, of_all.mae, 100 * of_all.kept[asked], of_all.days[asked], at_90, at_95
    )


def _by_confidence(figures: Figures) -> Iterator[str]:
    yield "  " + f"{'asked, %':22}" + "".join(f"{confidence:>7}" for confidence in CONFIDENCES)
    yield "  " + f"{'kept (adherence), %':22}" + "".join(f"{100 * share:>7.1f}" for share in figures.kept)
    yield "  " + f"{'said by the rule, %':22}" + "".join(f"{100 * share:>7.1f}" for share in figures.said)
    yield "  " + f"{'on the day itself, %':22}" + "".join(f"{100 * share:>7.1f}" for share in figures.exact)
    yield "  " + f"{'days promised':22}" + "".join(f"{days:>7.2f}" for days in figures.days)
    yield f"  They took {figures.taken:.2f} days; the likely day was {_later(figures.bias)} on average."


def _later(bias: float) -> str:
    return f"{abs(bias):.2f} days {'later' if bias >= 0 else 'earlier'} than the delivery"


def _groups(title: str, groups: Sequence[Group], confidence: int) -> Iterator[str]:
    asked = CONFIDENCES.index(confidence)
    yield f"  {'by ' + title:32}{'parcels':>9}{'MAE':>7}{'kept, %':>9}{'promised':>10}{'taken':>8}"
    for group in groups[:_MOST_GROUPS]:
        of = group.figures
        yield (
            f"  {group.name[:31]:32}{of.parcels:>9,}{of.mae:>7.2f}{100 * of.kept[asked]:>9.1f}"
            f"{of.days[asked]:>10.2f}{of.taken:>8.2f}"
        )
    if len(groups) > _MOST_GROUPS:
        yield f"  and {len(groups) - _MOST_GROUPS} more: see the report, or --json"


def _live(live: LiveReport, confidence: int) -> Iterator[str]:
    yield ""
    yield f"On the way, stage {live.stage}: days that are left"
    yield from _groups("days since", live.since, confidence)
    yield from _groups("days left, as likely as not", live.left, confidence)


def _days(days: float | None) -> str:
    return "–" if days is None else f"{days:.2f}"
