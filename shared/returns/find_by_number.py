"""Find a return by what stands on its papers: its own number, or the number of its parcel."""

from __future__ import annotations

from shared.returns.carry_through import ReturnUnknown
from shared.returns.means import Means
from shared.returns.methods.own_number import WrongOwnNumber, read_own_number
from shared.returns.note_parcel import return_id_of
from shared.returns.request.number import read_number
from shared.returns.return_request import ReturnRequest
from shared.tracking.carrier_update import ParcelNumber, canonical_number
from shared.tracking.ports import Parcels


def find_by_number(means: Means, parcels: Parcels, scanned: str, carrier: str) -> ReturnRequest:
    """`scanned`: an RMA number as somebody types it, or a tracking number of `carrier` (a slug).

    A number that may be of several returns is the newest's. Raises ReturnUnknown.
    """
    number = read_number(scanned)
    found = means.returns.by_number(number) if number else _of_parcel(means, parcels, scanned, carrier)
    if found is None:
        raise ReturnUnknown("There is no return with this number.", field="number")
    return found


def _of_parcel(means: Means, parcels: Parcels, scanned: str, carrier: str) -> ReturnRequest | None:
    try:
        number = read_own_number(scanned)
    except WrongOwnNumber:
        number = canonical_number(scanned)
    if not number or not carrier:
        return None
    known = parcels.history(ParcelNumber(carrier, number)).assignments
    for _, assignment in sorted(known.items(), reverse=True):
        request = means.returns.get(return_id_of(assignment.shipment_id))
        if request is not None:
            return request
    return None
