"""A service that leaves one warehouse on one order day, asked in one language: all that no destination changes.

The same few are asked for from everywhere, so what they have in common is worked out and written once, and what a
destination adds is written beside it: its days, its chances, its sample. What is said of the days, with the reasons,
depends on few numbers, and is kept by these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from shared.locales import Words
from shared.promise.answer import ConfidenceCode, Deadline, Lasting, PromiseOption, Reason, Source, json_text, utc_text
from shared.promise.calendar import Calendar
from shared.promise.confidence import ALMOST_SURE, confidence_code
from shared.promise.delivery_estimate import (
    EARLIEST,
    LATEST,
    LIKELY,
    DeliveryEstimate,
    Transit,
    estimate_delivery,
    on_open_days,
    open_offset,
)
from shared.promise.distribution import SCALE, Distribution
from shared.promise.forecast import Forecast, Way
from shared.promise.network import CarrierService, Warehouse
from shared.promise.policy import CONFIDENCES, Gate, PromisePolicy, Shown, pass_gate
from shared.promise.ship_estimate import ShipEstimate
from shared.promise.wording import Wording

_MINUTE = timedelta(minutes=1)
_QUANTILES = tuple(per_cent * (SCALE // 100) for per_cent in (EARLIEST, *CONFIDENCES))
_LIKELY, _LATEST = 1 + CONFIDENCES.index(LIKELY), 1 + CONFIDENCES.index(LATEST)
_ALMOST_SURE = 1 + CONFIDENCES.index(ALMOST_SURE)
_PERCENTILES = ",".join(f'"{per_cent}":%s' for per_cent in CONFIDENCES)
Estimated = tuple[DeliveryEstimate, Deadline | None]
_TOLD, _DATES, _WAYS = 60, 250, 50
"""Sayings and dates, of some 2 KB each, and learned ways that are kept with a sending."""
_NOTHING = (None, None)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an option's days, and why they are what they are."""

    explanation: tuple[Reason, ...]
    text: str
    gate: Gate
    deadline: Deadline | None
    promised: date
    """Also where the gate keeps it from the shopper."""
    earliest: date
    promised_json: str
    before: str
    """As JSON: from the gate to the price."""
    behind: str
    """As JSON: what was asked about a day."""
    counted: dict[int, str] = field(default_factory=dict, compare=False, repr=False)
    """Minutes left -> the countdown as JSON, for the last minute that somebody asked in."""


@dataclass(frozen=True, slots=True)
class Dates:
    """An option's days, and what is said of them: the same for many destinations, whose chances differ a little."""

    told: Told
    days: Days
    shown: tuple[int, ...]
    """In days after the start of `days`, of _QUANTILES."""
    earliest: int
    """Likewise."""
    source: Source
    code: ConfidenceCode
    lead: str
    """As JSON: from the brace at the beginning to the chances."""
    digest: str
    """Of all that is said."""


class Days:
    """The days from a start on, as JSON, and each with the first day on which the carrier delivers from it on."""

    __slots__ = ("_calendar", "_opens", "_texts", "start")

    def __init__(self, start: date, calendar: Calendar) -> None:
        self.start = start
        self._calendar = None if calendar.never_closes else calendar
        self._texts: list[str] = []
        self._opens: dict[int, int] = {}

    def texts(self, last: int) -> list[str]:
        """The day 0 and those behind it, at least to `last`."""
        texts = self._texts
        while len(texts) <= last:
            texts.append(f'"{(self.start + timedelta(days=len(texts))).isoformat()}"')
        return texts

    def arrival(self, days: Distribution) -> Distribution:
        """The same, where what would come on a closed day comes on the next open one."""
        return days if self._calendar is None else on_open_days(days, self._calendar, self.start)

    def opens(self, offset: int) -> int:
        """The first day from `offset` on that is open."""
        if self._calendar is None:
            return offset
        found = self._opens.get(offset)
        if found is None:
            found = self._opens[offset] = open_offset(self._calendar, self.start, offset)
        return found


