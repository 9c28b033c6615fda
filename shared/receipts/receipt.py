"""A promise that was told to somebody: what was asked, what was chosen for each item, and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from pydantic import TypeAdapter

from shared.promise.answer import Reason
from shared.promise.money import Price
from shared.promise.question import PromiseQuestion
from shared.promise.slots.slot import Slot
from shared.receipts.canonical import canonical
from shared.receipts.sign import Check, Signature

FORMAT = "todoku-promise/1"
"""Stands in every document, so that its signature can be taken for nothing else's. A new form is a new number."""
ID = r"^pr_[A-Za-z0-9_-]{22}$"
"""What a promise's id looks like."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The question, as it was asked again when the order was placed. No person, no address."""

    country: str
    """ISO 3166-1 alpha-2."""
    postal: str
    """Normal form: upper case, no separators; a prefix is enough."""
    language: str
    """Of the reasons and texts."""
    method: str | None = None
    skus: tuple[str, ...] = ()
    lead_class: str | None = None
    warehouse: str | None = None
    confidence: int | None = None
    """Per cent, where the shop asked for one."""

    def question(self, as_of: datetime) -> PromiseQuestion:
        """The same question, about the moment `as_of` (aware); raises InvalidQuestion."""
        return PromiseQuestion(
            country=self.country,
            postal=self.postal,
            as_of=as_of,
            method=self.method,
            language=self.language,
            skus=self.skus,
            lead_class=self.lead_class,
            warehouse=self.warehouse,
            confidence=self.confidence,
        )

    @classmethod
    def of(cls, question: PromiseQuestion) -> AskedFor:
        """A question, without its moment."""
        return cls(
            country=question.country,
            postal=question.postal,
            language=question.language,
            method=question.method,
            skus=question.skus,
            lead_class=question.lead_class,
            warehouse=question.warehouse,
            confidence=question.confidence,
        )


@dataclass(frozen=True, slots=True)
class NominatedSlot:
    """The time of day that was nominated. The label is copied: tables of slots change, what was told does not."""

    code: str
    label: str
    """As the shopper read it."""
    starts: str
    """HH:MM, local to the destination."""
    ends: str

    @classmethod
    def of(cls, slot: Slot, language: str) -> NominatedSlot:
        """A carrier's slot, kept as it is today."""
        return cls(slot.code, slot.label(language), slot.starts.isoformat("minutes"), slot.ends.isoformat("minutes"))


@dataclass(frozen=True, slots=True)
class ToldReason:
    """Why some of the days go by, as it was said."""

    component: str
    days: int
    text: str
    first: date | None = None
    """The first of the days, where it matters which they are."""
    hours: int | None = None
    """Of work on the ship date; part of no day."""

    @classmethod
    def of(cls, reason: Reason) -> ToldReason:
        """A reason of an answer, kept."""
        return cls(reason.component.value, reason.days, reason.text, reason.first, reason.hours or None)


@dataclass(frozen=True, slots=True)
class PromisedItem:
    """What was promised for one item of the order. Dates are local to `time_zone`."""

    id: str
    """The shop's own, unique within the promise."""
    quantity: int
    method: str
    carrier: str
    service: str
    warehouse: str
    """Id of where it leaves from."""
    order_by: datetime
    """UTC: the deadline this option held until."""
    ship_date: date
    """In the warehouse's zone."""
    earliest: date
    likely: date
    """As many come before it as after it."""
    latest: date
    """Hardly any come later."""
    promised: date
    """What the shopper was told: the date in the cart. What was computed when the order was placed is no later."""
    time_zone: str
    """IANA zone of the destination."""
    confidence: int
    """Per cent of parcels that were to come by the computed date."""
    confidence_code: str
    source: str
    """What the dates rest on, as in the answer."""
    sample_size: int
    """Own deliveries they rest on."""
    explanation: tuple[ToldReason, ...]
    """The reasons for the date as it was computed when the order was placed."""
    sku: str | None = None
    price: Price | None = None
    """What this way of delivery was said to cost, once for the order."""
    day: date | None = None
    """The day that the shopper nominated."""
    slot: NominatedSlot | None = None
    """The time of that day that the shopper nominated."""


@dataclass(frozen=True, slots=True)
class PromiseReceipt:
    """What was told, whole. Made once, when the order was placed."""

    id: str
    order_id: str
    made_at: datetime
    """UTC, whole seconds: the moment the question was asked again, and answered no later than the cart was."""
    shown_at: datetime
    """UTC: when the shopper saw the dates in the cart."""
    question: AskedFor
    items: tuple[PromisedItem, ...]
    """In the shop's order; at least one."""
    promised: date
    """The day by which everything is there: the last of the items' dates."""
    configuration_version: int
    """The merchant's published configuration the answer was made from."""
    model: str | None = None
    """Name of the learned model that the dates come from; absent where they come from tables."""
    format: str = FORMAT

    @property
    def earliest(self) -> date:
        """The first day on which any of it may come; never behind `promised`."""
        return min(min(item.earliest for item in self.items), self.promised)

    def document(self) -> str:
        """The receipt as it is signed and stored: canonical JSON, dates ISO, instants ISO in UTC, nothing null."""
        return canonical(_receipts().dump_python(self, mode="json", exclude_none=True)).decode()


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt with its signature, as stored. The document is the truth: nothing is computed from it again."""

    document: str
    """Exactly the text whose UTF-8 bytes were signed."""
    signature: Signature

    @property
    def receipt(self) -> PromiseReceipt:
        """The document, read."""
        return _receipts().validate_json(self.document)

    def published(self, check: Check | None = None) -> str:
        """As JSON text: under `receipt` the signed bytes, as they were; and what became of checking the signature."""
        checked = {} if check is None else {"check": check.value}
        signature = canonical({**self.signature.to_json(), **checked}).decode()
        return f'{{"receipt":{self.document},"signature":{signature}}}'


@cache
def _receipts() -> TypeAdapter[PromiseReceipt]:
    return TypeAdapter(PromiseReceipt)
