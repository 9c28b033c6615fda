"""An option in one parcel, as it was made: an outline with the chances, the sample and the model of one destination."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from shared.promise.answer import Lasting, PromiseOption, json_text
from shared.promise.days_ahead import AT_LATEST, AT_LIKELY
from shared.promise.departure import Departure
from shared.promise.distribution import SCALE, Distribution
from shared.promise.outline import Outline


class _Chances(dict[int, str]):
    """Chances per 10,000 as JSON's numbers between 0 and 1, written when first needed."""

    def __missing__(self, chance: int) -> str:
        text = self[chance] = json_text(chance / SCALE)
        return text


_CHANCES = _Chances()


class MadeWhole:
    """Implements `shared.promise.answer.MadeOption`."""

    __slots__ = ("_written", "arrival", "departure", "model", "outline", "sample_size", "selection", "valid_until")

    def __init__(
        self,
        departure: Departure,
        outline: Outline,
        arrival: Distribution,
        sample_size: int,
        model: str,
        valid_until: datetime,
    ) -> None:
        """`arrival`: in days after the start of the outline. `model`: name of the learned model, as JSON; empty for
        none.
        """
        self.departure = departure
        self.outline = outline
        self.arrival = arrival
        self.sample_size = sample_size
        self.model = model
        self.selection: Mapping[str, Any] | None = None
        """What may be picked."""
        self.valid_until = valid_until
        self._written: Lasting | None = None

    def but(self, valid_until: datetime, selection: Mapping[str, Any] | None) -> MadeWhole:
        """The same, with what may be picked, and valid no longer than until then."""
        made = copy(self)
        made.valid_until, made.selection, made._written = min(self.valid_until, valid_until), selection, None
        return made

    @property
    def warehouse(self) -> str:
        """Id of the warehouse it leaves from."""
        return self.departure.warehouse.id

    @property
    def promised(self) -> date:
        """Also where the honesty gate keeps it from the shopper."""
        return self.outline.saying.promised

    @property
    def is_dated(self) -> bool:
        """Whether the shopper is told a date."""
        return self.outline.saying.is_dated

    def soonest(self) -> tuple[object, ...]:
        """Options are sorted by this."""
        saying, service = self.outline.saying, self.departure.service
        return saying.promised, saying.earliest, service.method, service.name

    def option(self, as_of: datetime) -> PromiseOption:
        """The option, counting down from `as_of`."""
        outline, departure = self.outline, self.departure
        saying, ahead, marks = outline.saying, outline.ahead, outline.marks
        service, shipping = departure.service, departure.shipping
        chances = [(day, chance) for day, chance in self.arrival.days() if day <= marks[AT_LATEST]]
        return PromiseOption(
            method=service.method,
            carrier=service.carrier,
            service=service.name,
            warehouse=departure.warehouse.id,
            order_by=shipping.order_by,
            ship_date=shipping.ship_date,
            earliest=ahead.date_of(outline.earliest),
            likely=ahead.date_of(marks[AT_LIKELY]),
            latest=ahead.date_of(marks[AT_LATEST]),
            promised=saying.promised if saying.is_dated else None,
            time_zone=departure.time_zone,
            confidence=departure.confidence,
            confidence_code=outline.code,
            percentiles=ahead.dates(marks),
            probability=tuple((ahead.date_of(day), chance / SCALE) for day, chance in chances),
            probability_later=(SCALE - sum(chance for _, chance in chances)) / SCALE,
            source=outline.source,
            sample_size=self.sample_size,
            gate=replace(saying.gate, sample_size=self.sample_size),
            explanation=saying.explanation,
            text=saying.text,
            countdown_text=saying.countdown_text(shipping.order_by - as_of, saying.earliest),
            price=service.price,
            conditions=tuple(condition.to_json(departure.words) for condition in service.conditions),
            days=self.selection,
            deadline=saying.deadline,
            model=json.loads(self.model) if self.model else None,
        )

    def lasting(self) -> Lasting:
        """`PromiseOption.to_json` as JSON, without the countdown and the brace at its end."""
        if self._written is None:
            self._written = self._write()
        return self._written

    def _write(self) -> Lasting:
        outline, arrival = self.outline, self.arrival
        first, saying, latest = arrival.first, outline.saying, outline.marks[AT_LATEST]
        texts, reached = outline.ahead.texts(0), arrival.cumulative[: latest - first + 1]
        chances = ",".join(
            [
                f"{text}:{_CHANCES[by - before]}"
                for text, before, by in zip(texts[first : latest + 1], (0, *reached), reached, strict=False)
                if by > before
            ]
        )
        selection = f',"days":{json_text(self.selection)}' if self.selection else ""
        model = f',"model":{self.model}' if self.model else ""
        later = f'}},"probability_later":{_CHANCES[SCALE - reached[-1]]},"source":"{outline.source}","sample_size":'
        sample = str(self.sample_size)
        return (
            (outline.json_lead, chances, later, sample, saying.json_reasons, selection, saying.json_deadline, model),
            f"{outline.digest}{chances}{sample}{selection}{model}",
        )

    def countdown_json(self, as_of: datetime) -> str:
        """How long it holds from `as_of` on, in words, as JSON."""
        return self.outline.saying.countdown_json(as_of)
