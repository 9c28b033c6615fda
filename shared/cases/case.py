"""A case: a return, exchange, claim or warranty case of an order, by what has been heard of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from shared.promise.money import Price


class CaseKind(StrEnum):
    """What is asked for."""

    RETURN = "return"
    EXCHANGE = "exchange"
    CLAIM = "claim"
    """A delivery that went wrong: lost, stolen, damaged, missing, wrong."""
    WARRANTY = "warranty"
    SUPPORT = "support"
    """A question or complaint somebody is looking into."""


class CaseNews(StrEnum):
    """What happened to a case: one vocabulary for all kinds. The values are public."""

    REQUESTED = "requested"
    NEEDS_MORE = "needs_more"
    """It waits for something of the shopper: photos, an answer."""
    APPROVED = "approved"
    DECLINED = "declined"
    LABEL_READY = "label_ready"
    PICKUP_SCHEDULED = "pickup_scheduled"
    SENT_BACK = "sent_back"
    """The carrier has the goods."""
    RECEIVED = "received"
    INSPECTION_PASSED = "inspection_passed"
    INSPECTION_FAILED = "inspection_failed"
    REPLACEMENT_SENT = "replacement_sent"
    REPAIRED = "repaired"
    REFUNDED = "refunded"
    CREDITED = "credited"
    """Store credit or a gift card."""
    KEPT = "kept"
    """The shopper may keep the goods: nothing has to be sent."""
    REFUND_DELAYED = "refund_delayed"
    """The bank or the payment service takes longer."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RESOLVED = "resolved"
    REOPENED = "reopened"


_ASKS_THE_SHOP = frozenset({CaseKind.CLAIM, CaseKind.WARRANTY, CaseKind.SUPPORT})
"""Kinds whose request somebody of the shop answers. Returns and exchanges wait in the list of returns."""
_WAITS = frozenset({CaseNews.REQUESTED, CaseNews.REOPENED})
_CLOSES = frozenset({CaseNews.DECLINED, CaseNews.CANCELLED, CaseNews.EXPIRED, CaseNews.RESOLVED})


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What it is about."""

    sku: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of news, with what belongs to it."""

    at: datetime
    """Aware, UTC."""
    amount: Price | None = None
    """What was refunded or credited; integer minor units."""
    until: date | None = None
    """Until when something has to be done (send it back, send photos), local to the shopper."""
    day: date | None = None
    """The day something takes place: a pickup."""
    reason: str = ""
    """A code in small letters and underscores: why it was declined or failed. Never free text."""
    url: str = ""
    """Where the shopper goes on, https: the label, the upload of photos, the case's page."""
    lines: tuple[CaseLine, ...] = ()
    """What this piece of news is about, where it says; by SKU."""

    def outdates(self, known: Told) -> bool:
        """Whether this stands in the place of `known`: it is later, or of two at one moment the greater in its words.

        So two that contradict each other come to the same, whichever was heard first.
        """
        return (self.at, self.words) > (known.at, known.words)

    @property
    def words(self) -> str:
        """All that it says but when: the same for the same."""
        return repr((self.amount, self.until, self.day, self.reason, self.url, self.lines))


@dataclass(frozen=True, slots=True)
class Case:
    """The join of its news: for each kind of news, the newest. Order and repeats do not matter."""

    order_id: str
    case_id: str
    kind: CaseKind
    lines: tuple[CaseLine, ...] = ()
    """All that any piece of news named, by SKU, each with the greatest quantity."""
    news: dict[CaseNews, Told] = field(default_factory=dict)
    version: int = 0

    @property
    def newest(self) -> CaseNews | None:
        """What happened last; of two at one moment the later kind. None where nothing was heard yet."""
        newest = max(self.news.items(), key=lambda told: (told[1].at, list(CaseNews).index(told[0])), default=None)
        return newest[0] if newest else None

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for something: its newest news closes nothing."""
        return self.newest not in _CLOSES

    @property
    def waits_since(self) -> datetime | None:
        """Since when it waits for the shop: its newest news asks for an answer. None: it does not; aware, UTC."""
        newest = self.newest
        return self.news[newest].at if self.kind in _ASKS_THE_SHOP and newest in _WAITS else None

    def hearing(self, news: CaseNews, told: Told) -> Case:
        """The case once this is known; of two pieces of the same kind the newer stands, whichever came first."""
        known = self.news.get(news)
        stands = told if known is None or told.outdates(known) else known
        return replace(self, lines=_joined(self.lines, told.lines), news={**self.news, news: stands})


def _joined(some: tuple[CaseLine, ...], others: tuple[CaseLine, ...]) -> tuple[CaseLine, ...]:
    most: dict[str, int] = {}
    for line in (*some, *others):
        most[line.sku] = max(most.get(line.sku, 0), line.quantity)
    return tuple(CaseLine(sku, most[sku]) for sku in sorted(most))
