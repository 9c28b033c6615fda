"""The text of a policy says what the engine decides, in every language, and nothing of what is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Actions, Fact, Policy, When
from shared.returns.policy.terms import BASE, Terms
from shared.returns.text import en, ja
from shared.returns.text.actions import NEVER_TOLD, TOLD, said_action
from shared.returns.text.case import Case
from shared.returns.text.cases import case_of
from shared.returns.text.document import Stated
from shared.returns.text.human import Contact, policy_text, untold_rules
from shared.returns.text.render import to_plain
from shared.returns.text.situations import CHOSEN, plain, with_rule
from shared.returns.text.speech import languages, speech
from shared.returns.vocabulary import Method, ReasonGroup
from tests.returns.text.policies import MERCHANTS, policies, sample

MOST = 5
"""Situations tried for each rule and group of reasons."""
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
LEFTOVER = re.compile(r"[a-z]+_[a-z]+|[{}]|\bNone\b|\bfact\.|\bTrue\b|\bFalse\b")


def situations(policy: Policy, rule: str) -> Iterator[tuple[Case, set[Fact]]]:
    """Cases a sentence about this rule (or the base) may be about, with the choices that its condition is about.

    They are worth nothing where the rule does not ask for it: beneath every limit of being paid ahead.
    """
    when = next((each.when for each in policy.rules if each.name == rule), When())
    every = {test.fact for test in _tests(when)}
    asked = every & CHOSEN
    for group in ReasonGroup:
        for facts in islice(with_rule(policy, when, plain(policy, group)), MOST):
            facts = {**facts, Fact.RETURN_VALUE: facts[Fact.RETURN_VALUE] if Fact.RETURN_VALUE in every else 0}
            kept = {fact: value for fact, value in facts.items() if fact not in CHOSEN or fact in asked}
            kept |= {fact: facts[fact] for fact in (Fact.RETURN_REASON, Fact.RETURN_REASON_GROUP) if fact in facts}
            yield case_of(rule, kept, policy), asked


def _tests(when: When) -> Iterator[Any]:
    yield from when.tests
    for inner in (*when.any_of, *when.none_of):
        yield from _tests(inner)


def answers(policy: Policy, rule: str, engine: Engine) -> list[Terms]:
    """The engine's answers in cases that a sentence about this rule may be about."""
    found = []
    for case, asked in situations(policy, rule):
        chosen = replace(
            case,
            outcome=case.outcome if Fact.RETURN_OUTCOME in asked else None,
            method=case.method if Fact.RETURN_METHOD in asked else None,
        )
        found.append(engine.terms(*chosen.purchase(policy)))
    return found


def value_of(terms: Terms, statement: Stated, policy: Policy) -> Any:
    """What the engine answers for a slot. What is taken off adds up, and lists are what others leave of them."""
    value = getattr(terms.actions, statement.slot)
    said = next((rule.then for rule in policy.rules if rule.name == statement.rule), policy.base)
    if statement.slot.startswith("without_"):
        assert getattr(said, statement.slot) <= value
        return getattr(said, statement.slot)
    if statement.slot in ("outcomes", "methods"):
        assert set(value) - {Method.NONE} <= set(getattr(said, statement.slot))  # a spare part needs no way back
        return getattr(said, statement.slot)
    if statement.slot == "evidence":  # a reason may ask for words beside it
        return replace(value, words=said.evidence.words) if said.evidence else value
    return value


def check(policy: Policy, language: str) -> int:
    """Hold each statement of the text against the engine; how many could be."""
    engine, spoken, checked = Engine(policy), speech(language, policy.currency), 0
    known: dict[str, list[Terms]] = {}
    for sentence in policy_text(policy, language).sentences():
        for statement in sentence.stated:
            assert statement.said.lower() in sentence.text.lower()
            if statement.rule not in known:
                known[statement.rule] = answers(policy, statement.rule, engine)
            terms = next(
                (each for each in known[statement.rule] if (statement.slot, statement.rule) in each.rules), None
            )
            if terms is not None and not statement.said.startswith(_law_words(spoken)):
                checked += 1
                assert said_action(statement.slot, value_of(terms, statement, policy), spoken) == statement.said
    return checked


