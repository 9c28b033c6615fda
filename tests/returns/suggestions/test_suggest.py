from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.reports.returned_item import Goods, Options, ReturnedItem, Status
from shared.returns.suggestions.choice import Choice, choice_of
from shared.returns.suggestions.explanation import explanation
from shared.returns.suggestions.fit import fit
from shared.returns.suggestions.model import Level, SuggestionModel, UnreadableModel, path
from shared.returns.suggestions.suggest import LEAST_SAMPLE, Shelf, Suggestion, suggest
from shared.returns.vocabulary import Outcome

ALL = frozenset(Outcome)
GOODS = Goods("A-1", date(2026, 3, 1), "tee-M", "tee", "tops", (("size", "M"),), tier="gold")


class Counted:
    """A shelf's stock."""

    def __init__(self, pieces: Mapping[str, int] | None = None) -> None:
        self.pieces = pieces or {}

    def available(self, sku: str) -> int | None:
        return self.pieces.get(sku)


ANY = Shelf(Counted())


def row(
    outcome: Outcome = Outcome.REFUND,
    wanted: str = "",
    *,
    kept: bool | None = None,
    goods: Goods = GOODS,
    reason: str = "size_too_small",
) -> ReturnedItem:
    options: Options = (("size", wanted),) if outcome is Outcome.EXCHANGE else ()
    sku = f"{goods.product}-{wanted}" if outcome is Outcome.EXCHANGE else wanted
    return ReturnedItem(
        goods, "R", "1", date(2026, 4, 1), reason, outcome, wanted_sku=sku, wanted_options=options, kept=kept
    )


def past(goods: Goods = GOODS) -> list[ReturnedItem]:
    """100 returns: 61 took one size up, of which 46 of 50 kept it; 9 took credit, 30 their money."""
    up = [row(Outcome.EXCHANGE, "L", kept=kept, goods=goods) for kept in [True] * 46 + [False] * 4 + [None] * 11]
    return [*up, *[row(Outcome.STORE_CREDIT, kept=True, goods=goods)] * 9, *[row(goods=goods)] * 30]


def suggested(rows: list[ReturnedItem], goods: Goods = GOODS, shelf: Shelf = ANY) -> tuple[Suggestion, ...]:
    return suggest(fit(rows), goods, "size_too_small", ALL, shelf)


def test_what_kept_most_is_suggested_with_its_figures() -> None:
    (first, *_) = suggested(past())
    assert (first.outcome, first.option, first.sku) == (Outcome.EXCHANGE, ("size", "L"), "tee-L")
    assert (first.sample, first.taken, first.known, first.kept) == (100, 61, 50, 46)
    assert 0.5 < first.probability < 0.6


def test_the_figures_are_told_in_both_languages() -> None:
    (first, *_) = suggested(past(replace(GOODS, tier="")), replace(GOODS, tier=""))
    assert explanation(first, "Too small", "en-GB") == (
        "Of 100 returns of this article for “Too small”, 61 % were exchanged for one size up; 92 % of those were kept."
    )
    assert explanation(first, "小さすぎた", "ja") == (
        "「小さすぎた」によるこの商品の返品100件のうち、61%が1つ上のサイズへの交換で、そのうち92%はお手元に残っています。"
    )


def test_every_sentence_can_be_said_of_every_suggestion() -> None:
    for outcome in Outcome:
        for level in (Level.REASON, Level.TYPE, Level.PRODUCT, Level.TIER):
            for steps in (-2, -1, 0, 1, 2) if outcome is Outcome.EXCHANGE else (0,):
                if outcome is Outcome.REFUND:
                    continue
                choice = Choice(outcome, "size" if steps else "", steps)
                for language in ("en", "ja", "de"):
                    one = Suggestion(outcome, 0.5, level, 40, 20, 5, 4, choice)
                    assert "{" not in explanation(one, "x", language)


def test_below_the_least_sample_nothing_is_suggested() -> None:
    few = [row(Outcome.EXCHANGE, "L", kept=True)] * (LEAST_SAMPLE - 1)
    assert suggested(few) == ()
    assert suggested([*few, row(Outcome.EXCHANGE, "L", kept=True)])


def test_a_product_that_seldom_comes_back_learns_from_its_kind() -> None:
    polo = replace(GOODS, sku="polo-M", product="polo")
    more = [row(Outcome.EXCHANGE, "L", kept=True, goods=polo)] * 10
    (first, *_) = suggested([*past(), *more], polo)
    assert first.level is Level.TYPE
    assert first.option == ("size", "L")


