"""Post & Parcel Germany's event codes as details: ICE ("international coded event") and RIC (its reason), and the
older standard event codes.

Source (2026-11): https://developer.dhl.com/api-reference/dhl-parcel-de-shipment-tracking-post-parcel-germany and its
sample answers, which hold PARCV, SHRCU, PCKDU, LDTMV, ULFMV, SRTED, DLVRD, NTDEL, RETRN and their standard codes. The
others are those of DHL's "ICE-RIC code list" (05/2026): recalled. So are the reasons that refine an event; any other
reason adds nothing. ZO is taken for customs ("Zoll"): assumed. The Unified API writes the three codes as one,
"DLVRD_NGHBR_ZU", in `statusDetailed`.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

_EVENTS: dict[str, Detail] = {
    "PARCV": Detail.INFO_RECEIVED,  # electronic data received
    "SHRCU": Detail.DROPPED_OFF,  # posted by the sender
    "PCKDU": Detail.PICKED_UP,
    "LDTMV": Detail.PROCESSED,  # loaded for transport: "processed in the parcel center of origin"
    "ULFMV": Detail.ARRIVED,  # unloaded: "processed in the destination parcel center", or in the one for export
    "SRTED": Detail.PROCESSED,  # sorted
    "MVARR": Detail.ARRIVED,
    "MVDPT": Detail.DEPARTED,
    "CNRFC": Detail.AVAILABLE_FOR_PICKUP,  # recipient notified, ready for collection
    "HLDCC": Detail.AVAILABLE_FOR_PICKUP,  # held for collection
    "DLVRD": Detail.DELIVERED,
    "NTDEL": Detail.ATTEMPT_FAILED,  # not delivered
    "DLVRF": Detail.REFUSED,
    "RETRN": Detail.RETURNING,
    "LDEXC": Detail.DELAYED_BY_CARRIER,  # loading set back
    "MVTEX": Detail.DELAYED_BY_CARRIER,  # problem in transport
    "MSRTD": Detail.MISSORTED,
    "DMGDS": Detail.DAMAGED,
    "DSPSD": Detail.DISPOSED,
    "CANCL": Detail.CANCELLED,  # by the sender
}

_REASONS: dict[tuple[str, str], Detail] = {
    ("DLVRD", "NGHBR"): Detail.DELIVERED_TO_NEIGHBOUR,
    ("HLDCC", "PCKST"): Detail.IN_LOCKER,  # in the PACKSTATION
    ("CNRFC", "PCKST"): Detail.IN_LOCKER,
    ("ULFMV", "OARRV"): Detail.ARRIVED_IN_COUNTRY,  # arrived in the destination's country
    ("NTDEL", "CPUNK"): Detail.ADDRESS_PROBLEM,  # recipient unknown
}

_STANDARD_EVENTS: dict[str, Detail] = {
    "VA": Detail.INFO_RECEIVED,  # announced
    "ES": Detail.DROPPED_OFF,  # posted
    "AE": Detail.PICKED_UP,
    "AA": Detail.PROCESSED,  # parcel center of origin
    "EE": Detail.ARRIVED,  # parcel center of destination
    "NB": Detail.PROCESSED,  # prepared for onward transport
    "PO": Detail.OUT_FOR_DELIVERY,  # loaded onto the delivery vehicle
    "ZU": Detail.DELIVERED,
    "ZN": Detail.ATTEMPT_FAILED,
    "ZF": Detail.AVAILABLE_FOR_PICKUP,  # delivered to an outlet
    "ZO": Detail.CUSTOMS_STARTED,
}

_LOADED = frozenset({"LDTMV", "ULFMV", "SRTED"})
"""Events of any vehicle; the standard code PO tells that it is the one that delivers."""


def event_detail(ice: str, ric: str, standard: str) -> Detail:
    """What an event's three codes say together: the ICE, refined by its reason; without one the standard code."""
    said = _REASONS.get((ice, ric)) or _EVENTS.get(ice)
    if said is None or (ice in _LOADED and standard == "PO"):
        said = _STANDARD_EVENTS.get(standard, Detail.UNKNOWN)
    return said


def meaning(status: str, detailed: str) -> tuple[Detail, Cause | None]:
    """What the Unified API writes of them: all three in `statusDetailed`, the standard code in `status`."""
    ice, _, rest = detailed.partition("_")
    ric, _, standard = rest.partition("_")
    return event_detail(ice, ric, standard or status), None
