"""Prepare a way back when the shopper asks for one, and not before: a label, a code, a pickup, a point.

Safe at every step: claim, buy, keep the files, note what was made; the return itself is saved by whoever asked. Who
dies in between leaves a claim behind. The next call waits until it is old, and then finds at the provider, by our own
shipment id, what was bought already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.errors import Unavailable
from shared.returns.methods.papers import Papers
from shared.returns.methods.ports import (
    Address,
    DropOffPoints,
    LabelFiles,
    Labels,
    LabelWanted,
    MadeLabel,
    MadeWayBack,
    Pickups,
    PickupSlot,
    WantedWayBack,
    WayBackClaims,
    WayBackFile,
    WayBackInTheMaking,
    WayBackRefused,
)
from shared.returns.methods.rules import LabelProvider, PickupProvider, WayBackRules
from shared.returns.methods.way_back_choice import good_already, next_shipment_id, purchase_id, superseded
from shared.returns.methods.way_back_files import CUSTOMS, SLIP, key_of, name_of
from shared.returns.return_request import ReturnRequest, ReturnShipment
from shared.returns.vocabulary import Method
from shared.tracking.carrier_update import canonical_number

LEASE_SECONDS = 60
"""Longer than a call of ours may take behind the API: then nobody is at it any more."""
SHOPPER = "shopper"
"""The provider of what the shopper sends on their own."""
_WITH_LABEL = frozenset({Method.LABEL, Method.PICKUP})
_HANDED_IN = frozenset({Method.STORE, Method.DROP_OFF})


@dataclass(frozen=True, slots=True)
class Means:
    """What preparing needs."""

    rules: WayBackRules
    labels: Mapping[LabelProvider, Labels]
    """The built-in one is always there."""
    pickups: Pickups | None
    """By `rules.pickups`; None: nobody comes."""
    points: DropOffPoints
    papers: Papers
    files: LabelFiles
    claims: WayBackClaims


class PrepareWayBack:
    """Implements shared.returns.methods.ports.WaysBack."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def prepare(self, request: ReturnRequest, wanted: WantedWayBack, now: datetime) -> MadeWayBack:
        good = None if wanted.anew else good_already(request, wanted, now)
        if good is not None:
            return MadeWayBack(good, is_new=False)
        wanted = replace(wanted, shipment_id=wanted.shipment_id or next_shipment_id(request))
        self._check(wanted)
        label = self._label_wanted(request, wanted)
        others = superseded(request, wanted)
        claim = self._means.claims.claim(label.shipment_id, now, LEASE_SECONDS)
        if claim is not None and claim.made is None:
            raise WayBackInTheMaking("This way back is being prepared: ask again in a minute.")
        if claim is not None and claim.made is not None:
            shipment, files = claim.made, claim.files
        else:
            shipment, files = self._make(request, wanted, label, now)
        for other in others:
            self.give_back(other)
        return MadeWayBack(shipment, files, voided=tuple(other.shipment_id for other in others))

    def slots(self, address: Address, now: datetime) -> Sequence[PickupSlot]:
        """When a courier can come to the address, the earliest first; none where nobody does. Raises Unavailable."""
        return self._means.pickups.slots(address, now) if self._means.pickups else ()

    def give_back(self, shipment: ReturnShipment) -> bool:
        """Give back a label and a pickup that nobody needs. False: it was too late, or nobody answered; it expires."""
        try:
            return self._cancel(shipment)
        except Unavailable:
            return False

    def _make(
        self, request: ReturnRequest, wanted: WantedWayBack, label: LabelWanted, now: datetime
    ) -> tuple[ReturnShipment, tuple[WayBackFile, ...]]:
        try:
            made = self._made_label(wanted, label, now)
            booked = self._booked(wanted, label, made, now)
        except WayBackRefused:
            self._means.claims.release(label.shipment_id)  # nothing was bought: who corrects it need not wait
            raise
        files = self._keep(request, wanted, label, made)
        shipment = self._shipment(request, wanted, made, booked, files, now)
        self._means.claims.made(label.shipment_id, shipment, files, now)
        return shipment, files

    def _label_wanted(self, request: ReturnRequest, wanted: WantedWayBack) -> LabelWanted:
        destination = self._means.rules.destination(wanted.destination)
        if destination is None:
            raise WayBackRefused("The shop has not said where returns go.", field="destination")
        method = self._made_as(wanted)
        if wanted.sender is None and method in _WITH_LABEL:
            raise WayBackRefused("The address the parcel leaves from is needed.", field="address")
        return LabelWanted(
            shipment_id=purchase_id(wanted),
            return_number=request.number,
            method=method,
            sender=wanted.sender or Address(destination.address.country, "", ()),
            recipient=destination.address,
            contents=wanted.contents,
            weight_g=wanted.weight_g,
            language=request.language,
        )

    def _check(self, wanted: WantedWayBack) -> None:
        """What can be refused before anything is claimed or bought."""
        if wanted.method is Method.NONE:
            raise WayBackRefused("Nothing comes back: there is no way to prepare.", field="method")
        if wanted.method is Method.PICKUP and wanted.slot is None:
            raise WayBackRefused("Choose when the courier is to come.", field="slot")
        if wanted.method is Method.PICKUP and self._means.pickups is None:
            raise WayBackRefused("No courier comes.", field="method")
        if wanted.method in _HANDED_IN and wanted.point_id:
            point = self._means.points.get(wanted.point_id)
            if point is None or point.is_store is not (wanted.method is Method.STORE):
                raise WayBackRefused("There is no such point for this method.", field="point_id")

    def _made_as(self, wanted: WantedWayBack) -> Method:
        """Some points take only what has a label on it."""
        point = self._means.points.get(wanted.point_id) if wanted.method in _HANDED_IN else None
        return Method.LABEL if point is not None and point.needs_label else wanted.method

    def _provider(self, method: Method) -> LabelProvider:
        """Who makes the label. A courier of the merchant's own needs none that costs postage."""
        if method in _HANDED_IN:
            return LabelProvider.TODOKU
        if method is not Method.PICKUP:
            return self._means.rules.labels
        by_easypost = self._means.rules.pickups is PickupProvider.EASYPOST
        return LabelProvider.EASYPOST if by_easypost else LabelProvider.TODOKU

    def _made_label(self, wanted: WantedWayBack, label: LabelWanted, now: datetime) -> MadeLabel | None:
        if wanted.method is Method.OWN_CARRIER:
            return None
        provider = self._provider(label.method)
        if provider is not LabelProvider.TODOKU and wanted.sender is None:
            raise WayBackRefused("The address the parcel leaves from is needed.", field="address")
        return self._means.labels[provider].make(label, now)

    def _booked(self, wanted: WantedWayBack, label: LabelWanted, made: MadeLabel | None, now: datetime) -> str:
        """The pickup's reference; "" where nobody comes. A refusal gives the label back."""
        if wanted.method is not Method.PICKUP or wanted.slot is None or made is None:
            return ""
        if self._means.pickups is None or wanted.sender is None:
            return ""
        try:
            return self._means.pickups.book(label.shipment_id, wanted.sender, wanted.slot, now, made.reference)
        except WayBackRefused:
            self._means.labels[LabelProvider(made.provider)].void(made.reference)
            raise

    def _keep(
        self, request: ReturnRequest, wanted: WantedWayBack, label: LabelWanted, made: MadeLabel | None
    ) -> tuple[WayBackFile, ...]:
        contents = [(name_of(label.method, of_type), of_type, body) for of_type, body in made.files] if made else []
        slip = self._means.papers.slip(label, says_where=made is None)
        contents.append((SLIP, "application/pdf", slip))
        if wanted.sender is not None and (
            form := self._means.papers.customs(label, made.tracking_number if made else "")
        ):
            contents.append((CUSTOMS, "application/pdf", form))
        files = []
        for name, content_type, body in contents:
            if name:
                key = key_of(request.return_id, wanted.shipment_id, name)
                self._means.files.put(key, content_type, body)
                files.append(WayBackFile(name, key, content_type))
        return tuple(files)

    def _shipment(
        self,
        request: ReturnRequest,
        wanted: WantedWayBack,
        made: MadeLabel | None,
        booked: str,
        files: tuple[WayBackFile, ...],
        now: datetime,
    ) -> ReturnShipment:
        now = now.replace(microsecond=0)
        if made is None:
            return ReturnShipment(
                wanted.shipment_id,
                wanted.method,
                wanted.item_ids,
                carrier=wanted.carrier,
                tracking_number=canonical_number(wanted.tracking_number),
                label_key=key_of(request.return_id, wanted.shipment_id, SLIP),
                code=request.number,
                made_at=now,
                provider=SHOPPER,
            )
        moves = self._made_as(wanted) not in _HANDED_IN  # what is handed in without a box is no parcel
        return ReturnShipment(
            wanted.shipment_id,
            wanted.method,
            wanted.item_ids,
            carrier=made.carrier if moves else "",
            tracking_number=made.tracking_number if moves else "",
            label_key=next((file.key for file in files if file.name not in (SLIP, CUSTOMS)), ""),
            code=made.code or made.tracking_number,
            made_at=now,
            expires_at=made.expires_at or now + timedelta(days=self._means.rules.valid_days),
            pickup_day=wanted.slot.day if booked and wanted.slot else None,
            pickup_slot=wanted.slot.slot if booked and wanted.slot else "",
            provider=made.provider,
            reference=f"{made.reference}{_AND}{booked}" if booked else made.reference,
            cost=made.cost,
            cost_currency=made.cost_currency,
        )

    def _cancel(self, shipment: ReturnShipment) -> bool:
        if shipment.provider in ("", SHOPPER):
            return True
        label, _, booked = shipment.reference.partition(_AND)
        gone = not booked or self._means.pickups is None or self._means.pickups.cancel(booked)
        maker = self._means.labels.get(LabelProvider(shipment.provider))
        return (maker is None or maker.void(label)) and gone


_AND = "|"
"""Between a label's and a pickup's reference; no provider's ids hold it."""