def _law_words(spoken: Any) -> tuple[str, ...]:
    return tuple(spoken.say(f"eu.cost.{who}").split("{")[0] for who in ("shop", "shopper", "fee"))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("merchant", MERCHANTS)
def test_what_the_text_of_a_sample_says_is_what_the_engine_answers(merchant: str, language: str) -> None:
    policy = sample(merchant)
    statements = sum(len(sentence.stated) for sentence in policy_text(policy, language).sentences())

    assert check(policy, language) > 0.8 * statements


@given(policies)
@settings(max_examples=10, deadline=None)
def test_what_the_text_of_any_policy_says_is_what_the_engine_answers(policy: Policy) -> None:
    for language in languages():
        check(replace(policy, laws=(), unsaid=frozenset()), language)


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_a_number_that_changes_in_the_policy_changes_in_the_text(merchant: str) -> None:
    policy = sample(merchant)
    window = policy.base.window
    assert window is not None
    longer = replace(policy, base=replace(policy.base, window=replace(window, days=77)))

    assert "77" not in to_plain(policy_text(policy, "en"))
    assert "77 days after delivery" in to_plain(policy_text(longer, "en"))
    assert "77日以内" in to_plain(policy_text(longer, "ja"))


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_the_text_says_the_same_numbers_in_every_language(merchant: str) -> None:
    policy = replace(sample(merchant), texts=())
    said = {language: _numbers(policy, language) for language in languages()}

    assert said["ja"] == said["en"]


def _numbers(policy: Policy, language: str) -> set[str]:
    """Of what rules set: dates are written differently, and「1日目」has a number of its own."""
    document = policy_text(policy, language)
    statements = [statement.said for sentence in document.sentences() for statement in sentence.stated]
    return {number for said in statements for number in NUMBER.findall(said)}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("merchant", MERCHANTS)
def test_no_word_of_the_machine_is_left_in_the_text(merchant: str, language: str) -> None:
    text = to_plain(policy_text(sample(merchant), language, Contact("Shop", "help@shop.example")))

    assert not LEFTOVER.findall(text)
    assert all(rule.name not in text for rule in sample(merchant).rules if "-" in rule.name)


@given(policies)
@settings(max_examples=10, deadline=None)
def test_no_word_of_the_machine_is_left_in_any_text(policy: Policy) -> None:
    for language in languages():
        assert not LEFTOVER.findall(to_plain(policy_text(policy, language)))


def test_what_a_shop_knows_of_its_shoppers_stays_out_of_the_text() -> None:
    policy = sample("apparel-us")

    text = to_plain(policy_text(policy, "en"))

    assert {"watched", "high-risk", "serial-returner"} <= set(untold_rules(policy))
    assert "high risk" not in text
    assert "You can always ask for a second look" in text


def test_days_of_grace_are_not_told() -> None:
    policy = sample("apparel-us")

    assert policy.base.window is not None
    assert policy.base.window.grace_days == 3
    assert "33 days" not in to_plain(policy_text(policy, "en"))


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_every_rule_is_told_or_named_as_untold(merchant: str) -> None:
    policy = sample(merchant)
    told = {statement.rule for sentence in policy_text(policy, "en").sentences() for statement in sentence.stated}

    assert {rule.name for rule in policy.rules} == (told - {BASE}) | set(untold_rules(policy))


def test_each_slot_is_told_or_kept_back_on_purpose() -> None:
    assert set(TOLD) | NEVER_TOLD == set(Actions.__dataclass_fields__)
    assert {"destination", "disposition", "message"} == NEVER_TOLD


def test_both_languages_have_the_same_texts() -> None:
    assert set(en.TEXTS) == set(ja.TEXTS)
    for key, text in en.TEXTS.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", ja.TEXTS[key])), key


def test_every_fact_and_slot_has_words() -> None:
    for fact in Fact:
        assert any(key == f"fact.{fact}" or key.startswith(f"fact.{fact}.") for key in en.TEXTS), fact


def test_an_unknown_language_is_english() -> None:
    assert policy_text(sample("apparel-us"), "fr").language == "en"
    assert policy_text(sample("apparel-us"), "ja-JP").language == "ja"
