"""What follows from a tier, and what never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.abuse.assessment import RiskTier
from shared.returns.abuse.friction import Standing, slowed, standing
from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import Ask, Position, Purchase
from shared.returns.policy.policy import Accept, Actions, EvidenceNeeded, Fact, Law, Policy, Reason, Rule, Test, When
from shared.returns.policy.terms import Terms, Why
from shared.returns.vocabulary import Checking, Keep, Method, Outcome, ReasonGroup, Review, WholeAt

TODAY = date(2026, 11, 24)
POSITION = Position("A-1", "L-1", "CUP", 1, 1, TODAY - timedelta(days=5), TODAY - timedelta(days=6), value=1000)
ASK = Ask("unwanted", outcome=Outcome.REFUND, method=Method.LABEL, quantity=1)
EARLY = replace(DEFAULTS, whole_at=WholeAt.APPROVAL, checking=Checking.LENIENT)


def policy(*rules: Rule, base: Actions = EARLY, **more: object) -> Policy:
    reasons = (Reason("unwanted", ReasonGroup.CHANGE_OF_MIND), Reason("broken", ReasonGroup.DEFECT))
    return Policy(1, "JPY", base, rules=rules, reasons=reasons, **more)  # type: ignore[arg-type]


def by_risk(tier: str, **then: object) -> Rule:
    asked = When((Test(Fact.CUSTOMER_RISK, one_of=frozenset({tier})),))
    return Rule("by-risk", asked, Actions(**then), 10)  # type: ignore[arg-type]


def terms(of: Policy, tier: str, ask: Ask = ASK, country: str = "JP") -> Terms:
    facts = {Fact.CUSTOMER_RISK: tier, Fact.ORDER_COUNTRY: country}
    purchase = Purchase("A-1", TODAY - timedelta(days=9), TODAY, facts, (POSITION,))
    found = Engine(of).terms(purchase, POSITION, ask)
    reason = of.reason(ask.reason or "")
    group = reason.group if reason else None
    return slowed(of, found, ask, standing(of, purchase, POSITION, ask, group, tier))


@pytest.mark.parametrize("tier", ["trusted", "normal"])
def test_most_customers_notice_nothing(tier: str) -> None:
    found = terms(policy(), tier)
    assert (found.actions.whole_at, found.actions.review) == (WholeAt.APPROVAL, Review.AUTOMATIC)
    assert not any(rule.startswith("abuse:") for _, rule in found.rules)


def test_who_is_watched_shows_a_photo_and_is_paid_when_the_goods_are_here() -> None:
    actions = terms(policy(), "watched").actions
    assert (actions.whole_at, actions.evidence) == (WholeAt.RECEIPT, EvidenceNeeded(photos=1))
    assert (actions.review, actions.checking) == (Review.AUTOMATIC, Checking.LENIENT)


def test_a_high_risk_waits_for_a_person_and_for_the_inspection() -> None:
    found = terms(policy(), "high")
    actions = found.actions
    assert (actions.whole_at, actions.review, actions.checking) == (
        WholeAt.INSPECTION, Review.MANUAL, Checking.FULL,
    )  # fmt: skip
    assert {found.rule_of(slot) for slot in ("whole_at", "review", "checking", "evidence")} == {"abuse:high"}


def test_what_is_stricter_already_stays_and_keeps_its_rule() -> None:
    strict = replace(DEFAULTS, whole_at=WholeAt.INSPECTION, evidence=EvidenceNeeded(photos=3, video=True))
    found = terms(policy(base=strict), "watched", replace(ASK, photos=3, has_video=True))
    assert found.actions.evidence == EvidenceNeeded(photos=3, video=True)
    assert (found.rule_of("evidence"), found.rule_of("whole_at")) == ("base", "base")


def test_a_rule_of_the_merchant_s_about_the_tier_is_heard_before_ours() -> None:
    generous = by_risk("watched", whole_at=WholeAt.FIRST_SCAN, evidence=EvidenceNeeded())
    found = terms(policy(generous), "watched")
    assert (found.actions.whole_at, found.actions.evidence) == (WholeAt.FIRST_SCAN, EvidenceNeeded())
    assert found.rule_of("whole_at") == "by-risk"


def test_where_nothing_comes_back_a_person_decides_because_there_is_nothing_to_wait_for() -> None:
    kept = replace(DEFAULTS, keep=Keep.KEEP)
    found = terms(policy(base=kept), "watched", replace(ASK, method=Method.NONE))
    assert (found.actions.review, found.actions.whole_at) == (Review.MANUAL, WholeAt.APPROVAL)


@pytest.mark.parametrize(("photos", "codes"), [(0, ["evidence_missing"]), (1, [])])
def test_a_submission_without_the_photo_is_not_complete(photos: int, codes: list[str]) -> None:
    found = terms(policy(), "watched", replace(ASK, photos=photos, is_final=True))
    assert [why.code for why in found.whys] == codes
    assert [why.rule for why in found.whys] == ["abuse:watched"] * len(codes)


def test_in_the_store_nobody_has_to_send_a_photo() -> None:
    base = replace(EARLY, methods=(Method.STORE,))
    found = terms(policy(base=base), "watched", replace(ASK, method=Method.STORE, is_final=True))
    assert found.eligible
    assert found.actions.evidence == EvidenceNeeded()


@pytest.mark.parametrize("tier", ["watched", "high"])
def test_a_withdrawal_shows_nothing_and_waits_for_no_more_than_that_the_goods_are_sent(tier: str) -> None:
    found = terms(policy(laws=(Law.EU,)), tier, country="DE")
    assert (found.actions.whole_at, found.actions.evidence) == (WholeAt.FIRST_SCAN, EvidenceNeeded())
    assert terms(policy(laws=(Law.EU,)), tier, country="JP").actions.evidence == EvidenceNeeded(photos=1)
    broken = replace(ASK, reason="broken")
    assert terms(policy(laws=(Law.EU,)), tier, broken, "DE").actions.evidence == EvidenceNeeded(photos=1)


@pytest.mark.parametrize("then", [{"accept": Accept(False, "abuse")}, {"review": Review.REJECT}])
@pytest.mark.parametrize("tier", ["normal", "watched", "high"])
def test_a_rule_that_denies_by_the_score_alone_makes_a_person_decide(then: dict[str, object], tier: str) -> None:
    found = terms(policy(by_risk(tier, **then)), tier)
    assert found.eligible
    assert found.actions.review is Review.MANUAL
    assert found.rule_of("review") == f"abuse:{tier}"
    assert found.actions.accept == Accept(True)


def test_what_is_denied_for_another_reason_too_is_denied_for_that_one() -> None:
    final = Rule("outlet", When((Test(Fact.ORDER_COUNTRY, one_of=frozenset({"JP"})),)), Actions(), 1)
    of = policy(final, by_risk("high", review=Review.REJECT), base=replace(EARLY, accept=Accept(False, "final_sale")))
    assert [why.code for why in terms(of, "high").whys] == ["final_sale"]


def test_an_outcome_that_is_not_offered_by_the_tier_is_to_be_chosen_anew_and_not_waited_for() -> None:
    credit = by_risk("high", outcomes=(Outcome.STORE_CREDIT,))
    assert [why.code for why in terms(policy(credit), "high").whys] == ["outcome_not_offered"]


@given(st.sampled_from(WholeAt), st.sampled_from([Review.AUTOMATIC, Review.MANUAL]), st.integers(0, 3), st.booleans())
def test_a_higher_tier_is_never_treated_more_kindly(
    whole_at: WholeAt, review: Review, photos: int, withdraws: bool
) -> None:
    base = replace(DEFAULTS, whole_at=whole_at, review=review, evidence=EvidenceNeeded(photos=photos))
    given_terms = Terms(base, (("whole_at", "base"),), None, None, "delivered")
    order, before = tuple(WholeAt), given_terms
    for tier in RiskTier:
        after = slowed(policy(), given_terms, ASK, Standing(tier, withdraws))
        assert order.index(after.actions.whole_at) >= order.index(before.actions.whole_at)  # type: ignore[arg-type]
        assert (after.actions.evidence or EvidenceNeeded()).photos >= (before.actions.evidence or base).photos  # type: ignore[union-attr]
        assert after.actions.review is Review.MANUAL or before.actions.review is Review.AUTOMATIC
        assert after.whys == ()
        before = after


def test_what_is_against_it_anyway_is_not_made_worse() -> None:
    closed = Terms(DEFAULTS, (), None, None, "delivered", (Why("window_closed"),))
    assert slowed(policy(), closed, ASK, Standing("high")) == closed
