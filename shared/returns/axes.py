"""The four axes of an item that comes back. Each moves by itself, as `request/moves.py` lets it. Values are public."""

from __future__ import annotations

from enum import StrEnum


class Approval(StrEnum):
    """Whether it may come back."""

    DRAFT = "draft"
    """Being put together; nobody was asked yet."""
    REQUESTED = "requested"
    """Submitted, waiting for somebody to decide."""
    NEEDS_MORE = "needs_more"
    """Waiting for the shopper: photos, an answer."""
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    """Taken back by the shopper or the shop before the goods moved."""
    EXPIRED = "expired"
    """A term passed: of a draft, of an answer, of sending it back."""


class Logistics(StrEnum):
    """Where it is."""

    NOT_NEEDED = "not_needed"
    """Nothing comes back: the shopper keeps it, or it never arrived."""
    AWAITED = "awaited"
    """With the shopper."""
    IN_TRANSIT = "in_transit"
    """The carrier scanned it."""
    ARRIVED = "arrived"
    """The carrier says delivered; nobody opened it yet."""
    RECEIVED = "received"
    """The warehouse has it."""
    MISSING = "missing"
    """Lost on the way, or not in the parcel."""
    SENT_BACK = "sent_back"
    """To the shopper again, after it failed inspection."""


class Inspection(StrEnum):
    """What it was found to be."""

    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    PASSED = "passed"
    REDUCED = "reduced"
    """Accepted for less than its value: signs of use, a part missing."""
    FAILED = "failed"


class Money(StrEnum):
    """Whether the shopper was made whole: with money, credit or goods."""

    NOT_DUE = "not_due"
    DUE = "due"
    """Handed to whoever pays; not confirmed yet."""
    DONE = "done"
    FAILED = "failed"
    """Whoever pays refused; somebody has to look."""
    WITHHELD = "withheld"
    """Deliberately not paid, with a reason."""


class Action(StrEnum):
    """What can be done with a return. The server says which are legal next."""

    SUBMIT = "submit"
    CHANGE = "change"
    """Other items, reasons or outcomes in a draft."""
    CANCEL = "cancel"
    APPROVE = "approve"
    DECLINE = "decline"
    NEED_MORE = "need_more"
    ANSWER = "answer"
    """The shopper gives what was asked for."""
    APPEAL = "appeal"
    """Against a denial; a person decides then."""
    CHOOSE_METHOD = "choose_method"
    MAKE_LABEL = "make_label"
    """Also anew, where the first expired or was lost."""
    BOOK_PICKUP = "book_pickup"
    RECORD_SHIPMENT = "record_shipment"
    """Sent by a carrier of the shopper's own."""
    NOTE_SCAN = "note_scan"
    NOTE_ARRIVAL = "note_arrival"
    RECEIVE = "receive"
    REPORT_MISSING = "report_missing"
    INSPECT = "inspect"
    SEND_BACK = "send_back"
    SETTLE = "settle"
    """Make whole now, whatever the policy's moment (staff, with a reason)."""
    NOTE_PAID = "note_paid"
    NOTE_FAILED = "note_failed"
    WITHHOLD = "withhold"
    EXPIRE = "expire"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    OVERRIDE = "override"
    """Staff set a decision, a finding or terms aside, with a reason."""
    NOTE = "note"
    """Words of staff, for staff."""
