"""What a rule sets, in words: one phrase for each slot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from shared.returns.policy.policy import SLOTS, Accept, Actions, Bonus, EvidenceNeeded, Fee, Instant, Window
from shared.returns.text.speech import Speech
from shared.returns.vocabulary import Method, Outcome

ALL = 10_000
"""Basis points of everything."""
TOLD: Final = (
    "accept", "window", "outcomes", "without_outcomes", "bonuses", "keep", "credit_basis_points", "difference_waived",
    "shipping_fee", "restocking_fee", "shipping_refund", "methods", "without_methods", "evidence", "send_back_days",
    "whole_at", "instant", "review", "checking",
)  # fmt: skip
"""Slots that shoppers are told of, in the order of reading. The others (`destination`, `disposition`, and `message`,
which is shown where it matters) are the merchant's own business."""
TAKEN_OFF: Final = ("without_outcomes", "without_methods")
NEVER_TOLD: Final = frozenset((*SLOTS, *TAKEN_OFF)) - frozenset(TOLD)


def slots_of(actions: Actions) -> tuple[str, ...]:
    """The slots these actions set, of those that are told."""
    return tuple(slot for slot in TOLD if is_set(slot, getattr(actions, slot)))


def is_set(slot: str, value: object) -> bool:
    """Whether a slot says anything."""
    return bool(value) if slot in TAKEN_OFF else value is not None


def said_action(slot: str, value: Any, speech: Speech) -> str:
    """One slot's value as a phrase without a full stop. KeyError for slots that are not told."""
    return _PHRASES[slot](value, speech)


def _window(window: Window, speech: Speech) -> str:
    if window.days is None:
        return speech.say("window.forever")
    counted = ".counted" if window.start_counts else ""
    return speech.say(f"window.{window.start}{counted}", days=speech.counted("day", window.days))


def _accept(accept: Accept, speech: Speech) -> str:
    return speech.say("accept.yes" if accept.yes else "accept.no")


def _outcomes(outcomes: tuple[Outcome, ...], speech: Speech) -> str:
    if not outcomes:
        return speech.say("outcomes.none")
    return speech.say("outcomes", list=_listed("outcome", outcomes, speech))


def _methods(methods: tuple[Method, ...], speech: Speech) -> str:
    return speech.say("methods", list=_listed("method", methods or (Method.NONE,), speech))


def _without_outcomes(outcomes: frozenset[Outcome], speech: Speech) -> str:
    return speech.say("without_outcomes", list=_listed("outcome", _in_order(outcomes, Outcome), speech))


def _without_methods(methods: frozenset[Method], speech: Speech) -> str:
    return speech.say("without_methods", list=_listed("method", _in_order(methods, Method), speech))


def _shipping_fee(fee: Fee, speech: Speech) -> str:
    if fee.by_shopper:
        return speech.say("shipping_fee.by_shopper")
    return speech.say("shipping_fee", amount=said_fee(fee, speech)) if _costs(fee) else speech.say("shipping_fee.free")


def said_fee(fee: Fee, speech: Speech) -> str:
    """A fee as an amount: "$5", "10 % of the price", or both."""
    share = speech.percent(fee.basis_points)
    if not fee.basis_points:
        return speech.money(fee.fixed)
    if not fee.fixed:
        return speech.say("fee.share", share=share)
    return speech.say("fee.both", amount=speech.money(fee.fixed), share=share)


def _restocking_fee(fee: Fee, speech: Speech) -> str:
    if not _costs(fee):
        return speech.say("restocking_fee.free")
    if not fee.basis_points:
        return speech.say("restocking_fee.fixed", amount=speech.money(fee.fixed))
    share = speech.percent(fee.basis_points)
    if not fee.fixed:
        return speech.say("restocking_fee", amount=share)
    return speech.say("restocking_fee.both", amount=speech.money(fee.fixed), share=share)


def _bonuses(bonuses: tuple[Bonus, ...], speech: Speech) -> str:
    said = [_bonus(bonus, speech) for bonus in bonuses if bonus.fixed or bonus.basis_points]
    return speech.say("join.actions").join(said) or speech.say("bonuses.none")


def _bonus(bonus: Bonus, speech: Speech) -> str:
    outcome = speech.word("outcome", bonus.outcome)
    amount, share = speech.money(bonus.fixed), speech.percent(bonus.basis_points)
    if not bonus.basis_points:
        said = speech.say("bonus.fixed", outcome=outcome, amount=amount)
    elif not bonus.fixed:
        said = speech.say("bonus.share", outcome=outcome, share=share)
    else:
        said = speech.say("bonus.both", outcome=outcome, amount=amount, share=share)
    if bonus.at_most is None:
        return said
    return speech.say("bonus.at_most", bonus=said, amount=speech.money(bonus.at_most))


def _evidence(needed: EvidenceNeeded, speech: Speech) -> str:
    wanted = [speech.counted("photo", needed.photos)] if needed.photos else []
    for name in ("video", "words", "serial_number"):
        if getattr(needed, name):
            wanted.append(speech.say(f"evidence.{name}"))
    return speech.say("evidence", list=speech.every(wanted)) if wanted else speech.say("evidence.none")


def _instant(instant: Instant, speech: Speech) -> str:
    said = []
    if instant.per_return is not None:
        said.append(speech.say("instant.per_return", amount=speech.money(instant.per_return)))
    if instant.open_total is not None:
        said.append(speech.say("instant.open_total", amount=speech.money(instant.open_total)))
    return speech.say("join.actions").join(said) or speech.say("instant.unlimited")


def _credit(basis_points: int, speech: Speech) -> str:
    if basis_points == ALL:
        return speech.say("credit_basis_points.all")
    return speech.say("credit_basis_points", share=speech.percent(basis_points))


def _send_back(days: int, speech: Speech) -> str:
    return speech.say("send_back_days", days=speech.counted("day", days))


def _difference(amount: int, speech: Speech) -> str:
    if not amount:
        return speech.say("difference_waived.none")
    return speech.say("difference_waived", amount=speech.money(amount))


def _named(slot: str) -> Callable[[Any, Speech], str]:
    return lambda value, speech: speech.say(f"{slot}.{value}")


def _costs(fee: Fee) -> bool:
    return bool(fee.fixed or fee.basis_points)


def _listed(group: str, values: tuple[Any, ...], speech: Speech) -> str:
    return speech.any_of(speech.word(group, value) for value in values)


def _in_order(values: frozenset[Any], vocabulary: Any) -> tuple[Any, ...]:
    return tuple(value for value in vocabulary if value in values)


_PHRASES: Mapping[str, Callable[[Any, Speech], str]] = {
    "window": _window,
    "accept": _accept,
    "outcomes": _outcomes,
    "without_outcomes": _without_outcomes,
    "methods": _methods,
    "without_methods": _without_methods,
    "shipping_fee": _shipping_fee,
    "restocking_fee": _restocking_fee,
    "bonuses": _bonuses,
    "evidence": _evidence,
    "instant": _instant,
    "credit_basis_points": _credit,
    "send_back_days": _send_back,
    "difference_waived": _difference,
    **{slot: _named(slot) for slot in ("keep", "review", "whole_at", "checking", "shipping_refund")},
}
