"""返品特約: what a Japanese shop has to show about returns in its advertisement and on the last screen of an order.

特定商取引法 (Act on Specified Commercial Transactions) Art. 11: whether goods can be returned, until when and who
pays the way back, shown so that it is easily seen; Art. 12-6: also on the final confirmation screen, since 2022-06-01;
Art. 15-3: where no special terms are shown, the buyer can return goods within eight days of receipt, the day of receipt
included, and pays the way back (JADMA's guideline on showing 返品特約 and the consumer agency's
通信販売の申込み段階における表示についてのガイドライン, read 2026-11-29 in part; the numbering of sections: verify).
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.returns.policy.policy import Fact, Fee, Law, Policy, When, Window
from shared.returns.policy.terms import BASE
from shared.returns.text.actions import said_action, said_fee
from shared.returns.text.document import Document, Section, Sentence, Stated
from shared.returns.text.speech import Speech, speech
from shared.returns.vocabulary import ClockStart, ReasonGroup

STATUTORY_DAYS = 8
"""Art. 15-3, the day of receipt being the first."""
SHORT_LIMIT = 120
"""Characters: what fits a confirmation screen beside the button."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice in its two lengths."""

    title: str
    short: str
    """At most 120 characters, for the final confirmation screen and advertisements."""
    long: Document
    """For the page behind it."""
    is_statutory: bool
    """Whether the shop set no terms of its own, so that the Act's eight days hold."""


def notice(policy: Policy, language: str = "ja") -> Notice:
    """What to show. Where the shop has no 返品特約 it says the statutory eight days."""
    spoken = speech(language, policy.currency)
    told = section(policy, spoken)
    return Notice(
        title=spoken.say("jp.title"),
        short=_short(policy, spoken),
        long=Document(spoken.language, spoken.say("jp.title"), (told,)),
        is_statutory=is_statutory(policy),
    )


def is_statutory(policy: Policy) -> bool:
    """Whether the shop states no period of its own and has the buyer pay the way back: just what Art. 15-3 gives."""
    accept, fee = policy.base.accept, policy.base.shipping_fee or Fee()
    takes_back = accept is None or accept.yes
    buyer_pays = fee.by_shopper or "shipping_fee" in policy.unsaid
    return Law.JP in policy.laws and "window" in policy.unsaid and takes_back and buyer_pays


def section(policy: Policy, spoken: Speech) -> Section:
    """The long form as a part of the policy's text: whether, until when, at whose cost, and what about defects."""
    say = spoken.say
    if is_statutory(policy):
        days = spoken.counted("day", STATUTORY_DAYS)
        return Section("jp", say("section.jp"), (Sentence(say("jp.statutory", days=days)),))
    said: list[Sentence] = []
    accept = policy.base.accept
    if accept is not None and not accept.yes:
        said.append(Sentence(say("jp.short.none")))
    else:
        said += [_stated(slot, policy, spoken) for slot in ("window", "shipping_fee", "restocking_fee")]
        if _has_exceptions(policy):
            said.append(Sentence(say("jp.short.exceptions")))
    if _defects_are_free(policy):
        said.append(Sentence(say("jp.short.defects")))
    return Section("jp", say("section.jp"), tuple(said))


def _stated(slot: str, policy: Policy, spoken: Speech) -> Sentence:
    said = said_action(slot, getattr(policy.base, slot) or Fee(), spoken)
    whole = spoken.say("always", actions=said)
    return Sentence(whole[:1].upper() + whole[1:], (Stated(BASE, slot, said),))


def _short(policy: Policy, spoken: Speech) -> str:
    say, base = spoken.say, policy.base
    if is_statutory(policy):
        return say("jp.short.statutory", days=spoken.counted("day", STATUTORY_DAYS))
    if base.accept is not None and not base.accept.yes:
        first = [say("jp.short.none")]
    else:
        window = say("jp.short.window", window=_window(base.window or Window(None), spoken))
        first = [window, _way_back(base.shipping_fee or Fee(), spoken)]
        restocking = base.restocking_fee or Fee()
        if restocking.fixed or restocking.basis_points:
            first.append(say("jp.short.restocking", amount=_restocking(restocking, spoken)))
        if _has_exceptions(policy):
            first.append(say("jp.short.exceptions"))
    if _defects_are_free(policy):
        first.append(say("jp.short.defects"))
    return say("join.sentence").join(first)


def _window(window: Window, spoken: Speech) -> str:
    if window.days is None:
        return spoken.say("jp.short.forever")
    if window.start is not ClockStart.DELIVERED:
        return said_action("window", window, spoken)
    key = "jp.short.counted" if window.start_counts else "jp.short.days"
    return spoken.say(key, days=spoken.counted("day", window.days))


def _way_back(fee: Fee, spoken: Speech) -> str:
    if fee.by_shopper:
        return spoken.say("jp.short.shopper")
    if fee.fixed or fee.basis_points:
        return spoken.say("jp.short.fee", amount=said_fee(fee, spoken))
    return spoken.say("jp.short.shop")


def _restocking(fee: Fee, spoken: Speech) -> str:
    return said_fee(fee, spoken) if fee.fixed else spoken.percent(fee.basis_points)


def _has_exceptions(policy: Policy) -> bool:
    return any(rule.then.accept is not None and not rule.then.accept.yes for rule in policy.rules)


def _defects_are_free(policy: Policy) -> bool:
    """Whether some rule that asks for nothing but the group of reasons has the shop pay for what it did wrong."""
    wrong = {ReasonGroup.DEFECT.value, ReasonGroup.DELIVERY.value}
    free: set[str] = set()
    for rule in policy.rules:
        groups = _groups_alone(rule.when)
        if groups and rule.then.shipping_fee == Fee():
            free |= groups
    return wrong <= free


def _groups_alone(when: When) -> frozenset[str]:
    """The groups of reasons a condition asks for, where it asks for nothing else."""
    if len(when.tests) != 1 or when.any_of or when.none_of or when.tests[0].fact is not Fact.RETURN_REASON_GROUP:
        return frozenset()
    return when.tests[0].one_of or frozenset()
