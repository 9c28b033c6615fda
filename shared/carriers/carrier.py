"""The shape every carrier has, and the two ways its push can be turned away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from shared import strict_json
from shared.errors import Invalid, Refused
from shared.tracking.carrier_update import CarrierUpdate

if TYPE_CHECKING:
    from shared.carriers.asking.polling import Polling


class SignatureRefused(Refused):
    """The push is not provably the carrier's. One wording for every cause, so that a forger learns nothing."""

    code = "signature_refused"

    def __init__(self) -> None:
        super().__init__("The request carries no valid signature of this carrier.")


class UnreadablePayload(Invalid):
    """The push is not what the carrier documents. `field` is the path of the wrong value, never the value."""

    code = "unreadable_payload"


class Verify(Protocol):
    """Proves that a push is the carrier's."""

    def __call__(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime, /) -> None:
        """Return when one of the secrets signed this very body; raise SignatureRefused otherwise, and nothing else.

        `headers` have lower-case names. `body` is what came over the wire, not a re-encoding of it. `secrets` are all
        that are valid at the moment: two during a rotation; none means that nothing is accepted. `now` is aware, UTC,
        for schemes that sign a timestamp.
        """


class Parse(Protocol):
    """Reads a push in our words."""

    def __call__(self, body: bytes, /) -> tuple[CarrierUpdate, ...]:
        """One update per parcel the push is about, in the carrier's order; empty when it is about no parcel.

        Times are aware UTC. Raises UnreadablePayload, or strict_json.MalformedJson (strict_xml.MalformedXml) where
        the body is not even JSON (XML).
        """


@dataclass(frozen=True, slots=True)
class Carrier:
    """One source of updates: a carrier, or an aggregator that reports for many."""

    slug: str
    """Its name in `/v1/carriers/{slug}/webhook` and `events/carriers/`: lower case, digits, underscores."""
    name: str
    """Its name as a person knows it."""
    verify: Verify
    parse: Parse
    read: Callable[[bytes], object] = strict_json.loads
    """Reads the body's notation, without understanding it: `strict_json.loads`, or `strict_xml.loads`. What it refuses
    is answered 400 at the door; what only `parse` refuses is parked with its reason."""
    polling: Polling | None = None
    """How to ask this carrier, where it does not push."""
    drops: bool = False
    """Whether it reads drops (`drop.py`): then files of scans may be sent for it, too."""
