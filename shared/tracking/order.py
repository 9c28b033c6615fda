"""An order as Todoku knows it: who to tell, where it goes, what was promised, and the shipments it left in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.tracking.cancellation_asked import CancellationAsked
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.parcel import Leg
from shared.tracking.sale import LineSale, Sale

ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""Ids the shop chooses, of orders and shipments: letters, digits, dot, underscore, hyphen."""
EMAIL = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$"
"""Mail addresses that mail services take, in at most 254 characters."""
PHONE = r"^\+[1-9][0-9]{6,14}$"
"""Telephone numbers as ITU-T E.164 writes them."""
LINE_USER_ID = r"^U[0-9a-f]{32}$"
"""Ids of LINE's users (LINE Developers, Messaging API, "Get user IDs", 2026-11)."""
HTTPS = r"^https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?([/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]*)?$"
"""Addresses that messages may lead to: the characters of RFC 3986, without a user's name."""
MAX_URL_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the shopper. Personal: stays in the table, never in an event, a log or a URL."""

    email: str
    """"" where the shop knows none: then no mail is sent."""
    language: str
    """BCP 47, for example "ja" or "en-GB"."""
    phone: str = ""
    """E.164, for example "+819012345678"; "" where the shop knows none."""
    line_user_id: str = ""
    """LINE's id of the shopper for the merchant's account, "U" and 32 hex digits; "" where there is none."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the order goes, as coarse as a promise needs."""

    country: str
    """ISO 3166-1 alpha-2."""
    postal: str
    time_zone: str
    """IANA zone of the destination: what "today" means to the shopper."""

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone. A name that nobody knows must not hide a parcel from its shopper: then it is UTC."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One position of an order."""

    sku: str
    name: str
    quantity: int
    category: str = ""
    """The shop's word for what kind of thing it is; how long it is tried before a review is asked for goes by it."""
    image_url: str = ""
    """https; shown in mails."""
    product_url: str = ""
    """https; where it is described."""
    guide_url: str = ""
    """https; how to use it, shown once it is there."""
    warranty_until: date | None = None
    """The last day of its warranty, where the shop says."""
    cancelled: int = 0
    """How many of `quantity` will not come."""
    backordered_until: date | None = None
    """The day it is expected back in stock; None where it is not on back order."""
    sale: LineSale | None = None
    """What it was sold for, and what it is; None where the shop does not say."""

    @property
    def still_ordered(self) -> int:
        """How many of it will come, or came."""
        return max(0, self.quantity - self.cancelled)

    @property
    def position(self) -> str:
        """What the position is called: the shop's id of it where that is told, else its SKU."""
        return (self.sale.line_id if self.sale else "") or self.sku


@dataclass(frozen=True, slots=True)
class PromiseTold:
    """The delivery window the shopper was told when they bought: local dates at the destination."""

    earliest: date
    latest: date
    """The day they count on."""
    promise_id: str = ""
    """Of the signed receipt (`shared/receipts/`) that says more; "" where there is none."""
    told_at: datetime | None = None
    """Aware, UTC; known where there is a receipt."""

    def came_late(self, known: PromiseTold) -> bool:
        """Whether this was told before `known`, although it came in behind it. Only receipts tell when."""
        return bool(self.told_at and known.told_at and self.told_at < known.told_at)

    def repeats(self, known: PromiseTold) -> bool:
        """Whether this says the dates of `known` again, and has no receipt of its own."""
        return not self.promise_id and (self.earliest, self.latest) == (known.earliest, known.latest)


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods handed to a carrier for one destination: one or more parcels."""

    shipment_id: str
    shipped_at: datetime
    """Aware, UTC."""
    parcels: tuple[ParcelNumber, ...]
    """None: it has no tracking number, or was taken back."""
    leg: Leg = Leg.OUTBOUND
    """RETURN: the shopper sends it back to the shop."""
    revision: str = ""
    """As of an order's."""
    warehouse: str = ""
    """Where it left from, by its id in the configuration; "" where the shop does not say."""
    service: str = ""
    """By which service, by its name in the configuration; "" likewise."""

    @property
    def ship_date(self) -> date:
        """The UTC date of `shipped_at`: with a number, a parcel's identity."""
        return self.shipped_at.date()

    def parcel_ids(self) -> tuple[ParcelId, ...]:
        """Its parcels' identities, in their order."""
        return tuple(ParcelId(number, self.ship_date) for number in self.parcels)


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its shipments, by shipment id."""

    order_id: str
    placed_at: datetime
    """Aware, UTC."""
    contact: Contact
    destination: Destination
    lines: tuple[OrderLine, ...]
    link: str
    """Opaque reference that a shopper's link carries instead of the order's number."""
    promise: PromiseTold | None = None
    """What the shopper was told last: what a page shows, and what late means."""
    shipments: dict[str, Shipment] = field(default_factory=dict)
    version: int = 0
    name: str = ""
    """What the shopper knows the order by ("#1001"); "" where that is its id."""
    revision: str = ""
    """Which of the shop's words about the order this is: the greater, the newer. "" where the shop does not say."""
    cancelled_at: datetime | None = None
    """Aware, UTC; when the whole order was cancelled. None: it was not."""
    replaced_promise: PromiseTold | None = None
    """What the shopper was told first, where they were told something else since; never replaced again."""
    sale: Sale | None = None
    """What was sold, to whom and how it was paid; None where the shop does not say."""
    cancellations: tuple[CancellationAsked, ...] = ()
    """What was asked to be cancelled before it was sent, oldest first. The shop says in its lines what became of it."""

    @property
    def first_promise(self) -> PromiseTold | None:
        """What the shopper was told first: promises are measured by it."""
        return self.replaced_promise or self.promise

    def with_promise(self, told: PromiseTold | None) -> Order:
        """The order once this was told too. What was told first and what was told last stand side by side."""
        first, last = self.first_promise, self.promise
        if first is None or last is None:
            return replace(self, promise=told)
        if told is None or told.repeats(last):
            return self
        first = told if told.came_late(first) else first
        last = last if told.came_late(last) else told
        return replace(self, promise=last, replaced_promise=first if first != last else None)

    @property
    def shown_name(self) -> str:
        """What a shopper is shown as the order's number."""
        return self.name or self.order_id

    def with_shipment(self, shipment: Shipment) -> Order:
        """The order with `shipment` added, or replaced where it has that id already."""
        return replace(self, shipments={**self.shipments, shipment.shipment_id: shipment})

    def parcels(self) -> tuple[ParcelId, ...]:
        """Every parcel of every shipment, by shipment id."""
        return tuple(parcel for _, shipment in sorted(self.shipments.items()) for parcel in shipment.parcel_ids())


def is_outdated(told: str, known: str) -> bool:
    """Whether a revision came late: it is older than the known one. Nothing can be said where either is missing."""
    return bool(told and known) and told < known
