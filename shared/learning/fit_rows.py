"""Rows of history into a model, and how the same way of fitting did in the weeks before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from shared.learning.history import NEVER, Past, read_past
from shared.learning.public_holidays import public_holidays
from shared.learning.refit import Fitted, NothingToLearnFrom, Row
from shared.learning.release import Kept
from shared.learning.replay import Replay, TooLittlePast
from shared.promise.distribution import SCALE
from shared.promise.model.learned_model import LearnedModel

HELD_BACK = range(84, 28, -1)
"""Days before the moment of fitting: young enough to say how carriers are now, old enough for most to have arrived."""
MEASURED = (50, 75, 80, 85, 90, 95)
"""Confidences that are measured, per cent; of a few weeks, the last per cents say nothing."""


def fit_rows(rows: Iterable[Row], as_of: datetime) -> Fitted:
    """Learn from `rows`, using nothing that happened on the day of `as_of` or later; raises NothingToLearnFrom.

    The calibration is that of promises as they would have been made on each day of HELD_BACK, by a model of that day.
    """
    past = read_past(rows)
    today = as_of.date().toordinal()
    try:
        replay = Replay(past, public_holidays, until=today)
        calibration = _calibration(replay, past, today)
        replay.advance(today)
        artifact = replay.model()
    except TooLittlePast as error:
        unread = "".join(f" Not readable: {count} ({why})." for why, count in sorted(past.refused.items()))
        raise NothingToLearnFrom(f"No model is fitted as of {as_of:%Y-%m-%d}: {error.detail}{unread}") from None
    return Fitted(artifact, len(past), calibration, past.refused)


def _calibration(replay: Replay, past: Past, today: int) -> list[Kept]:
    kept: Counter[int] = Counter()
    said: Counter[int] = Counter()
    total = 0
    for day in (today - back for back in HELD_BACK):
        if day < replay.first_forecast:
            continue
        replay.advance(day)
        model = LearnedModel.load(replay.model())
        for row in replay.ordered_on(day):
            forecast = model.from_order(past.asked[row])
            if forecast is None or (past.delivered[row] == NEVER and day + forecast.days.quantile(95) >= today):
                continue  # nothing is known of it yet
            total += 1
            taken = int(past.delivered[row]) - day
            for asked in MEASURED:
                promised = forecast.days.quantile(asked)
                kept[asked] += taken <= promised
                said[asked] += forecast.days.chance_by(promised)
    return [Kept(asked, kept[asked], total, round(said[asked] / SCALE)) for asked in MEASURED] if total else []
