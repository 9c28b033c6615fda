"""Events about returns. Bodies hold ids, codes and amounts: no name, no address, and no words of anybody."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, Field

from shared.eventing.envelope import EventData
from shared.returns.axes import Inspection
from shared.returns.cancellation_events import CancellationRequested as CancellationRequested
from shared.returns.event_fields import OfMoney, OfReturn
from shared.returns.vocabulary import Condition, Disposition, Method, Outcome, ReasonGroup

SOURCE = "postpurchase.returns"


class ReturnRequested(EventData, OfReturn):
    """A return was asked for; what became of it at once follows in events of its own."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnRequested"
    version: ClassVar[int] = 1

    channel: str
    is_gift: bool = False
    risk_points: int = 0
    """Of 100, by the signals of abuse that the merchant watches for."""
    policy_version: int | None = None
    replaces: str | None = None
    """The return whose replacement comes back by this one."""


class ReturnApproved(EventData, OfReturn):
    """It may come back, or need not."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnApproved"
    version: ClassVar[int] = 1

    send_back_until: date | None = None
    """Local to the shopper. Absent: nothing has to come back."""


class ReturnDeclined(EventData, OfReturn):
    """It may not come back. `whys` holds every reason, by item."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnDeclined"
    version: ClassVar[int] = 1

    whys: dict[str, list[str]]
    """Item -> codes."""
    may_appeal: bool = False


class ReturnNeedsMore(EventData, OfReturn):
    """It waits for something of the shopper."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnNeedsMore"
    version: ClassVar[int] = 1

    until: date | None = None


class ReturnCancelled(EventData, OfReturn):
    """It was taken back before the goods moved."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnCancelled"
    version: ClassVar[int] = 1


class ReturnExpired(EventData, OfReturn):
    """A term passed: the goods were not sent, or an answer did not come."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnExpired"
    version: ClassVar[int] = 1


class ReturnShipmentPrepared(EventData, OfReturn):
    """A way back is ready: a label, a code, a pickup, a number the shopper gave. A platform books pickups by it."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnShipmentPrepared"
    version: ClassVar[int] = 1

    shipment_id: str
    method: Method
    provider: str = ""
    carrier: str | None = None
    tracking_number: str | None = None
    expires_at: AwareDatetime | None = None
    pickup_day: date | None = None
    pickup_slot: str | None = None
    cost: int | None = None
    """What the shop pays for it, minor units of `cost_currency`."""
    cost_currency: str | None = None


class ReturnSentBack(EventData, OfReturn):
    """The carrier has it."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnSentBack"
    version: ClassVar[int] = 1

    shipment_id: str | None = None


class ReturnReceived(EventData, OfReturn):
    """The warehouse has it."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnReceived"
    version: ClassVar[int] = 1


class ReturnInspected(EventData, OfReturn):
    """The warehouse looked at it."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnInspected"
    version: ClassVar[int] = 1

    result: Inspection
    found: Condition | None = None
    reduced_to: int | None = None
    """Basis points of the value that are accepted."""


class ItemDisposed(EventData, OfReturn):
    """What becomes of goods: for the merchant's stock, resale and books."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ItemDisposed"
    version: ClassVar[int] = 1

    sku: str
    quantity: int
    disposition: Disposition
    warehouse: str | None = None
    """By its id in the configuration, where the policy says one."""


class RefundDue(EventData, OfMoney):
    """Pay this back."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "RefundDue"
    version: ClassVar[int] = 1


class CreditDue(EventData, OfMoney):
    """Give store credit or a gift card: `amount` and `bonus` together."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "CreditDue"
    version: ClassVar[int] = 1


class GoodsDue(EventData, OfMoney):
    """Send this: an exchange, a replacement, a part, a repaired item."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "GoodsDue"
    version: ClassVar[int] = 1

    outcome: Outcome


class ChargeDue(EventData, OfMoney):
    """Charge this: the difference of an exchange, or a fee that nothing else covers."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ChargeDue"
    version: ClassVar[int] = 1


class SettlementSettled(EventData, OfMoney):
    """It was paid, credited, charged or sent."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "SettlementSettled"
    version: ClassVar[int] = 1

    reference: str | None = None
    """Theirs."""


class SettlementFailed(EventData, OfMoney):
    """Whoever pays refused, by `code`: somebody has to look."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "SettlementFailed"
    version: ClassVar[int] = 1


class ReturnResolved(EventData, OfReturn):
    """It is done."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnResolved"
    version: ClassVar[int] = 1


class ReturnReopened(EventData, OfReturn):
    """It is not done after all; or a denial was objected to."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnReopened"
    version: ClassVar[int] = 1


class ReturnReasonGiven(EventData, OfReturn):
    """Why somebody sends something back: for merchandising. One for each item; the shopper's words are in none."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReturnReasonGiven"
    version: ClassVar[int] = 1

    sku: str
    quantity: int
    reason: str
    group: ReasonGroup | None = None
    condition: Condition | None = None
    outcome: Outcome
    options: dict[str, str] = Field(default={})
    """The variant's choices: size, colour."""
    customer_tier: str | None = None


class UnknownParcelReceived(EventData, OfReturn):
    """A parcel came back that nobody had announced."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "UnknownParcelReceived"
    version: ClassVar[int] = 1

    carrier: str | None = None
    tracking_number: str | None = None
