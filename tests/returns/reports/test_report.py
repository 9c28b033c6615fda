from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.reports.report import By, Line, report
from shared.returns.reports.report_table import table, to_csv
from shared.returns.reports.returned_item import Goods, ReturnedItem, SoldItem, Status
from shared.returns.reports.row_file import UnreadableRows, read_returned, read_sold, write_returned, write_sold
from shared.returns.vocabulary import Outcome, ReasonGroup

FIRST, LAST = date(2026, 9, 1), date(2026, 10, 31)
GOODS = Goods(
    "A-1",
    date(2026, 9, 10),
    "tee-M",
    "tee",
    "tops",
    (("size", "M"),),
    "gold",
    "JP",
    "yamato",
    "tokyo>JP",
    2,
    "JPY",
    8000,
)
TEE = ReturnedItem(
    GOODS, "R1", "1", date(2026, 9, 20), "size_too_small", Outcome.EXCHANGE, exchanged=8000, way_back=700, bonus=300
)
MUG = replace(
    TEE,
    goods=replace(GOODS, sku="mug", product="mug", options=(), tier="", quantity=1, value=3000, carrier="sagawa"),
    reason="damaged",
    group=ReasonGroup.DELIVERY,
    outcome=Outcome.REFUND,
    refunded=3000,
    exchanged=0,
    bonus=0,
    way_back=0,
    lost=3000,
)
SOLD = [SoldItem(replace(GOODS, quantity=8)), SoldItem(replace(MUG.goods, quantity=4))]


def by(what: By, *rows: ReturnedItem) -> dict[str, Line]:
    return {line.key: line for line in report(rows or (TEE, MUG), SOLD, what, FIRST, LAST).lines}


def test_rates_are_of_the_pieces_that_were_sold() -> None:
    lines = by(By.PRODUCT)
    assert (lines["tee"].rate, lines["mug"].rate) == (0.25, 0.25)
    assert lines["tee"].main == ("size_too_small", 1.0)
    assert by(By.REASON)["damaged"].main == ("mug", 1.0)


def test_revenue_that_was_kept_is_goods_sent_instead_and_credit_without_its_bonus() -> None:
    lines = by(By.PRODUCT, TEE, replace(MUG, refunded=0, credited=3000, bonus=300, lost=0))
    assert (lines["tee"].kept, lines["tee"].kept_share) == (8000, 1.0)
    assert (lines["mug"].kept, lines["mug"].cost) == (3000, 300)


def test_cost_is_labels_bonuses_and_lost_goods() -> None:
    lines = by(By.REASON)
    assert (lines["size_too_small"].cost, lines["damaged"].cost) == (1000, 3000)


def test_reasons_are_of_all_that_was_sold() -> None:
    lines = by(By.REASON)
    assert lines["damaged"].sold == 12
    assert lines["damaged"].rate == 1 / 12


def test_carriers_answer_for_what_went_wrong_on_the_way_only() -> None:
    lines = by(By.CARRIER)
    assert lines["yamato"].returned == 0
    assert lines["yamato"].sold == 8
    assert lines["sagawa"].rate == 0.25
    assert list(by(By.LANE)) == ["sagawa tokyo>JP", "yamato tokyo>JP"]


@pytest.mark.parametrize(
    ("what", "key"),
    [
        (By.SIZE, "M"),
        (By.TIER, "gold"),
        (By.MONTH, "2026-09"),
        (By.TYPE, "tops"),
        (By.SKU, "tee-M"),
        (By.COUNTRY, "JP"),
    ],
)
def test_rows_are_counted_by_every_side(what: By, key: str) -> None:
    assert by(what)[key].returned >= 2


def test_only_orders_of_these_days_count_whenever_they_came_back() -> None:
    late = replace(TEE, asked_on=date(2027, 1, 1))
    early = replace(TEE, goods=replace(GOODS, ordered_on=date(2026, 8, 31)), asked_on=date(2026, 9, 5))
    assert report([late, early], SOLD, By.PRODUCT, FIRST, LAST).whole.returned == 2


def test_what_was_declined_is_counted_apart_and_what_was_cancelled_not_at_all() -> None:
    lines = by(By.PRODUCT, replace(TEE, status=Status.DECLINED), replace(TEE, status=Status.CANCELLED))
    assert (lines["tee"].returned, lines["tee"].refused, lines["tee"].value) == (0, 2, 0)


