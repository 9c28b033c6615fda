"""USPS's tracking events as details: two-character codes, and the texts beside them.

USPS uses one code with several texts: 01 is "Delivered, In/At Mailbox" and "Delivered, To Original Sender". So a text
that is listed counts before the code; a text that is not listed leaves the code as it stands.

Sources: Publication 97, appendix I (https://about.usps.com/publications/pub97/pub97_appi.htm), and Publication 199,
"Product Tracking and Reporting event codes" (https://postalpro.usps.com/pub199): recalled 2026-11, and compared with
lists that others took from there. The codes of the last group, and the texts, are recalled from USPS's tracking pages
and from the answers of its Web Tools. Codes whose meaning could not be established (VC to VX, DG, RB, AE …) are left
out, and are read by their texts.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

Meaning = Detail | tuple[Detail, Cause]

_CODES: dict[str, Meaning] = {
    # Announced, or with a partner who brings it to USPS.
    "GX": Detail.LABEL_CREATED,
    "MA": Detail.INFO_RECEIVED,  # manifest acknowledged
    "89": Detail.INFO_RECEIVED,  # merchant's order received
    "80": Detail.PICKED_UP,  # by the shipping partner
    "81": Detail.ARRIVED,  # at the partner's
    "82": Detail.DEPARTED,  # from the partner's
    "83": Detail.HANDED_TO_CARRIER,  # tendered to USPS
    # In USPS's hands.
    "03": Detail.PICKED_UP,  # accept or pickup
    "OA": Detail.PICKED_UP,  # accepted at origin
    "PA": Detail.PICKED_UP,  # passive acceptance
    "UA": Detail.PICKED_UP,  # accepted at a facility
    "TM": Detail.DROPPED_OFF,  # shipment received, acceptance of each package pending
    "AD": Detail.AT_DELIVERY_DEPOT,  # accepted at destination
    "10": Detail.PROCESSED,
    "19": Detail.ARRIVED,  # eVS distribution centre
    "41": Detail.ARRIVED,  # opening unit
    "EF": Detail.DEPARTED,  # from a sort facility
    "SF": Detail.DEPARTED,  # from a post office
    "06": Detail.FORWARDED,
    "07": Detail.AT_DELIVERY_DEPOT,  # arrival at unit
    "14": Detail.AT_DELIVERY_DEPOT,  # arrival at pickup point
    "PC": Detail.AT_DELIVERY_DEPOT,  # sorted there
    "17": Detail.HANDED_TO_CARRIER,  # picked up by agent, tendered to returns agent
    "42": Detail.HANDED_TO_CARRIER,  # to a shipping partner
    "MR": Detail.HANDED_TO_CARRIER,  # picked up and processed by agent
    # The last leg.
    "OF": Detail.OUT_FOR_DELIVERY,
    "59": Detail.OUT_FOR_DELIVERY,
    "02": Detail.ATTEMPT_FAILED,  # notice left
    "30": Detail.NO_ACCESS,
    "51": Detail.BUSINESS_CLOSED,
    "52": Detail.ATTEMPT_FAILED,  # notice left
    "53": Detail.NO_ACCESS,  # receptacle blocked
    "54": (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),  # receptacle full, or item oversized
    "55": (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),  # no secure location
    "56": Detail.NOBODY_HOME,  # no authorized recipient
    "16": Detail.AVAILABLE_FOR_PICKUP,
    "01": Detail.DELIVERED,
    "43": Detail.COLLECTED,  # picked up, at the post office
    "60": Detail.DELIVERED,  # to an agent of the address, such as a mail room: USPS's last word
    # Trouble.
    "04": Detail.REFUSED,
    "05": Detail.ADDRESS_PROBLEM,  # undeliverable as addressed
    "08": Detail.MISSORTED,  # missent
    "09": Detail.RETURNING,
    "11": Detail.UNDELIVERABLE,  # dead letter
    "15": Detail.MISSORTED,  # mis-shipped
    "44": (Detail.EXCEPTION, Cause.MERCHANT),  # customer recall
    "71": Detail.DELAYED,  # to the next delivery day
    # Why it is returned to the sender.
    "21": Detail.ADDRESS_PROBLEM,  # no such number
    "22": Detail.ADDRESS_PROBLEM,  # insufficient
    "23": Detail.RECIPIENT_MOVED,
    "24": Detail.RECIPIENT_MOVED,  # forward expired
    "25": Detail.ADDRESS_PROBLEM,  # addressee unknown
    "26": Detail.ADDRESS_PROBLEM,  # vacant
    "27": Detail.UNCLAIMED,
    "28": (Detail.UNDELIVERABLE, Cause.CONSIGNEE),  # deceased
    "29": Detail.RETURNING,  # another reason
    "31": Detail.UNCLAIMED,  # not picked up
    # About the tracking, not the parcel.
    "DX": Detail.INFORMATION,  # delivery status not updated
    "GC": Detail.INFORMATION,  # return receipt associated
    # By containers and by computation, see above.
    "A1": Detail.ARRIVED,
    "U1": Detail.ARRIVED,
    "L1": Detail.DEPARTED,
    "T1": Detail.IN_TRANSIT,
    "NT": Detail.IN_TRANSIT,
}

_TEXTS: dict[str, Meaning] = {
    # Announced.
    "SHIPPING LABEL CREATED": Detail.LABEL_CREATED,
    "SHIPPING LABEL CREATED, USPS AWAITING ITEM": Detail.LABEL_CREATED,
    "PRE-SHIPMENT INFO SENT TO USPS, USPS AWAITING ITEM": Detail.INFO_RECEIVED,
    "PRE-SHIPMENT, USPS AWAITING ITEM": Detail.INFO_RECEIVED,
    "PRE-SHIPMENT": Detail.INFO_RECEIVED,
    "ELECTRONIC SHIPPING INFO RECEIVED": Detail.INFO_RECEIVED,
    "ORIGIN POST IS PREPARING SHIPMENT": Detail.INFO_RECEIVED,
    "LABEL CANCELLED": Detail.CANCELLED,
    "PICKED UP BY SHIPPING PARTNER, USPS AWAITING ITEM": Detail.PICKED_UP,
    "ARRIVED SHIPPING PARTNER FACILITY, USPS AWAITING ITEM": Detail.ARRIVED,
    "DEPARTED SHIPPING PARTNER FACILITY, USPS AWAITING ITEM": Detail.DEPARTED,
    # In USPS's hands.
    "ACCEPTANCE": Detail.PICKED_UP,
    "ACCEPTED AT USPS ORIGIN FACILITY": Detail.PICKED_UP,
    "ACCEPTED AT USPS ORIGIN SORT FACILITY": Detail.PICKED_UP,
    "ACCEPTED AT USPS REGIONAL ORIGIN FACILITY": Detail.PICKED_UP,
    "ACCEPTED AT USPS FACILITY": Detail.PICKED_UP,
    "ACCEPTED AT USPS DESTINATION FACILITY": Detail.AT_DELIVERY_DEPOT,
    "USPS PICKED UP ITEM": Detail.PICKED_UP,
    "USPS IN POSSESSION OF ITEM": Detail.PICKED_UP,
    "SHIPMENT RECEIVED, PACKAGE ACCEPTANCE PENDING": Detail.DROPPED_OFF,
    "ARRIVAL AT HUB": Detail.ARRIVED,
    "ARRIVED AT HUB": Detail.ARRIVED,
    "ARRIVED AT FACILITY": Detail.ARRIVED,
    "ARRIVED AT USPS FACILITY": Detail.ARRIVED,
    "ARRIVED AT USPS ORIGIN FACILITY": Detail.ARRIVED,
    "ARRIVED AT USPS REGIONAL FACILITY": Detail.ARRIVED,
    "ARRIVED AT USPS REGIONAL ORIGIN FACILITY": Detail.ARRIVED,
    "ARRIVED AT USPS REGIONAL DESTINATION FACILITY": Detail.ARRIVED,
    "ARRIVED AT USPS DESTINATION FACILITY": Detail.ARRIVED,
    "PROCESSED THROUGH FACILITY": Detail.PROCESSED,
    "PROCESSED THROUGH REGIONAL FACILITY": Detail.PROCESSED,
    "PROCESSED THROUGH SORT FACILITY": Detail.PROCESSED,
    "PROCESSED THROUGH USPS FACILITY": Detail.PROCESSED,
    "PROCESSED THROUGH USPS SORT FACILITY": Detail.PROCESSED,
    "PROCESSED AT USPS FACILITY": Detail.PROCESSED,
    "PROCESSED AT USPS ORIGIN FACILITY": Detail.PROCESSED,
    "PROCESSED AT USPS DESTINATION FACILITY": Detail.PROCESSED,
    "DEPARTED": Detail.DEPARTED,
    "DEPARTED FACILITY": Detail.DEPARTED,
    "DEPARTED POST OFFICE": Detail.DEPARTED,
    "DEPARTED USPS FACILITY": Detail.DEPARTED,
    "DEPARTED USPS ORIGIN FACILITY": Detail.DEPARTED,
    "DEPARTED USPS REGIONAL FACILITY": Detail.DEPARTED,
    "DEPARTED USPS REGIONAL ORIGIN FACILITY": Detail.DEPARTED,
    "DEPARTED USPS REGIONAL DESTINATION FACILITY": Detail.DEPARTED,
    "DEPARTED USPS DESTINATION FACILITY": Detail.DEPARTED,
    "DISPATCHED TO SORT FACILITY": Detail.DEPARTED,
    "IN TRANSIT TO NEXT FACILITY": Detail.IN_TRANSIT,
    "IN TRANSIT, ARRIVING ON TIME": Detail.IN_TRANSIT,
    "IN TRANSIT, ARRIVING LATE": Detail.DELAYED,
    "FORWARDED": Detail.FORWARDED,
    "ARRIVAL AT POST OFFICE": Detail.AT_DELIVERY_DEPOT,
    "ARRIVAL AT UNIT": Detail.AT_DELIVERY_DEPOT,
    "ARRIVED AT POST OFFICE": Detail.AT_DELIVERY_DEPOT,
    "ARRIVED AT MILITARY POST OFFICE": Detail.AT_DELIVERY_DEPOT,
    "SORTING COMPLETE": Detail.AT_DELIVERY_DEPOT,
    "PREPARING FOR DELIVERY": Detail.AT_DELIVERY_DEPOT,
    "REDELIVERY SCHEDULED": Detail.DELIVERY_SCHEDULED,
    "TENDERED TO MILITARY AGENT": Detail.HANDED_TO_CARRIER,
    "TENDERED TO RETURNS AGENT": Detail.HANDED_TO_CARRIER,
    "AVAILABLE FOR RETURNS AGENT": Detail.IN_TRANSIT,
    # Across a border.
    "INTERNATIONAL DISPATCH": Detail.DEPARTED,
    "DISPATCHED FROM USPS INTERNATIONAL SERVICE CENTER": Detail.DEPARTED,
    "ARRIVED ABROAD": Detail.ARRIVED_IN_COUNTRY,
    "CUSTOMS CLEARANCE": Detail.CUSTOMS_STARTED,
    "INBOUND INTO CUSTOMS": Detail.CUSTOMS_STARTED,
    "INTO FOREIGN CUSTOMS": Detail.CUSTOMS_STARTED,
    "OUTBOUND INTO CUSTOMS": Detail.CUSTOMS_STARTED,
    "CUSTOMS CLEARANCE PROCESSING COMPLETE": Detail.CUSTOMS_CLEARED,
    "INBOUND OUT OF CUSTOMS": Detail.CUSTOMS_CLEARED,
    "OUT OF FOREIGN CUSTOMS": Detail.CUSTOMS_CLEARED,
    "OUTBOUND OUT OF CUSTOMS": Detail.CUSTOMS_CLEARED,
    "HELD IN CUSTOMS": Detail.CUSTOMS_HELD,
    "REFUSED ENTRY BY CUSTOMS": Detail.CUSTOMS_HELD,
    # The last leg.
    "OUT FOR DELIVERY": Detail.OUT_FOR_DELIVERY,
    "ATTEMPTED DELIVERY ABROAD": Detail.ATTEMPT_FAILED,
    "DELIVERY ATTEMPTED - NO ACCESS TO DELIVERY LOCATION": Detail.NO_ACCESS,
    "DELIVERY EXCEPTION, ANIMAL INTERFERENCE": Detail.NO_ACCESS,
    "NOTICE LEFT (BUSINESS CLOSED)": Detail.BUSINESS_CLOSED,
    "NOTICE LEFT (NO AUTHORIZED RECIPIENT AVAILABLE)": Detail.NOBODY_HOME,
    "NOTICE LEFT (RECEPTACLE BLOCKED)": Detail.NO_ACCESS,
    "AVAILABLE FOR PICKUP": Detail.AVAILABLE_FOR_PICKUP,
    "AVAILABLE FOR REDELIVERY OR PICKUP": Detail.AVAILABLE_FOR_PICKUP,
    "HELD AT POST OFFICE, AT CUSTOMER REQUEST": Detail.HELD_AT_REQUEST,
    "DELIVERED, FRONT DOOR/PORCH": Detail.DELIVERED_TO_SAFE_PLACE,
    "DELIVERED, GARAGE OR OTHER LOCATION AT ADDRESS": Detail.DELIVERED_TO_SAFE_PLACE,
    "DELIVERED, IN/AT MAILBOX": Detail.DELIVERED_TO_MAILBOX,
    "DELIVERED, PO BOX": Detail.DELIVERED_TO_MAILBOX,
    "DELIVERED, LEFT WITH INDIVIDUAL": Detail.DELIVERED_IN_PERSON,
    "DELIVERED, PARCEL LOCKER": Detail.DELIVERED_TO_LOCKER,
    "DELIVERED, NEIGHBOR AS REQUESTED": Detail.DELIVERED_TO_NEIGHBOUR,
    "DELIVERED, INDIVIDUAL PICKED UP AT POST OFFICE": Detail.COLLECTED,
    "DELIVERED, INDIVIDUAL PICKED UP AT POSTAL FACILITY": Detail.COLLECTED,
    # Trouble, and the way back.
    "RESCHEDULED TO NEXT DELIVERY DAY": Detail.DELAYED,
    "MISSENT": Detail.MISSORTED,
    "SEIZED BY LAW ENFORCEMENT": Detail.SECURITY_HOLD,
    "RETURN TO SENDER": Detail.RETURNING,
    "RETURN TO SENDER PROCESSED": Detail.RETURNING,
    "FOREIGN RETURN TO SENDER": Detail.RETURNING,
    "UNCLAIMED/BEING RETURNED TO SENDER": (Detail.RETURNING, Cause.CONSIGNEE),
    "DELIVERED, TO ORIGINAL SENDER": Detail.RETURNED,
    # About the tracking.
    "AWAITING DELIVERY SCAN": Detail.INFORMATION,
    "DELIVERY STATUS NOT UPDATED": Detail.INFORMATION,
    "REMINDER TO PICK UP YOUR ITEM": Detail.INFORMATION,
    "REMINDER TO SCHEDULE REDELIVERY OF YOUR ITEM": Detail.INFORMATION,
}

_EXPECTED = ", EXPECTED DELIVERY BY"


def meaning(code: str, text: str) -> tuple[Detail, Cause | None]:
    """What an event's `eventCode` and `eventType` mean, and whom they blame; UNKNOWN for one that is not listed."""
    words = text.upper()
    if _EXPECTED in words:  # "Out for Delivery, Expected Delivery by 9:00pm"
        words = words[: words.index(_EXPECTED)]
    found = _TEXTS.get(words) or _CODES.get(code, Detail.UNKNOWN)
    return found if isinstance(found, tuple) else (found, None)
