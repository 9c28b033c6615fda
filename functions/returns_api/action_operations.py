"""What is done with a return, as operations for OpenAPI."""

from __future__ import annotations

from functions.returns_api.bodies import (
    AnswerBody,
    DeclineBody,
    NeedMoreBody,
)
from functions.returns_api.described import acts
from functions.returns_api.findings import (
    InspectBody,
    MissingBody,
    NoteBody,
    OverrideBody,
    ReceiveBody,
    SettlementBody,
)
from shared.runtime.operation import Parameter

_IDS_OF_SETTLEMENTS = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9._:-]{1,200}$"}

OPERATIONS = (
    acts(
        "submit",
        "submitReturn",
        "Ask for a return",
        "Everything is decided anew, whatever the draft says: approved, waiting for people, or declined with every "
        "reason. What is incomplete, or was never offered, stays a draft and is answered 422 with `whys`.",
        body=None,
        shopper=True,
        is_limited=True,
    ),
    acts("approve", "approveReturn", "Approve", "All that waits for a decision, or some of it."),
    acts(
        "decline",
        "declineReturn",
        "Decline",
        "All that waits for a decision, or some of it. The shopper is told `code`.",
        body=DeclineBody,
        needs_body=True,
        example={"code": "worn"},
    ),
    acts(
        "need-more",
        "askForMore",
        "Ask for more",
        "Photos, words, a serial number: what is missing, by `code`.",
        body=NeedMoreBody,
        needs_body=True,
        example={"code": "photo_unclear"},
    ),
    acts(
        "answer",
        "answerReturn",
        "Give what was asked for",
        "Item by item.",
        body=AnswerBody,
        needs_body=True,
        shopper=True,
        example={"items": [{"item_id": "1", "words": "The rim is chipped."}]},
    ),
    acts(
        "appeal",
        "appealReturn",
        "Object to a denial",
        "To one that rests on what the shopper did before; once, and a person decides.",
        shopper=True,
    ),
    acts(
        "receive",
        "receiveReturn",
        "Take in what arrived",
        "So many pieces of each item; fewer than were asked for leave the rest on its way. What nobody had asked to "
        "send waits for a decision.",
        body=ReceiveBody,
        example={"items": [{"item_id": "1", "quantity": 1}]},
    ),
    acts(
        "report-missing",
        "reportMissing",
        "Say what will not come",
        "Lost on the way, or not in the parcel.",
        body=MissingBody,
        needs_body=True,
        example={"items": [{"item_id": "1", "quantity": 1}], "code": "lost"},
    ),
    acts(
        "inspect",
        "inspectReturn",
        "Say what was found",
        "Accepted, accepted for less, or not; and what becomes of it.",
        body=InspectBody,
        needs_body=True,
        example={"findings": [{"item_id": "1", "result": "passed", "found": "as_new", "disposition": "restock"}]},
    ),
    acts("send-back", "sendBackReturn", "Send it to the shopper again", "What was not accepted."),
    acts(
        "settle",
        "settleReturn",
        "Make the shopper whole now",
        "Whatever the policy's moment; or have what was refused tried again. With a reason.",
        example={"note": "It is her birthday."},
    ),
    acts("withhold", "withholdReturn", "Do not pay", "What was promised is released. With a reason."),
    acts(
        "settlements/{settlement_id}",
        "noteSettlement",
        "Say what became of a settlement",
        "For what your own systems pay, credit, charge or send: they hear `RefundDue`, `CreditDue`, `ChargeDue` or "
        "`GoodsDue`.",
        body=SettlementBody,
        needs_body=True,
        example={"state": "paid", "reference": "refund-8"},
        more=(Parameter("settlement_id", "path", "As the event names it.", _IDS_OF_SETTLEMENTS),),
    ),
    acts("resolve", "resolveReturn", "Say that it is done", "One that is settled in everything is done by itself."),
    acts("reopen", "reopenReturn", "Take up what was done", "Every axis stands where it stood."),
    acts(
        "override",
        "overrideReturn",
        "Set aside what was decided",
        "Outcome, fees, moment, decision, finding, withheld money. With a reason; what is paid stays paid.",
        body=OverrideBody,
        needs_body=True,
        example={"restocking_fee": {"fixed": 0}, "note": "The box was ours to blame."},
    ),
    acts(
        "notes",
        "noteReturn",
        "Write something down",
        "For your people only.",
        body=NoteBody,
        needs_body=True,
        example={"note": "Called her."},
    ),
)
