"""Ways back that others provide: labels, pickups, points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from shared.errors import Conflict, Invalid
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.vocabulary import Method


class WayBackRefused(Invalid):
    """The provider will not make it: an address it does not know, a country it does not serve."""

    code = "way_back_refused"


class WayBackInTheMaking(Conflict):
    """Another call is making the same way back just now: ask again in a moment."""

    code = "way_back_in_the_making"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. Personal where it is the shopper's: given with the call, handed to the provider, never kept."""

    country: str
    """ISO 3166-1 alpha-2."""
    postal: str
    lines: tuple[str, ...]
    """Street and house, in the order they are written there."""
    city: str = ""
    region: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ParcelContents:
    """One sort of thing in the parcel, for slips and customs."""

    sku: str
    name: str
    quantity: int
    value: int
    """Minor units, of all pieces."""
    currency: str
    hs_code: str = ""
    origin_country: str = ""
    reason: str = ""
    """For people in the warehouse, in the merchant's language."""
    weight_g: int | None = None
    """Of all pieces; None: not known."""


@dataclass(frozen=True, slots=True)
class LabelWanted:
    """What a label is to be made for."""

    shipment_id: str
    """Ours, of this choice of the shopper's: however often it is asked for, one label is bought."""
    return_number: str
    method: Method
    sender: Address
    """The shopper."""
    recipient: Address
    """The warehouse."""
    contents: tuple[ParcelContents, ...]
    weight_g: int | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class MadeLabel:
    """What the provider made."""

    provider: str
    reference: str
    carrier: str
    """A slug of `shared/carriers`, or a word of the provider's."""
    tracking_number: str
    files: tuple[tuple[str, bytes], ...]
    """("application/pdf", …), ("image/png", …)."""
    code: str = ""
    """What a QR code says, where there is one."""
    expires_at: datetime | None = None
    cost: int | None = None
    cost_currency: str = ""


class Labels(Protocol):
    """Makes return labels and codes."""

    def make(self, wanted: LabelWanted, now: datetime) -> MadeLabel:
        """Once per `wanted.shipment_id`. Raises WayBackRefused, and Unavailable where trying again is worth it."""

    def void(self, reference: str) -> bool:
        """Give back a label that is not used; False: it cannot be given back any more."""


@dataclass(frozen=True, slots=True)
class PickupSlot:
    """When a carrier may come."""

    day: date
    slot: str
    """`am`, `14-16` …: as the carrier writes it."""


class Pickups(Protocol):
    """Books a carrier to come and fetch it."""

    def slots(self, address: Address, now: datetime) -> Sequence[PickupSlot]:
        """What can be booked."""

    def book(
        self, shipment_id: str, address: Address, slot: PickupSlot, now: datetime, label_reference: str = ""
    ) -> str:
        """Once per shipment; answers the carrier's reference. Raises WayBackRefused and Unavailable.

        `label_reference`: the provider's id of the label that is on the parcel, where it made one.
        """

    def cancel(self, reference: str) -> bool:
        """False: too late."""


@dataclass(frozen=True, slots=True)
class DropOffPoint:
    """Where a parcel can be handed in."""

    point_id: str
    name: str
    address: Address
    needs_label: bool
    hours: str = ""
    is_store: bool = False
    """The merchant's own shop: the method is `store`, else `drop_off`."""
    distance_m: int | None = None
    """From where the shopper is, as the crow flies; None: only postal codes are known."""


class DropOffPoints(Protocol):
    """Knows where parcels can be handed in."""

    def near(
        self, country: str, postal: str, limit: int, at: tuple[float, float] | None = None
    ) -> Sequence[DropOffPoint]:
        """The nearest first. `at`: latitude and longitude in degrees, where the shopper shares them."""

    def get(self, point_id: str) -> DropOffPoint | None:
        """One of them."""


class LabelFiles(Protocol):
    """Where label files lie, in private."""

    def put(self, key: str, content_type: str, body: bytes) -> None:
        """Keep it under `key`."""

    def get(self, key: str) -> tuple[str, bytes] | None:
        """Its type and what is in it."""