class Sending:
    """See above. Holds what it worked out; `make_option` keeps it as long as its order day is asked for."""

    __slots__ = (
        "_by_table",
        "_confidence",
        "_dates",
        "_estimated",
        "_head",
        "_middle",
        "_policy",
        "_promised",
        "_shipped",
        "_taken_up",
        "_time_zone",
        "_told",
        "_wording",
        "_words",
        "is_learned",
        "is_plain",
        "service",
        "shipping",
        "ships_after",
        "warehouse",
        "ways",
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
        is_learned: bool,
    ) -> None:
        """`time_zone`: the destination's. `confidence`: per cent, one of CONFIDENCES."""
        self.service = service
        self.warehouse = warehouse
        self.shipping = shipping
        self.is_plain = not service.legs and not service.customs_days[1]
        """Whether only the carrier's closed days stand between the lane's days and the door."""
        self.is_learned = is_learned
        """Whether its handling time is learned, so that a forecast counts from the order."""
        self.ships_after = (shipping.ship_date - shipping.taken_up).days
        """Days from where a forecast from the order begins to the ship date: a model knows no closed day to come."""
        self.ways: dict[Any, Way] = {}
        """Learned ways, by all that was asked of them."""
        self._words = words
        self._time_zone = time_zone
        self._confidence = confidence
        self._promised = 1 + CONFIDENCES.index(confidence)
        self._policy = policy
        self._wording = Wording(words, time_zone, name_zone=time_zone != warehouse.time_zone)
        self._shipped = Days(shipping.ship_date, service.calendar)
        self._taken_up = Days(shipping.taken_up, service.calendar)
        self._told: dict[Any, Told] = {}
        self._by_table: dict[int, tuple[Transit, Made]] = {}
        self._dates: dict[Any, Dates] = {}
        self._estimated: dict[Any, Estimated] = {}
        self._head = self._written_head()
        self._middle = f'"time_zone":{json_text(time_zone)},"confidence":{confidence},"confidence_code":'

    def remember_way(self, key: tuple[Any, ...], way: Way) -> Way:
        """Keep a learned way, by all that was asked of it."""
        if len(self.ways) >= _WAYS:
            self.ways.clear()
        self.ways[key] = way
        return way

    def estimated_once(self, key: tuple[Any, ...], estimate: Callable[[], Estimated]) -> Estimated:
        """What `estimate` makes, once for each `key`."""
        found = self._estimated.get(key)
        if found is None:
            if len(self._estimated) >= _TOLD:
                self._estimated.clear()
            found = self._estimated[key] = estimate()
        return found

    def by_history(self, forecast: Forecast, model: str, *, from_order: bool) -> Made:
        """What own deliveries say. `model`: its name, as JSON."""
        days = self._taken_up if from_order else self._shipped
        key = (forecast.days.quantiles(_QUANTILES), forecast.precise, *self._gated(forecast))
        dates = self._dates.get(key)
        if dates is None:
            if len(self._dates) >= _DATES:
                self._dates.clear()
            dates = self._dates[key] = self._plain(Transit.by_history(forecast, from_order=from_order), days)
        return Made(self, dates, days.arrival(forecast.days), forecast.sample_size, model)

    def by_table(self, transit: Transit) -> Made:
        """What the carrier's table or the merchant's default says: only so many different things, kept with their text.

        `transit` is the same object whenever it says the same.
        """
        known, made = self._by_table.get(id(transit), _NOTHING)
        if made is None or known is not transit:
            if len(self._by_table) >= _TOLD:
                self._by_table.clear()
            made = Made(self, self._plain(transit, self._shipped), self._shipped.arrival(transit.days), 0, "")
            made.written = self.lasting(made)
            self._by_table[id(transit)] = transit, made
        return made

    def by_estimate(self, transit: Transit, delivery: DeliveryEstimate, deadline: Deadline | None, model: str) -> Made:
        """Where more than the lane counts."""
        days = self._taken_up if transit.from_order else self._shipped
        earliest = (delivery.earliest - days.start).days
        shown = (earliest, *[(day - days.start).days for _, day in delivery.percentiles])
        key = (
            transit.source,
            transit.from_order,
            delivery.waits,
            delivery.earliest,
            delivery.promised,
            deadline,
            *self._gated(transit),
        )
        told = self._told.get(key) or self._tell(key, transit, delivery, deadline)
        dates = self._dated(told, days, shown, earliest, transit)
        return Made(self, dates, delivery.arrival, transit.sample_size, model)

    def _plain(self, transit: Transit, days: Days) -> Dates:
        """Nothing but the lane, and then a day on which the carrier delivers."""
        offsets = transit.days.quantiles(_QUANTILES)
        shown = tuple(days.opens(offset) for offset in offsets)
        earliest = min(days.opens(transit.fewest), shown[_LIKELY])
        key = (
            transit.source,
            transit.fewest if transit.is_bound else None,
            offsets[_LIKELY],
            offsets[self._promised],
            earliest,
            *self._gated(transit),
        )
        told = self._told.get(key)
        if told is None:
            delivery = estimate_delivery(
                self.service, transit, days.start, confidence=self._confidence, language=self._words.language
            )
            told = self._tell(key, transit, delivery, None)
        return self._dated(told, days, shown, earliest, transit)

    def _dated(self, told: Told, days: Days, shown: tuple[int, ...], earliest: int, transit: Transit) -> Dates:
        code = confidence_code(
            precise=transit.precise,
            learned=transit.source is Source.OWN_HISTORY and transit.sample_size >= self._policy.minimum_sample,
            likely=shown[_LIKELY],
            almost_sure=shown[_ALMOST_SURE],
        )
        texts = days.texts(shown[_LATEST])
        lead = (
            f'{self._head},"earliest":{texts[earliest]},"likely":{texts[shown[_LIKELY]]},'
            f'"latest":{texts[shown[_LATEST]]},"promised":{told.promised_json},{self._middle}"{code}",'
            f'"percentiles":{{{_PERCENTILES % tuple([texts[day] for day in shown[1:]])}}},"probability":{{'
        )
        said = f"{lead}{transit.source}{told.before}{told.behind}"
        digest = hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
        return Dates(told, days, shown, earliest, transit.source, code, lead, digest)

    def _gated(self, known: Forecast | Transit) -> tuple[bool, int, int]:
        """All that the honesty gate looks at."""
        adherence = known.adherence
        thin = known.sample_size < self._policy.minimum_sample
        return (thin, adherence.kept, adherence.total) if adherence else (thin, 0, 0)

    def _tell(
        self, key: tuple[Any, ...], transit: Transit, delivery: DeliveryEstimate, deadline: Deadline | None
    ) -> Told:
        service, shipping, wording = self.service, self.shipping, self._wording
        gate = pass_gate(self._policy, transit.sample_size, transit.adherence)
        before = shipping.waits_until_taken_up if transit.from_order else shipping.waits
        explanation = tuple(wording.reason(wait) for wait in (*before, *delivery.waits))
        text = wording.promise(shipping.order_by, service.method, gate.shown, delivery.earliest, delivery.promised)
        reasons = [reason.to_json() for reason in explanation]
        price = {"price": service.price.to_json()} if service.price else {}
        conditions = {"conditions": self._conditions()} if service.conditions else {}
        before_days = {"gate": gate.to_json(), "explanation": reasons, "text": text, **price, **conditions}
        if len(self._told) >= _TOLD:
            self._told.clear()
        told = self._told[key] = Told(
            explanation=explanation,
            text=text,
            gate=gate,
            deadline=deadline,
            promised=delivery.promised,
            earliest=delivery.earliest,
            promised_json="null" if gate.shown is Shown.NOTHING else f'"{delivery.promised.isoformat()}"',
            before=f",{json_text(before_days)[1:-1]}",
            behind=f',"deliver_by":{json_text(deadline.to_json())}' if deadline else "",
        )
        return told

    def _conditions(self) -> list[Mapping[str, Any]]:
        return [condition.to_json(self._words) for condition in self.service.conditions]

    def _written_head(self) -> str:
        service, shipping = self.service, self.shipping
        head = {
            "method": service.method,
            "carrier": service.carrier,
            "service": service.name,
            "warehouse": self.warehouse.id,
            "order_by": utc_text(shipping.order_by),
            "ship_date": shipping.ship_date.isoformat(),
        }
        return json_text(head)[:-1]

    # What an option of it is made of

    def option(self, made: Made, countdown_text: str) -> PromiseOption:
        """The whole option."""
        dates, told, service, shipping = made.dates, made.told, self.service, self.shipping
        start, latest = dates.days.start, dates.shown[_LATEST]
        percentiles = tuple(
            (per_cent, start + timedelta(days=day)) for per_cent, day in zip(CONFIDENCES, dates.shown[1:], strict=True)
        )
        chances = [(day, chance) for day, chance in made.arrival.days() if day <= latest]
        return PromiseOption(
            method=service.method,
            carrier=service.carrier,
            service=service.name,
            warehouse=self.warehouse.id,
            order_by=shipping.order_by,
            ship_date=shipping.ship_date,
            earliest=start + timedelta(days=dates.earliest),
            likely=start + timedelta(days=dates.shown[_LIKELY]),
            latest=start + timedelta(days=latest),
            promised=None if told.gate.shown is Shown.NOTHING else told.promised,
            time_zone=self._time_zone,
            confidence=self._confidence,
            confidence_code=dates.code,
            percentiles=percentiles,
            probability=tuple((start + timedelta(days=day), chance / SCALE) for day, chance in chances),
            probability_later=(SCALE - sum(chance for _, chance in chances)) / SCALE,
            source=dates.source,
            sample_size=made.sample_size,
            gate=replace(told.gate, sample_size=made.sample_size),
            explanation=told.explanation,
            text=told.text,
            countdown_text=countdown_text,
            price=service.price,
            conditions=tuple(self._conditions()),
            days=made.selection,
            deadline=told.deadline,
            model=json.loads(made.model) if made.model else None,
        )

    def lasting(self, made: Made) -> Lasting:
        """`PromiseOption.to_json` as JSON, without the countdown and the brace at its end."""
        dates, arrival = made.dates, made.arrival
        first, told = arrival.first, dates.told
        texts, latest = dates.days.texts(0), dates.shown[_LATEST]
        reached = arrival.cumulative[: latest - first + 1]
        chances = ",".join(
            [
                f"{text}:{_CHANCES[by - before]}"
                for text, before, by in zip(texts[first : latest + 1], (0, *reached), reached, strict=False)
                if by > before
            ]
        )
        days = f',"days":{json_text(made.selection)}' if made.selection else ""
        model = f',"model":{made.model}' if made.model else ""
        later = f'}},"probability_later":{_CHANCES[SCALE - reached[-1]]},"source":"{dates.source}","sample_size":'
        sample = str(made.sample_size)
        return (
            (dates.lead, chances, later, sample, told.before, days, told.behind, model),
            f"{dates.digest}{chances}{sample}{days}{model}",
        )

    def countdown_text(self, told: Told, as_of: datetime) -> str:
        """How long it holds from `as_of` on."""
        return self.countdown(told, self.shipping.order_by - as_of, told.earliest)

    def countdown(self, told: Told, left: timedelta, earliest: date) -> str:
        """The same for any time that is left, and an earliest day that may be another one."""
        return self._wording.countdown(left, self.service.method, told.gate.shown, earliest, told.promised)

    def promise_text(self, told: Told, order_by: datetime, earliest: date) -> str:
        """What is promised, with another deadline and earliest day."""
        return self._wording.promise(order_by, self.service.method, told.gate.shown, earliest, told.promised)

    def countdown_json(self, told: Told, as_of: datetime) -> str:
        """The same as JSON. Within a minute it is the same."""
        minutes = (self.shipping.order_by - as_of) // _MINUTE
        counted = told.counted.get(minutes)
        if counted is None:
            told.counted.clear()
            counted = told.counted[minutes] = json_text(self.countdown_text(told, as_of))
        return counted


