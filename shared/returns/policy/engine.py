"""The engine: a policy, compiled once, that decides on purchases.

Every rule whose condition holds contributes; for each slot the highest priority is heard, of equals the earlier in the
file; what rules take off adds up; the base fills the rest. Lists, limits and laws are laid over that, and each word of
the answer names what decided it. A fact that is not known makes no rule fire.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.returns.policy.choosing import for_ask
from shared.returns.policy.facts import Ask, Facts, Position, Purchase
from shared.returns.policy.hearing import Bench, Bought, Hearing
from shared.returns.policy.offers import Given, eligibility
from shared.returns.policy.policy import Fact, Policy, Value
from shared.returns.policy.terms import Eligibility, Terms

_NOTHING: Mapping[Fact, Value] = MappingProxyType({})


class Engine:
    """Decides by one policy. Keep it: what it learns of the policy makes the next decision faster."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._bench = Bench(policy)
        self._reasons = {reason.code: reason for reason in policy.reasons}

    def terms(self, purchase: Purchase, position: Position, ask: Ask) -> Terms:
        """What the policy says about one position, as far as `ask` goes; `whys` holds every reason against it.

        What was not chosen yet stays open: then `outcomes` and `methods` are those that may be. With `ask.is_final`
        what is missing is a reason against it too. Never trust an answer of the client: ask again when it counts.
        """
        hearing = Hearing(self._bench, Bought.of(self._bench, purchase), position, ask)
        reason = None if ask.reason is None else self._reasons.get(ask.reason)
        return for_ask(self._bench.book, hearing, reason, ask)

    def offers(self, purchase: Purchase, facts: Facts = _NOTHING) -> tuple[Eligibility, ...]:
        """Each position with every reason that suits it, and the outcomes, methods and fees that follow from it.

        `facts`: what is known of the request already, for example `return.channel`.
        """
        bought, ask = Bought.of(self._bench, purchase), Ask(facts=facts)
        hearings = (Hearing(self._bench, bought, position, ask) for position in purchase.positions)
        given: Given = {}
        return tuple(eligibility(self._bench, hearing, given) for hearing in hearings)
