"""A policy as the text that shoppers read, made of the same rules the engine decides by, so that they cannot differ.

What is left out, because it is not a shopper's business: the days of grace, where goods go and what becomes of them,
and rules about what a shop knows of a shopper (`topics.py`); of those the text says that some requests are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.promise.money import said_in
from shared.returns.policy.policy import Actions, Extension, Fee, Law, Policy, Rule, Window
from shared.returns.policy.terms import BASE
from shared.returns.text import europe, japan
from shared.returns.text.actions import ALL, is_set, said_action, slots_of
from shared.returns.text.conditions import rule_said, said_when
from shared.returns.text.document import Document, Section, Sentence, Stated
from shared.returns.text.interpreter import whole
from shared.returns.text.speech import Speech, speech
from shared.returns.text.topics import SECTION_OF, is_told, topic_of
from shared.returns.vocabulary import Checking, Keep, Method, Review, WholeAt

_SECTIONS: Final = (
    "window", "holidays", "not_returnable", "fees", "outcomes", "methods", "paid", "special", "tiers", "defects",
    "warranty",
)  # fmt: skip
_BASE_SLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "window": ("window",),
    "fees": ("shipping_fee", "restocking_fee", "shipping_refund"),
    "outcomes": ("outcomes", "bonuses", "keep", "credit_basis_points", "difference_waived"),
    "methods": ("methods", "evidence", "send_back_days"),
    "paid": ("whole_at", "review", "instant", "checking"),
}
"""What each section says where no rule holds."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom shoppers ask. What is "" is left out."""

    shop: str = ""
    mail: str = ""
    url: str = ""
    """https."""


@dataclass(frozen=True, slots=True)
class _Writer:
    policy: Policy
    speech: Speech


def policy_text(policy: Policy, language: str, contact: Contact = Contact()) -> Document:
    """The whole policy in `language` (ja, en; any other: English)."""
    writer = _Writer(replace(policy, base=_complete(policy.base)), speech(language, policy.currency))
    say = writer.speech.say
    sections = (*(_section(key, writer) for key in _SECTIONS), *_by_law(writer), _contact(contact, writer))
    return Document(
        language=writer.speech.language,
        title=say("title"),
        introduction=say("intro"),
        sections=tuple(section for section in sections if section),
    )


def untold_rules(policy: Policy) -> tuple[str, ...]:
    """The rules the text leaves out, for the merchant to know."""
    return tuple(rule.name for rule in policy.rules if not is_told(rule) or not slots_of(rule.then))


def _complete(base: Actions) -> Actions:
    """With the defaults beneath it. Where goods stay with the shopper, nothing is waited for."""
    said = whole(base)
    if said.keep in (None, Keep.NO):
        return said
    return replace(said, methods=(Method.NONE,), whole_at=WholeAt.APPROVAL)


def _section(key: str, writer: _Writer) -> Section:
    return Section(
        key=key,
        heading=writer.speech.say(f"section.{key}"),
        paragraphs=tuple(_paragraphs(key, writer)),
        items=tuple(_items(key, writer)),
    )


def _paragraphs(key: str, writer: _Writer) -> Iterator[Sentence]:
    base, say = writer.policy.base, writer.speech.say
    for slot in _BASE_SLOTS.get(key, ()):
        if _worth_saying(slot, base):
            yield _base_sentence(slot, writer)
    if key == "window" and base.window is not None:
        yield from _window_details(base.window, writer)
    if key == "not_returnable":
        yield from _acceptance(writer)
    if key == "paid" and any(not is_told(rule) for rule in writer.policy.rules):
        yield Sentence(say("draft.hidden"))


def _worth_saying(slot: str, base: Actions) -> bool:
    """Whether a shopper would miss it: that nothing is taken off goes without saying."""
    value = getattr(base, slot)
    if not is_set(slot, value):
        return False
    silent = {
        "restocking_fee": Fee(),
        "keep": Keep.NO,
        "credit_basis_points": ALL,
        "difference_waived": 0,
        "review": Review.AUTOMATIC,
        "checking": Checking.FULL,
        "bonuses": (),
    }
    if slot in ("methods", "send_back_days"):
        return base.keep in (None, Keep.NO)
    if slot == "evidence":
        return bool(value.photos or value.video or value.words or value.serial_number)
    return slot not in silent or bool(value != silent[slot])


