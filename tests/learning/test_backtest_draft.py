"""The past, asked of a configuration: as a storefront would, at the order's moment by the warehouse's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from shared.learning.backtest import Outcome
from shared.learning.backtest_draft import DraftAsker
from shared.learning.history import read_past
from shared.promise.network import DeliveryNetwork, Lane
from shared.promise.policy import CONFIDENCES, PromisePolicy, WhenThin
from tests.promise.networks import HOME, SHOP, WAREHOUSE, shop

MONDAY = date(2026, 11, 30)
EXPRESS = replace(HOME, name="速達", method="express", carrier="sagawa", lanes=(Lane("JP", "", 1, 1),))


def outcomes(network: DeliveryNetwork, *rows: dict[str, str]) -> list[Outcome]:
    """What is promised to orders of that Monday, that came on Thursday."""
    return list(_asker(network, *rows).outcomes(MONDAY.toordinal(), None))


def promised(network: DeliveryNetwork, **row: str) -> date:
    """The day that one order is promised, at 90 per cent."""
    (outcome,) = outcomes(network, row)
    return date.fromordinal(outcome.day + outcome.at[CONFIDENCES.index(90)])


def test_an_order_is_asked_about_at_its_minute_by_the_clock_of_the_warehouse() -> None:
    cutoff = replace(WAREHOUSE, cutoff=datetime(2026, 1, 1, 15, 30).time())
    network = shop(warehouse=cutoff)
    assert promised(network, ordered_at="2026-11-30 15:29:00") == date(2026, 12, 2)
    assert promised(network, ordered_at="2026-11-30 15:31:00") == date(2026, 12, 3)


def test_a_parcel_is_promised_by_the_service_it_went_by_else_by_its_carrier_else_the_soonest() -> None:
    network = shop(HOME, EXPRESS)
    assert promised(network) == date(2026, 12, 1)
    assert promised(network, carrier="yamato", service="宅急便") == date(2026, 12, 2)
    assert promised(network, carrier="yamato", service="another") == date(2026, 12, 2)
    assert promised(network, carrier="another", service="another") == date(2026, 12, 1)


def test_a_parcel_is_promised_from_the_warehouse_it_left() -> None:
    osaka = replace(WAREHOUSE, id="osaka")
    closed = replace(WAREHOUSE, handling_days=3)
    network = replace(SHOP, warehouses=(closed, osaka), services=(HOME, replace(HOME, name="西", warehouse="osaka")))
    assert promised(network, origin_id="osaka") == date(2026, 12, 2)
    assert promised(network, origin_id="tokyo") == date(2026, 12, 5)
    assert promised(network, origin_id="a seller") == date(2026, 12, 2)


def test_days_count_from_the_order_and_chances_are_those_of_the_promised_days() -> None:
    (outcome,) = outcomes(SHOP, {})
    assert (outcome.moment, outcome.taken, outcome.grain, outcome.sample) == ("order", 3, "carrier_table", 0)
    assert outcome.at == (1, 2, 2, 2, 2, 2, 2, 2)
    assert outcome.said == (5_000, *[10_000] * 7)


def test_what_is_promised_nothing_is_counted_by_reason() -> None:
    asker = _asker(SHOP, {"destination_country": "FR"}, {"destination_country": "XX"}, {"destination_postal": "１２３"})
    assert len(list(asker.outcomes(MONDAY.toordinal(), None))) == 1
    assert asker.refused == {"no_lane": 1, "invalid_question": 1}


def test_dates_that_the_honesty_gate_keeps_to_itself_are_counted() -> None:
    asker = _asker(shop(policy=PromisePolicy(when_thin=WhenThin.HIDE)), {}, {})
    assert len(list(asker.outcomes(MONDAY.toordinal(), None))) == 2
    assert asker.not_dated == 2


def _asker(network: DeliveryNetwork, *rows: dict[str, str]) -> DraftAsker:
    plain = {
        "ordered_at": "2026-11-30 10:00:00",
        "delivered_at": "2026-12-03 12:00:00",
        "destination_country": "JP",
        "destination_postal": "530-0001",
    }
    past = read_past({"order_id": str(number), **plain, **row} for number, row in enumerate(rows))
    return DraftAsker(past, lambda year: {2026: network}[year])
