"""An option where nothing counts but the lane, and then a day on which the carrier delivers: most of them.

Its days are those of `DaysAhead`. The steps of `estimate_delivery` are gone through for the reasons only, once for each
saying.
"""

from __future__ import annotations

from datetime import datetime

from shared.promise.days_ahead import AT_LIKELY, MARK_CHANCES
from shared.promise.delivery_estimate import estimate_delivery
from shared.promise.departure import Departure
from shared.promise.forecast import Forecast
from shared.promise.made_whole import MadeWhole
from shared.promise.outline import Outline
from shared.promise.saying import Saying
from shared.promise.transit import TableDays, Transit


def make_by_history(departure: Departure, forecast: Forecast, model: str, valid_until: datetime) -> MadeWhole:
    """What own deliveries say. `model`: its name, as JSON."""
    from_order = departure.counts_from_order
    key = (forecast.days.quantiles(MARK_CHANCES), forecast.precise, departure.gate_key(forecast))
    outline = departure.memory.outlines.get(key)
    if outline is None:
        transit = Transit.by_history(forecast, from_order=from_order)
        outline = departure.memory.outlines.keep(key, _outline(departure, transit))
    arrival = outline.ahead.arrival(forecast.days)
    return MadeWhole(departure, outline, arrival, forecast.sample_size, model, valid_until)


def make_by_table(departure: Departure, said: TableDays) -> MadeWhole:
    """What the carrier's table or the merchant's default says: only so many different things, kept with their text."""
    made = departure.memory.by_table.get(said)
    if made is None:
        transit = Transit.by_table(said)
        outline = _outline(departure, transit)
        arrival = outline.ahead.arrival(transit.days)
        made = MadeWhole(departure, outline, arrival, 0, "", departure.shipping.valid_until)
        departure.memory.by_table.keep(said, made)
    return made


def _outline(departure: Departure, transit: Transit) -> Outline:
    ahead = departure.days_ahead(from_order=transit.from_order)
    marks = ahead.marks(transit)
    earliest = ahead.earliest(transit, marks)
    offsets = transit.days.quantiles(MARK_CHANCES)
    key = (
        transit.source,
        transit.fewest if transit.is_bound else None,
        offsets[AT_LIKELY],
        offsets[departure.at_promised],
        earliest,
        departure.gate_key(transit),
    )
    saying = departure.memory.sayings.get(key)
    if saying is None:
        delivery = estimate_delivery(
            departure.service,
            transit,
            ahead.start,
            confidence=departure.confidence,
            language=departure.words.language,
        )
        saying = departure.memory.sayings.keep(key, Saying(departure, transit, delivery, None))
    return Outline.of(departure, saying, ahead, marks, earliest, transit)
