"""The section `tracking_page`: what it says becomes of the page, and what it must not say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from textwrap import indent

import pytest

import shared.merchant
from shared.merchant.configuration_file import read
from shared.merchant.problem import ConfigurationErrors
from shared.pages.promotions import Segment
from shared.returns.policy.laws import EEA
from shared.shoppers.common_question import CommonQuestion
from shared.tracking.shown_stage import ShownStage
from shared.wiring.tracking_shop import TrackingShop, read_tracking_shop

SAMPLE = (Path(shared.merchant.__file__).parent / "sample.yaml").read_text("utf-8")
BEFORE = SAMPLE.split("notifications:\n")[0]
QUESTION = """
faq:
  - name: {name}
    stages: [{stages}]
    question: {{ en: "How?" }}
    answer: {{ en: "So." }}
"""
PROMOTION = """
promotions:
  - id: winter
    kind: promotion
    title: {{ en: Winter, ja: 冬 }}
    text: {{ en: Cups. }}
    url: {url}
    from: 2026-12-01
    until: {until}
    {more}
"""


def shop(section: str, returns: str = "") -> TrackingShop:
    text = f"{BEFORE}tracking_page:\n{indent(section, '  ')}\n{returns}"
    return read_tracking_shop(read(text).model_dump_json())


def promotion(more: str = "priority: 1", url: str = "https://x.example/a?b=c", until: str = "2026-12-31") -> str:
    return PROMOTION.format(more=more, url=url, until=until)


def refusal(section: str) -> str:
    with pytest.raises(ConfigurationErrors) as refused:
        shop(section)
    (problem,) = refused.value.problems
    return f"{problem.path}: {problem.message}"


def test_the_section_may_be_left_out() -> None:
    bare = read_tracking_shop(read(BEFORE).model_dump_json())
    assert (bare.faq.own, bare.promotions, bare.returns.is_on) == ((), (), False)


def test_a_promotion_is_compiled_with_its_segment_and_a_label_in_every_language() -> None:
    more = 'countries: ["JP"]\n    languages: [ja]\n    stages: [delivered]\n    tiers: [gold]\n    gift: false'
    (made,) = shop(promotion(more)).promotions
    assert made.segment == Segment(
        languages=frozenset({"ja"}),
        countries=frozenset({"JP"}),
        stages=frozenset({ShownStage.DELIVERED}),
        categories=frozenset(),
        tiers=frozenset({"gold"}),
        gift=False,
    )
    assert (made.url, made.begins, made.ends) == ("https://x.example/a?b=c", date(2026, 12, 1), date(2026, 12, 31))
    assert made.label["ja"] == "詳しく見る"


def test_questions_are_compiled_and_built_in_ones_hidden() -> None:
    faq = shop(QUESTION.format(name="care", stages="delivered") + "hide_questions: [what_time]").faq
    assert (faq.own[0].name, set(faq.own[0].stages)) == ("care", {ShownStage.DELIVERED})
    assert faq.hidden == {CommonQuestion.WHAT_TIME}


@pytest.mark.parametrize(
    ("section", "field", "expected"),
    [
        (
            QUESTION.format(name="care", stages=""),
            "tracking_page.faq[0].stages",
            "only a built-in question has its own",
        ),
        (QUESTION.format(name="care", stages="arrived"), "tracking_page.faq[0].stages[0]", "where an order stands"),
        (
            QUESTION.format(name="not_found", stages="") + "hide_questions: [not_found]",
            "tracking_page.hide_questions[0]",
            "does not replace",
        ),
        ("hide_questions: [what]", "tracking_page.hide_questions[0]", "a built-in question: when_ships"),
        (promotion(until="2026-11-30"), "tracking_page.promotions[0].until", "not before from"),
        (promotion(url="javascript:alert(1)"), "tracking_page.promotions[0].url", "begins with https://"),
        (promotion(url='"https://x.example/\\r\\nset-cookie: a"'), "tracking_page.promotions[0].url", "https://"),
        (promotion("priority: 1000"), "tracking_page.promotions[0].priority", "100"),
        (promotion("colour: red"), "tracking_page.promotions[0].colour", ""),
    ],
)
def test_what_it_must_not_say_is_refused_at_its_place(section: str, field: str, expected: str) -> None:
    told = refusal(section)
    assert told.startswith(f"{field}: ")
    assert expected in told


def test_two_promotions_need_two_ids() -> None:
    twice = promotion() + promotion().removeprefix("\npromotions:\n")
    assert "an id no other promotion has" in refusal(twice)


def test_what_returns_offer_is_read_from_their_section() -> None:
    base = "returns:\n  currency: JPY\n"
    assert not shop("faq: []").returns.is_on
    plain = shop("faq: []", base).returns
    assert (plain.is_on, plain.cancels, set(plain.withdrawal_countries)) == (True, False, set())
    full = shop("faq: []", f"{base}  laws: [eu]\n  cancellation: {{ within_minutes: 30 }}\n").returns
    assert (full.cancels, full.cancel_within, full.withdrawal_countries) == (True, timedelta(minutes=30), EEA)
    assert not shop("faq: []", f"{base}  cancellation: {{ enabled: false }}\n").returns.cancels
