"""What a policy says about an order, position by position, with the rule behind each word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.cli.policy_words import named_slot
from shared.errors import Invalid
from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import Ask, Facts, Position, Purchase
from shared.returns.policy.policy import SLOTS, Fact, Policy
from shared.returns.policy.terms import Eligibility, Terms, Why
from shared.returns.vocabulary import Condition, Method, Outcome


class UnknownWord(Invalid):
    """A reason, outcome, method or condition that there is not."""

    code = "unknown_word"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about every position; None: not chosen."""

    reason: str | None = None
    condition: Condition | None = None
    outcome: Outcome | None = None
    method: Method | None = None
    channel: str = "portal"


def explained(policy: Policy, purchase: Purchase, asked: Asked) -> Iterator[str]:
    """The lines to print. Without a reason: every reason with its outcomes; with one: all that is decided for it.

    Raises UnknownWord for a reason the policy does not know.
    """
    if asked.reason is not None and policy.reason(asked.reason) is None:
        known = ", ".join(reason.code for reason in policy.reasons)
        raise UnknownWord(f"There is no reason {asked.reason}: say one of {known}.")
    engine, facts = Engine(policy), {Fact.RETURN_CHANNEL: asked.channel}
    if asked.reason is None:
        for eligibility in engine.offers(purchase, facts):
            yield from _offered(eligibility)
        return
    for position in purchase.positions:
        terms = engine.terms(purchase, position, _ask(asked, purchase, position, facts))
        yield from _decided(position, terms, policy)


def _ask(asked: Asked, purchase: Purchase, position: Position, facts: Facts) -> Ask:
    """All that is left of the position comes back; whether that is the whole order is a fact too."""
    ask = Ask(asked.reason, asked.condition, asked.outcome, asked.method, position.open_quantity or None)
    known = {
        **facts,
        Fact.RETURN_ITEMS: position.open_quantity,
        Fact.RETURN_VALUE: position.value * position.open_quantity // max(1, position.quantity),
        Fact.RETURN_WHOLE_ORDER: len(purchase.positions) == 1 and position.open_quantity == position.quantity,
    }
    return replace(ask, facts=known)


def _offered(found: Eligibility) -> Iterator[str]:
    until = f", until {found.until}" if found.until else ""
    yield f"{found.line} × {found.open_quantity}: {'eligible' + until if found.eligible else 'not eligible'}"
    if not found.eligible:
        yield from (f"  {_why(why)}" for why in found.whys)
        return
    for offer in found.reasons:
        if offer.terms.whys:
            yield f"  {offer.reason}: not eligible: " + "; ".join(_why(why) for why in offer.terms.whys)
            continue
        outcomes = ", ".join(f"{each.outcome} ({each.review}, paid at {each.whole_at})" for each in offer.outcomes)
        yield f"  {offer.reason}: until {_day(offer.terms)}: {outcomes or 'nothing is offered'}"


def _decided(position: Position, terms: Terms, policy: Policy) -> Iterator[str]:
    yield f"{position.line} × {position.open_quantity}: {'eligible' if terms.eligible else 'not eligible'}"
    yield from (f"  against it: {_why(why)}" for why in terms.whys)
    yield f"  until {_day(terms)}, counted from {terms.clock}   [{terms.rule_of('window')}]"
    for slot in SLOTS:
        value = getattr(terms.actions, slot)
        if slot != "window" and value is not None:
            yield f"  {named_slot(slot, value, policy.currency)}   [{terms.rule_of(slot)}]"


def _why(why: Why) -> str:
    day = f", {why.day}" if why.day else ""
    return f"{why.code}{day} [{why.rule}]"


def _day(terms: Terms) -> str:
    return str(terms.until) if terms.until else "for ever"
