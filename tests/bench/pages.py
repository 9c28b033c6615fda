"""How heavy the tracking page is, and how long the server works on it beside its reads.

    python -m tests.bench.pages

Bytes are those of the answer's body: as it leaves the function, and as gzip would carry it. Times are the least of many
runs on one CPU, from what was read to the bytes of the page: the view, the words, the template.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from shared.brand import Brand
from shared.cli.say import out
from shared.locales import languages
from shared.pages.order_actions import Action, ActionKind
from shared.pages.promotions import Promotion, shown_promotions
from shared.pages.tracking_page import Around, tracking_page
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.order import Contact, Destination, Order, OrderLine, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, join

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 12)
BRAND = Brand("はなれ", "#1F6F5C", "https://cdn.hanare.example/logo.svg", "help@hanare.example", None)
MOST_BYTES = 60_000
MOST_MICROSECONDS = 5_000
ROUNDS = 200
SHAPES = (("order without a parcel", 0, 0), ("one parcel, 10 scans", 1, 10), ("three parcels, 100 scans each", 3, 100))
OFFERS = tuple(
    Promotion(
        f"offer-{number}", "promotion", {"en": "Winter cups"}, {"en": "They keep hands warm."}, {"en": "Look"}, ""
    )
    for number in range(2)
)


def read_order(parcels: int, scans: int) -> tuple[Order, list[tuple[Checkpoint, ...]]]:
    """An order as it was read, and each parcel's scans."""
    numbers = [ParcelNumber("yamato", f"49123456789{number}") for number in range(parcels)]
    order = Order(
        order_id="HNR-10482",
        placed_at=NOW - timedelta(days=5),
        contact=Contact("", "en"),
        destination=Destination("JP", "1500001", "Asia/Tokyo"),
        lines=tuple(OrderLine(f"S-{number}", "Rice bowl, blue and white", 1) for number in range(3)),
        link="x",
        promise=PromiseTold(TODAY, TODAY + timedelta(days=1)),
        shipments={"S-1": Shipment("S-1", NOW, tuple(numbers))} if numbers else {},
    )
    timelines = [
        tuple(
            Checkpoint(NOW - timedelta(hours=scan + 1), Detail.ARRIVED, f"c{scan}", "Arrived", Place(f"Town {scan}"))
            for scan in range(scans)
        )
        for _ in numbers
    ]
    return order, timelines


def see(order: Order, timelines: list[tuple[Checkpoint, ...]]) -> TrackingView:
    """What may be seen of it, joined as for every request."""
    known = [
        (join(ParcelId(number, TODAY), Assignment(order.order_id, "S-1"), scans), scans)
        for number, scans in zip(order.shipments["S-1"].parcels if timelines else (), timelines, strict=True)
    ]
    return tracking_view(order, known, NOW, BRAND)


def show(order: Order, view: TrackingView, language: str) -> bytes:
    """The page."""
    around = Around(
        actions=tuple(Action(kind, f"https://api.example.com/verify/token?to={kind}") for kind in ActionKind),
        help_url="https://api.example.com/help/token",
        preferences_url="https://api.example.com/preferences/token",
        promotions=shown_promotions(OFFERS, order, view, language),
        promotion_url="https://api.example.com/t/token/p/",
    )
    return tracking_page(view, language, "bm9uY2U", around).encode()


def least_microseconds(work: Callable[[], object]) -> float:
    """Of ROUNDS runs, the CPU time of the fastest."""
    found = []
    for _ in range(ROUNDS):
        begun = time.process_time_ns()
        work()
        found.append(time.process_time_ns() - begun)
    return min(found) / 1000


def main() -> int:
    """Prints a line per shape and language; 1 where a page is heavier, or one of one parcel slower, than it may be."""
    is_good = True
    out.print(f"{'':32}{'lang':6}{'bytes':>8}{'gzip':>8}{'view µs':>10}{'page µs':>10}")
    for name, parcels, scans in SHAPES:
        order, timelines = read_order(parcels, scans)
        view = see(order, timelines)
        seeing = least_microseconds(partial(see, order, timelines))
        for language in languages():
            page = show(order, view, language)
            showing = least_microseconds(partial(show, order, view, language))
            packed = len(gzip.compress(page, 6))
            is_good &= len(page) <= MOST_BYTES and (parcels > 1 or seeing + showing <= MOST_MICROSECONDS)
            out.print(f"{name:32}{language:6}{len(page):>8}{packed:>8}{seeing:>10.0f}{showing:>10.0f}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
