"""Labels, slips and customs forms: what stands on them, on which paper, and always the same bytes."""

from __future__ import annotations

import struct
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.returns.methods.drawing.address_lines import address_lines
from shared.returns.methods.drawing.customs import CustomsFacts, amount, customs_sheets, needs_customs
from shared.returns.methods.drawing.label import LabelFacts, label_sheet, label_size
from shared.returns.methods.drawing.measure import width_of, wrapped
from shared.returns.methods.drawing.pdf import FONT, as_pdf
from shared.returns.methods.drawing.png import as_png
from shared.returns.methods.drawing.sheet import Bars, Line, Matrix, Sheet, Text
from shared.returns.methods.drawing.slip import SlipFacts, slip_sheets
from shared.returns.methods.drawing.words import words
from shared.returns.methods.ports import Address, ParcelContents
from shared.returns.methods.rules import LabelFormat
from tests.returns.methods.pdf_text import texts_of
from tests.returns.methods.samples import AMERICAN, CONTENTS, GERMAN, PORTLAND, SHOPPER, WAREHOUSE, wanted

NUMBER = "TDKR7P48K8Z2VNS"
LABEL = label_sheet(LabelFacts(wanted(), NUMBER, date(2026, 12, 27), "はなれ"), (105, 148))


def said(sheet: Sheet) -> list[str]:
    return [element.text for element in sheet.elements if isinstance(element, Text)]


def test_a_label_says_where_to_where_from_which_return_and_until_when() -> None:
    texts = said(LABEL)
    assert {"返品", "7K2M-9QXA-4", "〒135-0061", "東京都江東区 豊洲1-2-3", "はなれ 返品係 御中", "髙橋 さくら"} <= set(
        texts
    )
    assert {"有効期限: 2026-12-27", "合計点数: 3", "TDKR 7P48 K8Z2 VNS"} <= set(texts)


def test_bars_and_modules_are_whole_dots_of_a_label_printer() -> None:
    codes = [element for element in LABEL.elements if isinstance(element, Bars | Matrix)]
    assert len(codes) == 2
    assert all((code.module * 8).is_integer() for code in codes)


def _box(element: Text | Bars | Matrix | Line) -> tuple[float, float]:
    """How far it reaches to the right and down."""
    if isinstance(element, Text):
        return element.x + element.width, element.y + element.size * 25.4 / 72
    if isinstance(element, Bars):
        return element.x + sum(element.widths) * element.module, element.y + element.height
    if isinstance(element, Matrix):
        return element.x + len(element.rows) * element.module, element.y + len(element.rows) * element.module
    return element.x + element.width, element.y + element.height


words_of_people = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cc", "Cs"]), max_size=60)


@settings(max_examples=20)
@given(st.lists(words_of_people, max_size=6), words_of_people, words_of_people, st.sampled_from(["JP", "US", "DE"]))
def test_whatever_an_address_is_like_nothing_leaves_the_paper_or_overlaps_the_codes(
    lines: list[str], city: str, name: str, country: str
) -> None:
    sender = Address(country, "97205", tuple(lines), city, city, name, name)
    for size in ((105.0, 148.0), (101.6, 152.4)):
        sheet = label_sheet(LabelFacts(wanted(sender=sender, recipient=sender), NUMBER, date(2026, 12, 27)), size)
        for element in sheet.elements:
            right, low = _box(element)
            assert 0 <= element.x <= right <= size[0]
            assert 0 <= element.y <= low <= size[1]
        top_of_bars = next(element.y for element in sheet.elements if isinstance(element, Bars))
        above = [_box(element)[1] for element in sheet.elements if isinstance(element, Text) and element.y < 80]
        assert max(above) < top_of_bars


@pytest.mark.parametrize(
    ("chosen", "country", "size"),
    [
        (LabelFormat.AUTO, "JP", (105.0, 148.0)),
        (LabelFormat.AUTO, "US", (101.6, 152.4)),
        (LabelFormat.AUTO, "DE", (105.0, 148.0)),
        (LabelFormat.A6, "US", (105.0, 148.0)),
        (LabelFormat.FOUR_BY_SIX, "JP", (101.6, 152.4)),
    ],
)
def test_paper_is_as_in_the_country(chosen: LabelFormat, country: str, size: tuple[float, float]) -> None:
    assert label_size(chosen, country) == size


def test_a_pdf_is_always_the_same_and_its_text_can_be_selected() -> None:
    pdf = as_pdf([LABEL])
    assert pdf == as_pdf([LABEL])
    assert texts_of(pdf) == said(LABEL)
    assert len(pdf) < 40_000


