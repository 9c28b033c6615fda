"""What is said of an option's days, and why they are what they are: in words, and as the JSON they are sent as."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.promise.answer import Deadline, Json, json_text
from shared.promise.delivery_estimate import DeliveryEstimate
from shared.promise.departure import Departure
from shared.promise.memory import Remembered
from shared.promise.policy import Shown, pass_gate
from shared.promise.transit import Transit

_MINUTE = timedelta(minutes=1)


class Saying:
    """Depends on few numbers, so that many options of a departure share one."""

    __slots__ = (
        "_countdowns",
        "_departure",
        "deadline",
        "earliest",
        "explanation",
        "gate",
        "json_deadline",
        "json_promised",
        "json_reasons",
        "promised",
        "text",
    )

    def __init__(
        self, departure: Departure, transit: Transit, delivery: DeliveryEstimate, deadline: Deadline | None
    ) -> None:
        """`deadline`: where the question asked about a day."""
        service, shipping, wording = departure.service, departure.shipping, departure.wording
        waits = shipping.waits_until_taken_up if transit.from_order else shipping.waits
        self._departure = departure
        self.gate = pass_gate(departure.policy, transit.sample_size, transit.adherence)
        self.deadline = deadline
        self.promised = delivery.promised
        """Also where the gate keeps it from the shopper."""
        self.earliest = delivery.earliest
        self.explanation = tuple(wording.reason(wait) for wait in (*waits, *delivery.waits))
        self.text = self.promise_text(shipping.order_by, delivery.earliest)
        reasons: Json = {
            "gate": self.gate.to_json(),
            "explanation": [reason.to_json() for reason in self.explanation],
            "text": self.text,
        }
        if service.price:
            reasons["price"] = service.price.to_json()
        if service.conditions:
            reasons["conditions"] = [condition.to_json(departure.words) for condition in service.conditions]
        self.json_promised = f'"{delivery.promised.isoformat()}"' if self.is_dated else "null"
        self.json_reasons = f",{json_text(reasons)[1:-1]}"
        """From the gate to the conditions."""
        self.json_deadline = f',"deliver_by":{json_text(deadline.to_json())}' if deadline else ""
        self._countdowns: Remembered[int, str] = Remembered(1)
        """By the minutes that are left: of the last minute that somebody asked in."""

    @property
    def is_dated(self) -> bool:
        """Whether the shopper is told a date."""
        return self.gate.shown is not Shown.NOTHING

    def promise_text(self, order_by: datetime, earliest: date) -> str:
        """What is promised, with this deadline and earliest day."""
        departure = self._departure
        return departure.wording.promise(order_by, departure.service.method, self.gate.shown, earliest, self.promised)

    def countdown_text(self, left: timedelta, earliest: date) -> str:
        """How long it holds, with this time left and this earliest day."""
        departure = self._departure
        return departure.wording.countdown(left, departure.service.method, self.gate.shown, earliest, self.promised)

    def countdown_json(self, as_of: datetime) -> str:
        """How long it holds from `as_of` on, as JSON. Within a minute it is the same."""
        left = self._departure.shipping.order_by - as_of
        minutes = left // _MINUTE
        return self._countdowns.get(minutes) or self._countdowns.keep(
            minutes, json_text(self.countdown_text(left, self.earliest))
        )
