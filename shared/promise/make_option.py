"""One way to get it: from the warehouse that brings it soonest, in one parcel or in several.

Whatever depends on the network, the day and the language alone is worked out once, and kept in the network's memo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from shared.locales import Words, words
from shared.promise.answer import Deadline, Part, PromiseOption, Source, json_text
from shared.promise.calendar import ONE_DAY
from shared.promise.delivery_estimate import LATEST, LIKELY, DeliveryEstimate, Transit, estimate_delivery
from shared.promise.distribution import SCALE
from shared.promise.forecast import Asked, Forecast, Forecasts
from shared.promise.network import CarrierService, DeliveryNetwork, RemoteArea, Warehouse, zone
from shared.promise.offer import Offer
from shared.promise.product import ANYTHING, Need, Preparation, packed, together
from shared.promise.question import PromiseQuestion
from shared.promise.sending import Made, MadeOfParts, Sending
from shared.promise.ship_estimate import OrderDay, estimate_shipping
from shared.promise.slots.arrival import Arrival
from shared.promise.slots.selectable import Selection, selectable_days
from shared.promise.slowdown import Slowdown

AnyMade = TypeVar("AnyMade", Made, MadeOfParts)
MEMO_SIZE = 200
"""Things kept in a network's memo, of some 14 KB each at most; when it is full, it starts anew."""
_HOUR = timedelta(hours=1)
_LONGEST_LOOK = timedelta(days=60)
"""Who needs it later than that may ask again."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, and all that is the same for every option of its answer."""

    network: DeliveryNetwork
    question: PromiseQuestion
    forecasts: Forecasts | None
    slowdowns: Sequence[Slowdown]
    words: Words
    time_zone: str
    """The destination's."""
    confidence: int
    said: tuple[str, str, int]
    """Language, zone and confidence: what of the question an option's words depend on."""
    model: str
    """Name of the learned model, as JSON; empty for none."""

    @classmethod
    def of(
        cls,
        network: DeliveryNetwork,
        question: PromiseQuestion,
        forecasts: Forecasts | None,
        slowdowns: Sequence[Slowdown],
    ) -> Asking:
        """What is asked, with what the network and the merchant's policy add."""
        spoken, time_zone = words(question.language), network.zone_of(question.country, question.postal)
        confidence = question.confidence or network.policy.confidence
        return cls(
            network=network,
            question=question,
            forecasts=forecasts,
            slowdowns=slowdowns,
            words=spoken,
            time_zone=time_zone,
            confidence=confidence,
            said=(spoken.language, time_zone, confidence),
            model=json_text(forecasts.name) if forecasts else "",
        )

    def once(self, key: tuple[Any, ...], work: Callable[..., Any], *arguments: Any) -> Any:
        """What `work` makes, worked out once for the network. `key` says everything it depends on."""
        memo = self.network.memo
        found = memo.get(key)
        if found is None:
            found = work(*arguments)
            self.keep(key, found)
        return found

    def keep(self, key: tuple[Any, ...], found: object) -> None:
        """Have the network remember it."""
        memo = self.network.memo
        if len(memo) >= MEMO_SIZE:
            memo.clear()
        memo[key] = found


def make_option(asking: Asking, offer: Offer, needs: tuple[Need, ...]) -> Made | MadeOfParts | None:
    """The offer as an option, from wherever it comes soonest; None where it cannot carry what is needed."""
    service = offer.service
    if needs[0] is not ANYTHING and not all(need.goes_by(service.method) for need in needs):
        return None
    preparation = together(needs)
    if preparation is not None:
        whole = _soonest(asking, offer, needs, preparation)
        if whole is not None:
            return _with_days(asking, service, needs, whole, whole.sending.warehouse.id)
    if len(needs) == 1:
        return None
    return _in_parts(asking, offer, needs)


