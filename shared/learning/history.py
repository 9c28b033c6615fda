"""A shop's past as columns: one parcel a row, with what was known of it and when what happened (docs/history.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from shared.promise.forecast import Asked
from shared.promise.model.distance import distance_km
from shared.promise.model.effects import area_of

NEVER = 10**7
"""The day of what has not happened."""
LONGEST = 730
"""Days that anything takes at most; what says otherwise is a slip, or stands for "none"."""
_YEARS = range(2000, 2100)
Days = NDArray[np.int64]
"""Day numbers, as `date.toordinal()` counts them."""

STAGES = ("in_transit", "customs_started", "at_delivery_depot", "out_for_delivery", "attempt_failed", "held")
"""Columns `<stage>_at` that a history may have: when a parcel reached that stage first."""


@dataclass(frozen=True, slots=True)
class Past:
    """Parcels in the order in which they were ordered. Days are local days, as written."""

    order_ids: tuple[str, ...]
    asked: tuple[Asked, ...]
    """As asked at the order."""
    ordered_minute: tuple[int, ...]
    """Of the hour in `asked`: a cutoff may lie within it."""
    handed_over_hour: tuple[int | None, ...]
    ordered: Days
    handed_over: Days
    """NEVER where it is not known, or contradicts the delivery."""
    delivered: Days
    promised: Days
    """The day the shopper was told at the time; NEVER where it is not known."""
    stages: Mapping[str, Days]
    """Of STAGES, those that the history knows."""
    places: Mapping[str, tuple[float, float]]
    """Latitude and longitude of the middle of each area ("BR 143", the first three of a postal code), where known."""
    refused: Mapping[str, int]
    """Why rows were left out, and how many."""

    def __len__(self) -> int:
        return len(self.order_ids)

    def asked_at_hand_over(self, row: int) -> Asked:
        """What is asked of a parcel when the carrier takes it."""
        asked = self.asked[row]
        return Asked(
            start=date.fromordinal(int(self.handed_over[row])),
            origin=asked.origin,
            country=asked.country,
            postal=asked.postal,
            carrier=asked.carrier,
            service=asked.service,
            hour=self.handed_over_hour[row],
            waited=int(self.handed_over[row] - self.ordered[row]),
            origin_country=asked.origin_country,
            origin_region=asked.origin_region,
            origin_postal=asked.origin_postal,
            distance_km=asked.distance_km,
            destination_region=asked.destination_region,
            category=asked.category,
            items=asked.items,
            weight_g=asked.weight_g,
            volume_cm3=asked.volume_cm3,
            price=asked.price,
            freight=asked.freight,
        )


def read_past(rows: Iterable[Mapping[str, str]]) -> Past:
    """Rows of the history format as columns. A row that cannot be used is left out and counted by reason.

    Only `ordered_at`, `destination_country` and `destination_postal` must be there. A delivery before its hand-over is
    kept as a delivery, without the hand-over; a hand-over before the order counts as made on the order's day.
    """
    refused: Counter[str] = Counter()
    places: dict[str, list[float]] = {}
    read = []
    for row in rows:
        try:
            read.append(_read(row))
            _note_places(row, places)
        except ValueError as error:
            refused[str(error)] += 1
    read.sort(key=lambda one: (one.ordered, one.order_id))
    return Past(
        order_ids=tuple(one.order_id for one in read),
        asked=tuple(one.asked for one in read),
        ordered_minute=tuple(one.minute for one in read),
        handed_over_hour=tuple(one.handed_over_hour for one in read),
        ordered=_column(one.ordered for one in read),
        handed_over=_column(one.handed_over for one in read),
        delivered=_column(one.delivered for one in read),
        promised=_column(one.promised for one in read),
        stages={
            stage: _column(one.stages[index] for one in read)
            for index, stage in enumerate(STAGES)
            if any(one.stages[index] != NEVER for one in read)
        },
        places={
            place: (round(lat / count, 2), round(lng / count, 2)) for place, (lat, lng, count) in sorted(places.items())
        },
        refused=dict(refused),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    order_id: str
    asked: Asked
    minute: int
    ordered: int
    handed_over: int
    handed_over_hour: int | None
    delivered: int
    promised: int
    stages: tuple[int, ...]


_GIVEN_UP = frozenset({"canceled", "cancelled", "lost", "refused", "returned", "unavailable"})
"""What a status says of a parcel that nobody waits for any more: it is not late."""


def _read(row: Mapping[str, str]) -> _Row:
    if (row.get("status") or "").strip().lower() in _GIVEN_UP:
        raise ValueError("never to arrive, by its status")
    ordered = _moment(row, "ordered_at")
    if ordered is None:
        raise ValueError("no ordered_at")
    country = (row.get("destination_country") or "").strip().upper()
    if not country:
        raise ValueError("no destination_country")
    handed_over, delivered = _moment(row, "handed_over_at"), _moment(row, "delivered_at")
    ordered_on, delivered_on, handed_over_on = ordered.toordinal(), _day(delivered), _day(handed_over)
    if ordered.year not in _YEARS:
        raise ValueError(f"ordered_at not between {_YEARS.start} and {_YEARS.stop - 1}")
    if delivered_on < ordered_on:
        raise ValueError("delivered_at before ordered_at")
    if NEVER > delivered_on > ordered_on + LONGEST:
        raise ValueError("delivered_at years after ordered_at")
    if handed_over_on > ordered_on + LONGEST:
        handed_over_on = NEVER
    if handed_over_on != NEVER:
        handed_over_on = max(handed_over_on, ordered_on)
        if delivered_on < handed_over_on:
            handed_over_on = NEVER
    return _Row(
        order_id=row.get("order_id") or "",
        asked=_asked(row, ordered, country),
        minute=ordered.minute,
        ordered=ordered_on,
        handed_over=handed_over_on,
        handed_over_hour=None if handed_over is None else handed_over.hour,
        delivered=delivered_on,
        promised=_believed(_day(_moment(row, "promised_date")), ordered_on),
        stages=tuple(_believed(_day(_moment(row, f"{stage}_at")), ordered_on) for stage in STAGES),
    )


def _asked(row: Mapping[str, str], ordered: datetime, country: str) -> Asked:
    return Asked(
        start=ordered.date(),
        origin=row.get("origin_id") or "",
        country=country,
        postal=_postal(row.get("destination_postal")),
        carrier=row.get("carrier") or "",
        service=row.get("service") or "",
        hour=ordered.hour,
        origin_country=(row.get("origin_country") or "").strip().upper(),
        origin_region=row.get("origin_region") or "",
        origin_postal=_postal(row.get("origin_postal")),
        distance_km=_distance_km(row),
        destination_region=row.get("destination_region") or "",
        category=row.get("category") or "",
        items=int(_amount(row, "items") or 1),
        weight_g=_whole(_amount(row, "weight_g")),
        volume_cm3=_whole(_amount(row, "volume_cm3")),
        price=_amount(row, "price"),
        freight=_amount(row, "freight"),
    )


def _place(row: Mapping[str, str], end: str) -> tuple[float, float] | None:
    """Latitude and longitude of the "origin" or "destination"; None where they are not known."""
    lat, lng = row.get(f"{end}_lat"), row.get(f"{end}_lng")
    if not lat or not lng:
        return None
    try:
        place = float(lat), float(lng)
    except ValueError:
        raise ValueError(f"{end}_lat or {end}_lng is no number") from None
    if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):  # "nan" is a number to Python, and lies nowhere
        raise ValueError(f"{end}_lat or {end}_lng is nowhere on earth")
    return place


def _note_places(row: Mapping[str, str], places: dict[str, list[float]]) -> None:
    for end in ("origin", "destination"):
        place = _place(row, end)
        if place is not None:
            area = area_of((row.get(f"{end}_country") or "").strip().upper(), _postal(row.get(f"{end}_postal"))[:3])
            if area is not None:
                noted = places.setdefault(area, [0.0, 0.0, 0])
                noted[0], noted[1], noted[2] = noted[0] + place[0], noted[1] + place[1], noted[2] + 1


def _distance_km(row: Mapping[str, str]) -> float | None:
    origin, destination = _place(row, "origin"), _place(row, "destination")
    return None if origin is None or destination is None else distance_km(origin, destination)


def _moment(row: Mapping[str, str], column: str) -> datetime | None:
    """As written, without its zone: a history is in the local time of its places."""
    text = row.get(column)
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise ValueError(f"{column} is no date or time") from None


def _day(moment: datetime | None) -> int:
    return NEVER if moment is None else moment.toordinal()


def _believed(day: int, ordered_on: int) -> int:
    """NEVER where it lies before the order or years after it, as dates do that stand for "none"."""
    return day if ordered_on <= day <= ordered_on + LONGEST else NEVER


def _amount(row: Mapping[str, str], column: str) -> float | None:
    """What is said of the goods; None where it is not said, or not as a number: it helps, and is not needed."""
    try:
        amount = float(row.get(column) or "")
    except ValueError:
        return None
    return amount if 0 <= amount < 1e12 else None


def _whole(amount: float | None) -> int | None:
    return None if amount is None else int(amount)


def _postal(text: str | None) -> str:
    return "".join(sign for sign in (text or "").upper() if sign.isalnum())


def _column(days: Iterable[int]) -> Days:
    return np.fromiter(days, dtype=np.int64)
