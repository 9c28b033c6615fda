"""The European right of withdrawal: what has to be told, the labels of the button, and the acknowledgement.

Directive 2011/83/EU, Art. 6(1)(h), 9, 11, 13, 14, 16 and what its Annex I(A) wants told, in words of our own; Art. 11a
(the withdrawal function), put in by Directive (EU) 2023/2673, applies from 19 June 2026: the function is labelled
"withdraw from contract here", its second step "confirm withdrawal here", or as plainly, and the consumer gets an
acknowledgement with content, date and time on a durable medium without undue delay (read 2026-11-29 in the Directive's
summary; Art. 13, 14 and 16 are from memory: verify).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.locales import Words, subject_words
from shared.returns.policy.policy import Fee, Policy
from shared.returns.policy.terms import BASE
from shared.returns.text.actions import said_fee
from shared.returns.text.document import Document, Section, Sentence, Stated
from shared.returns.text.last_days import WITHDRAWAL_DAYS
from shared.returns.text.speech import Speech, speech
from shared.returns.withdrawal import Withdrawal, WithdrawnLine


@dataclass(frozen=True, slots=True)
class WithdrawalLabels:
    """What the two buttons say."""

    withdraw: str
    confirm: str


def withdrawal_labels(language: str) -> WithdrawalLabels:
    """The labels of Art. 11a, the Directive's own words in English."""
    say = speech(language, "EUR").say
    return WithdrawalLabels(say("eu.label.withdraw"), say("eu.label.confirm"))


def withdrawal_information(policy: Policy, language: str) -> Document:
    """What Annex I(A) wants told before the contract is made, as a text of its own."""
    spoken = speech(language, policy.currency)
    told = section(policy, spoken)
    return Document(spoken.language, told.heading, (told,))


def section(policy: Policy, spoken: Speech) -> Section:
    """The same as a part of the policy's text."""
    say = spoken.say
    days = spoken.counted("day", WITHDRAWAL_DAYS)
    paragraphs = (
        Sentence(say("eu.right", days=days)),
        Sentence(say("eu.start", days=days)),
        Sentence(say("eu.how", withdraw=say("eu.label.withdraw"))),
        Sentence(say("eu.button", confirm=say("eu.label.confirm"))),
        Sentence(say("eu.pay", days=days)),
        Sentence(say("eu.send", days=days)),
        _cost(policy, spoken),
        Sentence(say("eu.value")),
        Sentence(say("eu.except")),
    )
    return Section("eu", say("section.eu"), paragraphs)


def acknowledgement(withdrawal: Withdrawal, language: str) -> Document:
    """What is shown at once after the withdrawal was confirmed: content, date, time and zone, to be kept.

    In every language there is, not in those of the policy's text alone: the law wants it for every consumer.
    """
    say = subject_words("withdrawal", language)
    local = withdrawal.received_there
    received = say("withdrawal.received", day=_day(local.date(), say), time=f"{local:%H:%M:%S}", zone=withdrawal.zone)
    sections = [
        Section(
            "received",
            "",
            (
                Sentence(received),
                Sentence(say("withdrawal.order", order=withdrawal.order)),
                Sentence(say("withdrawal.number", number=withdrawal.number)),
            ),
        ),
        Section("goods", say("withdrawal.goods"), (), _lines(withdrawal.lines, say)),
    ]
    if withdrawal.statement:
        sections.append(Section("statement", say("withdrawal.said"), (Sentence(withdrawal.statement),)))
    sections.append(Section("keep", "", (Sentence(say("withdrawal.keep")),)))
    return Document(say.language, say("withdrawal.title"), tuple(sections))


def _day(day: date, say: Words) -> str:
    """With its year."""
    month = say("withdrawal.months").split()[day.month - 1]
    return say("withdrawal.date", day=day.day, month=month, year=day.year)


def _lines(lines: Sequence[WithdrawnLine], say: Words) -> tuple[Sentence, ...]:
    return tuple(Sentence(say("withdrawal.line", item=line.item, quantity=line.quantity)) for line in lines)


def _cost(policy: Policy, spoken: Speech) -> Sentence:
    fee = policy.base.shipping_fee or Fee()
    said = _cost_said(fee, spoken)
    return Sentence(said, (Stated(BASE, "shipping_fee", said),))


def _cost_said(fee: Fee, spoken: Speech) -> str:
    if fee.by_shopper:
        return spoken.say("eu.cost.shopper")
    if fee.fixed or fee.basis_points:
        return spoken.say("eu.cost.fee", amount=said_fee(fee, spoken))
    return spoken.say("eu.cost.shop")
