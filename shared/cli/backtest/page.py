"""A backtest as a page: plots and tables in one file that asks nobody for anything, for screens of any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from shared.cli.backtest.plots import Axis, Line, axis_over, draw_bars, draw_lines
from shared.cli.backtest.run import Report
from shared.cli.backtest.table import MOMENTS, lanes_of, rows_of
from shared.learning.backtest_report import FARTHEST, Figures, Group, LiveReport, MomentReport
from shared.promise.policy import CONFIDENCES

_MOST_GROUPS = 30
_LEAST_PART_OF_GROUP = 0.0005
"""A smaller lane size than this share of all parcels has no bar: chance would draw it."""


@dataclass(frozen=True, slots=True)
class _Plot:
    title: str
    says: str
    """How to read it."""
    drawing: Markup


@dataclass(frozen=True, slots=True)
class _Table:
    title: str
    groups: Sequence[Group]
    more: int
    """Groups that are not shown."""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    all: Figures
    tables: Sequence[_Table]


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    plots: Sequence[_Plot]
    rules: Sequence[_Rule]


_Named = Sequence[tuple[str, MomentReport]]


def page(report: Report) -> str:
    """The page as HTML."""
    return _template().render(
        report=report,
        rows=rows_of(report),
        moments=MOMENTS,
        confidences=CONFIDENCES,
        asked=CONFIDENCES.index(report.confidence),
        sections=[_section(moment, found, report.confidence) for moment in MOMENTS if (found := _at(report, moment))],
        live=[(live, _live_plots(live, report.confidence)) for live in report.live],
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template("page.html.jinja")


def _at(report: Report, moment: str) -> _Named:
    return [(rule.name, one) for rule in report.rules for one in rule.moments if one.moment == moment]


def _section(moment: str, found: _Named, confidence: int) -> _Section:
    return _Section(
        title=f"At the {MOMENTS[moment]}",
        plots=[
            _calibration(found),
            _curve(found),
            _by_month_kept(found, confidence),
            _by_month_error(found),
            _by_lane_size(found, confidence),
            _errors(found),
            _days_promised(found),
        ],
        rules=[_Rule(name, one.all, _tables(one)) for name, one in found],
    )


def _tables(moment: MomentReport) -> list[_Table]:
    titled = (
        ("Month", moment.months),
        ("Deliveries nearby", moment.lane_sizes),
        ("Carrier and service", moment.services),
        ("Destination's region", moment.regions),
        ("Lane", lanes_of(moment)),
    )
    return [
        _Table(title, groups[:_MOST_GROUPS], max(len(groups) - _MOST_GROUPS, 0))
        for title, groups in titled
        if len(groups) > 1
    ]


def _calibration(found: _Named) -> _Plot:
    lines = [_confidence_line(name, one.all.kept, 100) for name, one in found]
    says = "On the dashed line a promise keeps what was asked. Below it dates are too bold, above it too careful."
    if len(found) == 1:
        name, one = found[0]
        lines.append(_confidence_line(f"{name} itself says", one.all.said, 100))
        says += " The second line is what the rule itself says of its dates: days are whole, so it is above."
    low = min(50.0, *(y for line in lines for _, y in line.points))
    across, up = Axis("asked for, %", 50, 100), axis_over("kept, %", [100], low=10 * (low // 10))
    return _plot("Asked for and kept", says, draw_lines("Asked for and kept", across, up, lines, diagonal=True))


def _curve(found: _Named) -> _Plot:
    lines = [
        Line(
            name,
            [(100 * exact, 100 * kept) for exact, kept in zip(one.all.exact, one.all.kept, strict=True)],
            [
                f"asked {asked} %: {100 * exact:.1f} % on the day, {100 * kept:.1f} % not later"
                for asked, exact, kept in zip(CONFIDENCES, one.all.exact, one.all.kept, strict=True)
            ],
        )
        for name, one in found
    ]
    xs, ys = ([point[which] for line in lines for point in line.points] for which in (0, 1))
    across, up = axis_over("on the day itself, % (accuracy)", xs, low=0), axis_over("not later, % (adherence)", ys)
    says = "Each point is a confidence, from 50 % (lowest) to 99 %: surer dates hit the very day less often."
    return _plot("Accuracy against adherence", says, draw_lines("Accuracy against adherence", across, up, lines))


def _by_month_kept(found: _Named, confidence: int) -> _Plot:
    asked = CONFIDENCES.index(confidence)
    says = f"How many promises at {confidence} % (dashed) were kept: a good month makes up for no bad one."
    return _bars("Kept, by month", says, found, _months, lambda of: 100 * of.kept[asked], "kept, %", confidence)


def _by_month_error(found: _Named) -> _Plot:
    says = "Days from the likely day to the day it came, either way, on average."
    return _bars("Error, by month", says, found, _months, lambda of: of.mae, "days off")


def _by_lane_size(found: _Named, confidence: int) -> _Plot:
    asked = CONFIDENCES.index(confidence)
    says = (
        "By how many own deliveries to the same area a date rests on. Thin lanes should be kept as well as busy ones."
    )
    return _bars(
        "Kept, by deliveries nearby", says, found, _lane_sizes, lambda of: 100 * of.kept[asked], "kept, %", confidence
    )


def _months(moment: MomentReport) -> Sequence[Group]:
    return moment.months


def _lane_sizes(moment: MomentReport) -> Sequence[Group]:
    least = _LEAST_PART_OF_GROUP * moment.all.parcels
    return [group for group in moment.lane_sizes if group.figures.parcels >= least]


def _bars(
    title: str,
    says: str,
    found: _Named,
    groups_of: Callable[[MomentReport], Sequence[Group]],
    value: Callable[[Figures], float],
    unit: str,
    wanted: int | None = None,
) -> _Plot:
    """A bar for each group that all rules have."""
    by_rule = [(name, {group.name: group.figures for group in groups_of(one)}) for name, one in found]
    names = [name for name in by_rule[0][1] if all(name in groups for _, groups in by_rule)]
    bars = [
        Line(
            rule,
            [(0, value(groups[name])) for name in names],
            [f"{value(groups[name]):.2f} of {groups[name].parcels:,} parcels" for name in names],
        )
        for rule, groups in by_rule
    ]
    values = [y for line in bars for _, y in line.points]
    if wanted is None:
        up = axis_over(unit, values, low=0)
    else:
        up = axis_over(unit, [100], low=10 * (max(min([*values, wanted]) - 10, 0) // 10))
    return _plot(title, says, draw_bars(title, names, up, bars, wanted=wanted))


def _errors(found: _Named) -> _Plot:
    names = [str(error) for error in range(-FARTHEST, FARTHEST + 1)]
    bars = [
        Line(
            rule,
            [(0, 100 * count / one.all.parcels) for _, count in one.errors],
            [f"{count:,} parcels" for _, count in one.errors],
        )
        for rule, one in found
    ]
    up = axis_over("% of parcels", [y for line in bars for _, y in line.points], low=0)
    says = (
        f"Left of 0 the parcel came after the likely day, right of it before. The ends hold all beyond {FARTHEST} days."
    )
    return _plot("Days off", says, draw_bars("Days off", names, up, bars, across="likely day − day it came"))


def _days_promised(found: _Named) -> _Plot:
    lines = [_confidence_line(name, one.all.days, 1) for name, one in found]
    of_all = found[0][1]
    lines.append(Line("took, on average", [(50, of_all.all.taken), (100, of_all.all.taken)]))
    if of_all.told:
        share, days = 100 * of_all.told.kept, of_all.told.days
        lines.append(Line("told at the time", [(share, days)], [f"{days:.2f} days, kept {share:.1f} %"]))
    across = Axis("asked for, %", 50, 100)
    up = axis_over("days", [y for line in lines for _, y in line.points], low=0)
    says = "What being surer costs, in days promised on average; the level line is what parcels took."
    if of_all.told:
        says += " The single dot is what shoppers were told, at the share that was kept."
    return _plot("Days promised", says, draw_lines("Days promised", across, up, lines))


def _live_plots(live: LiveReport, confidence: int) -> list[_Plot]:
    asked = CONFIDENCES.index(confidence)
    plots = []
    for title, groups in (("days since the stage", live.since), ("days left, as likely as not", live.left)):
        names = [group.name for group in groups]
        kept = Line("kept", [(0, 100 * group.figures.kept[asked]) for group in groups])
        off = Line("days off", [(0, group.figures.mae) for group in groups])
        low = 10 * (max(min(confidence, *(y for _, y in kept.points)) - 10, 0) // 10)
        drawn = draw_bars(f"Kept, by {title}", names, axis_over("kept, %", [100], low=low), [kept], wanted=confidence)
        plots.append(_plot(f"Kept, by {title}", f"Of dates told at {confidence} % (dashed).", drawn))
        up = axis_over("days off", [y for _, y in off.points], low=0)
        says = "Days from the likely day to the day it came, on average."
        plots.append(_plot(f"Error, by {title}", says, draw_bars(f"Error, by {title}", names, up, [off])))
    return plots


def _confidence_line(name: str, values: Sequence[float], factor: float) -> Line:
    points = [(float(asked), factor * value) for asked, value in zip(CONFIDENCES, values, strict=True)]
    return Line(name, points, [f"asked {asked:.0f} %: {value:.2f}" for asked, value in points])


def _plot(title: str, says: str, drawing: str) -> _Plot:
    return _Plot(title, says, Markup(drawing))  # noqa: S704 - `plots` escapes all words
