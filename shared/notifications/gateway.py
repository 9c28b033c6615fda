"""What a channel's service is asked for, and what became of it: the port that every provider's adapter implements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from shared.errors import Invalid, Unavailable

Written = TypeVar("Written", contravariant=True)
"""A message as its channel writes it: a mail, a text, a request."""
FORGETS = timedelta(0)
"""Of a service that cannot tell a repeat from a message that it has not seen."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The service has it, and will try to deliver it."""

    provider_id: str = ""
    """What the service calls it; "" where it says nothing."""
    dead: Sequence[str] = ()
    """Addresses that turned out to be no more, although it was taken for another: browsers that unsubscribed."""


class MessageRefused(Invalid):
    """The service did not take it and never will, there or as it is. It certainly did not go out."""

    code = "message_refused"

    def __init__(
        self, reason: str, *, dead: Sequence[str] = (), why_dead: str = "invalid", needs_mending: bool = False
    ) -> None:
        """`reason`: a code, the service's own where it has one. `dead`: addresses where nothing will arrive, and
        `why_dead`, as of `Shopper.dead`. `needs_mending`: the account or its set-up is to blame: somebody must look.
        """
        super().__init__(f"The service refused the message: {reason}.")
        self.reason = reason
        self.dead = dead
        self.why_dead = why_dead
        self.needs_mending = needs_mending


class NotTaken(Unavailable):
    """The service certainly did not take it now: a retry sends it once."""

    code = "message_not_taken"

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(f"The service did not take the message: {reason}.")
        self.retry_after = retry_after


class Gateway(Protocol[Written]):
    """One channel's service."""

    def remembers(self, written: Written, /) -> timedelta:
        """For how long the service tells a repeat of it from a new message; `FORGETS` where it never does."""

    def send(self, written: Written, /) -> Taken:
        """Hand it over, once: no retry inside.

        Raises MessageRefused or NotTaken where it certainly did not go out. Any other Unavailable: nobody knows.
        """