def test_a_png_has_eight_dots_a_millimetre_and_is_always_the_same() -> None:
    png = as_png(LABEL)
    assert png == as_png(LABEL)
    assert struct.unpack(">II", png[16:24]) == (840, 1184)
    assert len(png) < 80_000


def test_the_font_comes_with_its_licence() -> None:
    licence = (FONT.parent / "OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "BIZ UDGothic" in licence


def test_a_slip_lists_every_item_with_its_reason_over_as_many_pages_as_it_takes() -> None:
    contents = tuple(ParcelContents(f"SKU-{n}", f"品 {n}", n, 100, "JPY", reason="割れ") for n in range(1, 21))
    sheets = slip_sheets(SlipFacts("7K2M-9QXA-4", contents, "ja", "JP", "はなれ", "返品送料は元払いです。"))
    assert len(sheets) == 3
    texts = [text for sheet in sheets for text in said(sheet)]
    assert [text for text in texts if text.startswith("SKU-")] == [f"SKU-{n}" for n in range(1, 21)]
    assert {"返品同梱票", "合計点数: 210", "ページ 2 / 3", "返品送料は元払いです。"} <= set(texts)
    assert all(_box(element)[1] <= sheet.height for sheet in sheets for element in sheet.elements)
    assert all(any(isinstance(element, Matrix) for element in sheet.elements) for sheet in sheets)


def test_a_slip_for_a_carrier_of_ones_own_says_where_to_send_it() -> None:
    (sheet,) = slip_sheets(SlipFacts("7K2M-9QXA-4", CONTENTS, "en", "US", send_to=PORTLAND))
    assert (sheet.width, sheet.height) == (139.7, 215.9)
    assert "To: 12 Dock St Portland, OR 97201 Pinecrest Returns" in " ".join(said(sheet))


def test_a_customs_form_has_codes_origins_weights_values_and_their_sums() -> None:
    (sheet,) = customs_sheets(CustomsFacts("7K2M-9QXA-4", NUMBER, GERMAN, PORTLAND, CONTENTS))
    texts = said(sheet)
    assert {"6912.00", "JP", "0.210", "9800 JPY", "1.110", "12000 JPY", NUMBER} <= set(texts)
    assert any("RETURNED GOODS" in text for text in texts)
    assert all(_box(element)[1] <= 148 for element in sheet.elements)


def test_a_weight_that_is_not_known_is_left_for_the_sender_to_write() -> None:
    contents = (CONTENTS[0], ParcelContents("X", "", 1, 1234, "EUR"))
    (sheet,) = customs_sheets(CustomsFacts("7K2M-9QXA-4", "", GERMAN, PORTLAND, contents))
    assert "2200 JPY + 12.34 EUR" in said(sheet)
    assert said(sheet).count("0.210") == 1


def test_customs_see_what_crosses_a_border_but_nothing_within_the_union() -> None:
    france = Address("FR", "75001", ("1 rue A",))
    assert needs_customs(SHOPPER, PORTLAND)
    assert needs_customs(GERMAN, Address("GB", "W1A 1AA", ("1 A St",)))
    assert not needs_customs(SHOPPER, WAREHOUSE)
    assert not needs_customs(GERMAN, france)


@pytest.mark.parametrize(
    ("value", "currency", "written"), [(1234, "EUR", "12.34 EUR"), (5, "USD", "0.05 USD"), (12345, "KWD", "12.345 KWD")]
)
def test_amounts_are_written_by_their_currency(value: int, currency: str, written: str) -> None:
    assert amount(value, currency) == written


def test_an_address_is_in_the_order_of_its_country() -> None:
    assert address_lines(WAREHOUSE) == ["〒135-0061", "東京都江東区 豊洲1-2-3"]
    assert address_lines(AMERICAN) == ["1220 SW Morrison St", "Apt 4", "Portland, OR 97205"]
    assert address_lines(GERMAN, country_name="DE") == ["Invalidenstraße 117", "10115 Berlin", "DE"]


@given(st.text(max_size=80), st.integers(10, 100))
def test_lines_hold_all_of_the_text_and_are_narrow_enough(text: str, width: int) -> None:
    lines = wrapped(text, 9, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width_of(line, 9) <= width or len(line.split()) == 1


def test_no_japanese_line_begins_with_a_full_stop() -> None:
    assert wrapped("ああああ。いい", 10, width_of("ああああ", 10)) == ["あああ", "あ。いい"]


def test_a_region_of_a_language_has_its_words_and_an_unknown_one_has_english() -> None:
    assert words("pt-BR") == words("pt") != words("en")
    assert words("xx") == words("en")