@dataclass(frozen=True, slots=True)
class WantedWayBack:
    """How the shopper wants to send it, as the call says."""

    method: Method
    item_ids: tuple[str, ...]
    """What goes into this parcel."""
    shipment_id: str = ""
    """The same however often it is asked for; "" : the return's next."""
    sender: Address | None = None
    """The shopper's; needed for a label, a code of a carrier and a pickup. Never kept."""
    contents: tuple[ParcelContents, ...] = ()
    weight_g: int | None = None
    slot: PickupSlot | None = None
    """For a pickup."""
    point_id: str = ""
    """For a drop-off or a store; "" : any."""
    carrier: str = ""
    """For a carrier of the shopper's own: its slug."""
    tracking_number: str = ""
    """Likewise, where it is known already."""
    destination: str = ""
    """The warehouse's id, as the terms say; "" : the first."""
    anew: bool = False
    """The last one was lost or cannot be read: give it back, and make another."""


@dataclass(frozen=True, slots=True)
class WayBackFile:
    """One file that belongs to it."""

    name: str
    """`label.pdf`, `label.png`, `code.png`, `slip.pdf`, `customs.pdf`."""
    key: str
    content_type: str


@dataclass(frozen=True, slots=True)
class MadeWayBack:
    """What was made, ready to be saved with the return."""

    shipment: ReturnShipment
    files: tuple[WayBackFile, ...] = ()
    is_new: bool = True
    """False: there was one already that is still good; nothing was made."""
    voided: tuple[str, ...] = ()
    """Shipments of the return that this one takes the place of. Their labels were given back, or are left to expire."""

    def on(self, request: ReturnRequest, now: datetime) -> ReturnRequest:
        """The return with its shipments as they are now. Doing it twice changes nothing. The log is the caller's."""
        others = tuple(
            replace(shipment, voided_at=shipment.voided_at or now) if shipment.shipment_id in self.voided else shipment
            for shipment in request.shipments
            if shipment.shipment_id != self.shipment.shipment_id
        )
        return replace(request, method=self.shipment.method, shipments=(*others, self.shipment))


class WaysBack(Protocol):
    """Prepares ways back: labels, codes, pickups, points."""

    def prepare(self, request: ReturnRequest, wanted: WantedWayBack, now: datetime) -> MadeWayBack:
        """Make it, or find what was made already. Safe to repeat: a label is bought once per shipment.

        Raises WayBackRefused, with the field to blame, Unavailable where trying again is worth it, and
        WayBackInTheMaking.
        """


@dataclass(frozen=True, slots=True)
class Claim:
    """Who makes a way back, and what came of it."""

    purchase_id: str
    claimed_at: datetime
    made: ReturnShipment | None = None
    """None: not finished, or whoever made it died."""
    files: tuple[WayBackFile, ...] = ()


class WayBackClaims(Protocol):
    """Which ways back are being made. Lets one call at a time buy a label, and a repeat find what the first bought."""

    def claim(self, purchase_id: str, now: datetime, lease_seconds: int) -> Claim | None:
        """None: it is yours to make. A claim: somebody made it (`made`), or is at it since less than the lease."""

    def made(self, purchase_id: str, shipment: ReturnShipment, files: Sequence[WayBackFile], now: datetime) -> None:
        """Note what was made. Nothing in it is personal."""

    def release(self, purchase_id: str) -> None:
        """Nothing was made and nothing was bought: the next one need not wait."""


class PickupCapacity(Protocol):
    """How many pickups are booked in a slot of the merchant's own courier."""

    def taken(self, slots: Sequence[str]) -> dict[str, int]:
        """Slot -> pickups booked; slots without any may be missing."""

    def take(self, slot: str, shipment_id: str, capacity: int) -> bool:
        """Take a place in the slot. False: full. Once per shipment: taking it again is True and takes no second one."""

    def give_back(self, slot: str, shipment_id: str) -> bool:
        """False: the shipment had no place there."""
