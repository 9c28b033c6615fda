"""The carriers' slots: which table holds when, and that old orders keep reading the same."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from shared.carriers.registry import SLUGS
from shared.promise.slots.slot import Slot
from shared.promise.slots.table import SlotTable, slot_table, slot_tables

CARRIERS = sorted({table.carrier for table in slot_tables()})
TODAY = date(2026, 11, 25)


def codes(carrier: str, on: date) -> list[str]:
    table = slot_table(carrier, on)
    assert table is not None
    return [slot.code for slot in table.slots]


def tables_of(carrier: str) -> list[SlotTable]:
    return [table for table in slot_tables() if table.carrier == carrier]


def test_yamato_offers_five_slots_and_none_at_midday() -> None:
    assert codes("yamato", TODAY) == ["0812", "1416", "1618", "1820", "1921"]


def test_yamato_offered_a_midday_slot_until_the_change_of_2017() -> None:
    assert codes("yamato", date(2017, 6, 18)) == ["0812", "1214", "1416", "1618", "1820", "2021"]
    assert codes("yamato", date(2017, 6, 19)) == ["0812", "1416", "1618", "1820", "1921"]


def test_japan_post_dropped_its_latest_slot_in_october_2024() -> None:
    assert codes("japan_post", date(2024, 9, 30))[-2:] == ["1921", "2021"]
    assert codes("japan_post", date(2024, 10, 1))[-2:] == ["1820", "1921"]


def test_sagawa_has_its_own_codes_on_the_slip() -> None:
    table = slot_table("sagawa", TODAY)
    assert table is not None
    assert {slot.code: slot.slip_code for slot in table.slots}["1821"] == "04"


def test_a_carrier_without_slots_has_no_table() -> None:
    assert slot_table("usps", TODAY) is None


@pytest.mark.parametrize("carrier", CARRIERS)
def test_carriers_are_spelled_as_the_adapters_spell_them(carrier: str) -> None:
    assert carrier in SLUGS


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_tables_of_a_carrier_follow_each_other_without_gap_or_overlap(carrier: str) -> None:
    tables = tables_of(carrier)
    assert tables[0].valid_from is None
    assert tables[-1].valid_to is None
    for before, after in pairwise(tables):
        assert before.valid_to is not None
        assert after.valid_from == before.valid_to + timedelta(days=1)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_code_never_changes_its_hours_or_its_words(carrier: str) -> None:
    said: dict[str, tuple[object, ...]] = {}
    for slot in (slot for table in tables_of(carrier) for slot in table.slots):
        meaning = (slot.starts, slot.ends, slot.labels, slot.slip_code)
        assert said.setdefault(slot.code, meaning) == meaning


@pytest.mark.parametrize("table", slot_tables(), ids=lambda table: f"{table.carrier}-{table.valid_from}")
def test_every_table_is_in_the_order_of_the_day_and_names_its_source(table: SlotTable) -> None:
    assert [slot.code for slot in table.slots] == sorted(slot.code for slot in table.slots)
    assert all(slot.starts < slot.ends for slot in table.slots)
    assert table.source


def test_a_slot_reads_in_japanese_and_in_english_and_else_in_english() -> None:
    afternoon = Slot("1416", time(14), time(16), (("ja", "14時～16時"), ("en", "14:00–16:00")))
    assert [afternoon.label(language) for language in ("ja", "en", "de")] == [
        "14時～16時",
        "14:00–16:00",
        "14:00–16:00",
    ]


def test_a_slot_is_past_at_the_carriers_deadline_and_without_one_when_it_begins() -> None:
    with_deadline = Slot("1416", time(14), time(16), (("en", ""),), change_by=time(13, 40))
    without = Slot("1416", time(14), time(16), (("en", ""),))
    assert [with_deadline.is_past(now) for now in (time(13, 39), time(13, 40))] == [False, True]
    assert [without.is_past(now) for now in (time(13, 59), time(14))] == [False, True]