class Made:
    """An option as it was made. Implements `shared.promise.answer.MadeOption`."""

    __slots__ = ("arrival", "dates", "model", "sample_size", "selection", "sending", "valid_until", "written")

    def __init__(self, sending: Sending, dates: Dates, arrival: Distribution, sample_size: int, model: str) -> None:
        """`model`: name of the learned model, as JSON; empty for none."""
        self.sending = sending
        self.dates = dates
        self.arrival = arrival
        self.sample_size = sample_size
        self.model = model
        self.selection: Mapping[str, Any] | None = None
        """What may be picked."""
        self.valid_until = sending.shipping.valid_until
        self.written: Lasting | None = None
        """`lasting`, where it was written before."""

    def but(self, valid_until: datetime, selection: Mapping[str, Any] | None) -> Made:
        """The same, with what may be picked, and valid no longer than until then."""
        made = copy(self)
        made.valid_until, made.selection, made.written = min(self.valid_until, valid_until), selection, None
        return made

    @property
    def told(self) -> Told:
        """What is said of its days."""
        return self.dates.told

    @property
    def promised(self) -> date:
        """Also where the honesty gate keeps it from the shopper."""
        return self.told.promised

    @property
    def is_dated(self) -> bool:
        """Whether the shopper is told a date."""
        return self.told.gate.shown is not Shown.NOTHING

    def soonest(self) -> tuple[object, ...]:
        """Options are sorted by this."""
        told, service = self.dates.told, self.sending.service
        return told.promised, told.earliest, service.method, service.name

    def option(self, as_of: datetime) -> PromiseOption:
        """The option, counting down from `as_of`."""
        return self.sending.option(self, self.sending.countdown_text(self.told, as_of))

    def lasting(self) -> Lasting:
        """All of it as JSON but the countdown, without the brace at its end."""
        return self.written or self.sending.lasting(self)

    def countdown_json(self, as_of: datetime) -> str:
        """How long it holds from `as_of` on, in words, as JSON."""
        return self.sending.countdown_json(self.dates.told, as_of)


