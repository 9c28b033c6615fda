"""What the policy decided about goods that are about to come back, in a shopper's words."""

from __future__ import annotations

from collections.abc import Iterable

from shared.locales import Words
from shared.promise.money import Texts
from shared.promise.money import said_in as said
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Why

_SAID = frozenset(
    {
        "window_closed", "not_delivered", "nothing_left", "too_many", "final_sale", "hygiene", "perishable",
        "made_to_order", "digital", "sealed_media", "nothing_offered", "no_method", "reason_not_for_this",
        "blocked", "hazardous", "bulky",
    }
)  # fmt: skip
"""Codes with words of their own under `[returns_why]`."""


def whys_in_words(whys: Iterable[Why], policy: Policy, say: Words) -> list[str]:
    """Every reason against, each once; at least one, so that nobody is refused without a word."""
    found = [_why(why, policy, say) for why in whys]
    return list(dict.fromkeys(found)) or [say("returns_why.other")]


def reason_in_words(code: str, policy: Policy, language: str) -> str:
    """A reason as shoppers read it; its code where the policy has no words, "" where it does not know it."""
    reason = policy.reason(code)
    return (_in_words(language, reason.texts) or code) if reason else ""


def _why(why: Why, policy: Policy, say: Words) -> str:
    """In our words; for a code of the shop's own, by the name that it gave the rule for shoppers."""
    if why.code == "window_closed" and why.day:
        return say("returns_why.window_closed_on", day=say.date(why.day))
    if why.code in _SAID:
        return say(f"returns_why.{why.code}")
    name = _in_words(say.language, dict(policy.names).get(why.rule, ()))
    return say("returns_why.rule", name=name) if name else say("returns_why.other")


def _in_words(language: str, texts: Texts) -> str:
    return said(language, texts)
