"""Products decide how long it takes, by which way and from where; what does not leave together is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.promise.distribution import Distribution
from shared.promise.forecast import Asked, Forecast
from shared.promise.money import Price
from shared.promise.network import DeliveryNetwork, Lane
from shared.promise.offer import NotOffered, UnknownLeadClass
from shared.promise.product import Goods, LeadClass, Preparation
from shared.promise.slots.selection_rule import SelectionRule
from tests.promise.networks import HOME, WAREHOUSE, Learned, ask, on, only, shop

OSAKA = replace(WAREHOUSE, id="osaka", handling_days=1)
ANYWHERE = replace(HOME, other_warehouses=("osaka",))
LOCKER = replace(HOME, name="PUDO", method="locker", lanes=(Lane("JP", "", 2, 2),))
MADE_TO_ORDER = LeadClass("made-to-order", Preparation(handling_days=2), methods=frozenset({"home"}))
PRE_ORDER = LeadClass("pre-order", Preparation(available_from=on("12-10")), date_choice=False)
BULKY = LeadClass("bulky", warehouses=frozenset({"osaka"}))


def network(**changes: object) -> DeliveryNetwork:
    values: dict[str, object] = {
        "lead_classes": (MADE_TO_ORDER, PRE_ORDER, BULKY),
        "skus": {"RING": "made-to-order", "BOOK": "pre-order", "SOFA": "bulky"},
        "stock": {"CUP": {"tokyo": 0, "osaka": 3}, "POT": {"tokyo": 2, "osaka": 0}, "GONE": {"tokyo": 0}},
    }
    both = replace(shop(ANYWHERE), warehouses=(WAREHOUSE, OSAKA))
    return replace(both, **{**values, **changes})  # type: ignore[arg-type]


def test_the_warehouse_that_brings_it_soonest_sends_it() -> None:
    assert only(ask(network())).warehouse == "tokyo"
    option = only(ask(network(), warehouse="osaka"))
    assert (option.warehouse, option.ship_date) == ("osaka", on("11-25"))


def test_a_warehouse_without_stock_is_not_used() -> None:
    assert only(ask(network(), skus=("CUP",))).warehouse == "osaka"
    assert only(ask(network(), skus=("POT",))).warehouse == "tokyo"


def test_a_lead_class_adds_its_handling_and_leaves_out_the_ways_it_may_not_go() -> None:
    both = replace(network(), services=(ANYWHERE, LOCKER))
    assert [option.method for option in ask(both).options] == ["home", "locker"]
    for question in ({"skus": ("RING",)}, {"lead_class": "made-to-order"}):
        option = only(ask(both, **question))
        assert (option.method, option.ship_date) == ("home", on("11-26"))


def test_a_class_may_leave_from_some_warehouses_only() -> None:
    assert only(ask(network(), skus=("SOFA",))).warehouse == "osaka"


def test_things_that_leave_together_are_one_parcel_as_slow_as_the_slowest() -> None:
    option = only(ask(network(), skus=("RING", "PLAIN")))
    assert (option.ship_date, option.parts) == (on("11-26"), ())


def test_things_that_do_not_leave_together_are_promised_each_and_for_everything() -> None:
    option = only(ask(network(), skus=("CUP", "POT", "PLAIN")))
    assert [(part.skus, part.warehouse, part.promised) for part in option.parts] == [
        (("CUP",), "osaka", on("11-27")),
        (("POT", "PLAIN"), "tokyo", on("11-26")),
    ]
    assert option.promised == on("11-27")
    assert option.to_json()["parts"][1]["skus"] == ["POT", "PLAIN"]


def test_a_pre_order_does_not_hold_the_rest_back() -> None:
    option = only(ask(network(), skus=("BOOK", "PLAIN")))
    assert [(part.skus, part.ship_date) for part in option.parts] == [
        (("BOOK",), on("12-10")),
        (("PLAIN",), on("11-24")),
    ]
    assert option.promised == on("12-12")
    assert option.explanation[0].text == "It is available from Thu 10 Dec."


def test_a_delivery_day_can_be_chosen_but_not_for_a_pre_order() -> None:
    chooses = replace(network(), services=(replace(ANYWHERE, date_choice=SelectionRule(latest_within=5)),))
    option = only(ask(chooses, skus=("PLAIN",)))
    assert option.days is not None
    assert [day["date"] for day in option.days["days"]] == ["2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]
    assert only(ask(chooses, skus=("BOOK",))).days is None
    assert only(ask(chooses, skus=("BOOK", "PLAIN"))).days is None


def test_what_lies_nowhere_or_may_not_go_there_is_not_offered() -> None:
    with pytest.raises(NotOffered):
        ask(network(), skus=("GONE",))
    with pytest.raises(NotOffered):
        ask(replace(network(), services=(LOCKER,)), skus=("RING",))
    with pytest.raises(NotOffered):
        ask(network(), skus=("POT",), warehouse="osaka")


def test_a_warehouse_that_is_not_there_is_called_so() -> None:
    with pytest.raises(NotOffered, match="There is no such warehouse") as refused:
        ask(network(), skus=("POT",), warehouse="nowhere")
    assert refused.value.field == "warehouse"


def test_a_lead_class_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownLeadClass, match="made-to-order, pre-order, bulky") as refusal:
        ask(network(), lead_class="huge")
    assert refusal.value.field == "lead_class"


def asked_of(shop_of: DeliveryNetwork, **question: object) -> Asked:
    learned = Learned(Distribution.between(1, 2))
    ask(shop_of, forecasts=learned, **question)
    return learned.asked[0][1]


def test_the_model_is_asked_with_what_is_known_of_the_goods_the_price_and_the_warehouse() -> None:
    known = network(
        services=(replace(HOME, price=Price(1250, "USD")),),
        warehouses=(replace(WAREHOUSE, country="JP", region="東京都", postal="1000001"),),
        goods={"CUP": Goods("ceramics", 320, 1500, Price(2800, "JPY")), "POT": Goods("ceramics", 900)},
        stock={},
    )
    asked = asked_of(known, skus=("CUP",))
    assert (asked.freight, asked.price, asked.weight_g, asked.volume_cm3) == (12.5, 2800.0, 320, 1500)
    assert (asked.category, asked.items) == ("ceramics", 1)
    assert (asked.origin_country, asked.origin_region, asked.origin_postal) == ("JP", "東京都", "1000001")
    both = asked_of(known, skus=("CUP", "POT"))
    assert (both.weight_g, both.volume_cm3, both.price, both.items) == (1220, None, None, 2)
    assert asked_of(known).freight == 12.5
    assert asked_of(known).weight_g is None


def test_what_is_not_said_of_a_product_is_as_its_lead_class_says() -> None:
    heavy = LeadClass("bulky", goods=Goods("furniture", 40_000, price=Price(90_000, "JPY")))
    known = network(lead_classes=(heavy,), skus={"SOFA": "bulky"}, goods={"SOFA": Goods(weight_g=52_000)})
    sofa = asked_of(known, skus=("SOFA",))
    assert (sofa.category, sofa.weight_g, sofa.price) == ("furniture", 52_000, 90_000.0)
    other = asked_of(known, skus=("CHAIR",), lead_class="bulky")
    assert (other.category, other.weight_g) == ("furniture", 40_000)
    nameless = network(lead_classes=(LeadClass("made-to-order"),), skus={"RING": "made-to-order"})
    assert asked_of(nameless, skus=("RING",)).category == "made-to-order"


class LearnedByWarehouse(Learned):
    """One whose forecast depends on where a parcel leaves."""

    def __init__(self, **days: Distribution) -> None:
        super().__init__(Distribution.between(1, 1))
        self.days = days

    def from_hand_over(self, asked: Asked) -> Forecast | None:
        return replace(self.forecast, days=self.days[asked.origin])


def test_the_days_of_a_whole_are_those_on_which_its_last_parcel_has_come() -> None:
    model = LearnedByWarehouse(
        tokyo=Distribution(1, (6000, 6000, 6000, 6000, 10_000)), osaka=Distribution.between(3, 4)
    )
    both = replace(network(), warehouses=(WAREHOUSE, replace(OSAKA, handling_days=0)))
    option = only(ask(both, skus=("POT", "CUP"), forecasts=model))
    assert option.ship_date <= option.earliest <= option.likely <= option.latest
    assert (option.likely, option.promised, option.latest) == (on("11-27"), on("11-29"), on("11-29"))
    assert dict(option.percentiles)[option.confidence] == option.promised
    assert [chance for _, chance in option.probability] == [0.5, 0.1, 0.4]