class _Chances(dict[int, str]):
    """Chances per 10,000 as JSON's numbers between 0 and 1, written when first needed."""

    def __missing__(self, chance: int) -> str:
        text = self[chance] = json_text(chance / SCALE)
        return text


_CHANCES = _Chances()


class MadeOfParts:
    """An option that is put together from several. Implements `shared.promise.answer.MadeOption`."""

    def __init__(self, option: PromiseOption, last: Made, valid_until: datetime) -> None:
        """`last`: the one of them that comes last, whose date and reasons it has."""
        self._option = option
        self._last = last
        self.selection: Mapping[str, Any] | None = None
        self.valid_until = valid_until

    def but(self, valid_until: datetime, selection: Mapping[str, Any] | None) -> MadeOfParts:
        """The same, with what may be picked, and valid no longer than until then."""
        made = copy(self)
        made.valid_until, made.selection = min(self.valid_until, valid_until), selection
        return made

    @classmethod
    def of(cls, option: PromiseOption, last: Made, valid_until: datetime) -> MadeOfParts:
        """`option` has its dates already; what it says of them follows."""
        told = last.told
        text = last.sending.promise_text(told, option.order_by, option.earliest)
        return cls(replace(option, text=text), last, valid_until)

    @property
    def promised(self) -> date:
        """Also where the honesty gate keeps it from the shopper."""
        return self._last.promised

    @property
    def is_dated(self) -> bool:
        """Whether the shopper is told a date."""
        return self._last.is_dated

    def soonest(self) -> tuple[object, ...]:
        """Options are sorted by this."""
        return self.promised, self._option.earliest, self._option.method, self._option.service

    def option(self, as_of: datetime) -> PromiseOption:
        """The option, counting down from `as_of`."""
        left = self._option.order_by - as_of
        said = self._last.sending.countdown(self._last.told, left, self._option.earliest)
        return replace(self._option, countdown_text=said, days=self.selection)

    def lasting(self) -> Lasting:
        """All of it as JSON but the countdown, without the brace at its end."""
        written = self.option(self._option.order_by).to_json()
        del written["countdown_text"]
        text = json_text(written)[:-1]
        return (text,), text

    def countdown_json(self, as_of: datetime) -> str:
        """How long it holds from `as_of` on, in words, as JSON."""
        return json_text(self.option(as_of).countdown_text)