def _in_parts(asking: Asking, offer: Offer, needs: tuple[Need, ...]) -> Made | MadeOfParts | None:
    """Each thing by itself; what leaves the same place on the same day goes together. The last of them counts."""
    alone = [(need, _soonest(asking, offer, (need,), need.lead.preparation)) for need in needs]
    made = [(need, each) for need, each in alone if each is not None]
    if len(made) < len(needs):
        return None
    options = [each.option(asking.question.as_of) for _, each in made]
    parcels: dict[tuple[str, date], list[int]] = {}
    for index, option in enumerate(options):
        parcels.setdefault((option.warehouse, option.ship_date), []).append(index)
    last = max(range(len(made)), key=lambda index: (made[index][1].promised, options[index].latest))
    option = replace(
        _when_all_have_come(options[last], [each for _, each in made]),
        order_by=min(option.order_by for option in options),
        earliest=max(option.earliest for option in options),
        parts=tuple(_part([(*made[index], options[index]) for index in parcel]) for parcel in parcels.values())
        if len(parcels) > 1
        else (),
    )
    until = min(each.valid_until for _, each in made)
    whole = MadeOfParts.of(option, made[last][1], until)
    return _with_days(asking, offer.service, needs, whole, option.warehouse)


def _when_all_have_come(last: PromiseOption, made: Sequence[Made]) -> PromiseOption:
    """`last` with the chances of the whole: on some days another parcel may be the slowest."""
    start = min(each.dates.days.start for each in made)
    arrivals = [each.arrival.later((each.dates.days.start - start).days) for each in made]
    whole = arrivals[0]
    for arrival in arrivals[1:]:
        whole = whole.and_also(arrival)
    percentiles = tuple(
        (per_cent, start + timedelta(days=whole.quantile(per_cent))) for per_cent, _ in last.percentiles
    )
    latest = whole.quantile(LATEST)
    return replace(
        last,
        likely=start + timedelta(days=whole.quantile(LIKELY)),
        latest=start + timedelta(days=latest),
        percentiles=percentiles,
        probability=tuple(
            (start + timedelta(days=day), chance / SCALE) for day, chance in whole.days() if day <= latest
        ),
        probability_later=(SCALE - whole.chance_by(latest)) / SCALE,
    )


def _part(parcel: list[tuple[Need, Made, PromiseOption]]) -> Part:
    _, made, option = max(parcel, key=lambda each: each[1].promised)
    return Part(
        skus=tuple(need.sku for need, _, _ in parcel),
        warehouse=option.warehouse,
        ship_date=option.ship_date,
        earliest=option.earliest,
        likely=option.likely,
        latest=option.latest,
        promised=made.promised,
    )


def _soonest(asking: Asking, offer: Offer, needs: tuple[Need, ...], preparation: Preparation) -> Made | None:
    """From the warehouse that brings it soonest, of those that have all of it."""
    made = [_made(asking, offer, sending, needs) for sending in _sendings(asking, offer.service, needs, preparation)]
    return made[0] if len(made) == 1 else min(made, key=_soonest_to_ship, default=None)


def _soonest_to_ship(made: Made) -> tuple[date, date]:
    return made.promised, made.sending.shipping.ship_date


def _sendings(
    asking: Asking, service: CarrierService, needs: tuple[Need, ...], preparation: Preparation
) -> Sequence[Sending]:
    """From each warehouse that has all of it. Found anew only when the clock has passed a cutoff or midnight."""
    as_of, wanted = asking.question.as_of, asking.question.warehouse
    key = ("sendings", service.name, wanted, asking.said, needs[0] is ANYTHING or needs)
    held = asking.network.memo.get(key)
    if held is None or not held[0] <= as_of < held[1]:
        network = asking.network
        leaving = [
            network.warehouse(id)
            for id in service.warehouses
            if wanted in (None, id) and all(need.leaves_from(id) for need in needs)
        ]
        begins, ends, days = _order_days(as_of, leaving, service.carrier)
        sendings = [
            asking.once(
                ("sending", service.name, warehouse.id, order, preparation, asking.said),
                *(_sending, asking, service, warehouse, order, preparation),
            )
            for warehouse, order in zip(leaving, days, strict=True)
        ]
        held = begins, ends, sendings
        asking.keep(key, held)
    found: Sequence[Sending] = held[2]
    return found


