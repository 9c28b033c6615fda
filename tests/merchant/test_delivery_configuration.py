"""What a merchant writes about delivery becomes what promises are made from; what cannot be is refused in its line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

import pytest

from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.merchant.lane_file import read_lanes, with_lanes
from shared.merchant.problem import ConfigurationErrors
from shared.merchant.public_holidays import NoHolidaysKnown, fill_in
from shared.merchant.published import read_published
from shared.promise.calendar import Season
from shared.promise.make_promise import make_promise
from shared.promise.money import Condition, ConditionKind, Price
from shared.promise.network import CutoffRule, DeliveryNetwork, HandlingRule, Lane, Pickup, RemoteArea
from shared.promise.policy import PromisePolicy, WhenThin
from shared.promise.product import Goods
from shared.promise.question import PromiseQuestion
from shared.promise.slots.selection_rule import SelectionRule

TODAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)

MERCHANT = """
merchant:
  {id: hanare, name: はなれ, support_email: a@hanare.example, default_language: ja, sender: b@hanare.example}
"""
WAREHOUSE = """
warehouses:
  - id: tokyo
    time_zone: Asia/Tokyo
    cutoff: "15:00"
"""
SERVICE = """
delivery:
  services:
    - name: 宅急便
      method: home
      carrier: yamato
      warehouse: tokyo
"""
LANES = """
      lanes: [{country: "JP", min_days: 1, max_days: 2}]
"""


def compiled(text: str) -> DeliveryNetwork:
    return compile_network(read(text))


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigurationErrors) as refusal:
        read(text)
    return [str(problem) for problem in refusal.value.problems]


def test_a_warehouse_says_when_it_works_and_how_long_it_takes() -> None:
    warehouse = """
    closed_days: [2026-11-25, {date: 2026-11-23, name: 勤労感謝の日}]
    open_days: [2026-11-28]
    closed_periods: [{from: "12-29", to: "01-03", name: 年末年始}]
    cutoffs: [{cutoff: "17:00", carriers: [sagawa], weekdays: [fri], season: {from: "12-01", to: "12-24"}}]
    handling: learned
    handling_times: [{days: 3, weekdays: [mon]}]
    handling_hours: 2
    business_hours: {opens: "09:00", closes: "18:00"}
    pickups: [{carrier: yamato, time: "16:30", weekdays: [tue]}]
    country: "JP"
    region: 東京都
"""
    (made,) = compiled(MERCHANT + WAREHOUSE + warehouse + SERVICE + LANES).warehouses
    calendar = made.calendar
    assert calendar.closed_days == {date(2026, 11, 23), date(2026, 11, 25)}
    assert (calendar.name_of(date(2026, 11, 23)), calendar.name_of(date(2026, 12, 30))) == ("勤労感謝の日", "年末年始")
    assert calendar.is_open(date(2026, 11, 28))
    assert made.cutoffs == (CutoffRule(time(17), frozenset({"sagawa"}), frozenset({4}), Season((12, 1), (12, 24))),)
    assert made.handling == (HandlingRule(3, frozenset({0})),)
    assert (made.opens, made.closes, made.handling_hours) == (time(9), time(18), 2)
    assert made.pickups == (Pickup("yamato", time(16, 30), frozenset({1})),)
    assert (made.learned, made.country, made.region) == (True, "JP", "東京都")


def test_a_service_says_where_it_goes_by_prefix_region_or_zone_and_what_it_costs() -> None:
    service = """
      lanes:
        - {zone: far, min_days: 3, max_days: 5}
        - {country: "JP", region: 福島, min_days: 1, max_days: 2}
      price: {amount: 660, currency: "JPY"}
      conditions: [{kind: free_shipping, price: {amount: 5000, currency: "JPY"}, text: {ja: 送料無料}}]
      date_choice: {earliest_after: 2, latest_within: 14}
      customs_days: {min_days: 1, max_days: 3}
      legs: [{carrier: jal, min_days: 1, max_days: 2, delivery_days: [mon, tue]}]
  zones:
    far: [{country: "JP", postal_prefixes: ["90"]}, {country: "US", regions: [TX]}, {country: "TW"}]
  remote_areas:
    - {country: "JP", postal_prefix: "1002", days: 2, reason: {ja: 小笠原諸島}, carriers: [yamato]}
