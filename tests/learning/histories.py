"""Made-up histories, each the same whenever it is asked for: lanes, weekdays, drift, surges and lost parcels."""

from __future__ import annotations

import csv
import gzip
import io
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from shared.learning.history import Past, read_past

Row = dict[str, str]

COLUMNS = (
    "order_id",
    "status",
    "ordered_at",
    "handed_over_at",
    "delivered_at",
    "promised_date",
    "origin_id",
    "origin_country",
    "origin_region",
    "destination_country",
    "destination_region",
    "destination_postal",
    "carrier",
    "service",
    "items",
    "price",
    "out_for_delivery_at",
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of past a shop has. Times are in days."""

    rows: int = 2_000
    days: int = 240
    first: datetime = datetime(2024, 3, 1)
    countries: Sequence[str] = ("JP",)
    regions: int = 8
    origins: int = 1
    handling: float = 1.0
    transit: float = 4.0
    spread: float = 0.3
    """Of the logarithm of the transit time."""
    lane_spread: float = 0.4
    drift: float = 0.0
    """By how much slower the last day is than the first, as a logarithm."""
    surge: float = 0.0
    """How many times more orders there are, and how much slower parcels, in the three weeks after two thirds."""
    lost: float = 0.01
    cut_off: bool = False
    """Whether the history ends with its last order, while parcels are on their way."""
    deliver_on: frozenset[int] = frozenset(range(6))
    """Weekdays, 0 is Monday."""
    without: frozenset[str] = frozenset()
    """Columns that the shop does not have."""


PLAIN = Shape()


def make_rows(shape: Shape = PLAIN, seed: int = 1) -> list[Row]:
    """Rows of the history format, in the order in which they were ordered."""
    chance = random.Random(seed)
    lanes = {
        (country, region): chance.gauss(0, shape.lane_spread)
        for country in shape.countries
        for region in range(shape.regions)
    }
    ordered = sorted(_order_moments(shape, chance))
    rows = [_row(number, moment, shape, lanes, chance) for number, moment in enumerate(ordered)]
    return [_as_known_at(shape.first + shape.days * _DAY, row) for row in rows] if shape.cut_off else rows


def make_past(shape: Shape = PLAIN, seed: int = 1) -> Past:
    """The same as columns."""
    return read_past(make_rows(shape, seed))


def write(rows: Iterable[Row], file: Path) -> Path:
    """The rows as a CSV; compressed where the file's name ends so."""
    kept = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, [name for name in COLUMNS if not kept or name in kept[0]])
    writer.writeheader()
    writer.writerows(kept)
    written = text.getvalue().encode()
    file.write_bytes(gzip.compress(written) if file.suffix == ".gz" else written)
    return file


def _order_moments(shape: Shape, chance: random.Random) -> Iterable[datetime]:
    busy = range(shape.days * 2 // 3, shape.days * 2 // 3 + 21)
    weights = [1 + shape.surge * (day in busy) for day in range(shape.days)]
    for day in chance.choices(range(shape.days), weights, k=shape.rows):
        yield shape.first + timedelta(days=day, minutes=chance.randrange(24 * 60))


def _row(
    number: int, ordered: datetime, shape: Shape, lanes: dict[tuple[str, int], float], chance: random.Random
) -> Row:
    lane = chance.choice(sorted(lanes))
    day = (ordered - shape.first).days
    slower = shape.drift * day / shape.days + (shape.surge / 4 if 0 <= day - shape.days * 2 // 3 < 21 else 0)
    handed_over = ordered + timedelta(days=chance.expovariate(1 / shape.handling) if shape.handling else 0)
    usual = math.log(shape.transit) + lanes[lane] + slower
    delivered = _open_day(handed_over + timedelta(days=math.exp(chance.gauss(usual, shape.spread))), shape)
    arrives = chance.random() >= shape.lost
    country, region = lane
    row = {
        "order_id": f"A-{number:06}",
        "status": "delivered" if arrives else "shipped",
        "ordered_at": _text(ordered),
        "handed_over_at": _text(handed_over),
        "delivered_at": _text(delivered) if arrives else "",
        "promised_date": (ordered + timedelta(days=2.2 * (shape.transit + shape.handling))).date().isoformat(),
        "origin_id": f"w{number % shape.origins}",
        "origin_country": shape.countries[0],
        "origin_region": "home",
        "destination_country": country,
        "destination_region": f"r{region}",
        "destination_postal": f"{region:02}{chance.randrange(10)}",
        "carrier": "yamato",
        "service": "home",
        "items": str(chance.randint(1, 4)),
        "price": str(chance.randint(500, 9000)),
        "out_for_delivery_at": _text(max(handed_over, delivered.replace(hour=7, minute=0, second=0)))
        if arrives
        else "",
    }
    return {name: value for name, value in row.items() if name not in shape.without}


def _open_day(moment: datetime, shape: Shape) -> datetime:
    while moment.weekday() not in shape.deliver_on:
        moment += _DAY
    return moment


def _as_known_at(end: datetime, row: Row) -> Row:
    later = {name for name, value in row.items() if name.endswith("_at") and value > _text(end)}
    known = {name: "" if name in later else value for name, value in row.items()}
    return {**known, "status": "shipped"} if "delivered_at" in later else known


def _text(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
