"""What a return costs and what it keeps: as recorded, and as a draft would have had it. All in whole minor units."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.returns.policy.policy import Fee
from shared.returns.replay.past_return import Money, PastReturn
from shared.returns.replay.stand import Stand, Verdict
from shared.returns.vocabulary import EXCHANGES, Keep, Method, Outcome

_BASIS = 10_000
_MILLION = 1_000_000
_CREDITS = frozenset({Outcome.STORE_CREDIT, Outcome.GIFT_CARD})
_SENT_ANEW = frozenset({Outcome.REPLACEMENT, Outcome.REPAIR, Outcome.SPARE_PART})
"""Goods for goods: no money moves."""
_SHOP_PAYS = frozenset({Method.LABEL, Method.QR, Method.PICKUP, Method.DROP_OFF})
_NEVER_SENT = frozenset({"declined", "cancelled", "expired"})


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a history does not say. Minor units of each row's currency."""

    label_cost: int = 0
    """Of a way back that the shop pays for, where a row holds none."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums of money. Adding them is associative and commutative."""

    refunded: int = 0
    credited: int = 0
    exchanged: int = 0
    bonus: int = 0
    charged: int = 0
    labels: int = 0
    labels_assumed: int = 0
    """How many ways back cost what was assumed."""

    @property
    def cost(self) -> int:
        """Refunds + bonuses + ways back - what shoppers paid on top."""
        return self.refunded + self.bonus + self.labels - self.charged

    @property
    def kept(self) -> int:
        """Revenue that stays with the shop: exchanges + store credit and gift cards (without their bonus)."""
        return self.exchanged + self.credited

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.refunded + other.refunded,
            self.credited + other.credited,
            self.exchanged + other.exchanged,
            self.bonus + other.bonus,
            self.charged + other.charged,
            self.labels + other.labels,
            self.labels_assumed + other.labels_assumed,
        )


@dataclass(frozen=True, slots=True)
class Estimate:
    """What terms come to for a row, before anything that only happens later (inspection, delivery paid back)."""

    fees: int
    net: int
    bonus: int
    """Of credit; what other outcomes have on top depends on prices that no history holds."""


def estimate(stand: Stand, past: PastReturn) -> Estimate:
    """By the figures of the policy. Fees never exceed what they are taken of."""
    money = past.money
    given = money.value * stand.credit_basis_points // _BASIS
    restocking = min(given, _per_piece(stand.restocking_fee, past))
    way_back = 0 if stand.keep is not Keep.NO else min(given - restocking, _once(stand.shipping_fee, money))
    bonus = 0
    if stand.outcome in _CREDITS:
        said = stand.bonus
        bonus = _share(said.fixed, money) + given * said.basis_points // _BASIS
        bonus = bonus if said.at_most is None else min(bonus, _share(said.at_most, money))
    return Estimate(restocking + way_back, given - restocking - way_back, bonus)


def recorded(past: PastReturn, before: Stand, assumptions: Assumptions) -> Figures:
    """What it came to."""
    money = past.money
    if money.label is not None:
        labels, assumed = money.label, 0
    else:
        is_sent = before.verdict is not Verdict.DECLINED and past.ended not in _NEVER_SENT
        labels, assumed = _way_back(before, assumptions) if is_sent else (0, 0)
    return Figures(money.refunded, money.credited, money.exchanged, money.bonus, money.charged, labels, assumed)


def replayed(past: PastReturn, before: Stand, after: Stand, was: Figures, assumptions: Assumptions) -> Figures:
    """What the draft would have made of it.

    Recorded money moves by the difference of both estimates, so that what no policy knows (an inspection, delivery that
    was paid back) stays in it. What was declined and would be accepted comes to the draft's estimate.
    """
    if after.verdict is Verdict.DECLINED:
        return was if before.verdict is Verdict.DECLINED else Figures()
    if _is_accepted_now(past, before, after, was):
        return _made_up(past, after, assumptions)
    if before.verdict is Verdict.DECLINED or past.ended:
        return was
    return _moved(past, before, after, was, assumptions)