def _sending(
    asking: Asking, service: CarrierService, warehouse: Warehouse, order: OrderDay, preparation: Preparation
) -> Sending:
    return Sending(
        service,
        warehouse,
        estimate_shipping(warehouse, order, service.carrier, preparation),
        asking.words,
        asking.time_zone,
        asking.confidence,
        asking.network.policy,
        is_learned=warehouse.learned and not preparation.handling_days,
    )


def _order_days(
    as_of: datetime, warehouses: Sequence[Warehouse], carrier: str
) -> tuple[datetime, datetime, list[OrderDay]]:
    """The order day at each warehouse, and from when until when all of them stay as they are."""
    since, until, days = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), []
    for warehouse in warehouses:
        order = OrderDay.of(warehouse, as_of, carrier)
        begins, ends = (
            datetime.combine(day, time.min, zone(warehouse.time_zone)).astimezone(UTC)
            for day in (order.day, order.day + ONE_DAY)
        )
        cutoff = min(max(begins, warehouse.cutoff_on(order.day, carrier).astimezone(UTC)), ends)
        begins, ends = (cutoff, ends) if order.cutoff_passed else (begins, cutoff)
        since, until = max(since, begins), min(until, ends)
        days.append(order)
    return since, until, days


def _made(asking: Asking, offer: Offer, sending: Sending, needs: tuple[Need, ...]) -> Made:
    """From one warehouse, in one parcel."""
    area = asking.network.remote_area(asking.question.country, asking.question.postal, offer.service.carrier)
    forecast, from_order, hourly = _forecast(asking, sending, needs)
    known = _by_table(asking, offer) if forecast is None else forecast
    slow = tuple(_slowing(asking, sending, known.days.last)) if asking.slowdowns else ()
    if not sending.is_plain or area is not None or slow or asking.question.deliver_by is not None:
        transit = known if isinstance(known, Transit) else Transit.by_history(known, from_order=from_order)
        made = _estimated(asking, sending, transit, area, slow)
    elif isinstance(known, Transit):
        made = sending.by_table(known)
    else:
        made = sending.by_history(known, asking.model, from_order=from_order)
    if hourly is not None and forecast is not None:
        made.valid_until = min(made.valid_until, hourly)
    return made


def _by_table(asking: Asking, offer: Offer) -> Transit:
    """What the carrier's table says, or the merchant's default."""
    lane = offer.lane_to(asking.question.country, asking.question.postal)
    by = Transit.by_table if offer.default is None else Transit.by_default
    key = ("transit", offer.default is None, lane.min_days, lane.max_days, lane.spans)
    transit: Transit = asking.once(key, by, lane)
    return transit


def _forecast(
    asking: Asking, sending: Sending, needs: tuple[Need, ...]
) -> tuple[Forecast | None, bool, datetime | None]:
    """What own history knows of the way, whether from the order on, and the end of the hour where the hour counts."""
    if asking.forecasts is None:
        return None, False, None
    warehouse, shipping = sending.warehouse, sending.shipping
    from_order = sending.is_learned
    hour = hourly = None
    if from_order and shipping.taken_up == shipping.ordered:
        as_of = asking.question.as_of
        local = as_of.astimezone(zone(warehouse.time_zone))
        hour = local.hour
        hourly = as_of + _HOUR - timedelta(0, local.second, local.microsecond, minutes=local.minute)
    key = (asking.forecasts, asking.question.country, hour, needs[0] is ANYTHING or needs)
    way = sending.ways.get(key)
    if way is None:
        asked = _asked(asking, sending, needs, shipping.taken_up if from_order else shipping.ship_date, hour)
        way = sending.remember_way(key, asking.forecasts.way(asked, from_order=from_order))
    forecast = way.to(asking.question.postal)
    if forecast is not None and forecast.is_strange:
        return None, False, None
    if from_order and forecast is not None and forecast.days.first < sending.ships_after:
        days = forecast.days.not_before(sending.ships_after)
        forecast = Forecast(days, forecast.sample_size, forecast.grain, forecast.adherence)
    return forecast, from_order, hourly


