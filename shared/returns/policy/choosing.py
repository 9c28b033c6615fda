"""What may be chosen, and what was. A choice is offered where the terms with it hold nothing against it.

Rules may ask about outcome and method, and so change with a choice what else holds: sixty days for store credit, in
the store without a fee. So where a choice is still open, each is tried: it is enough that one of them is eligible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from shared.returns.policy.facts import Ask
from shared.returns.policy.hearing import Hearing
from shared.returns.policy.policy import EvidenceNeeded, Reason
from shared.returns.policy.rulebook import Rulebook
from shared.returns.policy.terms import Terms, Why
from shared.returns.vocabulary import Method, Outcome

Choice = TypeVar("Choice", Outcome, Method)


def for_method(hearing: Hearing, reason: Reason | None, outcome: Outcome | None, method: Method) -> Terms:
    """The terms by this method, with a word against it where it, or the outcome, is not among them."""
    terms = hearing.at(reason, outcome, method)
    if terms.actions.methods and method not in terms.actions.methods:
        terms = against(terms, [Why("method_not_offered", _taker(terms, "methods"))])
    return terms if outcome is None else _with_outcome(terms, outcome)


def for_outcome(book: Rulebook, hearing: Hearing, reason: Reason | None, outcome: Outcome) -> Terms:
    """The terms with this outcome, with a word against it where it is not among them; `methods` are those left."""
    terms = _with_outcome(hearing.at(reason, outcome, None), outcome)
    if not book.with_reason(hearing.alive, reason) & book.method_gates:
        return terms
    tried = {method: for_method(hearing, reason, outcome, method) for method in Method}
    return _left(terms, "methods", terms.actions.methods or (), tried)


def for_reason(book: Rulebook, hearing: Hearing, reason: Reason | None) -> Terms:
    """The terms for this reason; `outcomes` are those left, and `methods` those by which any of them can be had."""
    terms = hearing.at(reason, None, None)
    # A spare part needs no way back, so that it may be had where there is none.
    stays = not terms.eligible and Outcome.SPARE_PART in (terms.actions.outcomes or ())
    if not stays and not book.with_reason(hearing.alive, reason) & (book.outcome_gates | book.method_gates):
        return terms
    tried = {outcome: for_outcome(book, hearing, reason, outcome) for outcome in Outcome}
    terms = _left(terms, "outcomes", terms.actions.outcomes or (), tried)
    if not terms.eligible:
        return terms
    methods = (method for each in tried.values() if each.eligible for method in each.actions.methods or ())
    return replace(terms, actions=replace(terms.actions, methods=tuple(dict.fromkeys(methods))))


def methods_of(hearing: Hearing, reason: Reason | None, outcome: Outcome, terms: Terms) -> dict[Method, Terms]:
    """Each method that terms with this outcome leave, with its own terms."""
    return {method: for_method(hearing, reason, outcome, method) for method in terms.actions.methods or ()}


def for_ask(book: Rulebook, hearing: Hearing, reason: Reason | None, ask: Ask) -> Terms:
    """The terms for all that was chosen, and everything against it."""
    if ask.method is not None:
        terms = for_method(hearing, reason, ask.outcome, ask.method)
    elif ask.outcome is not None:
        terms = for_outcome(book, hearing, reason, ask.outcome)
    else:
        terms = for_reason(book, hearing, reason)
    more = [*_wrong_reason(ask, hearing, reason), *_quantity(ask, hearing.position.open_quantity)]
    if ask.is_final:
        more += _missing(ask, terms)
    return against(terms, more)


def against(terms: Terms, whys: Iterable[Why]) -> Terms:
    """The terms, with these reasons against it too."""
    found = tuple(dict.fromkeys((*terms.whys, *whys)))
    return terms if found == terms.whys else replace(terms, whys=found)


def later(some: date | None, other: date | None) -> date | None:
    """The later of two last days; None: for ever."""
    return None if some is None or other is None else max(some, other)


def _left(terms: Terms, slot: str, listed: tuple[Choice, ...], tried: dict[Choice, Terms]) -> Terms:
    """The terms while a choice is open, by the terms of each choice. Where those without one are against it although
    some choice is eligible, that choice's stand for them: of several the one that lasts longest."""
    inorder = sorted(tried, key=lambda choice: listed.index(choice) if choice in listed else len(listed))
    eligible = [choice for choice in inorder if tried[choice].eligible]
    if not eligible:
        whys = (why for choice in listed for why in tried[choice].whys)
        return terms if not terms.eligible else against(terms, whys)
    if not terms.eligible:
        terms = max((tried[choice] for choice in eligible), key=lambda each: each.until or date.max)
    offered: Any = {slot: tuple(eligible)}
    return replace(terms, actions=replace(terms.actions, **offered))


def _with_outcome(terms: Terms, outcome: Outcome) -> Terms:
    if terms.actions.outcomes and outcome not in terms.actions.outcomes:
        return against(terms, [Why("outcome_not_offered", _taker(terms, "outcomes"))])
    return terms


def _taker(terms: Terms, slot: str) -> str:
    """Because of which rule something is not offered: the first that took off, else who set the slot."""
    return next((rule for name, rule in terms.rules if name == f"without_{slot}"), terms.rule_of(slot))


def _wrong_reason(ask: Ask, hearing: Hearing, reason: Reason | None) -> list[Why]:
    if reason is None:
        return [Why("reason_unknown")] if ask.reason is not None else []
    return [] if hearing.suits(reason) else [Why("reason_not_for_this")]


def _quantity(ask: Ask, open_quantity: int) -> list[Why]:
    if ask.quantity is None:
        return []
    if ask.quantity < 1:
        return [Why("too_few")]
    return [Why("too_many")] if ask.quantity > max(0, open_quantity) else []


def _missing(ask: Ask, terms: Terms) -> list[Why]:
    chosen = (("reason", ask.reason), ("outcome", ask.outcome), ("quantity", ask.quantity))
    whys = [Why(f"{name}_missing") for name, choice in chosen if choice is None]
    needed = terms.actions.evidence
    if needed is not None and not is_shown(ask, needed):
        whys.append(Why("evidence_missing", terms.rule_of("evidence")))
    return whys


def is_shown(ask: Ask, needed: EvidenceNeeded) -> bool:
    """Whether all that is needed was shown."""
    return (
        ask.photos >= needed.photos
        and (ask.has_video or not needed.video)
        and (ask.has_words or not needed.words)
        and (ask.has_serial or not needed.serial_number)
    )