def test_of_other_reasons_nothing_follows() -> None:
    assert suggest(fit(past()), GOODS, "unwanted", ALL, ANY) == ()


def test_members_are_told_of_members_where_there_are_enough() -> None:
    others = [row(kept=False, goods=replace(GOODS, tier=""))] * 200
    (first, *_) = suggested([*past(), *others])
    assert first.level is Level.TIER
    assert not any(
        one.outcome is Outcome.EXCHANGE and one.sample != 300
        for one in suggested([*past(), *others], replace(GOODS, tier=""))
    )


def test_what_is_not_on_the_shelf_is_not_suggested() -> None:
    assert all(one.sku != "tee-L" for one in suggested(past(), shelf=Shelf(Counted({"tee-L": 0}))))
    assert all(one.sku != "tee-L" for one in suggested(past(), shelf=Shelf(Counted({"tee-L": 2}), kept_back=2)))
    assert any(one.sku == "tee-L" for one in suggested(past(), shelf=Shelf(Counted({"tee-L": 3}), kept_back=2)))


def test_the_largest_size_has_none_above_it() -> None:
    large = replace(GOODS, sku="tee-L", options=(("size", "L"),))
    assert all(one.option is None for one in suggested(past(), large))


def test_another_item_is_the_one_that_others_took() -> None:
    rows = [*[row(Outcome.OTHER_ITEM, "cap", kept=True)] * 40, *[row(Outcome.OTHER_ITEM, "bag", kept=True)] * 8]
    (first, *_) = suggested(rows)
    assert first.sku == "cap"
    (then, *_) = suggested(rows, shelf=Shelf(Counted({"cap": 0})))
    assert then.sku == "bag"


def test_requests_that_came_to_nothing_teach_nothing() -> None:
    assert fit([replace(one, status=Status.DECLINED) for one in past()]).rows == 0


@given(st.frozensets(st.sampled_from(list(Outcome))))
def test_only_what_the_policy_offers_is_suggested_and_never_a_refund(offered: frozenset[Outcome]) -> None:
    found = suggest(fit(past()), GOODS, "size_too_small", offered, ANY)
    assert {one.outcome for one in found} <= offered - {Outcome.REFUND}


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Outcome)), st.sampled_from(["", "S", "L", "XL"]), st.none() | st.booleans())
    )
)
def test_chances_of_all_choices_add_up_to_one_at_most(chosen: list[tuple[Outcome, str, bool | None]]) -> None:
    model = fit([row(outcome, wanted, kept=kept) for outcome, wanted, kept in chosen])
    cells = path("size_too_small", "tops", "tee", "gold")
    keys = model.cells.get((Level.ALL,), {})
    taken = [model.taken(cells, key) for key in keys]
    assert all(0 < chance < 1 for chance in taken)
    assert sum(taken) <= 1 + 1e-9
    assert all(0 < model.kept(cells, key) < 1 for key in keys)


@given(st.permutations(past()[::7]))
def test_the_order_of_the_past_does_not_matter(rows: list[ReturnedItem]) -> None:
    assert fit(rows, smallest=1).to_json() == fit(past()[::7], smallest=1).to_json()


def test_a_model_is_read_back_as_it_was_written() -> None:
    model = fit([*past(), *[row(Outcome.OTHER_ITEM, "cap")] * 12])
    assert SuggestionModel.from_json(model.to_json()) == model


@pytest.mark.parametrize("written", ["", "{}", '{"format": 2}', "[]", '{"format":1,"rows":1}'])
def test_another_formats_model_is_refused(written: str) -> None:
    with pytest.raises(UnreadableModel):
        SuggestionModel.from_json(written)


@pytest.mark.parametrize(
    "choice",
    [
        Choice(Outcome.REFUND),
        Choice(Outcome.EXCHANGE, "size", 2),
        Choice(Outcome.EXCHANGE, "size", -1),
        Choice(Outcome.EXCHANGE, "colour"),
        Choice(Outcome.EXCHANGE),
    ],
)
def test_a_choice_is_read_back_as_it_was_written(choice: Choice) -> None:
    assert Choice.parse(choice.key) == choice


def test_an_exchange_that_changes_two_things_is_just_an_exchange() -> None:
    both = replace(GOODS, options=(("size", "M"), ("colour", "red")))
    one = replace(row(Outcome.EXCHANGE, "L", goods=both), wanted_options=(("size", "L"), ("colour", "blue")))
    assert choice_of(one) == Choice(Outcome.EXCHANGE)
    colour = replace(one, wanted_options=(("size", "M"), ("colour", "blue")))
    assert choice_of(colour) == Choice(Outcome.EXCHANGE, "colour")
