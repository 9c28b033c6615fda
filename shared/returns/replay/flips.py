"""How a draft's decision differs from the recorded one, and which rules stand behind the difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shared.returns.policy.terms import BASE
from shared.returns.replay.figures import estimate
from shared.returns.replay.past_return import PastReturn
from shared.returns.replay.stand import Stand, Verdict
from shared.returns.vocabulary import Keep, WholeAt


class Kind(StrEnum):
    """What flips, the gravest first. The values are public."""

    DECLINED = "declined"
    """It was accepted, and would be declined."""
    ACCEPTED = "accepted"
    """It was declined, and would be accepted, at once or after a review."""
    OUTCOME_GONE = "outcome_gone"
    """What was wanted is not offered any more."""
    KEPT = "kept"
    """The goods would stay with the shopper."""
    NOT_KEPT = "not_kept"
    CREDIT_UP = "credit_up"
    """More of the goods' value is given back."""
    CREDIT_DOWN = "credit_down"
    FEE_UP = "fee_up"
    FEE_DOWN = "fee_down"
    BONUS_UP = "bonus_up"
    BONUS_DOWN = "bonus_down"
    METHOD_GONE = "method_gone"
    """The way back that was chosen is not offered any more."""
    TO_REVIEW = "to_review"
    """Somebody would have to look."""
    FROM_REVIEW = "from_review"
    EARLIER = "earlier"
    """The shopper would be made whole at an earlier moment."""
    LATER = "later"
    EVIDENCE_MORE = "evidence_more"
    """More would have to be shown than was."""


@dataclass(frozen=True, slots=True, order=True)
class Flip:
    """One difference, by who decided it then and who would now."""

    kind: Kind
    before: str
    """The rule of the policy of its day."""
    after: str
    """The draft's."""
    code: str = ""
    """Why it is declined, or was."""


_SLOTS = {
    "window_closed": "window",
    "rejected": "review",
    "nothing_offered": "outcomes",
    "no_method": "methods",
    "outcome_not_offered": "outcomes",
    "method_not_offered": "methods",
    "evidence_missing": "evidence",
}
"""Code of a reason against it -> the slot it comes from; other codes are the policy's own, of `accept`."""
_OF_NO_SLOT = frozenset(
    {"blocked", "not_delivered", "nothing_left", "too_many", "too_few", "reason_unknown", "reason_not_for_this"}
)
_MOMENTS = tuple(WholeAt)


def flips(past: PastReturn, before: Stand, after: Stand) -> tuple[Flip, ...]:
    """Every difference, the gravest first. Where a verdict flips, nothing else is compared."""
    if before.verdict is Verdict.DECLINED or after.verdict is Verdict.DECLINED:
        return tuple(_verdict(before, after))
    return tuple(sorted(_terms(past, before, after), key=lambda flip: _GRAVITY[flip.kind]))


_GRAVITY = {kind: place for place, kind in enumerate(Kind)}


def _verdict(before: Stand, after: Stand) -> Iterator[Flip]:
    if before.verdict is after.verdict:
        return
    if after.verdict is Verdict.DECLINED:
        why = after.whys[0]
        yield Flip(Kind.DECLINED, _beside(before, why.code), why.rule, why.code)
    elif before.whys:
        why = before.whys[0]
        yield Flip(Kind.ACCEPTED, why.rule, _beside(after, why.code), why.code)
    else:
        yield Flip(Kind.ACCEPTED, before.rule_of("review"), after.rule_of("review"), "rejected")


def _beside(stand: Stand, code: str) -> str:
    """The rule that decided otherwise what the other side has something against."""
    return BASE if code in _OF_NO_SLOT else stand.rule_of(_SLOTS.get(code, "accept"))


def _terms(past: PastReturn, before: Stand, after: Stand) -> Iterator[Flip]:
    yield from _gone(before, after)
    if (before.keep is Keep.NO) != (after.keep is Keep.NO):
        yield _by("keep", Kind.KEPT if before.keep is Keep.NO else Kind.NOT_KEPT, before, after)
    if before.credit_basis_points != after.credit_basis_points:
        kind = Kind.CREDIT_UP if after.credit_basis_points > before.credit_basis_points else Kind.CREDIT_DOWN
        yield _by("credit_basis_points", kind, before, after)
    yield from _money(past, before, after)
    if before.verdict is not after.verdict:
        kind = Kind.TO_REVIEW if after.verdict is Verdict.REVIEWED else Kind.FROM_REVIEW
        yield _by("review", kind, before, after)
    if before.whole_at is not after.whole_at:
        is_earlier = _MOMENTS.index(after.whole_at) < _MOMENTS.index(before.whole_at)
        yield _by("whole_at", Kind.EARLIER if is_earlier else Kind.LATER, before, after)


def _gone(before: Stand, after: Stand) -> Iterator[Flip]:
    """What the shopper would have had to choose otherwise; that what stays has no way back is told as such."""
    stays_otherwise = (before.keep is Keep.NO) != (after.keep is Keep.NO)
    for why in after.changed:
        if why.code == "outcome_not_offered":
            yield Flip(Kind.OUTCOME_GONE, before.rule_of("outcomes"), why.rule)
        elif why.code == "evidence_missing":
            yield Flip(Kind.EVIDENCE_MORE, before.rule_of("evidence"), why.rule)
        elif not stays_otherwise:
            yield Flip(Kind.METHOD_GONE, before.rule_of("methods"), why.rule)


def _money(past: PastReturn, before: Stand, after: Stand) -> Iterator[Flip]:
    old, new = estimate(before, past), estimate(after, past)
    was, now = (old.fees, before.shipping_fee.by_shopper), (new.fees, after.shipping_fee.by_shopper)
    if was != now:
        slot = "shipping_fee" if before.shipping_fee != after.shipping_fee else "restocking_fee"
        yield _by(slot, Kind.FEE_UP if now > was else Kind.FEE_DOWN, before, after)
    if old.bonus != new.bonus:
        yield _by("bonuses", Kind.BONUS_UP if new.bonus > old.bonus else Kind.BONUS_DOWN, before, after)


def _by(slot: str, kind: Kind, before: Stand, after: Stand) -> Flip:
    return Flip(kind, before.rule_of(slot), after.rule_of(slot))