def test_other_currencies_are_counted_and_never_added_up() -> None:
    euros = replace(TEE, goods=replace(GOODS, currency="EUR", value=50))
    found = report([TEE, TEE, euros], None, By.PRODUCT, FIRST, LAST)
    assert (found.currency, found.whole.value, found.whole.returned) == ("JPY", 16000, 6)
    assert found.other_currencies == {"EUR": 1}
    assert any("1 returned positions in EUR" in line for line in table(found))


def test_without_what_was_sold_there_are_no_rates() -> None:
    found = report([TEE], None, By.PRODUCT, FIRST, LAST)
    assert found.whole.rate is None
    assert "–" in next(line for line in table(found) if line.startswith("tee"))


def test_the_table_says_its_formulas() -> None:
    lines = list(table(report([TEE], SOLD, By.PRODUCT, FIRST, LAST)))
    assert [line.partition(" =")[0] for line in lines[-3:]] == ["rate", "kept revenue", "cost"]


def test_japanese_names_keep_the_columns_straight() -> None:
    japanese = replace(MUG, goods=replace(MUG.goods, product="湯のみ"))
    lines = {line.split(" ")[0]: line for line in table(report([TEE, japanese], None, By.PRODUCT, FIRST, LAST))}
    assert lines["tee"].index("–") == lines["湯のみ"].index("–") + len("湯のみ")


def test_more_lines_than_are_shown_are_said() -> None:
    assert "… and 1 more: see --csv." in list(table(report([TEE, MUG], SOLD, By.PRODUCT, FIRST, LAST), 1))


@given(st.lists(st.sampled_from([TEE, MUG, replace(TEE, status=Status.DECLINED)])), st.sampled_from(list(By)))
def test_lines_add_up_to_the_whole(rows: list[ReturnedItem], what: By) -> None:
    found = report(rows, SOLD, what, FIRST, LAST)
    for name in ("returned", "refused", "value", "refunded", "kept", "cost"):
        assert sum(getattr(line, name) for line in found.lines) == getattr(found.whole, name)
    if what is not By.REASON:
        assert sum(line.sold or 0 for line in found.lines) == found.whole.sold


def test_a_report_as_csv_has_a_row_for_every_line() -> None:
    written = to_csv(report([TEE, MUG], SOLD, By.PRODUCT, FIRST, LAST))
    assert written.splitlines()[1] == "tee,8,2,0.2500,0,JPY,8000,0,8000,1000,size_too_small,1.0000"


def test_rows_are_read_back_as_they_were_written() -> None:
    rows = (
        TEE,
        replace(MUG, kept=False, status=Status.DECLINED),
        replace(TEE, kept=True, wanted_options=(("size", "L"),)),
    )
    assert read_returned(write_returned(rows).encode()) == rows
    assert read_sold(write_sold(SOLD).encode()) == tuple(SOLD)


def test_a_file_needs_four_columns_only() -> None:
    (row,) = read_returned(b"asked_on,sku,reason,outcome\n2026-09-20,tee-M,size_too_small,refund\n")
    assert (row.goods.product, row.goods.ordered_on, row.status) == ("tee-M", date(2026, 9, 20), Status.ACCEPTED)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"sku,reason\nx,y\n", "no column asked_on, outcome"),
        (b"asked_on,sku,reason,outcome\n20.9.2026,x,y,refund\n", "Line 2, column asked_on"),
        (b"asked_on,sku,reason,outcome\n2026-09-20,x,y,money\n", "Line 2, column outcome"),
        (b"asked_on,sku,reason,outcome,value\n2026-09-20,x,y,refund,-1\n", "Line 2, column value"),
        (b"asked_on,sku,reason,outcome,kept\n2026-09-20,x,y,refund,maybe\n", "Line 2, column kept"),
        (b"\xff\xfe\x00", "neither UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(raw: bytes, says: str) -> None:
    with pytest.raises(UnreadableRows) as refused:
        read_returned(raw)
    assert says in refused.value.detail
    assert "20.9.2026" not in refused.value.detail


def test_no_cell_is_a_formula_to_a_spreadsheet() -> None:
    written = write_returned([replace(TEE, reason="=HYPERLINK(1)")])
    assert "'=HYPERLINK(1)" in written
