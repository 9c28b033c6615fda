"""DHL Express's checkpoint codes as details.

Sources (2026-11): "Tracking Events (DHL Checkpoint Codes)", the sheet that DHL hands out with MyDHL API
(https://developer.dhl.com/api-reference/dhl-express-mydhl-api), as its users quote it; its labels are the comments. The
second table is that of the XML Services (XML-PI): recalled. Where a label says less than its name, the weaker
reading is taken. DHL announces that further codes may appear: they are unknown.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

_CHECKPOINTS: dict[str, Detail | tuple[Detail, Cause]] = {
    # Announced.
    "SD": Detail.INFO_RECEIVED,  # shipment information received
    "EM": Detail.INFORMATION,  # electronic data merge
    # On its way.
    "PU": Detail.PICKED_UP,  # shipment pick-up
    "SA": Detail.PICKED_UP,  # shipment acceptance
    "PL": Detail.PROCESSED,  # processed at location
    "DF": Detail.DEPARTED,  # depart facility
    "AF": Detail.ARRIVED,  # arrived facility
    "TR": Detail.IN_TRANSIT,  # record of transfer
    "SM": Detail.IN_TRANSIT,  # scheduled movement
    "AR": Detail.AT_DELIVERY_DEPOT,  # arrival in delivery facility
    "AD": Detail.DELIVERY_SCHEDULED,  # agreed delivery: scheduled with the recipient
    "FD": Detail.HANDED_TO_CARRIER,  # forward destination: another company delivers, and will report it
    "TP": Detail.HANDED_TO_CARRIER,  # forwarded to a third party, which will not report the delivery
    # Customs.
    "IC": Detail.CUSTOMS_STARTED,  # in clearance processing
    "BN": Detail.CUSTOMS_STARTED,  # the customer's broker is notified
    "CR": Detail.CUSTOMS_CLEARED,  # clearance release
    "BR": Detail.IN_TRANSIT,  # broker release: in the hands of the customer's broker
    "RR": Detail.INFORMATION,  # response received: customs status updated
    "CD": Detail.DELAYED_BY_CUSTOMS,  # controllable clearance delay
    "UD": Detail.DELAYED_BY_CUSTOMS,  # uncontrollable clearance delay
    "HP": Detail.PAYMENT_DUE,  # held for payment
    "PY": Detail.INFORMATION,  # payment
    # The last leg.
    "WC": Detail.OUT_FOR_DELIVERY,  # with delivering courier
    "CC": Detail.AVAILABLE_FOR_PICKUP,  # awaiting collection by the recipient
    "OK": Detail.DELIVERED,  # delivery
    "DD": Detail.DELIVERED,  # delivered damaged: it is there, its state is in the words
    "NH": Detail.NOBODY_HOME,  # not home
    "CA": Detail.BUSINESS_CLOSED,  # closed on arrival
    "ND": Detail.DELAYED,  # not delivered: shown as "scheduled for delivery", so no attempt is claimed
    "MD": Detail.DELAYED_BY_CARRIER,  # missed delivery cycle
    # Trouble.
    "PD": Detail.EXCEPTION,  # partial delivery: pieces are missing
    "BA": Detail.ADDRESS_PROBLEM,  # bad address
    "CM": Detail.RECIPIENT_MOVED,  # customer moved
    "RD": Detail.REFUSED,  # refused delivery
    "RT": Detail.RETURNED,  # returned to consignor
    "OH": Detail.HELD,  # on hold
    "SS": Detail.HELD,  # shipment stopped
    "MC": Detail.MISSORTED,  # miscode
    "MS": Detail.MISSORTED,  # mis-sort
    "DS": Detail.DISPOSED,  # destroyed, disposal
    # About the file, not the parcel.
    "CS": Detail.INFORMATION,  # closed shipment
    "SC": Detail.INFORMATION,  # service changed
}

_OLDER_CHECKPOINTS: dict[str, Detail | tuple[Detail, Cause]] = {
    "BL": Detail.CUSTOMS_STARTED,  # bond location
    "CI": Detail.ARRIVED,  # facility check-in
    "CU": Detail.DEPARTED,  # confirm uplift
    "DI": Detail.INFORMATION,  # duty invoice
    "DM": Detail.DAMAGED,  # damaged
    "DP": Detail.SECURITY_HOLD,  # denied parties
    "ES": Detail.CUSTOMS_STARTED,  # entry submitted
    "HI": Detail.HELD,  # lodged into held inventory control
    "HN": Detail.IN_TRANSIT,  # handover
    "HO": Detail.PROBLEM_RESOLVED,  # lodged out of held inventory control
    "IA": Detail.INFORMATION,  # image available
    "IR": Detail.MISSORTED,  # incorrect route
    "LV": Detail.DEPARTED,  # load vehicle
    "NA": Detail.DELAYED_BY_CARRIER,  # not arrived
    "PO": Detail.DEPARTED,  # departing origin
    "RW": Detail.PROCESSED,  # weigh and dimension
    "SI": Detail.INFORMATION,  # shipment inspection
    "ST": (Detail.HELD_AT_REQUEST, Cause.MERCHANT),  # shipment intercept
    "TD": Detail.DELAYED_BY_CARRIER,  # transport delay
    "TI": Detail.UNDER_INVESTIGATION,  # trace initiated
    "TT": Detail.INFORMATION,  # trace terminated
    "UV": Detail.ARRIVED,  # unload vehicle
    "WX": Detail.DELAYED_BY_WEATHER,  # weather delay
}

_MEANINGS: dict[str, tuple[Detail, Cause | None]] = {
    code: said if isinstance(said, tuple) else (said, None)
    for code, said in (_OLDER_CHECKPOINTS | _CHECKPOINTS).items()
}
_UNKNOWN: tuple[Detail, Cause | None] = (Detail.UNKNOWN, None)


def meaning(code: str) -> tuple[Detail, Cause | None]:
    """What a checkpoint says, and whom DHL blames where it is another than the detail implies."""
    return _MEANINGS.get(code, _UNKNOWN)