def _asked(asking: Asking, sending: Sending, needs: tuple[Need, ...], start: date, hour: int | None) -> Asked:
    service, warehouse, goods = sending.service, sending.warehouse, packed(needs)
    return Asked(
        start=start,
        origin=warehouse.id,
        country=asking.question.country,
        postal="",
        carrier=service.carrier,
        service=service.name,
        hour=hour,
        origin_country=warehouse.country,
        origin_region=warehouse.region,
        origin_postal=warehouse.postal,
        category=goods.category or needs[0].lead.name,
        items=len(needs),
        weight_g=goods.weight_g,
        volume_cm3=goods.volume_cm3,
        price=goods.price.major if goods.price else None,
        freight=service.price.major if service.price else None,
    )


def _slowing(asking: Asking, sending: Sending, last: int) -> Iterator[Slowdown]:
    """The slowdowns that hold at some moment while the parcel is on its way, for at most `last` days."""
    leaves = sending.shipping.leaves_at
    there = leaves + timedelta(days=last + 1)
    question, carrier, warehouse = asking.question, sending.service.carrier, sending.warehouse.id
    for slowdown in asking.slowdowns:
        if slowdown.holds_between(leaves, there) and slowdown.touches(
            question.country, question.postal, carrier, warehouse
        ):
            yield slowdown


def _estimated(
    asking: Asking, sending: Sending, transit: Transit, area: RemoteArea | None, slow: tuple[Slowdown, ...]
) -> Made:
    """Where more than the lane and closed days may count: legs, customs, remote areas, slowdowns, a deadline."""
    question, service = asking.question, sending.service
    surely_remote = area is not None and area.holds(question.postal)
    told_slow = tuple(
        (each.id, each.least_days, each.most_days, each.kind, each.headline(asking.words.language)) for each in slow
    )
    key = (transit, area, surely_remote, told_slow, question.deliver_by)

    def deliver(start: date) -> DeliveryEstimate:
        return estimate_delivery(
            service,
            transit,
            start,
            confidence=asking.confidence,
            remote_area=area,
            surely_remote=surely_remote,
            slowdowns=slow,
            language=asking.words.language,
        )

    start = sending.shipping.taken_up if transit.from_order else sending.shipping.ship_date
    delivery, deadline = sending.estimated_once(
        key, lambda: _with_deadline(sending.warehouse, transit, start, deliver, question.deliver_by)
    )
    model = asking.model if transit.source is Source.OWN_HISTORY else ""
    return sending.by_estimate(transit, delivery, deadline, model)


def _with_deadline(
    warehouse: Warehouse,
    transit: Transit,
    start: date,
    deliver: Callable[[date], DeliveryEstimate],
    deliver_by: date | None,
) -> tuple[DeliveryEstimate, Deadline | None]:
    delivery = deliver(start)
    if deliver_by is None:
        return delivery, None
    ship_by = None if transit.from_order else _ship_by(warehouse, start, deliver_by, deliver)
    kept = delivery.promised <= deliver_by
    return delivery, Deadline(deliver_by, delivery.chance_by(deliver_by) / SCALE, kept, ship_by)


def _ship_by(
    warehouse: Warehouse, first: date, deliver_by: date, deliver: Callable[[date], DeliveryEstimate]
) -> date | None:
    """The last working day, from the ship date on, to ship on and still be there in time, as surely as asked."""
    last, day = None, first
    while day <= min(deliver_by, first + _LONGEST_LOOK) and deliver(day).promised <= deliver_by:
        last = day
        day = warehouse.calendar.first_open(day + ONE_DAY)
    return last


def _with_days(
    asking: Asking, service: CarrierService, needs: tuple[Need, ...], made: AnyMade, warehouse: str
) -> AnyMade:
    """With the days that may be picked, where the merchant lets shoppers pick and every product has a known day."""
    rule = service.date_choice
    if rule is None or not made.is_dated or not all(need.lead.date_choice for need in needs):
        return made
    now = asking.question.as_of.astimezone(zone(asking.time_zone))
    works = asking.network.warehouse(warehouse).calendar
    selection: Selection = selectable_days(
        service.carrier, Arrival(made.promised), rule, delivers=service.calendar, works=works, now=now
    )
    return made.but(selection.valid_until.astimezone(UTC), selection.to_json(asking.words))
