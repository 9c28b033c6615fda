"""How a carrier without pushes is asked: the request, and the answer in our words. Pure: nothing is sent from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from shared.exchange import Question
from shared.tracking.carrier_update import CarrierUpdate

RUN_EVERY = timedelta(minutes=15)
"""How often we look which parcels are due. `infra/polling.py` sets the clock to it."""
QUESTIONS_A_RUN = 500
"""Of a carrier that names no quota."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a sign-in gives."""

    value: str
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class SignIn:
    """How the merchant's credentials become a token that is good for a while."""

    ask: Callable[[Mapping[str, str]], Question]
    """The merchant's credentials -> the request. Raises KeyError naming a credential that is missing."""
    read: Callable[[bytes], Token]
    """The answer's body -> the token; raises what `Carrier.parse` raises."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many questions a carrier takes."""

    questions: int
    per: timedelta

    def in_a_run(self) -> int:
        """How many may be asked in one run, so that runs every RUN_EVERY keep to the quota; at least one."""
        return max(1, int(self.questions * min(1.0, RUN_EVERY / self.per)))


@dataclass(frozen=True, slots=True)
class Polling:
    """What asking a carrier takes."""

    ask: Callable[[Sequence[str], Mapping[str, str]], Question]
    """Tracking numbers (1 to `batch` of them) and the merchant's credentials at the carrier -> the request. Of a
    carrier with `sign_in`, the token is among the credentials, as "token".

    Raises KeyError naming a credential that is missing."""
    parse: Callable[[bytes], tuple[CarrierUpdate, ...]]
    """The answer's body -> updates; raises what `Carrier.parse` raises. A number the carrier does not know is no
    update. `Carrier.parse` must read the same bytes in the same way: on the bus, an answer is an update like a push."""
    credentials: tuple[str, ...]
    """Names of the credentials that `ask` and `sign_in` need, as the merchant enters them: ("api_key",)."""
    batch: int = 1
    """Most numbers in one question."""
    every: timedelta = timedelta(hours=2)
    """How often a live parcel is asked after, at most: within the carrier's fair use."""
    sign_in: SignIn | None = None
    """Where the credentials are first exchanged for a token."""
    quota: Quota | None = None
    """How many questions the carrier takes, where it says so."""

    @property
    def questions_a_run(self) -> int:
        """How many questions one run may ask."""
        return self.quota.in_a_run() if self.quota else QUESTIONS_A_RUN
