"""An option where more than the lane counts: legs, customs, remote areas, slowdowns, or a day that it is needed by.

Its days are those of `estimate_delivery`, which goes through the steps.
"""

from __future__ import annotations

from datetime import date, timedelta

from shared.promise.answer import Deadline, Source
from shared.promise.calendar import ONE_DAY
from shared.promise.delivery_estimate import DeliveryEstimate, estimate_delivery
from shared.promise.departure import Departure
from shared.promise.distribution import SCALE
from shared.promise.forecast import Forecast
from shared.promise.inquiry import Inquiry
from shared.promise.made_whole import MadeWhole
from shared.promise.network import RemoteArea
from shared.promise.outline import Outline
from shared.promise.saying import Saying
from shared.promise.slowdown import Slowdown
from shared.promise.transit import TableDays, Transit

_LONGEST_LOOK = timedelta(days=60)
"""Who needs it later than that may ask again."""


def make_step_by_step(
    inquiry: Inquiry,
    departure: Departure,
    known: Forecast | TableDays,
    area: RemoteArea | None,
    slowdowns: tuple[Slowdown, ...],
) -> MadeWhole:
    """`known`: of the lane. `area`: the remote area the place may lie in. `slowdowns`: those that touch the parcel."""
    language, question = inquiry.words.language, inquiry.question
    surely_remote = area is not None and area.holds(question.postal)
    slowed_by = tuple(
        [(each.id, each.least_days, each.most_days, each.kind, each.headline(language)) for each in slowdowns]
    )
    key = (known, area, surely_remote, slowed_by, question.deliver_by, inquiry.model)
    made = departure.memory.by_steps.get(key)
    if made is None:
        steps = _Steps(departure, _transit(departure, known), area, slowdowns, surely_remote=surely_remote)
        model = inquiry.model if steps.transit.source is Source.OWN_HISTORY else ""
        made = departure.memory.by_steps.keep(key, steps.made(question.deliver_by, model))
    return made


def _transit(departure: Departure, known: Forecast | TableDays) -> Transit:
    if isinstance(known, Forecast):
        return Transit.by_history(known, from_order=departure.counts_from_order)
    return Transit.by_table(known)


class _Steps:
    """All that `estimate_delivery` asks for, but the day it starts on."""

    def __init__(
        self,
        departure: Departure,
        transit: Transit,
        area: RemoteArea | None,
        slowdowns: tuple[Slowdown, ...],
        *,
        surely_remote: bool,
    ) -> None:
        self.departure = departure
        self.transit = transit
        self.area = area
        self.slowdowns = slowdowns
        self.surely_remote = surely_remote

    def delivery(self, start: date) -> DeliveryEstimate:
        """When it comes."""
        return estimate_delivery(
            self.departure.service,
            self.transit,
            start,
            confidence=self.departure.confidence,
            remote_area=self.area,
            surely_remote=self.surely_remote,
            slowdowns=self.slowdowns,
            language=self.departure.words.language,
        )

    def made(self, deliver_by: date | None, model: str) -> MadeWhole:
        """The option."""
        departure, transit = self.departure, self.transit
        ahead = departure.days_ahead(from_order=transit.from_order)
        delivery = self.delivery(ahead.start)
        deadline = None if deliver_by is None else self._deadline(delivery, deliver_by)
        earliest = (delivery.earliest - ahead.start).days
        marks = (earliest, *[(day - ahead.start).days for _, day in delivery.percentiles])
        outline = Outline.of(departure, self._saying(delivery, deadline), ahead, marks, earliest, transit)
        until = departure.shipping.valid_until
        return MadeWhole(departure, outline, delivery.arrival, transit.sample_size, model, until)

    def _saying(self, delivery: DeliveryEstimate, deadline: Deadline | None) -> Saying:
        transit, sayings = self.transit, self.departure.memory.sayings
        key = (
            transit.source,
            transit.from_order,
            delivery.waits,
            delivery.earliest,
            delivery.promised,
            deadline,
            self.departure.gate_key(transit),
        )
        return sayings.get(key) or sayings.keep(key, Saying(self.departure, transit, delivery, deadline))

    def _deadline(self, delivery: DeliveryEstimate, deliver_by: date) -> Deadline:
        chance, kept = delivery.chance_by(deliver_by) / SCALE, delivery.promised <= deliver_by
        ship_by = None if self.transit.from_order else self._ship_by(delivery.start, deliver_by)
        return Deadline(deliver_by, chance, kept, ship_by)

    def _ship_by(self, first: date, deliver_by: date) -> date | None:
        """The last working day, from the ship date on, to ship on and still be there in time, as surely as asked."""
        last, day, works = None, first, self.departure.warehouse.calendar
        while day <= min(deliver_by, first + _LONGEST_LOOK) and self.delivery(day).promised <= deliver_by:
            last = day
            day = works.first_open(day + ONE_DAY)
        return last
