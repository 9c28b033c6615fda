"""`make bench-promise`: how accurate promises are on real orders that nobody here made, beside others' rules.

The orders lie beside the repository, where there is a copy (../shared/data/olist); they are no part of it. They are
replayed as by `todoku promise backtest --live`: strictly as of each order's day, by the artifact and the code that
answer in the function. Exits with 1 where a bar is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shared.cli.backtest import table
from shared.cli.backtest.run import Report, backtest_model, read_history
from shared.cli.backtest.table import Row
from shared.learning.backtest_report import MomentReport
from shared.learning.backtest_window import Window
from shared.promise.policy import CONFIDENCES

ORDERS = Path(__file__).parents[2] / "../shared/data/olist/history_until_2018-05.csv.gz"
MONTHS = Window(date(2017, 8, 1), date(2018, 5, 31))
CONFIDENCE = 90

REFERENCES = (
    Row("order", "lane quantile, last 60 days", 59_796, 5.73, 87.2, 22.09, 24.09, 30.09),
    Row("order", "gradient boosting, refitted monthly", 59_796, 5.26, 81.5, 17.83, 22.83, 27.83),
    Row("hand_over", "lane quantile, last 60 days", 59_748, 4.96, 87.1, 17.55, 19.55, 24.55),
    Row("hand_over", "gradient boosting, refitted monthly", 59_748, 4.67, 82.2, 14.29, 18.29, 24.29),
)
"""As measured by those who set the bars, on the same orders and months; ../shared/data/REFERENCES.md says how.

The lane rule takes deliveries of the last 60 days from state to state, 30 at least, else to the state, else all. The
boosting is LightGBM with some 50 features, without the orders of the last 14 days.
"""
MAE_BY_MONTH = {
    ("order", "lane"): (4.01, 4.13, 4.28, 6.45, 6.59, 5.75, 6.82, 7.00, 5.20, 5.38),
    ("order", "boosting"): (3.65, 3.78, 3.81, 5.96, 6.46, 5.43, 6.80, 6.54, 4.29, 4.36),
    ("hand_over", "lane"): (3.27, 3.38, 3.36, 5.01, 6.00, 4.82, 5.98, 6.79, 4.61, 4.65),
    ("hand_over", "boosting"): (3.02, 3.11, 3.17, 4.63, 5.63, 4.64, 6.10, 6.62, 4.13, 4.02),
}
"""The same source, 2017-08 to 2018-05."""
MOST_OFF = {"order": 5.0, "hand_over": 4.4}
"""Days, on average."""
KEPT = (88.5, 91.5)
"""Per cent of promises asked for at 90 %, over all months."""
LEAST_IN_A_MONTH = 85.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Something to reach: at least or at most a figure."""

    says: str
    reached: float
    wanted: float
    at_most: bool

    @property
    def spare(self) -> float:
        """By how much it is met; negative where it is missed."""
        return self.wanted - self.reached if self.at_most else self.reached - self.wanted


def _main(write: Callable[[str], object]) -> int:
    if not ORDERS.exists():
        write("There are no real orders beside this repository (../shared/data/olist): nothing to measure.\n")
        return 0
    history = read_history(str(ORDERS))
    report = backtest_model(history, MONTHS, CONFIDENCE, live=True, tell=lambda _: None)
    bars = [bar for moment in report.rules[0].moments for bar in _bars(moment, report)]
    for line in _lines(report, bars):
        write(f"{line}\n")
    return 1 if any(bar.spare < 0 for bar in bars) else 0


def _lines(report: Report, bars: Sequence[Bar]) -> Iterator[str]:
    yield f"{report.history}: {report.first} to {report.last}, each parcel asked about as of its own day"
    yield ""
    rows = [*table.rows_of(report), *REFERENCES]
    yield from table.table([row for moment in table.MOMENTS for row in rows if row.moment == moment], CONFIDENCE)
    yield from table.details(report)
    yield from _by_month(report)
    yield from table.left_out(report)
    yield ""
    for bar in bars:
        wanted = f"at {'most' if bar.at_most else 'least'} {bar.wanted:.2f}"
        verdict = f"met by {bar.spare:.2f}" if bar.spare >= 0 else f"MISSED by {-bar.spare:.2f}"
        yield f"{bar.says:66}{bar.reached:>8.2f}  {wanted:16}{verdict}"


def _by_month(report: Report) -> Iterator[str]:
    yield ""
    months = report.rules[0].moments[0].months
    yield f"{'MAE by month':34}" + "".join(f"{group.name:>9}" for group in months)
    for moment in report.rules[0].moments:
        name = table.MOMENTS[moment.moment]
        yield f"{f'{name}, Todoku':34}" + "".join(f"{group.figures.mae:>9.2f}" for group in moment.months)
        for rule in ("lane", "boosting"):
            yield f"{f'{name}, {rule}':34}" + "".join(f"{mae:>9.2f}" for mae in MAE_BY_MONTH[moment.moment, rule])


def _bars(moment: MomentReport, report: Report) -> Iterator[Bar]:
    at, of_all, asked = f"at the {table.MOMENTS[moment.moment]}", moment.all, CONFIDENCES.index(CONFIDENCE)
    kept = 100 * of_all.kept[asked]
    worst = min(moment.months, key=lambda group: group.figures.kept[asked])
    yield Bar(f"MAE {at}, days", of_all.mae, MOST_OFF[moment.moment], at_most=True)
    yield Bar(f"kept {at}, asked 90 %, over all months", kept, KEPT[0], at_most=False)
    yield Bar(f"kept {at}, asked 90 %, over all months", kept, KEPT[1], at_most=True)
    yield Bar(f"kept {at} in the worst month, {worst.name}", 100 * worst.figures.kept[asked], LEAST_IN_A_MONTH, False)
    others = [row for row in (*REFERENCES, *table.rows_of(report)) if row.moment == moment.moment]
    others = [row for row in others if row.name != report.rules[0].name]
    least = min(row.at_90 for row in others if row.at_90 is not None)
    yield Bar(f"days promised {at}, without hindsight", of_all.days[asked], least, at_most=True)
    yield from _ahead(moment, at, others)


def _ahead(moment: MomentReport, at: str, others: Sequence[Row]) -> Iterator[Bar]:
    """Ahead of every other rule in every column that ranks rules."""
    at_90, at_95 = (hindsight.days for hindsight in moment.hindsight)
    yield Bar(f"MAE {at}: the best of the others", moment.all.mae, min(row.mae for row in others), at_most=True)
    for share, days, theirs in (
        ("90", at_90, [row.at_90 for row in others]),
        ("95", at_95, [row.at_95 for row in others]),
    ):
        best = min(each for each in theirs if each is not None)
        yield Bar(f"days {at} at ≥ {share} % kept: the best of the others", days, best, at_most=True)


if __name__ == "__main__":
    sys.exit(_main(sys.stdout.write))
