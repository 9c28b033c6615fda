"""A section `returns` that says everything there is to say, and the policy compiled from it."""

from __future__ import annotations

from datetime import date

from shared.merchant.published import read_whole
from shared.promise.calendar import Calendar
from shared.returns.policy.policy import (
    Accept,
    Actions,
    Bonus,
    EvidenceNeeded,
    Extension,
    Fact,
    Fee,
    Instant,
    Law,
    Rule,
    Test,
    When,
    Window,
)
from shared.returns.vocabulary import (
    Checking,
    ClockStart,
    Disposition,
    Keep,
    Method,
    Outcome,
    Review,
    ShippingRefund,
    WholeAt,
)
from tests.merchant.returning import policy, shop

EVERYTHING = """
currency: "USD"
window:
  days: 45
  from: shipped
  otherwise: { from: ordered, plus_days: 3 }
  to_business_day: true
  grace_days: 2
  start_counts: true
  extensions: [{ name: Gifts, placed_from: 2026-11-01, placed_until: 2026-12-24, until: 2027-01-31 }]
business_days: { working_days: [mon, tue], closed_days: [2026-12-01] }
outcomes: [other_item, gift_card]
methods: [store, own_carrier]
fees: { shipping: { fixed: 500, percent: 1.25 }, restocking: { percent: 12.35 } }
shipping_refund: whole_order
bonuses: { gift_card: { fixed: 100, percent: 10, at_most: 2000 } }
evidence: { photos: 2, video: true, words: true, serial_number: true }
review: manual
whole_at: receipt
instant: { per_return: 20000, open_total: 50000 }
keep: donate
checking: lenient
destination: tokyo
disposition: refurbish
credit_percent: 80
send_back_days: 7
message: { en: Please read this. }
difference_waived: 300
reasons:
  change_of_mind:
    - { code: glaze, texts: { en: The glaze }, needs_words: true, categories: [cups] }
    - { code: unwanted, parent: glaze }
laws: [jp, eu]
lists: { allowed: { customers: [C-1], orders: ["1"] }, blocked: { customers: [C-2], orders: ["2"], skus: [CUP-9] } }
limits: { returns_per_order: 3, returns_per_customer: 10, days: 30, items_per_return: 5, draft_hours: 2 }
abuse: { weights: { discrepancies: 40 }, watched_from: 30, high_from: 60, trusted_below: 5 }
stock_kept: 4
texts: { en: Write to us. }
ways_back:
  points: [{ id: ginza, name: Ginza, store: true, address: { country: "JP", postal: "104-0061", lines: [銀座1-1] } }]
rules:
  - name: late-again
    priority: -3
    said: { en: Late }
    when:
      customer: { tier: [gold], orders_placed: { at_least: 3 } }
      order: { country: ["US"], placed: { from: 2026-11-01, until: 2026-11-30 }, gift: false }
      return: { reason_group: [delivery], value: { at_most: 900 } }
      any: [{ product: { tags: [a, b] } }, { product: { final_sale: true } }]
      not: { return: { condition: [used, damaged] } }
    then:
      window: unlimited
      accept: true
      without_outcomes: [gift_card]
      without_methods: [store]
"""


def test_every_field_comes_from_the_file() -> None:
    compiled = policy(EVERYTHING)
    assert compiled.base == Actions(
        window=Window(
            days=45,
            start=ClockStart.SHIPPED,
            fallback=ClockStart.ORDERED,
            fallback_plus=3,
            to_business_day=True,
            grace_days=2,
            start_counts=True,
            extensions=(Extension(date(2026, 11, 1), date(2026, 12, 24), date(2027, 1, 31), "Gifts"),),
        ),
        accept=Accept(True),
        outcomes=(Outcome.OTHER_ITEM, Outcome.GIFT_CARD),
        methods=(Method.STORE, Method.OWN_CARRIER),
        shipping_fee=Fee(500, 125),
        restocking_fee=Fee(0, 1235),
        bonuses=(Bonus(Outcome.GIFT_CARD, 100, 1000, 2000),),
        evidence=EvidenceNeeded(2, True, True, True),
        review=Review.MANUAL,
        whole_at=WholeAt.RECEIPT,
        instant=Instant(20000, 50000),
        keep=Keep.DONATE,
        checking=Checking.LENIENT,
        destination="tokyo",
        disposition=Disposition.REFURBISH,
        shipping_refund=ShippingRefund.WHOLE_ORDER,
        credit_basis_points=8000,
        send_back_days=7,
        message=(("en", "Please read this."),),
        difference_waived=300,
    )
    assert compiled.unsaid == {"accept"}
    assert compiled.rules == (
        Rule(
            name="late-again",
            priority=-3,
            when=When(
                tests=(
                    Test(Fact.CUSTOMER_TIER, one_of=frozenset({"gold"})),
                    Test(Fact.CUSTOMER_ORDERS, at_least=3),
                    Test(Fact.ORDER_COUNTRY, one_of=frozenset({"US"})),
                    Test(Fact.ORDER_PLACED, at_least=date(2026, 11, 1), at_most=date(2026, 11, 30)),
                    Test(Fact.ORDER_GIFT, is_true=False),
                    Test(Fact.RETURN_REASON_GROUP, one_of=frozenset({"delivery"})),
                    Test(Fact.RETURN_VALUE, at_most=900),
                ),
                any_of=(
                    When((Test(Fact.PRODUCT_TAGS, one_of=frozenset({"a", "b"})),)),
                    When((Test(Fact.PRODUCT_FINAL_SALE, is_true=True),)),
                ),
                none_of=(When((Test(Fact.RETURN_CONDITION, one_of=frozenset({"used", "damaged"})),)),),
            ),
            then=Actions(
                window=Window(
                    None,
                    ClockStart.SHIPPED,
                    ClockStart.ORDERED,
                    3,
                    True,
                    2,
                    (Extension(date(2026, 11, 1), date(2026, 12, 24), date(2027, 1, 31), "Gifts"),),
                    True,
                ),
                accept=Accept(True),
                without_outcomes=frozenset({Outcome.GIFT_CARD}),
                without_methods=frozenset({Method.STORE}),
            ),
        ),
    )
    assert compiled.currency == "USD"
    assert compiled.laws == (Law.JP, Law.EU)
    assert compiled.calendar == Calendar(frozenset({0, 1}), frozenset({date(2026, 12, 1)}))
    assert compiled.lists.blocked_skus == {"CUP-9"}
    assert (compiled.limits.returns_per_customer, compiled.limits.draft_hours) == (10, 2)
    assert compiled.abuse.weights == (("discrepancies", 40),)
    assert compiled.stock_kept == 4
    assert compiled.texts == (("en", "Write to us."),)
    assert compiled.names == (("late-again", (("en", "Late"),)),)
    glaze, unwanted = compiled.reasons[:2]
    assert (glaze.needs_words, glaze.categories, glaze.texts) == (True, frozenset({"cups"}), (("en", "The glaze"),))
    assert (unwanted.parent, dict(unwanted.texts)["en"]) == ("glaze", "No longer wanted")


def test_what_is_published_of_everything_reads_back() -> None:
    configuration = shop(EVERYTHING)
    assert read_whole(configuration.model_dump_json(exclude_none=True)) == configuration
