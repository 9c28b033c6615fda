"""An advisory: somebody's word that parcels will be slow somewhere, for some time, and for what reason.

It is kept as it was said. What it does to parcels follows from the rules in force when that is asked
(`slowdowns.py`), so that a mended table or a rule that the merchant changed works on advisories that stand already.

A record joins what was said under one id: the newest `sent` wins, over older words and over older ends alike. So late,
repeated and unordered messages lead to the same record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.errors import Invalid
from shared.promise.slowdown import Area, SlowdownKind

MERCHANT = "merchant"
"""The source of what the merchant says, unless they name another."""


class Severity(StrEnum):
    """How bad it is; CAP's words in small letters."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure it is, likewise."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


class Urgency(StrEnum):
    """How soon something must be done about it, likewise."""

    IMMEDIATE = "immediate"
    EXPECTED = "expected"
    FUTURE = "future"
    PAST = "past"
    UNKNOWN = "unknown"


class SentTwice(Invalid):
    """One id and one `sent`, and two things said: nobody can tell which holds."""

    code = "advisory_sent_twice"


@dataclass(frozen=True, slots=True)
class Code:
    """A place, in somebody's list of places."""

    scheme: str
    """The list, as the sender names it: "SAME", "ISO 3166-2"."""
    value: str


@dataclass(frozen=True, slots=True)
class AffectedArea:
    """Where. What cannot be placed is kept all the same, and shown to the merchant."""

    names: Mapping[str, str] = field(default_factory=dict)
    """By language."""
    codes: tuple[Code, ...] = ()
    prefixes: tuple[Area, ...] = ()
    """Countries and postal prefixes that were said outright."""
    shapes: tuple[str, ...] = ()
    """Polygons and circles, as written. Nobody turns them into postal codes: that would be a guess."""


@dataclass(frozen=True, slots=True)
class Days:
    """By how many days parcels come later."""

    least: int
    """The faster half."""
    most: int
    """The slowest."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """One thing that goes wrong. An alert may tell of several."""

    kind: SlowdownKind
    starts_at: datetime
    """UTC."""
    ends_at: datetime | None = None
    """UTC. None: until somebody ends it."""
    severity: Severity = Severity.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    areas: tuple[AffectedArea, ...] = ()
    """Where parcels go to. None: everywhere, if carriers are named, and else only from the warehouses."""
    carriers: tuple[str, ...] = ()
    """Only these. None: every carrier."""
    warehouses: tuple[str, ...] = ()
    """What leaves from here is slowed, wherever it goes."""
    days: Days | None = None
    """Said outright; else the rules tell."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What the sender calls it, by language. For the merchant; shoppers read our words."""
    headlines: Mapping[str, str] = field(default_factory=dict)
    """What shoppers shall read instead of our words, by language."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """What one message says."""

    advisory_id: str
    source: str
    sent_at: datetime
    """UTC. Of two words under one id the later one holds."""
    hazards: tuple[Hazard, ...]
    supersedes: tuple[str, ...] = ()
    """Ids of the advisories it stands for from now on."""


class EndReason(StrEnum):
    """Why an advisory holds no more, before its time."""

    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class End:
    """Somebody's word that an advisory holds no more."""

    at: datetime
    """UTC."""
    reason: EndReason
    by: str
    """Id of the advisory that says so, or "merchant"."""


@dataclass(frozen=True, slots=True)
class AdvisoryRecord:
    """All that was said under one id."""

    advisory_id: str
    advisory: Advisory | None = None
    """None: only its end is known; the message itself may come later, or never."""
    end: End | None = None
    """The latest. It counts unless something newer was said since."""
    version: int = 0
    """How often it was saved."""

    @property
    def is_open(self) -> bool:
        """Whether it stands, whatever time it is."""
        if self.advisory is None or not self.advisory.hazards:
            return False
        return self.end is None or self.end.at < self.advisory.sent_at

    @property
    def over_at(self) -> datetime | None:
        """When the last of it is over by itself; None: never."""
        ends = [hazard.ends_at for hazard in self.advisory.hazards] if self.advisory else []
        known = [end for end in ends if end is not None]
        return max(known, default=None) if len(known) == len(ends) else None

    def is_in_force(self, now: datetime) -> bool:
        """Whether it stands and is not over. One that begins only later is in force too: parcels may meet it."""
        return self.is_open and (self.over_at is None or now < self.over_at)

    def told(self, advisory: Advisory) -> AdvisoryRecord:
        """The record once this was said too. Raises SentTwice."""
        known = self.advisory
        if known is None or known.sent_at < advisory.sent_at:
            return replace(self, advisory=advisory)
        if known.sent_at == advisory.sent_at and known != advisory:
            raise SentTwice(
                "There is an advisory with this id and this time of sending that says something else: "
                "send it anew with a later time.",
                field="sent",
            )
        return self

    def ended(self, end: End) -> AdvisoryRecord:
        """The record once this end was said too."""
        if self.end is None or (self.end.at, self.end.by, self.end.reason) < (end.at, end.by, end.reason):
            return replace(self, end=end)
        return self


@dataclass(frozen=True, slots=True)
class Report:
    """What a message comes to: an advisory, ends of others, or both."""

    advisory: Advisory | None
    ends: Mapping[str, End] = field(default_factory=dict)
    """By the id of what is ended."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message that is no news for parcels, and why: a test, say."""

    reason: str
