"""All that the page of one return is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.brand import Brand
from shared.evidence.evidence_files import Upload
from shared.pages.order_frame import Failure
from shared.pages.parcel_view import ParcelView
from shared.pages.returns.one_return_items import Goods
from shared.returns.axes import Action
from shared.returns.methods.ports import Address
from shared.returns.offered_ways import OfferedWay
from shared.returns.view.answer import ReturnView

Place = Callable[..., str]
"""Parts of a path below the return, and a query -> the address, in the reader's language."""


@dataclass(frozen=True, slots=True)
class OneReturn:
    """All that the page is made of."""

    view: ReturnView
    """As its shopper may see it."""
    goods: Mapping[str, Goods]
    """By item id."""
    order_names: tuple[str, ...]
    offers: tuple[OfferedWay, ...]
    parcels: Mapping[str, ParcelView]
    """By shipment id: those that a carrier is known to have, or to get."""
    customs: frozenset[str]
    """Shipments with a form for customs."""
    send_to: Address | None
    """Where it goes: the shop's own."""
    country: str
    """Where the order went, ISO 3166-1 alpha-2."""
    zone: ZoneInfo
    """The shopper's."""
    now: datetime
    """Aware, UTC."""
    shop: Brand
    place: Place
    home: str
    """All that can go back, and all returns there are."""
    change: str
    """Where a draft is put together anew."""
    tracking: str
    """The order's tracking page; "" for who received a gift."""
    language: str = ""
    """As asked for in the address; "" : the order's."""
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    """Item id -> where a photo for an answer is sent."""
    added_photos: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Item id -> ids of files that were added to an answer which is not sent yet."""

    @property
    def can(self) -> frozenset[str]:
        """The actions that the server offers."""
        return frozenset(link.action for link in self.view.links)

    def items_for(self, action: Action) -> frozenset[str]:
        """The items with which it can be done."""
        return frozenset(item for link in self.view.links if link.action == action for item in link.items)

    @property
    def key(self) -> str:
        """What a form of this page carries, so that sending it twice tells the same once."""
        return f"page-{self.view.log[-1].number if self.view.log else 0}"


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says beside how things stand."""

    done: str = ""
    """The action that was just done."""
    note: str = ""
    """A text."""
    failures: Sequence[Failure] = ()
    filled: Mapping[str, str] = field(default_factory=dict)
    """What was typed into a form that failed, by field."""
