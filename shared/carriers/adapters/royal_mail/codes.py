"""Royal Mail's event codes as details.

Sources (2026-11): the "Tracking API V2 (REST) Technical User Guide" 1.3 of https://developer.royalmail.net shows the
codes' form and EVNMI. The others are those of Royal Mail's list of tracking events for account customers, recalled:
each with the name and the sentence that its tracking page shows. Where name and sentence contradict each other the
weaker is taken, and a comment says so.

The third letter tells where: B outward and C inward distribution centre, D and O outward mail centre, I inward mail
centre, G and N delivery office and its customer service point, H Heathrow (export), J office of exchange (import), K at
the door, P Post Office, S security, Z made by the system.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

# What a code that blames nobody means. One line per place in the network.
_PLAIN = {
    # EVPPB is inferred from the sender's data.
    Detail.INFO_RECEIVED: "EVAIE EVAIP EVAPA EVPPB",
    Detail.PICKED_UP: """
        EVBAH EVBAV EVBPM EVBPR EVBSM EVBSR
        EVDAC EVDAV EVDPL EVDPM EVDPR EVDSL EVDSM EVDSR
        EVOAC EVOBC EVOCO EVHAC
    """,
    Detail.DROPPED_OFF: "EVNPB EVPPA",
    # Too big or heavy for the machine, or not in its plan: sorted by hand, and it goes on. EVBRW, which Royal Mail also
    # files under "returned to sender", says "item received".
    Detail.PROCESSED: """
        EVBAW EVBOF EVBRS EVBRW EVBSS EVBSW
        EVCOF EVCPS EVCPW EVCRS EVCRW
        EVDAA EVDAW EVDOF EVDRO EVDRS EVDSS
        EVIMS EVIOF EVIPS EVIPW EVIRM EVIRO
    """,
    # EVOVB, a bag that was tampered with, says no more of the item than that it arrived; so does EVORW.
    Detail.ARRIVED: "EVCAH EVCAV EVIAV EVIMC EVIPR EVGDO EVORC EVORI EVORW EVOVB",
    Detail.DEPARTED: "EVODO EVNMC EVNDO EVHOE EVILC EVJDU EVJJV EVJLV EVJMV",
    Detail.IN_TRANSIT: "EVOUF",  # refused for the aeroplane, "on its way" by another
    Detail.ARRIVED_IN_COUNTRY: "EVJOE",
    Detail.CUSTOMS_STARTED: "EVJIC",
    Detail.CUSTOMS_CLEARED: "EVJDP EVJEA EVJIA EVJNT",
    Detail.CUSTOMS_HELD: "EVJAP EVJBA EVJCA EVJCC EVJES EVJPA",
    Detail.DOCUMENTS_MISSING: "EVJCD EVJCO EVJEM EVJIN EVJML EVJSR",
    Detail.FORWARDED: "EVJFC EVNRD EVNWA",
    Detail.DELIVERY_SCHEDULED: "EVNAR EVNRC EVNSR RFRXS RNRXS RORXS RPRXS RSRXS",
    # "Ready for delivery", told as "due for delivery today": the last that is heard before the door.
    Detail.OUT_FOR_DELIVERY: "EVGPD",
    Detail.NOBODY_HOME: "EVKNA EVNBA EVNSA EVPON EVPXN",
    # EVNAA is called "available for collection", but told as "we will attempt to deliver again".
    Detail.NO_ACCESS: "EVKAA EVNAA EVNIL EVNIO EVPOA EVPXA",
    Detail.ATTEMPT_FAILED: "EVKNR EVKSU",
    # EVKLC, EVKLS, EVNLC and EVPLA are filed under "delivered": to the collection point, not to the recipient.
    Detail.AVAILABLE_FOR_PICKUP: "EVKLC EVKLS EVNAE EVNDA EVNLC EVNPS EVPLA",
    Detail.DELIVERED: "EVKOP EVNFS EVNLP",
    Detail.DELIVERED_IN_PERSON: "EVKSP",  # with a signature
    Detail.DELIVERED_TO_MAILBOX: "EVNPO",  # a PO box
    Detail.DELIVERED_TO_SAFE_PLACE: "EVKSF",
    Detail.DELIVERED_TO_NEIGHBOUR: "EVKDN EVKNS",
    Detail.COLLECTED: "EVNCE EVNCO EVNOC EVNSC EVPLC EVPLF",
    Detail.DELAYED: "EVHFM",
    Detail.DELAYED_BY_CARRIER: "EVNDN",  # delivery was not attempted
    Detail.PAYMENT_DUE: "EVHAP EVNCF",
    Detail.HELD: "EVHNC",
    Detail.HELD_AT_REQUEST: "EVNKS EVNRT",
    Detail.MISSORTED: "EVBMI EVCMI EVCPI EVDMI EVGMI EVIMI EVIPI EVNMI EVOLB EVOMI EVOOC",
    Detail.DAMAGED: "EVBDM EVBSD EVCDM EVCPD EVDDM EVDSD EVGDM EVIDM EVIPD",
    Detail.UNDER_INVESTIGATION: "EVNCL",  # not located
    Detail.DISPOSED: "EVNDL",
    Detail.SECURITY_HOLD: "EVSUS",
    Detail.CANCELLED: "EVHSR",
    # EVNRS is the delivery office sending it back, EVRTS the sender having it.
    Detail.RETURNING: "EVBRT EVNRN EVNRS EVORR EVORT EVPLX EVPUX",
    Detail.RETURNED: "EVRTS",
    # Of the office's own book-keeping. EVDLS is a machine that lost count; EVNOI a delivery that is implied by another
    # record. ASRXS is a wish for the case that a first attempt fails.
    Detail.INFORMATION: """
        ASRXS EVDLS EVNDS EVNOI EVNOU EVZAM EVZBF EVZDM EVZDR EVZLM EVZRD EVZRM EVZSO
    """,
}

# Codes that say who is to blame for it.
_BLAMING = {
    # Refused, gone away, not collected, unknown, or not addressed so that it can be found: it goes back. EVNUL, EVNUO,
    # EVPOU and EVPXU are filed under "attempted", but told as "returned to sender".
    (Detail.RETURNING, Cause.CONSIGNEE): """
        EVBRA EVBSA EVCPA EVCRA EVDRA EVDSA EVIPA
        EVKAI EVKGA EVKRF
        EVNAB EVNAC EVNAD EVNAI EVNGA EVNGL EVNHE EVNHR EVNLA EVNLG EVNLI EVNLR EVNRE EVNRF EVNRL EVNRO EVNRR EVNSI
        EVNUK EVNUL EVNUO
        EVPLN EVPLR EVPLU EVPOG EVPOI EVPOR EVPOU EVPXG EVPXI EVPXR EVPXU
    """,
    # The label's barcode, the weight, the papers for export, or the sender's wish.
    (Detail.RETURNING, Cause.MERCHANT): "EVBRB EVCRB EVDRB EVDRW EVDSW EVHCA EVHCR EVHID EVPLI",
    (Detail.RETURNING, Cause.CARRIER): "EVHDI",  # damaged, or contents missing, before export
    (Detail.CANCELLED, Cause.CONSIGNEE): "EVHAR",
    # Dangerous goods: all of the item, or some of its contents.
    (Detail.DISPOSED, Cause.MERCHANT): "EVSGD",
    (Detail.EXCEPTION, Cause.MERCHANT): "EVSGS",
}

# Messages to the recipient: about what, and what became of them (requested or not, sent or not, arrived or not).
_NOTICES = [
    f"{about}{outcome}"
    for about in ("NDE", "NEP", "NFN", "NLC", "NRD", "NRE", "NSF", "NUN")
    for outcome in ("DF", "RF", "RS", "SF", "SS")
]

_CODES: dict[str, tuple[Detail, Cause | None]] = {
    **dict.fromkeys(_NOTICES, (Detail.INFORMATION, None)),
    **{code: (detail, None) for detail, codes in _PLAIN.items() for code in codes.split()},
    **{code: meaning for meaning, codes in _BLAMING.items() for code in codes.split()},
}

_UNKNOWN = (Detail.UNKNOWN, None)


def meaning(event_code: str) -> tuple[Detail, Cause | None]:
    """What an `eventCode` means, and what Royal Mail puts it down to; UNKNOWN for one that is not in its list."""
    return _CODES.get(event_code, _UNKNOWN)
