"""A claim: what a shopper reported of an order, beside the case that tells what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from shared.cases.case import CaseLine
from shared.claims.problem import Problem, Wish
from shared.evidence.evidence import Evidence

MOST_WORDS = 2000
"""Characters that are said at a time."""
MOST_SAID = 20
"""Times that words are kept of one claim: it is one item of the table, and every save writes it whole."""
MAX_EVIDENCE = 20
"""Files of one claim."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the shopper."""

    at: datetime
    """Aware, UTC."""
    words: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What was reported of one problem of one parcel: all that was said and shown, however often it was."""

    order_id: str
    claim_id: str
    """The number that the shopper is told; the case has the same."""
    problem: Problem
    shipment_id: str
    """The shipment it is about; "" where nothing says which."""
    reported_at: datetime
    """Aware, UTC; when it was first reported."""
    lines: tuple[CaseLine, ...] = ()
    """The articles, by SKU; empty where the problem is the parcel's."""
    wish: Wish = Wish.UNDECIDED
    wished_at: datetime | None = None
    """Aware, UTC; when that was wished. None: nothing was."""
    said: tuple[Said, ...] = ()
    """Oldest first."""
    evidence: tuple[Evidence, ...] = ()
    """Oldest first."""
    version: int = 0

    def joined(self, other: Claim) -> Claim:
        """All that both tell of the same problem. Order and repeats do not matter.

        Of an article the greater quantity stands, of wishes the newest, of the same words or file the first time.
        """
        wished = max(self, other, key=_wish)
        return replace(
            self,
            reported_at=min(self.reported_at, other.reported_at),
            lines=_most(*self.lines, *other.lines),
            wish=wished.wish,
            wished_at=wished.wished_at,
            said=_first_said(*self.said, *other.said),
            evidence=_first_shown(*self.evidence, *other.evidence),
        )

    @property
    def changed_at(self) -> datetime:
        """When its shopper last told anything of it; aware, UTC."""
        told = (self.reported_at, self.wished_at, *(one.at for one in self.said), *(e.added_at for e in self.evidence))
        return max(moment for moment in told if moment)


_NEVER = datetime.min.replace(tzinfo=UTC)


def _wish(claim: Claim) -> tuple[datetime, Wish]:
    return claim.wished_at or _NEVER, claim.wish


def _most(*lines: CaseLine) -> tuple[CaseLine, ...]:
    most: dict[str, int] = {}
    for line in lines:
        most[line.sku] = max(most.get(line.sku, 0), line.quantity)
    return tuple(CaseLine(sku, most[sku]) for sku in sorted(most))


def _first_said(*said: Said) -> tuple[Said, ...]:
    first: dict[str, Said] = {}
    for one in said:
        first[one.words] = min(one, first.get(one.words, one), key=lambda known: known.at)
    return tuple(sorted(first.values(), key=lambda one: (one.at, one.words)))


def _first_shown(*evidence: Evidence) -> tuple[Evidence, ...]:
    first: dict[str, Evidence] = {}
    for one in evidence:
        first[one.key] = min(one, first.get(one.key, one), key=lambda known: known.added_at)
    return tuple(sorted(first.values(), key=lambda one: (one.added_at, one.key)))


def claims_by_age(claims: Iterable[Claim]) -> list[Claim]:
    """Oldest first, as every store lists them."""
    return sorted(claims, key=lambda claim: (claim.reported_at, claim.claim_id))
