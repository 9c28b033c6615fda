"""The page on which a way back is prepared: every field has its label, every error its field, every step its button."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest

from shared.locales import languages
from shared.pages.address_form import AddressForm, read_address
from shared.pages.returns.one_return_view import OneReturn
from shared.pages.returns.one_return_way_page import WayForm, way_page
from shared.returns.methods.ports import Address, DropOffPoint, PickupSlot
from shared.returns.policy.policy import Fee
from shared.returns.vocabulary import Method
from tests.pages.outline import NONCE, Outline
from tests.pages.returns.one_return_samples import one_of
from tests.returns.request.setting import NOW, Shop, policy, shirts

TOKYO = {"postal": "1500001", "region": "東京都", "city": "渋谷区", "line1": "神宮前4-5-6", "name": "愛子"}
HOSTILE = '"><script>x</script>'
POINTS = (
    DropOffPoint("a", HOSTILE, Address("JP", "150-0043", ("道玄坂1-1",), "渋谷区", "東京都"), False, HOSTILE, True),
    DropOffPoint("b", "梅田", Address("JP", "530-0001", ("梅田1-1",), "大阪市", "大阪府"), True, "", True),
)
SLOTS = tuple(PickupSlot((NOW + timedelta(days=days)).date(), "9-12") for days in (1, 2))


@cache
def approved() -> OneReturn:
    methods = (Method.LABEL, Method.PICKUP, Method.STORE, Method.OWN_CARRIER, Method.QR)
    shop = Shop(policy(methods=methods, shipping_fee=Fee(700)))
    return one_of(shop, shop.submitted(shirts(1)))


def forms() -> list[WayForm]:
    known = read_address(TOKYO, "JP")
    return [
        WayForm(Method.LABEL, AddressForm("JP", {"postal": "150-0001"})),
        WayForm(Method.LABEL, read_address({"name": HOSTILE}, "US"), instead_of="R-1", note="A note"),
        WayForm(Method.PICKUP, known, slots=SLOTS),
        WayForm(Method.PICKUP, known, slots=()),
        WayForm(Method.STORE, points=POINTS, point_id="b", near="150-0001"),
        WayForm(Method.STORE, AddressForm("JP"), points=POINTS, point_id="b"),
        WayForm(Method.DROP_OFF),
        WayForm(Method.QR),
        WayForm(Method.OWN_CARRIER),
    ]


@pytest.mark.parametrize("language", languages())
def test_every_step_reads_completely_in_every_language(language: str) -> None:
    for form in forms():
        html = way_page(approved(), form, language, NONCE)
        outline = Outline(html)
        assert outline.complaints == []
        assert len(outline.all("h1")) == 1
        assert "<script" not in html
        labelled = {label.get("for") for label in outline.all("label")}
        fields = [*outline.all("input"), *outline.all("select")]
        of_their_own = [each for each in fields if each.get("type") not in ("hidden", "radio")]
        assert {each["id"] for each in of_their_own} <= labelled
        assert len({each["id"] for each in of_their_own}) == len(of_their_own)


def test_each_error_is_listed_and_stands_at_its_field() -> None:
    html = way_page(approved(), WayForm(Method.LABEL, read_address({"postal": "15"}, "JP")), "ja", NONCE)
    outline = Outline(html)
    wrong = {each["id"] for each in outline.all("input") if each.get("aria-invalid") == "true"}
    assert wrong == {"postal", "region", "city", "line1", "name"}
    listed = {(link["href"] or "").removeprefix("#") for link in outline.all("a") if (link["href"] or "#m") != "#main"}
    assert wrong <= listed
    errors = {each.get("id") for each in outline.all("p")}
    assert {f"{field}-error" for field in wrong} <= errors
    assert "郵便番号：ご確認ください。" in html


def test_an_address_goes_from_step_to_step_in_the_page_alone() -> None:
    outline = Outline(way_page(approved(), WayForm(Method.PICKUP, read_address(TOKYO, "JP"), slots=SLOTS), "en", NONCE))
    hidden = {each["name"]: each["value"] for each in outline.all("input") if each.get("type") == "hidden"}
    assert (hidden["name"], hidden["postal"], hidden["country"]) == ("愛子", "150-0001", "JP")
    slots = [each["value"] for each in outline.all("input") if each.get("name") == "slot"]
    assert slots == [f"{slot.day} 9-12" for slot in SLOTS]
    assert all("愛子" not in str(link.get("href")) for link in outline.all("a"))


def test_without_a_free_time_nothing_can_be_booked() -> None:
    html = way_page(approved(), WayForm(Method.PICKUP, read_address(TOKYO, "JP"), slots=()), "en", NONCE)
    assert "Nobody comes to this address" in html
    assert "Book the pickup" not in html


def test_the_country_can_be_changed_to_one_that_is_named_in_the_readers_language() -> None:
    html = way_page(approved(), WayForm(Method.LABEL, AddressForm("DE")), "de", NONCE)
    assert "Nicht in Deutschland?" in html
    assert '<option value="JP">Japan</option>' in html
