"""UPS's activity codes as details.

An activity has three words, from coarse to fine: `type` (one or two letters), the status code (three digits: in an
answer `statusCode`, in a push `descriptionCode`), and `code` (two characters).

Sources (2026-11): https://github.com/UPS-API/api-documentation, Tracking.yaml and UPSTrackAlert.yaml, for the types and
for the codes of the examples; the status codes are those of the "Appendix" that it links,
https://developer.ups.com/api/reference/tracking/appendix: recalled, and compared with lists that others took from
there. Types of freight: recalled from the Tracking developer guide.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

# What somebody asked for, chose or was told: hold, return, another day or address, upgrade, ice, claims, photos.
_INFORMATION = (
    *("018", "020", "027", "028", "033", "041", "042", "043", "054", "056", "063", "082"),
    *("095", "096", "097", "098", "099", "100", "101", "102", "103", "104", "105", "106", "107", "108", "109"),
    *("110", "111", "112", "113", "114", "116", "117", "119", "120", "121", "122", "127", "128", "130", "133"),
    *("140", "141", "142", "148", "155", "163"),
)

_STATUSES: dict[str, Detail | tuple[Detail, Cause]] = {
    **dict.fromkeys(_INFORMATION, Detail.INFORMATION),
    # Announced. "In transit to UPS" is not in UPS's hands yet.
    "003": Detail.LABEL_CREATED,
    "044": Detail.INFO_RECEIVED,
    "045": Detail.INFO_RECEIVED,
    "077": Detail.COLLECTION_SCHEDULED,
    "079": Detail.INFO_RECEIVED,
    "080": Detail.LABEL_CREATED,
    "157": Detail.LABEL_CREATED,
    "166": Detail.LABEL_CREATED,  # ready for Roadie
    # In UPS's hands.
    "005": Detail.IN_TRANSIT,
    "010": Detail.IN_TRANSIT,
    "012": Detail.CUSTOMS_STARTED,
    "014": Detail.CUSTOMS_CLEARED,
    "025": Detail.HANDED_TO_CARRIER,  # to the local post office
    "038": Detail.PICKED_UP,
    "039": Detail.IN_TRANSIT,  # by the post office
    "047": Detail.IN_TRANSIT,  # once "Delay", now "On the Way": the weaker reading
    "057": Detail.IN_TRANSIT,  # to an access point
    "070": Detail.IN_TRANSIT,  # not at the access point yet
    "071": Detail.AT_DELIVERY_DEPOT,  # preparing for delivery
    "072": Detail.AT_DELIVERY_DEPOT,  # loaded on the vehicle
    "073": Detail.IN_TRANSIT,  # to a delivery partner
    "074": Detail.HANDED_TO_CARRIER,
    "075": Detail.DELIVERY_SCHEDULED,
    "084": Detail.CUSTOMS_CLEARED,
    "087": Detail.IN_TRANSIT,
    "092": Detail.CUSTOMS_STARTED,
    "094": Detail.PROBLEM_RESOLVED,  # premier recovery completed
    "134": Detail.CUSTOMS_CLEARED,
    "137": Detail.HANDED_TO_CARRIER,
    "138": Detail.IN_TRANSIT,  # awaiting departure
    "143": Detail.HANDED_TO_CARRIER,  # to an agent, who delivers
    "158": Detail.IN_TRANSIT,
    "159": Detail.IN_TRANSIT,
    "160": Detail.PICKED_UP,
    "164": Detail.IN_TRANSIT,
    "165": Detail.IN_TRANSIT,
    "167": Detail.DROPPED_OFF,
    "168": Detail.DROPPED_OFF,
    "169": Detail.DROPPED_OFF,
    # The last leg.
    "006": Detail.OUT_FOR_DELIVERY,
    "021": Detail.OUT_FOR_DELIVERY,
    "078": Detail.ARRIVING_SOON,
    "089": Detail.OUT_FOR_DELIVERY,
    "091": Detail.OUT_FOR_DELIVERY,
    "146": Detail.OUT_FOR_DELIVERY,
    "162": Detail.OUT_FOR_DELIVERY,
    "022": Detail.ATTEMPT_FAILED,
    "023": Detail.ATTEMPT_FAILED,
    "024": Detail.ATTEMPT_FAILED,
    "060": Detail.ATTEMPT_FAILED,
    "061": (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),  # no adult to sign
    "062": (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),  # no funds
    "066": Detail.ATTEMPT_FAILED,  # the post office's
    "139": Detail.NO_ACCESS,
    "145": Detail.ATTEMPT_FAILED,
    "017": Detail.AVAILABLE_FOR_PICKUP,
    "040": Detail.AVAILABLE_FOR_PICKUP,  # "delivered to access point"
    "144": Detail.AVAILABLE_FOR_PICKUP,  # "delivered to post office for pickup"
    "161": Detail.AVAILABLE_FOR_PICKUP,
    "011": Detail.DELIVERED,
    "026": Detail.DELIVERED,  # by the post office
    "156": Detail.DELIVERED,  # commercial inside release
    # Trouble.
    "007": Detail.CANCELLED,
    "013": Detail.EXCEPTION,
    "016": Detail.HELD,
    "019": Detail.HELD_AT_REQUEST,
    "029": Detail.EXCEPTION,
    "030": Detail.EXCEPTION,
    "032": Detail.DELAYED_BY_WEATHER,
    "046": Detail.DELAYED,
    "048": Detail.DELAYED,
    "049": Detail.DELAYED,
    "050": Detail.ADDRESS_PROBLEM,
    "051": Detail.DELAYED_BY_WEATHER,
    "052": Detail.DELAYED_BY_WEATHER,
    "053": Detail.DELAYED_BY_WEATHER,
    "058": Detail.DOCUMENTS_MISSING,
    "059": Detail.DAMAGED,
    "064": Detail.REFUSED,
    "065": Detail.NOT_COLLECTED,
    "068": Detail.LOST,
    "069": Detail.UNDELIVERABLE,  # once "not claimed", now "unable to deliver": the weaker reading
    "076": Detail.EXCEPTION,
    "083": Detail.HELD,
    "085": Detail.PAYMENT_DUE,
    "086": Detail.DELAYED,
    "090": Detail.DELAYED,
    "093": Detail.DELAYED_BY_CARRIER,  # premier recovery in progress
    "123": Detail.CUSTOMS_HELD,  # another broker's release
    "124": Detail.DOCUMENTS_MISSING,
    "125": Detail.DOCUMENTS_MISSING,
    "126": Detail.CUSTOMS_HELD,  # an agency's release
    "129": Detail.UNDER_INVESTIGATION,
    "131": Detail.NOT_COLLECTED,
    "132": (Detail.DELAYED, Cause.SECURITY),
    "135": Detail.NOT_COLLECTED,
    "147": Detail.SECURITY_HOLD,  # seized
    "149": Detail.DISPOSED,
    # The way back.
    "034": Detail.RETURNED,
    "035": Detail.RETURNING,
    "036": Detail.RETURNING,
    "037": Detail.RETURNING,  # on the vehicle to the sender
    "067": Detail.RETURNED,  # by the post office
    "081": (Detail.RETURNING, Cause.CARRIER),  # damaged
    "118": Detail.RETURNING,
    # Another date or time.
    "055": Detail.ESTIMATE_CHANGED,
    "115": Detail.ESTIMATE_CHANGED,
    "136": Detail.ESTIMATE_CHANGED,
    "153": Detail.ESTIMATE_CHANGED,
    "154": Detail.ESTIMATE_CHANGED,
}

# What `code` adds where it agrees with the status, or says alone. UPS publishes no list: these are of its own examples,
# or stand with their descriptions in answers that others published.
_CODES = {
    "MP": Detail.LABEL_CREATED,
    "PU": Detail.PICKED_UP,
    "OR": Detail.PICKED_UP,  # "UPS has your package"
    "AR": Detail.ARRIVED,
    "DP": Detail.DEPARTED,
    "IP": Detail.ARRIVED_IN_COUNTRY,  # import scan
    "LC": Detail.ARRIVED,  # location scan
    "SR": Detail.CUSTOMS_CLEARED,
    "DS": Detail.AT_DELIVERY_DEPOT,  # destination scan; once "out for delivery", the weaker reading is taken
    "YP": Detail.AT_DELIVERY_DEPOT,
    "OF": Detail.OUT_FOR_DELIVERY,
    "OT": Detail.OUT_FOR_DELIVERY,
    "48": Detail.NOBODY_HOME,
    "L1": Detail.BUSINESS_CLOSED,
    "DJ": Detail.DELAYED_BY_WEATHER,
    "FS": Detail.DELIVERED,
}

# All that is left without the other two. "NA", not available, is UPS saying that it does not know.
_TYPES = {
    "D": Detail.DELIVERED,
    "DD": Detail.ARRIVED,  # freight, delivered to the station at the destination
    "DO": Detail.ARRIVED,  # freight, delivered to the station at the origin
    "I": Detail.IN_TRANSIT,
    "M": Detail.INFO_RECEIVED,
    "MV": Detail.CANCELLED,
    "O": Detail.OUT_FOR_DELIVERY,
    "P": Detail.PICKED_UP,
    "RS": Detail.RETURNED,
    "U": Detail.ESTIMATE_CHANGED,
    "W": Detail.IN_TRANSIT,  # freight, in a warehouse
    "X": Detail.EXCEPTION,
}

# Details that a `code` may refine: those that say no more than their milestone.
_COARSE = frozenset({Detail.IN_TRANSIT, Detail.ATTEMPT_FAILED, Detail.EXCEPTION})

_POST_OFFICE = frozenset({"026", "030", "039", "066", "067"})


def meaning(kind: str, status: str, code: str) -> tuple[Detail, Cause | None]:
    """What an activity's three words mean, and whom they blame; UNKNOWN for a status code that UPS does not list.

    `kind` is the type. It counts only where there is no status code, nor a `code` of the examples: a word that is too
    new for the table above would else pass for a known one.
    """
    if not status:
        return _CODES.get(code) or _TYPES.get(kind, Detail.UNKNOWN), None
    found = _STATUSES.get(status, Detail.UNKNOWN)
    if isinstance(found, tuple):
        return found
    finer = _CODES.get(code, found)
    return finer if found in _COARSE and finer.milestone is found.milestone else found, None


def is_by_post_office(status: str) -> bool:
    """Whether the scan is the local post office's, to which UPS gave the parcel."""
    return status in _POST_OFFICE