"""
    network = compiled(MERCHANT + WAREHOUSE + SERVICE + service)
    (made,) = network.services
    assert made.lane_to("JP", "9001") == Lane("JP", "90", 3, 5)
    assert made.lane_to("JP", "9601") == Lane("JP", "96", 1, 2)
    assert made.lane_to("US", "75001") == Lane("US", "750", 3, 5)
    assert made.lane_to("TW", "100") == Lane("TW", "", 3, 5)
    assert made.price == Price(660, "JPY")
    assert made.conditions == (Condition(ConditionKind.FREE_SHIPPING, Price(5000, "JPY"), texts=(("ja", "送料無料"),)),)
    assert made.date_choice == SelectionRule(2, latest_within=14)
    assert made.customs_days == (1, 3)
    assert made.legs[0].calendar.weekdays == {0, 1}
    assert network.remote_areas == (RemoteArea("JP", "1002", 2, (("ja", "小笠原諸島"),), frozenset({"yamato"})),)


def test_policy_and_products_are_compiled_and_the_document_reads_back() -> None:
    rest = """
promise: {confidence: 95, target: 90, minimum_sample: 20, when_thin: range}
products:
  lead_classes: [{name: made-to-order, skus: [RING], handling_days: 2, methods: [home], date_choice: false,
    category: rings, weight_g: 40}]
  stock: {CUP: {tokyo: 0}}
  goods: {CUP: {category: ceramics, weight_g: 320, volume_cm3: 1500, price: {amount: 2800, currency: "JPY"}}}
"""
    closed = """
    closed_days: [{date: 2026-11-23, name: 勤労感謝の日}]
    closed_periods: [{from: "08-13", to: "08-16", name: お盆}]
