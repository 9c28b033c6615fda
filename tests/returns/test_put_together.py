"""A draft that is put together step by step, and what it would come to by each outcome."""

from __future__ import annotations

from dataclasses import replace

from shared.evidence.evidence import Evidence
from shared.returns.draft_return import Draft, draft_return
from shared.returns.policy.policy import Accept, Actions, Bonus, Fact, Fee
from shared.returns.preview_outcomes import preview_outcomes
from shared.returns.put_together import split, wanted_of, with_pieces
from shared.returns.return_request import ReturnRequest, Wanted
from shared.returns.vocabulary import Outcome
from shared.returns.wanted_items import WantedItem
from tests.returns.request.setting import NOW, RETURN_ID, Shop, policy, rule

SHIRTS = WantedItem("A-1", "L-1", 2, "too_small", words="Too small.", evidence=(Evidence("photo", "k", NOW),))


def drafted(shop: Shop, *items: WantedItem) -> ReturnRequest:
    return draft_return(shop.means, Draft(RETURN_ID, b"c" * 16, items), shop.now).request


def test_what_was_said_stays_while_the_pieces_are_as_many() -> None:
    cup = WantedItem("A-1", "L-2", 1, "broken")
    apart = (replace(SHIRTS, quantity=1), replace(SHIRTS, quantity=1, reason="broken"))
    assert with_pieces("A-1", {"L-1": 2, "L-2": 1}, (*apart, cup)) == (*apart, cup)
    assert with_pieces("A-1", {"L-1": 3}, (*apart, cup)) == (replace(SHIRTS, quantity=3),)
    assert with_pieces("A-1", {"L-2": 1, "L-1": 0}, ()) == (WantedItem("A-1", "L-2", 1, ""),)


def test_one_piece_is_split_off_and_what_was_shown_stays_with_it() -> None:
    one, rest = split((SHIRTS,), 0)
    assert (one.quantity, rest.quantity, rest.evidence, rest.words) == (1, 1, (), "")
    assert (one.evidence, one.reason, rest.reason) == (SHIRTS.evidence, "too_small", "too_small")
    assert split((one,), 0) == (one,)
    assert split((SHIRTS,), 7) == (SHIRTS,)


def test_a_draft_asked_for_anew_is_the_same_and_says_no_prices() -> None:
    shop = Shop()
    priced = replace(SHIRTS, outcome=Outcome.EXCHANGE, wanted=Wanted("SHIRT-L", 2))
    draft = drafted(shop, priced)
    again = wanted_of(draft)
    assert again == (priced,)
    with_price = replace(draft, items=(replace(draft.items[0], wanted=Wanted("SHIRT-L", 2, 1000, 80)),))
    assert wanted_of(with_price) == again


def test_each_outcome_comes_to_what_the_draft_with_it_comes_to() -> None:
    shop = Shop(policy(shipping_fee=Fee(fixed=500), bonuses=(Bonus(Outcome.STORE_CREDIT, basis_points=1000),)))
    draft = drafted(shop, SHIRTS)
    offered = {"1": [Outcome.STORE_CREDIT, Outcome.REFUND, Outcome.EXCHANGE, Outcome.REPLACEMENT]}
    previews = preview_outcomes(shop.means, draft, offered, shop.now)["1"]
    assert [preview.outcome for preview in previews] == offered["1"]
    for number, preview in enumerate(previews):
        asked = replace(SHIRTS, outcome=preview.outcome)
        alone = Draft(f"{number:016}", b"d" * 16, (asked,))
        assert preview.reckoning == draft_return(shop.means, alone, shop.now).reckoning
    assert shop.returns.get(RETURN_ID) == draft


def test_what_is_not_offered_or_has_no_price_is_not_promised() -> None:
    no_credit = rule("no-credit", Fact.RETURN_OUTCOME, "store_credit", Actions(accept=Accept(False, "no_credit")))
    shop = Shop(policy(no_credit, outcomes=(*Outcome,)))
    draft = drafted(shop, SHIRTS)
    offered = {"1": [Outcome.OTHER_ITEM, Outcome.STORE_CREDIT, Outcome.REFUND]}
    previews = {each.outcome: each for each in preview_outcomes(shop.means, draft, offered, shop.now)["1"]}
    assert Outcome.STORE_CREDIT not in previews
    assert previews[Outcome.OTHER_ITEM].reckoning is None
    assert (previews[Outcome.OTHER_ITEM].amount, previews[Outcome.REFUND].amount) == (0, 2000)
