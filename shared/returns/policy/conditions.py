"""Conditions as functions of facts that answer yes, no, or not known (Kleene's three values: True, False, None)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from shared.returns.policy.facts import Facts
from shared.returns.policy.policy import Fact, Test, Value, When

Answer = bool | None
Asked = Callable[[Facts], Answer]


def conjuncts(when: When) -> Iterator[tuple[frozenset[Fact], Asked]]:
    """What all has to be true for `when`, each with the facts it asks about: it holds once every one answers yes."""
    for test in when.tests:
        yield frozenset((test.fact,)), asked_by(test)
    if when.any_of:
        yield frozenset(fact for each in when.any_of for fact in facts_of(each)), _any(list(map(whole, when.any_of)))
    for each in when.none_of:
        yield frozenset(facts_of(each)), _not(whole(each))


def facts_of(when: When) -> Iterator[Fact]:
    """Every fact that is asked about, deep inside too."""
    yield from (test.fact for test in when.tests)
    for each in (*when.any_of, *when.none_of):
        yield from facts_of(each)


def whole(when: When) -> Asked:
    """A whole condition as one question: no, where one part says no, even if others are not known."""
    return _all([asked for _, asked in conjuncts(when)])


def asked_by(test: Test) -> Asked:
    """One test as a question. A fact of another kind than the test asks for is not known to it."""
    if test.one_of is not None:
        return _one_of(test.fact, test.one_of)
    if test.is_true is not None:
        return _is(test.fact, test.is_true)
    return _between(test.fact, test.at_least, test.at_most)


def _one_of(fact: Fact, wanted: frozenset[str]) -> Asked:
    def ask(facts: Facts) -> Answer:
        value = facts.get(fact)
        if isinstance(value, str):
            return value in wanted
        return not wanted.isdisjoint(value) if isinstance(value, frozenset) else None

    return ask


def _is(fact: Fact, wanted: bool) -> Asked:
    def ask(facts: Facts) -> Answer:
        value = facts.get(fact)
        return value is wanted if isinstance(value, bool) else None

    return ask


def _between(fact: Fact, at_least: Value | None, at_most: Value | None) -> Asked:
    kind = date if isinstance(at_least, date) or isinstance(at_most, date) else int

    def ask(facts: Facts) -> Answer:
        value = facts.get(fact)
        if not isinstance(value, kind):
            return None
        return (at_least is None or at_least <= value) and (at_most is None or value <= at_most)  # type: ignore[operator]

    return ask


def _all(asked: list[Asked]) -> Asked:
    def ask(facts: Facts) -> Answer:
        known: Answer = True
        for each in asked:
            answer = each(facts)
            if answer is False:
                return False
            known = None if answer is None else known
        return known

    return ask


def _any(asked: list[Asked]) -> Asked:
    def ask(facts: Facts) -> Answer:
        known: Answer = False
        for each in asked:
            answer = each(facts)
            if answer:
                return True
            known = None if answer is None else known
        return known

    return ask


def _not(asked: Asked) -> Asked:
    def ask(facts: Facts) -> Answer:
        answer = asked(facts)
        return None if answer is None else not answer

    return ask
