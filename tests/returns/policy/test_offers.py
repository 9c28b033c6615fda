"""All that may be chosen, side by side, and what it costs to find out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Accept, Bonus, Fact, Fee, Instant, Policy, Reason, When, Window
from shared.returns.policy.terms import Eligibility, MethodOffer, ReasonOffer, Why
from shared.returns.vocabulary import Keep, Method, Outcome, ReasonGroup, Review, WholeAt
from tests.returns.policy.samples import (
    fifty_rules,
    one_of,
    policy,
    position,
    purchase,
    rule,
    twenty_lines,
    when,
)


def offered(written: Policy, **changes: object) -> Eligibility:
    [answer] = Engine(written).offers(purchase(position(**changes)))
    return answer


def by_reason(answer: Eligibility, code: str) -> ReasonOffer:
    return next(offer for offer in answer.reasons if offer.reason == code)


def outcomes(answer: Eligibility, code: str = "style") -> list[Outcome]:
    return [offer.outcome for offer in by_reason(answer, code).outcomes]


def test_outcomes_stand_side_by_side_with_fees_bonus_and_moment() -> None:
    written = policy(
        rule("more", when(one_of(Fact.RETURN_OUTCOME, "store_credit")), bonuses=(Bonus(Outcome.STORE_CREDIT, 0, 500),)),
        rule("swap", when(one_of(Fact.RETURN_OUTCOME, "exchange")), shipping_fee=Fee(), whole_at=WholeAt.FIRST_SCAN),
    )
    exchange, credit, refund = by_reason(offered(written), "style").outcomes
    assert (exchange.outcome, exchange.shipping_fee, exchange.whole_at) == (
        Outcome.EXCHANGE,
        Fee(),
        WholeAt.FIRST_SCAN,
    )
    assert (credit.bonus_basis_points, credit.shipping_fee) == (500, Fee(500))
    assert (refund.bonus_basis_points, refund.restocking_fee) == (0, Fee(basis_points=1000))
    assert (refund.keep, refund.review, refund.until) == (Keep.NO, Review.AUTOMATIC, date(2026, 12, 2))


def test_each_method_has_its_own_fee() -> None:
    written = policy(rule("qr-free", when(one_of(Fact.RETURN_METHOD, "qr")), shipping_fee=Fee()))
    refund = by_reason(offered(written), "style").outcomes[-1]
    assert refund.by_method[:2] == (
        MethodOffer(Method.LABEL, Fee(500), WholeAt.INSPECTION, Review.AUTOMATIC),
        MethodOffer(Method.QR, Fee(), WholeAt.INSPECTION, Review.AUTOMATIC),
    )


def test_a_position_is_eligible_when_one_reason_is() -> None:
    written = policy(rule("final", when(one_of(Fact.RETURN_REASON_GROUP, "change_of_mind")), accept=Accept(False)))
    answer = offered(written)
    assert (answer.eligible, answer.whys) == (True, ())
    assert by_reason(answer, "style").outcomes == ()
    assert by_reason(answer, "style").terms.whys == (Why("not_accepted", "final"),)
    assert by_reason(answer, "defective").outcomes


def test_where_no_reason_is_every_word_against_it_is_told_once() -> None:
    answer = offered(policy(), delivered_on=date(2026, 9, 1), open_quantity=0)
    assert (answer.eligible, answer.until) == (False, None)
    assert answer.whys == (Why("window_closed", "base", date(2026, 10, 1)), Why("nothing_left"))
    assert offered(policy(reasons=())).whys == (Why("no_reason"),)


def test_the_latest_last_day_over_all_reasons_is_told() -> None:
    longer = rule("defects", when(one_of(Fact.RETURN_REASON_GROUP, "defect")), window=Window(90))
    assert offered(policy(longer)).until == date(2027, 1, 31)
    for_ever = rule("defects", when(one_of(Fact.RETURN_REASON_GROUP, "defect")), window=Window(None))
    answer = offered(policy(for_ever))
    assert (answer.eligible, answer.until) == (True, None)


def test_only_reasons_for_its_category_are_offered_in_the_order_of_the_policy() -> None:
    reasons = (
        Reason("tight", ReasonGroup.CHANGE_OF_MIND, categories=frozenset({"tops"})),
        Reason("style", ReasonGroup.CHANGE_OF_MIND),
        Reason("broken", ReasonGroup.DEFECT),
        Reason("colour", ReasonGroup.CHANGE_OF_MIND),
    )
    assert [each.reason for each in offered(policy(reasons=reasons)).reasons] == ["style", "broken", "colour"]
    tops = offered(policy(reasons=reasons), facts={Fact.PRODUCT_CATEGORY: "tops"})
    assert [each.reason for each in tops.reasons] == ["tight", "style", "broken", "colour"]


def test_an_outcome_that_lasts_longer_is_offered_alone() -> None:
    written = policy(rule("credit", when(one_of(Fact.RETURN_OUTCOME, "store_credit")), window=Window(60)))
    answer = offered(written, delivered_on=date(2026, 10, 10))
    assert outcomes(answer) == [Outcome.STORE_CREDIT]
    assert answer.until == date(2026, 12, 9)


def test_a_method_may_let_in_what_the_others_keep_out() -> None:
    store = when(one_of(Fact.RETURN_METHOD, "store"))
    written = policy(rule("shop", store, window=Window(60), methods=(Method.STORE,)))
    refund = by_reason(offered(written, delivered_on=date(2026, 10, 10)), "style").outcomes[-1]
    assert (refund.outcome, refund.methods) == (Outcome.REFUND, (Method.STORE,))


def test_rules_that_mix_reason_and_product_tell_reasons_apart() -> None:
    mixed = When(
        any_of=(
            when(one_of(Fact.RETURN_REASON, "style"), one_of(Fact.PRODUCT_TAGS, "sale")),
            when(one_of(Fact.RETURN_REASON, "colour"), one_of(Fact.PRODUCT_TAGS, "new")),
        )
    )
    written = policy(rule("r", mixed, outcomes=(Outcome.STORE_CREDIT,)))
    answers = Engine(written).offers(
        purchase(
            position("1", facts={Fact.PRODUCT_TAGS: frozenset({"sale"})}),
            position("2", facts={Fact.PRODUCT_TAGS: frozenset({"new"})}),
        )
    )
    swapped = [[outcomes(answer, code) == [Outcome.STORE_CREDIT] for code in ("style", "colour")] for answer in answers]
    assert swapped == [[True, False], [False, True]]


def test_what_is_known_of_the_request_counts() -> None:
    written = policy(rule("staff", when(one_of(Fact.RETURN_CHANNEL, "staff")), shipping_fee=Fee()))
    [answer] = Engine(written).offers(purchase(), {Fact.RETURN_CHANNEL: "staff"})
    assert by_reason(answer, "style").outcomes[0].shipping_fee == Fee()
    assert by_reason(offered(written), "style").outcomes[0].shipping_fee == Fee(500)


def test_limits_of_paying_ahead_are_told_by_each_positions_worth() -> None:
    written = policy(base=replace(policy().base, whole_at=WholeAt.APPROVAL), rules=())
    trusting = replace(written, base=replace(written.base, instant=Instant(per_return=5000)))
    answers = Engine(trusting).offers(purchase(position("1", value=8000), position("2", value=5000)))
    assert [by_reason(answer, "style").outcomes[0].whole_at for answer in answers] == [
        WholeAt.INSPECTION,
        WholeAt.APPROVAL,
    ]


def test_offers_that_are_remembered_are_those_of_the_same_rules_and_amounts() -> None:
    swap = one_of(Fact.RETURN_OUTCOME, "exchange")
    written = policy(
        rule("sale", when(swap, one_of(Fact.PRODUCT_TAGS, "sale")), shipping_fee=Fee()),
        rule("ahead", when(swap), whole_at=WholeAt.APPROVAL),
    )
    trusting = replace(written, base=replace(written.base, instant=Instant(per_return=5000)))
    tagged = {tag: {Fact.PRODUCT_TAGS: frozenset({tag})} for tag in ("sale", "new")}
    answers = Engine(trusting).offers(
        purchase(
            position("1", facts=tagged["new"], value=4000),
            position("2", facts=tagged["sale"], value=4000),
            position("3", facts=tagged["new"], value=8000),
        )
    )
    exchanges = [by_reason(answer, "style").outcomes[0] for answer in answers]
    assert [(each.shipping_fee, each.whole_at) for each in exchanges] == [
        (Fee(500), WholeAt.APPROVAL),
        (Fee(), WholeAt.APPROVAL),
        (Fee(500), WholeAt.INSPECTION),
    ]


class CountedFacts(dict[Fact, Any]):
    """Facts that count how often they are asked for."""

    asked = 0

    def get(self, fact: Fact, default: object = None) -> Any:
        CountedFacts.asked += 1
        return super().get(fact, default)


def test_rules_of_the_order_are_asked_once_for_twenty_positions_and_twelve_reasons() -> None:
    order = twenty_lines()
    engine = Engine(policy(*fifty_rules()))
    CountedFacts.asked = 0
    engine.offers(replace(order, facts=CountedFacts(order.facts)))
    about_order = sum(1 for each in fifty_rules() for test in each.when.tests if test.fact in order.facts)
    assert 0 < CountedFacts.asked <= about_order + len(order.positions) * _ASKED_PER_POSITION


_ASKED_PER_POSITION = 2
"""Country and channel, for the law packs."""


def test_a_positions_rules_are_asked_once_whatever_the_number_of_reasons() -> None:
    evaluations = {}
    for count in (1, 12):
        asked: list[Fact] = []
        written = policy(*fifty_rules(), reasons=policy().reasons[:count])
        engine = Engine(_noting(written, asked))
        engine.offers(twenty_lines())
        evaluations[count] = len(asked)
    assert evaluations[1] == evaluations[12]
    assert evaluations[12] <= 50 + 20 * 50


def _noting(written: Policy, asked: list[Fact]) -> Policy:
    """The policy, whose tests note each time they are asked: their words are a set that says so."""

    class Noted(frozenset[str]):
        def __contains__(self, word: object) -> bool:
            asked.append(Fact.ORDER_TAGS)
            return super().__contains__(word)

        def isdisjoint(self, other: Any) -> bool:
            asked.append(Fact.ORDER_TAGS)
            return super().isdisjoint(other)

    def noting(when_: When) -> When:
        return When(
            tuple(
                replace(t, one_of=Noted(t.one_of)) if t.one_of and not t.fact.startswith("return.") else t
                for t in when_.tests
            ),
            tuple(noting(each) for each in when_.any_of),
            tuple(noting(each) for each in when_.none_of),
        )

    return replace(written, rules=tuple(replace(each, when=noting(each.when)) for each in written.rules))


def test_an_engine_that_decided_before_decides_the_same() -> None:
    engine = Engine(policy(*fifty_rules()))
    first = [engine.offers(twenty_lines(number)) for number in range(8)]
    again = [engine.offers(twenty_lines(number)) for number in reversed(range(8))]
    fresh = [Engine(policy(*fifty_rules())).offers(twenty_lines(number)) for number in range(8)]
    assert first == list(reversed(again)) == fresh