def _base_sentence(slot: str, writer: _Writer) -> Sentence:
    said = said_action(slot, getattr(writer.policy.base, slot), writer.speech)
    return Sentence(_always(said, writer), (Stated(BASE, slot, said),))


def _always(actions: str, writer: _Writer) -> str:
    return _capital(writer.speech.say("always", actions=actions))


def _window_details(window: Window, writer: _Writer) -> Iterator[Sentence]:
    speech = writer.speech
    if window.days is None:
        return
    if window.fallback is not window.start:
        start = speech.say(f"start.{window.fallback}")
        plus = speech.counted("day", window.fallback_plus)
        key = "window.fallback" if window.fallback_plus else "window.fallback_same"
        yield Sentence(_capital(speech.say(key, start=start, plus=plus)))
    if window.to_business_day:
        yield Sentence(speech.say("window.business_day"))


def _acceptance(writer: _Writer) -> Iterator[Sentence]:
    say = writer.speech.say
    accept = writer.policy.base.accept
    refused = [rule for rule in writer.policy.rules if rule.then.accept and not rule.then.accept.yes]
    if accept is not None and not accept.yes:
        yield Sentence(say("accept.base_no"))
    elif not refused:
        yield Sentence(say("accept.nothing"))
    yield Sentence(say("accept.conformity"))


def _items(key: str, writer: _Writer) -> Iterator[Sentence]:
    if key == "holidays":
        yield from _extensions(writer)
    for rule in _by_priority(writer.policy.rules):
        if not is_told(rule):
            continue
        slots = [slot for slot in slots_of(rule.then) if _belongs(slot, rule, key, writer)]
        if slots:
            yield _rule_sentence(rule, slots, writer)


def _belongs(slot: str, rule: Rule, key: str, writer: _Writer) -> bool:
    return (topic_of(rule, writer.policy) or SECTION_OF[slot]) == key


def _rule_sentence(rule: Rule, slots: Iterable[str], writer: _Writer) -> Sentence:
    speech, policy = writer.speech, writer.policy
    statements = tuple(
        Stated(rule.name, slot, said_action(slot, getattr(rule.then, slot), speech)) for slot in _in_words(slots, rule)
    )
    actions = speech.say("join.actions").join(statement.said for statement in statements)
    condition = said_when(rule.when, policy, speech)
    if not condition:
        return Sentence(_always(actions, writer), statements)
    name = rule_said(rule.name, policy, speech.language)
    if name:
        return Sentence(speech.say("case.named", name=name, condition=condition, actions=actions), statements)
    return Sentence(speech.say("case", condition=condition, actions=actions), statements)


def _in_words(slots: Iterable[str], rule: Rule) -> Iterator[str]:
    """The slots that are said: what cannot come back needs no more words, what stays with the shopper no way back."""
    stays = rule.then.keep not in (None, Keep.NO)
    for slot in slots:
        if stays and slot in ("methods", "whole_at"):
            continue
        yield slot
        if slot == "accept" and rule.then.accept is not None and not rule.then.accept.yes:
            return


def _extensions(writer: _Writer) -> Iterator[Sentence]:
    base = writer.policy.base.window
    seen: set[Extension] = set()
    for window in (base, *(rule.then.window for rule in writer.policy.rules if is_told(rule))):
        for extension in window.extensions if window is not None else ():
            if extension not in seen:
                seen.add(extension)
                yield Sentence(_extension(extension, writer.speech))


def _extension(extension: Extension, speech: Speech) -> str:
    days = {
        "from": speech.date(extension.placed_from),
        "until": speech.date(extension.placed_until),
        "day": speech.date(extension.until),
    }
    if extension.name:
        return speech.say("extension.named", name=extension.name, **days)
    return speech.say("extension", **days)


def _by_priority(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: -rule.priority)


def _by_law(writer: _Writer) -> Iterator[Section]:
    if Law.JP in writer.policy.laws:
        yield japan.section(writer.policy, writer.speech)
    if Law.EU in writer.policy.laws:
        yield europe.section(writer.policy, writer.speech)


def _contact(contact: Contact, writer: _Writer) -> Section:
    say = writer.speech.say
    own = said_in(writer.speech.language, writer.policy.texts)
    paragraphs = (
        own,
        contact.shop,
        say("contact.mail", mail=contact.mail) if contact.mail else "",
        say("contact.url", url=contact.url) if contact.url else "",
    )
    return Section("contact", say("section.contact"), tuple(Sentence(text) for text in paragraphs if text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