def _is_accepted_now(past: PastReturn, before: Stand, after: Stand, was: Figures) -> bool:
    """Nothing was given because it was declined; where staff declined it, they would decline it again."""
    if was.refunded or was.credited or was.exchanged:
        return False
    if past.ended == "declined":
        return after.verdict is Verdict.APPROVED and before.verdict is Verdict.REVIEWED
    return before.verdict is Verdict.DECLINED and not past.ended


def _made_up(past: PastReturn, after: Stand, assumptions: Assumptions) -> Figures:
    found = estimate(after, past)
    labels, assumed = _way_back(after, assumptions)
    return Figures(**_in_its_place(after.outcome, found.net), bonus=found.bonus, labels=labels, labels_assumed=assumed)


def _moved(past: PastReturn, before: Stand, after: Stand, was: Figures, assumptions: Assumptions) -> Figures:
    old, new = estimate(before, past), estimate(after, past)
    given = was.refunded + was.credited + was.exchanged
    if not given and old.net and before.outcome not in _SENT_ANEW:
        return was  # nothing was given yet: it is still open
    labels, assumed = _label_now(past, before, after, was, assumptions)
    if after.outcome is not before.outcome:
        total = new.net if before.outcome in _SENT_ANEW else max(0, given + new.net - old.net)
        place = _in_its_place(after.outcome, total)
        return Figures(**place, bonus=new.bonus, labels=labels, labels_assumed=assumed)
    if after.outcome in _SENT_ANEW:
        charged = max(0, was.charged + new.fees - old.fees)
        return replace(was, charged=charged, labels=labels, labels_assumed=assumed)
    refunded, credited, exchanged = _spread(was, max(0, given + new.net - old.net), after.outcome)
    bonus = max(0, was.bonus + new.bonus - old.bonus)
    return Figures(refunded, credited, exchanged, bonus, was.charged, labels, assumed)


def _spread(was: Figures, total: int, outcome: Outcome) -> tuple[int, int, int]:
    """More goes where the outcome goes; less is taken off the refund first, then the credit, then the goods."""
    more = total - (was.refunded + was.credited + was.exchanged)
    if more >= 0:
        place = _in_its_place(outcome, more)
        return (
            was.refunded + place.get("refunded", 0),
            was.credited + place.get("credited", 0),
            was.exchanged + place.get("exchanged", 0),
        )
    refunded = max(0, was.refunded + more)
    credited = max(0, was.credited + min(0, was.refunded + more))
    return refunded, credited, total - refunded - credited


def _in_its_place(outcome: Outcome, amount: int) -> dict[str, int]:
    if outcome in _SENT_ANEW:
        return {}
    if outcome in _CREDITS:
        return {"credited": amount}
    return {"exchanged": amount} if outcome in EXCHANGES else {"refunded": amount}


def _label_now(
    past: PastReturn, before: Stand, after: Stand, was: Figures, assumptions: Assumptions
) -> tuple[int, int]:
    """As recorded where it comes back likewise; else as assumed."""
    same = (before.keep is Keep.NO) == (after.keep is Keep.NO)
    if same and before.method is after.method and before.shipping_fee.by_shopper == after.shipping_fee.by_shopper:
        return was.labels, was.labels_assumed
    costs, assumed = _way_back(after, assumptions)
    if assumed and past.money.label:
        return past.money.label, 0
    return costs, assumed


def _way_back(stand: Stand, assumptions: Assumptions) -> tuple[int, int]:
    """What the shop pays for it, by assumption, and whether it does."""
    if stand.keep is not Keep.NO or stand.method not in _SHOP_PAYS or stand.shipping_fee.by_shopper:
        return 0, 0
    return assumptions.label_cost, 1


def _per_piece(fee: Fee, past: PastReturn) -> int:
    money = past.money
    return fee.fixed * money.per_million // _MILLION * past.asked.quantity + money.value * fee.basis_points // _BASIS


def _once(fee: Fee, money: Money) -> int:
    return _share(fee.fixed, money) + money.value * fee.basis_points // _BASIS


def _share(fixed: int, money: Money) -> int:
    """The row's part of what is taken once per return, by value; the parts of a return add up to the whole."""
    whole = fixed * money.per_million // _MILLION
    total = money.value if money.value_of_return is None else money.value_of_return
    if not total:
        return 0
    before, until = min(money.value_before, total), min(money.value_before + money.value, total)
    return whole * until // total - whole * before // total
