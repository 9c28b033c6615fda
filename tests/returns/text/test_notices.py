"""返品特約 for Japan, the right of withdrawal for the European Union."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.policy import Accept, Actions, Fact, Fee, Law, Policy, Rule, Test, When, Window
from shared.returns.text.europe import acknowledgement, withdrawal_information, withdrawal_labels
from shared.returns.text.human import policy_text
from shared.returns.text.japan import SHORT_LIMIT, notice
from shared.returns.text.render import to_plain
from shared.returns.withdrawal import Withdrawal, WithdrawnLine
from tests.returns.text.policies import MERCHANTS, sample

JAPANESE = Policy(1, "JPY", replace(DEFAULTS, shipping_fee=Fee(by_shopper=True)), laws=(Law.JP,))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("merchant", MERCHANTS)
def test_the_short_notice_fits_a_confirmation_screen(merchant: str, language: str) -> None:
    assert len(notice(sample(merchant), language).short) <= SHORT_LIMIT


def test_the_short_notice_says_whether_until_when_and_at_whose_cost() -> None:
    said = notice(sample("cosmetics-jp"))

    assert said.short == (
        "返品：商品到着後14日以内。返送料はお客様負担。返品できない商品があります。不良品・誤配送は当店負担。"
    )
    assert not said.is_statutory


def test_the_long_notice_says_the_terms_in_sentences() -> None:
    text = to_plain(notice(sample("cosmetics-jp")).long)

    assert "返品特約（特定商取引法第15条の3）" in text
    assert "商品到着日の翌日から14日以内" in text
    assert "返送料はお客様のご負担です（元払い）" in text


def test_a_shop_without_terms_of_its_own_shows_the_eight_days_of_the_law() -> None:
    said = notice(replace(JAPANESE, unsaid=frozenset({"window", "shipping_fee"})))

    assert said.is_statutory
    assert said.short == "返品：商品到着日を含め8日以内、返送料はお客様負担。"
    assert "商品到着日を1日目として8日以内" in to_plain(said.long)


def test_eight_days_that_the_shop_states_itself_are_its_own_terms() -> None:
    eight = replace(JAPANESE, base=replace(JAPANESE.base, window=Window(8, start_counts=True)))

    assert not notice(eight).is_statutory
    assert notice(eight).short == "返品：商品到着日を含め8日以内。返送料はお客様負担。"


def test_a_shop_that_takes_nothing_back_says_so() -> None:
    never = replace(JAPANESE, base=replace(JAPANESE.base, accept=Accept(False, "not_accepted")))

    assert notice(never).short == "お客様都合の返品はお受けできません。"


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (Fee(), "返送料は当店負担。"),
        (Fee(fixed=550), "返送料550円はお客様負担。"),
        (Fee(by_shopper=True), "返送料はお客様負担。"),
    ],
)
def test_who_pays_the_way_back_is_said(fee: Fee, said: str) -> None:
    assert said in notice(replace(JAPANESE, base=replace(JAPANESE.base, shipping_fee=fee))).short


def test_defects_are_at_the_shops_cost_only_where_a_rule_says_so_of_all_of_them() -> None:
    free = Actions(shipping_fee=Fee())
    of_groups = Test(Fact.RETURN_REASON_GROUP, one_of=frozenset({"defect", "delivery"}))
    of_gold = Test(Fact.CUSTOMER_TIER, one_of=frozenset({"gold"}))

    assert "不良品" in notice(replace(JAPANESE, rules=(Rule("faults", When((of_groups,)), free),))).short
    assert "不良品" not in notice(replace(JAPANESE, rules=(Rule("faults", When((of_groups, of_gold)), free),))).short


def test_the_buttons_say_what_the_directive_says() -> None:
    labels = withdrawal_labels("en")

    assert labels.withdraw == "withdraw from contract here"
    assert labels.confirm == "confirm withdrawal here"
    assert withdrawal_labels("ja").withdraw != labels.withdraw


def test_the_information_says_days_button_costs_and_exceptions() -> None:
    text = to_plain(withdrawal_information(sample("electronics-eu"), "en"))

    assert "within 14 days without giving any reason" in text
    assert "“withdraw from contract here”" in text
    assert "€4.99 where you use our label" in text
    assert "The right does not exist for" in text


def test_only_a_policy_under_the_law_has_its_section() -> None:
    european, american = (policy_text(sample(merchant), "en") for merchant in ("electronics-eu", "apparel-us"))

    assert european.section("eu") is not None
    assert european.section("jp") is None
    assert american.section("eu") is None


WITHDRAWAL = Withdrawal(
    order="1001",
    number="R-7F3K",
    lines=(WithdrawnLine("Headphones <Pro>", 2),),
    received_at=datetime(2026, 7, 1, 22, 30, 5, tzinfo=UTC),
    time_zone="Europe/Paris",
    statement="I withdraw.",
)


def test_the_acknowledgement_says_content_day_time_and_zone() -> None:
    text = to_plain(acknowledgement(WITHDRAWAL, "en"))

    assert "on 2 July 2026 at 00:30:05 (CEST, UTC+02:00)" in text
    assert "Order: 1001" in text
    assert "Number of the return: R-7F3K" in text
    assert "2 × Headphones <Pro>" in text
    assert "I withdraw." in text


@pytest.mark.parametrize(
    ("language", "received", "line"),
    [
        ("de-AT", "am 2. Juli 2026 um 00:30:05 Uhr (CEST, UTC+02:00)", "Von Ihnen hinzugefügt"),
        ("pt", "em 2 de julho de 2026, às 00:30:05 (CEST, UTC+02:00)", "Acrescentou"),
    ],
)
def test_the_acknowledgement_is_there_for_consumers_whose_language_the_policy_does_not_speak(
    language: str, received: str, line: str
) -> None:
    written = acknowledgement(WITHDRAWAL, language)
    assert written.language == language[:2]
    for part in (received, line, "2 × Headphones <Pro>", "1001", "R-7F3K", "I withdraw."):
        assert part in to_plain(written)


def test_the_acknowledgement_is_there_in_japanese_and_without_a_statement() -> None:
    text = to_plain(acknowledgement(replace(WITHDRAWAL, statement=""), "ja"))

    assert "2026年7月2日 00:30:05" in text
    assert "お申し出の内容" not in text