"""
    configuration = read(MERCHANT + WAREHOUSE + closed + SERVICE + LANES + rest)
    network = compile_network(configuration)
    assert network.policy == PromisePolicy(95, 90, 20, WhenThin.RANGE)
    assert (network.skus, network.stock) == ({"RING": "made-to-order"}, {"CUP": {"tokyo": 0}})
    assert network.lead_classes[0].date_choice is False
    assert network.lead_classes[0].goods == Goods("rings", 40)
    assert network.goods == {"CUP": Goods("ceramics", 320, 1500, Price(2800, "JPY"))}
    assert DeliveryNetwork.from_json(json.loads(json.dumps(network.to_json()))) == network
    assert read_published(configuration.model_dump_json(exclude_none=True)) == configuration


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('    closed_periods: [{from: "13-01", to: "01-03", name: x}]\n', "closed_periods[0].from"),
        ('    closed_periods: [{from: "01-04", to: "12-31", name: x}]\n', "closed_periods"),
        ("    closed_days: [{day: 2026-11-23}]\n", "closed_days[0]"),
        ("    closed_days: [2026-11-23]\n    open_days: [2026-11-23]\n", "open_days[0]"),
        ('    business_hours: {opens: "18:00", closes: "09:00"}\n', "business_hours.closes"),
        ('    handling_hours: 10\n    business_hours: {opens: "09:00", closes: "18:00"}\n', "handling_hours"),
        ("    pickups: [{carrier: yamato, weekdays: [sat, sun]}]\n", "pickups[0].weekdays"),
    ],
)
def test_what_a_warehouse_cannot_be_is_refused_where_it_stands(written: str, problem: str) -> None:
    (said,) = problems(MERCHANT + WAREHOUSE + written + SERVICE + LANES)
    assert f"warehouses[0].{problem}: expected" in said


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "delivery.services[0].lanes"),
        ("      lanes: [{min_days: 1, max_days: 2}]\n", "lanes[0].country"),
        ("      lanes: [{zone: far, min_days: 1, max_days: 2}]\n", "lanes[0].zone"),
        ('      lanes: [{country: "JP", region: 江戸, min_days: 1, max_days: 2}]\n', "lanes[0].region"),
        ('      lanes: [{country: "FR", region: Paris, min_days: 1, max_days: 2}]\n', "lanes[0].region"),
        (LANES + "      other_warehouses: [osaka]\n", "other_warehouses[0]"),
        (LANES + "      date_choice: {earliest_after: 9, latest_within: 3}\n", "date_choice.latest_within"),
        (LANES + "      customs_days: {min_days: 3, max_days: 1}\n", "customs_days.max_days"),
        (LANES + "      legs: [{carrier: jal, min_days: 3, max_days: 1}]\n", "legs[0].max_days"),
        (LANES + '      price: {amount: 1, currency: "yen"}\n', "price.currency"),
        (LANES + "products: {lead_classes: [{name: a, methods: [drone]}]}\n", "products.lead_classes[0].methods[0]"),
        (LANES + "products: {stock: {CUP: {osaka: 1}}}\n", "products.stock.CUP.osaka"),
        (LANES + "promise: {confidence: 91}\n", "promise.confidence"),
        (
            '      lanes: [{country: "JP", region: 福島, min_days: 1, max_days: 2},'
            ' {country: "JP", postal_prefix: "96", min_days: 1, max_days: 2}]\n',
            "lanes[1].postal_prefix",
        ),
    ],
)
def test_what_delivery_cannot_be_is_refused_where_it_stands(written: str, problem: str) -> None:
    (said,) = problems(MERCHANT + WAREHOUSE + SERVICE + written)
    assert f"{problem}: expected" in said


def test_public_holidays_are_filled_in_with_their_names_for_this_year_and_the_two_after_it() -> None:
    written = '    holidays: {country: "JP"}\n    open_days: [2026-11-03]\n'
    configuration = fill_in(read(MERCHANT + WAREHOUSE + written + SERVICE + LANES), TODAY)
    calendar = compile_network(configuration).warehouses[0].calendar
    assert calendar.name_of(date(2026, 11, 23)) == "勤労感謝の日"
    assert {day.year for day in calendar.closed_days} == {2026, 2027, 2028}
    assert calendar.is_open(date(2026, 11, 3))
    assert read_published(configuration.model_dump_json(exclude_none=True)) == configuration
    answer = make_promise(
        compile_network(configuration), PromiseQuestion("JP", "150", datetime(2026, 11, 22, 1, tzinfo=UTC))
    )
    assert answer.options[0].explanation[1].text == "Our warehouse is closed on Mon 23 Nov (勤労感謝の日)."


def test_a_country_without_known_holidays_is_refused() -> None:
    written = '    holidays: {country: "JP", region: "BY"}\n'
    with pytest.raises(NoHolidaysKnown, match="BY in JP"):
        fill_in(read(MERCHANT + WAREHOUSE + written + SERVICE + LANES), TODAY)


def test_lanes_come_from_a_file_beside_the_configuration() -> None:
    configuration = read(MERCHANT + WAREHOUSE + SERVICE + "      lanes_file: lanes.csv\n")
    raw = '国,Country,Postal Prefix,region,min-days,max days\n日本,JP,="01",,2,3\n日本,JP,,沖縄県,3,5\n'.encode("cp932")
    filled = with_lanes(configuration, {"lanes.csv": read_lanes(raw, {}, "lanes.csv")})
    (service,) = compile_network(filled).services
    assert service.lane_to("JP", "010") == Lane("JP", "01", 2, 3)
    assert service.lane_to("JP", "900") == Lane("JP", "90", 3, 5)


def test_every_wrong_line_of_a_file_is_told_with_its_number() -> None:
    rows = ["JP,1,,2,1", "jp,,,1,2", "JP,,,one,2", "JP,,far,1,2", ",,,1,2", "JP,3,,1,2"]
    raw = "\n".join(["country,postal_prefix,zone,min_days,max_days", *rows]).encode()
    with pytest.raises(ConfigurationErrors) as refusal:
        read_lanes(raw, {}, "lanes.csv")
    assert [(problem.line, problem.path) for problem in refusal.value.problems] == [
        (2, "max_days"), (3, "country"), (4, "min_days"), (5, "zone"), (6, "country"),
    ]  # fmt: skip


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"country,min_days\nJP,1\n", b"min_days,max_days\n1,2\n"])
def test_a_file_without_the_columns_is_refused(raw: bytes) -> None:
    with pytest.raises(ConfigurationErrors):
        read_lanes(raw, {})


def test_a_lane_that_stands_twice_is_refused() -> None:
    with pytest.raises(ConfigurationErrors, match=r"line 3.*no other line.*line 2"):
        read_lanes(b"country,min_days,max_days\nJP,1,2\nJP,1,3\n", {})
