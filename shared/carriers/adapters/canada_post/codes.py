"""Canada Post's tracking events as details.

Source (2026-11): "Tracking scan events", https://www.canadapost-postescanada.ca/info/mc/business/productsservices/
developers/messagescodetables.jsf, as its answers word them. 1497 and the types of a summary's last event are recalled.

Identifiers are numbers of up to four digits. XML writes "0174", JSON may write 174: leading zeros do not count.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

# What an event that blames nobody means.
_PLAIN = {
    Detail.INFO_RECEIVED: "3000",
    Detail.DROPPED_OFF: "1300 1301 1302 1303",
    Detail.PICKED_UP: "2300 4000",
    # 1241 is worded in French as "redirected": the weaker is taken.
    Detail.PROCESSED: "100 102 104 105 106 107 170 815 1240 1241 1244 2500 2501 4100",
    Detail.ARRIVED: "113 400 405 4900",
    Detail.DEPARTED: "114 410 4202 4950 8901",
    Detail.IN_TRANSIT: "175 804 1703 1705 4550",
    Detail.HANDED_TO_CARRIER: "115 116",
    Detail.ARRIVED_IN_COUNTRY: "700 701 4310 4311",
    Detail.CUSTOMS_STARTED: "800 2601 4330 4400",
    Detail.CUSTOMS_CLEARED: "130 900 910 4450 4500 5201",
    Detail.CUSTOMS_HELD: "127 810 1487 1495",
    Detail.DOCUMENTS_MISSING: "117",
    Detail.FORWARDED: "629 1480 1490",
    Detail.AT_DELIVERY_DEPOT: "4600",
    Detail.DELIVERY_SCHEDULED: "1444",
    Detail.OUT_FOR_DELIVERY: "174 500",
    # A notice card is left: the item is on its way to the post office, where 1701 says that it waits.
    Detail.ATTEMPT_FAILED: "630 1435 1436 1437 1438 1443 1479 1488",
    Detail.BUSINESS_CLOSED: "1411 2411",
    Detail.AVAILABLE_FOR_PICKUP: "156 1407 1701 2407",  # 156 is the last call
    Detail.IN_LOCKER: "1405",
    Detail.COLLECTED: "1406",
    # At a door, with a concierge, in a mailroom, with the recipient's own delivery partner, or not told where.
    Detail.DELIVERED: """
        1421 1422 1423 1425 1428 1429 1430 1432
        1461 1462 1463 1465 1466 1467 1468 1469 1471 1472 1473 1475 1476
        1496 1497 1498
    """,
    Detail.DELIVERED_IN_PERSON: "1408 1409",  # with a signature
    Detail.DELIVERED_TO_MAILBOX: "1426 1433 1441 1442",
    Detail.DELIVERED_TO_SAFE_PLACE: "1424 1427 1431 1434",
    Detail.DELAYED: "160 162 163 621 622 623 624 625 626 627 628 1414 2414",
    Detail.DELAYED_BY_CARRIER: "161",  # labour disruption
    Detail.DELAYED_BY_WEATHER: "159",
    Detail.HELD: "118 1450 1484 1494 4700",
    Detail.HELD_AT_REQUEST: "1410 2410",
    Detail.ADDRESS_PROBLEM: "120 171 173 1412 2412",
    Detail.UNDELIVERABLE: "179 1483 1493 4650",
    Detail.MISSORTED: "172",
    Detail.DAMAGED: "710",
    Detail.DISPOSED: "150",
    Detail.CANCELLED: "190",
    Detail.RETURNING: "183 1420 2600 2802 3001",
    Detail.ESTIMATE_CHANGED: "1200 1203",
    # Pictures and signatures that can be looked at (20, 21, 2001); labels; money; wishes, and what became of them. 610
    # to 620 say where an item lies at the recipient's, but not that it was delivered, for which there are codes.
    Detail.INFORMATION: """
        20 21 152 198 2001 2101 3002
        610 611 612 613 614 615 616 617 618 619 620
        1210 1214 1215 1216 1220 1221 1223 1224 1225 1230 1232 1234 1245
    """,
}

# Events that say who is to blame.
_BLAMING = {
    # The address, not there, refused, no proof of age, not collected.
    (Detail.RETURNING, Cause.CONSIGNEE): "1415 1416 1417 1418 1419 1481 1482 1491 1492",
    # Postage, product, label, papers, contents, or what customs was told of the sender.
    (Detail.RETURNING, Cause.MERCHANT): "167 168 169 181 182 184 1100",
    (Detail.HELD, Cause.CONSIGNEE): "121",
}

_EVENTS: dict[str, tuple[Detail, Cause | None]] = {
    **{code: (detail, None) for detail, codes in _PLAIN.items() for code in codes.split()},
    **{code: meaning for meaning, codes in _BLAMING.items() for code in codes.split()},
}

# The kinds of a summary's last event. INFO is any event that is none of the others.
_TYPES: dict[str, tuple[Detail, Cause | None]] = {
    "INDUCTION": (Detail.PICKED_UP, None),
    "INFO": (Detail.INFORMATION, None),
    "OUT": (Detail.OUT_FOR_DELIVERY, None),
    "ATTEMPTED": (Detail.ATTEMPT_FAILED, None),
    "DELIVERED": (Detail.DELIVERED, None),
    "SIGNATURE": (Detail.INFORMATION, None),
}

# Used on the way back too: then the words, and only they, name the sender. In French they are Canada Post's, in English
# assumed.
_BOTH_WAYS = frozenset(
    {"174", "500", "1412", "1479", "1496", "1497", "1498", "1703", "2412", "OUT", "ATTEMPTED", "DELIVERED"}
)
_TO_SENDER = ("to sender", "to the sender", "à l'expéditeur", "à l’expéditeur", "à expéditeur")

_UNKNOWN = (Detail.UNKNOWN, None)


def identifier(written: str) -> str:
    """An event's identifier without leading zeros."""
    return written.lstrip("0") or written


def meaning(event: str, description: str) -> tuple[Detail, Cause | None]:
    """What an event means by its `identifier`, and what Canada Post puts it down to; UNKNOWN for one it does not list.

    `description` tells whether an event that both ways share happened on the way back to the sender.
    """
    known = _EVENTS.get(event) or _TYPES.get(event)
    if known is None:
        return _UNKNOWN
    if event in _BOTH_WAYS and _names_the_sender(description):
        return (Detail.RETURNED if known[0] is Detail.DELIVERED else Detail.RETURNING), None
    return known


def _names_the_sender(description: str) -> bool:
    words = description.lower()
    return any(phrase in words for phrase in _TO_SENDER)
