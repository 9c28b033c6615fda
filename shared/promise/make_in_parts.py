"""An offer of several things that are better not held up for one another: each by itself, and the last one counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from shared.promise.answer import Lasting, Part, PromiseOption, json_text
from shared.promise.distribution import SCALE
from shared.promise.inquiry import Inquiry
from shared.promise.made_whole import MadeWhole
from shared.promise.make_whole import make_whole
from shared.promise.offer import Offer
from shared.promise.product import Need
from shared.promise.transit import LATEST, LIKELY


class MadeInParts:
    """An option that is put together from several. Implements `shared.promise.answer.MadeOption`."""

    def __init__(self, option: PromiseOption, last: MadeWhole, valid_until: datetime) -> None:
        """`last`: the one of them that comes last, whose date and reasons it has."""
        self._option = option
        self._last = last
        self.selection: Mapping[str, Any] | None = None
        """What may be picked."""
        self.valid_until = valid_until

    @classmethod
    def of(cls, option: PromiseOption, last: MadeWhole, valid_until: datetime) -> MadeInParts:
        """`option` has its dates already; what it says of them follows."""
        text = last.outline.saying.promise_text(option.order_by, option.earliest)
        return cls(replace(option, text=text), last, valid_until)

    def but(self, valid_until: datetime, selection: Mapping[str, Any] | None) -> MadeInParts:
        """The same, with what may be picked, and valid no longer than until then."""
        made = copy(self)
        made.valid_until, made.selection = min(self.valid_until, valid_until), selection
        return made

    @property
    def warehouse(self) -> str:
        """Id of the warehouse whose days count where a day is picked: the last one's."""
        return self._option.warehouse

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
        said = self._last.outline.saying.countdown_text(left, self._option.earliest)
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


def make_in_parts(inquiry: Inquiry, offer: Offer, needs: tuple[Need, ...]) -> MadeInParts | None:
    """What leaves the same place on the same day goes together. None where some of it cannot be brought."""
    made: list[MadeWhole] = []
    for need in needs:
        alone = make_whole(inquiry, offer, (need,), need.lead.preparation)
        if alone is None:
            return None
        made.append(alone)
    options = [each.option(inquiry.question.as_of) for each in made]
    parcels: dict[tuple[str, date], list[int]] = {}
    for index, option in enumerate(options):
        parcels.setdefault((option.warehouse, option.ship_date), []).append(index)
    parts = tuple(
        _part([(needs[index], made[index], options[index]) for index in parcel]) for parcel in parcels.values()
    )
    last = max(range(len(made)), key=lambda index: (made[index].promised, options[index].latest))
    option = replace(
        _when_all_have_come(options[last], made),
        order_by=min(option.order_by for option in options),
        earliest=max(option.earliest for option in options),
        parts=parts if len(parts) > 1 else (),
    )
    return MadeInParts.of(option, made[last], min(each.valid_until for each in made))


def _when_all_have_come(last: PromiseOption, made: Sequence[MadeWhole]) -> PromiseOption:
    """`last` with the chances of the whole: on some days another parcel may be the slowest."""
    starts = [each.outline.ahead.start for each in made]
    start = min(starts)
    arrivals = [each.arrival.later((begins - start).days) for each, begins in zip(made, starts, strict=True)]
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


def _part(parcel: list[tuple[Need, MadeWhole, PromiseOption]]) -> Part:
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
