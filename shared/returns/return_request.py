"""A return request: what a shopper asked to send back, of one or several orders, item by item, until it is resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.evidence.evidence import Evidence
from shared.returns.axes import Action, Approval, Inspection, Logistics, Money
from shared.returns.policy.terms import Terms
from shared.returns.settlement import Settlement
from shared.returns.vocabulary import Actor, Condition, Disposition, Method, Outcome, ReasonGroup

UNPLACED = -1
"""First piece of an item that has yet to be given its places: when its return is saved."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sent instead."""

    sku: str
    quantity: int
    unit_price: int = 0
    """What one piece costs, minor units, as the shop said when it was chosen; with tax as the sale's prices."""
    tax: int = 0
    """On all of it together, where prices are without."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """Some pieces of one position, which move as one. What happens to a part of them splits the item."""

    item_id: str
    """"1", "2" …; of a split "1.1"."""
    order_id: str
    line: str
    """The position, by the shop's id or the SKU."""
    sku: str
    quantity: int
    reason: str
    first_piece: int = 0
    """The number of its first piece within the position, from 0: shares of money go by it."""
    words: str = ""
    """The shopper's own, which may name people: in no event and no log."""
    condition: Condition | None = None
    outcome: Outcome = Outcome.REFUND
    wanted: Wanted | None = None
    evidence: tuple[Evidence, ...] = ()
    serial_number: str = ""
    terms: Terms | None = None
    """As decided when it was submitted; staff may set them aside, with a reason."""
    approval: Approval = Approval.DRAFT
    logistics: Logistics = Logistics.AWAITED
    inspection: Inspection = Inspection.PENDING
    money: Money = Money.NOT_DUE
    declined_because: str = ""
    """A code."""
    found: Condition | None = None
    """By the warehouse."""
    reduced_to: int | None = None
    """Basis points of its value that are accepted, after inspection."""
    disposition: Disposition | None = None
    may_appeal: bool = False
    """It was declined because of signals of abuse or a block list: a person decides where the shopper objects."""
    reason_group: ReasonGroup | None = None
    """Of its reason, as of the policy that decided."""
    options: tuple[tuple[str, str], ...] = ()
    """The variant's choices, for merchandising: ("size", "M")."""


@dataclass(frozen=True, slots=True)
class ReturnShipment:
    """A way back that was prepared: a label, a code, a pickup, or a number the shopper gave."""

    shipment_id: str
    method: Method
    item_ids: tuple[str, ...]
    carrier: str = ""
    tracking_number: str = ""
    label_key: str = ""
    """Where the file lies, PDF or PNG; "" : there is none."""
    code: str = ""
    """What a QR code or the slip's barcode says."""
    made_at: datetime | None = None
    expires_at: datetime | None = None
    voided_at: datetime | None = None
    pickup_day: date | None = None
    pickup_slot: str = ""
    provider: str = ""
    """`todoku`, `easypost`, `shippo`, `shopper`."""
    reference: str = ""
    """The provider's id."""
    cost: int | None = None
    """What the shop pays for it, minor units of `cost_currency`."""
    cost_currency: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that happened: audit, timeline, and what events are made of."""

    number: int
    """From 1, without gaps."""
    at: datetime
    """Aware, UTC."""
    actor: Actor
    action: Action
    item_ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """The rules of the policy that decided it, by name; for other decisions what decided (`abuse:high`, `stock`)."""
    code: str = ""
    """Why, in small letters: `final_sale`, `photo_unclear`."""
    note: str = ""
    """Words of staff; in no event."""
    settlement_id: str = ""
    shipment_id: str = ""
    reference: str = ""
    """The caller's own id of what they told: told again, it changes nothing."""


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """All of it. Saved whole, under its version; events follow from the entries its log gained."""

    return_id: str
    """Opaque: 16 letters and digits. Stands in addresses."""
    number: str
    """What people read out: RMA number with a check character (`request/number.py`)."""
    currency: str
    """The shopper's; a return spans orders of one currency only."""
    items: tuple[ReturnItem, ...]
    created_at: datetime
    policy_version: int
    """Of the first order; each item's terms say by which rules they came about."""
    filed_by: Actor = Actor.SHOPPER
    channel: str = "portal"
    customer_id: str = ""
    language: str = "en"
    is_gift: bool = False
    """Filed by who received it: paid in credit, and the buyer is told nothing."""
    method: Method | None = None
    shipments: tuple[ReturnShipment, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    log: tuple[LogEntry, ...] = ()
    risk_points: int = 0
    risk_signals: tuple[tuple[str, int], ...] = ()
    """Signal -> points: the named contributions."""
    send_back_until: date | None = None
    """Local to the shopper."""
    look_again_at: datetime | None = None
    """When a clock has to look at it; None: never by itself. Aware, UTC, whole seconds."""
    resolved_at: datetime | None = None
    replaces: str = ""
    """The return whose replacement comes back by this one: chains of replacements."""
    version: int = 0
    is_exchange: bool = False
    """What the shopper is told it is, from its submission on: goods are sent for all of it."""
    customer_tier: str = ""
    """In the loyalty programme, as of its submission."""
    time_zone: str = "UTC"
    """IANA zone of the shopper: what its days mean."""
    draft_until: datetime | None = None
    """A draft that is not submitted until then is gone. Aware, UTC."""
    answer_until: date | None = None
    """Until when what was asked for (`needs_more`) may come; local to the shopper."""
    page_url: str = ""
    """https; a page of the shop's own where the shopper goes on, for messages. "": the return's page here, whose
    address messages make for themselves, because this one stands in events."""
    statement: str = ""
    """Of a withdrawal, the consumer's own words as they were confirmed: its acknowledgement says these, whatever is
    said of its items later. In no event."""
    is_queued: bool = False
    """Whether it stands in the queue of those that wait for a decision, as of the last save; the store sets it."""

    @property
    def order_ids(self) -> tuple[str, ...]:
        """Every order it is about, in the order of its items."""
        return tuple(dict.fromkeys(item.order_id for item in self.items))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every file that it shows."""
        return tuple(evidence for item in self.items for evidence in item.evidence)

    def item(self, item_id: str) -> ReturnItem | None:
        """The item with this id."""
        return next((item for item in self.items if item.item_id == item_id), None)

    def logging(self, at: datetime, actor: Actor, action: Action, **entry: object) -> ReturnRequest:
        """With one entry more in its log."""
        number = len(self.log) + 1
        return replace(self, log=(*self.log, LogEntry(number, at, actor, action, **entry)))  # type: ignore[arg-type]
