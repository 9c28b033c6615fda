"""A service that leaves one warehouse on one order day, told in one language: all that no destination changes."""

from __future__ import annotations

from datetime import date

from shared.locales import Words
from shared.promise.answer import json_text, utc_text
from shared.promise.days_ahead import DaysAhead
from shared.promise.forecast import Forecast
from shared.promise.memory import DepartureMemory, GateKey
from shared.promise.network import CarrierService, Warehouse
from shared.promise.policy import PromisePolicy
from shared.promise.ship_estimate import ShipEstimate
from shared.promise.transit import MARKS, Transit
from shared.promise.wording import Wording


class Departure:
    """The same few are asked for from everywhere: what was worked out for one is kept as long as its order day is."""

    __slots__ = (
        "_from_ship_date",
        "_from_taking_up",
        "at_promised",
        "confidence",
        "counts_from_order",
        "hour_counts",
        "json_head",
        "json_telling",
        "lane_alone",
        "memory",
        "policy",
        "service",
        "shipping",
        "ships_after",
        "time_zone",
        "warehouse",
        "wording",
        "words",
    )

    def __init__(
        self,
        service: CarrierService,
        warehouse: Warehouse,
        shipping: ShipEstimate,
        words: Words,
        time_zone: str,
        confidence: int,
        policy: PromisePolicy,
        *,
        counts_from_order: bool,
    ) -> None:
        """`time_zone`: the destination's. `confidence`: per cent, one of CONFIDENCES. `counts_from_order`: whether its
        handling time is learned, so that a forecast counts from the order.
        """
        self.service = service
        self.warehouse = warehouse
        self.shipping = shipping
        self.words = words
        self.time_zone = time_zone
        self.confidence = confidence
        self.policy = policy
        self.counts_from_order = counts_from_order
        self.hour_counts = counts_from_order and shipping.taken_up == shipping.ordered
        """Whether a forecast asks at which hour the order was placed."""
        self.ships_after = (shipping.ship_date - shipping.taken_up).days
        """Days from where a forecast from the order begins to the ship date: a model knows no closed day to come."""
        self.lane_alone = not service.legs and not service.customs_days[1]
        """Whether only the lane's days and the carrier's closed days stand between the warehouse and the door."""
        self.at_promised = MARKS.index(confidence)
        """Where the promised day stands among MARKS."""
        self.wording = Wording(words, time_zone, name_zone=time_zone != warehouse.time_zone)
        self.memory = DepartureMemory()
        self._from_ship_date = DaysAhead(shipping.ship_date, service.calendar)
        self._from_taking_up = DaysAhead(shipping.taken_up, service.calendar)
        self.json_head = self._written_head()
        """From the brace to the ship date."""
        self.json_telling = f'"time_zone":{json_text(time_zone)},"confidence":{confidence}'

    def start(self, *, from_order: bool) -> date:
        """Day 0: when the order is taken up, or when it ships."""
        return self.shipping.taken_up if from_order else self.shipping.ship_date

    def days_ahead(self, *, from_order: bool) -> DaysAhead:
        """The days from there on."""
        return self._from_taking_up if from_order else self._from_ship_date

    def gate_key(self, known: Forecast | Transit) -> GateKey:
        """All that the honesty gate looks at."""
        adherence = known.adherence
        thin = known.sample_size < self.policy.minimum_sample
        return (thin, adherence.kept, adherence.total) if adherence else (thin, 0, 0)

    def _written_head(self) -> str:
        head = {
            "method": self.service.method,
            "carrier": self.service.carrier,
            "service": self.service.name,
            "warehouse": self.warehouse.id,
            "order_by": utc_text(self.shipping.order_by),
            "ship_date": self.shipping.ship_date.isoformat(),
        }
        return json_text(head)[:-1]
