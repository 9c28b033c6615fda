"""Which carrier a number may be of: candidates in their order, near misses, and what is no number."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shared.locales
from shared.carriers.numbers.check_digits import gs1, mod7
from shared.carriers.numbers.detect_carrier import (
    MAX_NUMBER_LENGTH,
    Candidate,
    Undetectable,
    detect_carrier,
    near_misses,
    read_number,
)
from shared.carriers.numbers.number_formats import CARRIERS, FORMATS
from shared.carriers.numbers.postal_operators import POSTAL_OPERATORS, operator_slug

SLUG = re.compile(r"[a-z][a-z0-9_]{1,31}")
JAPANESE = ["yamato", "sagawa", "japan_post", "seino", "fukuyama"]
TWELVE_OF_BOTH = "400000001030"
"""Its last digit is right for FedEx, and right for Japan."""


def slugs(number: str, **hints: Any) -> list[str]:
    return [candidate.carrier for candidate in detect_carrier(number, **hints)]


def first(number: str, **hints: Any) -> Candidate:
    return detect_carrier(number, **hints)[0]


def shopper_names() -> dict[str, str]:
    words = tomllib.loads((Path(shared.locales.__file__).parent / "en" / "words.toml").read_text("utf-8"))
    names: dict[str, str] = words["carriers"]
    return names


@pytest.mark.parametrize(
    ("number", "carrier", "form"),
    [
        # Invented numbers; a check digit that ends them is right.
        ("1Z999AA10123456784", "ups", "UPS 1Z"),
        ("K1234567895", "ups", "UPS waybill"),
        ("MI123456ORDER0001", "ups", "UPS Mail Innovations"),
        ("9400100000000000000013", "usps", "USPS IMpb"),
        ("420100019400100000000000000013", "usps", "USPS IMpb"),
        ("4201000112349400100000000000000013", "usps", "USPS IMpb"),
        ("9101000000000000000018", "usps", "USPS IMpb"),
        ("92001900000000000000000016", "usps", "USPS IMpb (26)"),
        ("940010000000000000000000000013", "usps", "USPS IMpb (30)"),
        ("70000000000000000016", "usps", "USPS 20"),
        ("100000000014", "fedex", "FedEx Express 12"),
        ("000000012345670", "fedex", "FedEx Ground 15"),
        ("9611020000000000000017", "fedex", "FedEx Ground 96"),
        ("001234500000000014", "fedex", "FedEx Ground SSCC-18"),
        ("GM60511234500000001", "dhl_ecommerce", "DHL eCommerce GM"),
        ("00340434000000000017", "dhl", "DHL Paket 20"),
        ("JJD000390000000000001", "dhl", "DHL JJD"),
        ("JVGL0000000001", "dhl_express", "DHL Express piece"),
        ("1000000013", "dhl_express", "DHL Express 10"),
        ("JD0002000000000001", "yodel", "Yodel"),
        ("XHAX4HDA", "gls", "GLS Track ID"),
        ("09980000020033F", "dpd", "DPD 14 and check digit"),
        ("2000000000000011", "canada_post", "Canada Post 16"),
        ("ABC123456789", "purolator", "Purolator"),
        ("6A00000000001", "laposte", "Colissimo"),
        ("ABC0000001010091", "australia_post", "Australia Post eParcel"),
        ("TBA000000000001", "amazon_shipping", "Amazon Logistics"),
        ("C10000000000012", "ontrac", "OnTrac"),
        ("1LS712345678901", "lasership", "LaserShip 1LS"),
        ("YT2000000000000001", "yunexpress", "YunExpress"),
        ("3SABCD123456789", "postnl", "PostNL 3S"),
        ("RB123456785GB", "royal_mail", "UPU S10"),
        ("EE123456785JP", "japan_post", "UPU S10"),
        ("CP123456785CA", "canada_post", "UPU S10"),
        ("LX123456785AU", "australia_post", "UPU S10"),
        ("CD123456785DE", "dhl", "UPU S10"),
        ("EA123456785US", "usps", "UPU S10"),
        ("RR123456785FR", "laposte", "UPU S10"),
        ("RR123456785CI", "la_poste_de_cote_divoire", "UPU S10"),
    ],
)
def test_a_number_leads_to_its_carrier(number: str, carrier: str, form: str) -> None:
    found = first(number)
    assert (found.carrier, found.format) == (carrier, form)


def test_people_may_group_a_number_as_they_like() -> None:
    written = [
        " 1z 999 aa1 01-2345-6784\n",
        "１Ｚ９９９ＡＡ１０１２３４５６７８４",
        "1Z999AA1–0123−4567ー84",
        "1Z999AA10123456784",
    ]
    assert {read_number(number) for number in written} == {"1Z999AA10123456784"}
    assert {slugs(number)[0] for number in written} == {"ups"}


def test_a_japanese_number_is_of_any_carrier_there_and_says_why() -> None:
    found = detect_carrier("1234-5678-9013", country="JP")
    assert [candidate.carrier for candidate in found] == JAPANESE
    assert {candidate.certainty for candidate in found} == {"check_digit"}
    assert found[0].why == (
        "12 digits; the check digit is right. "
        "Japanese carriers share this format, so the number cannot tell them apart."
    )


def test_twelve_digits_are_ordered_by_the_country() -> None:
    assert slugs(TWELVE_OF_BOTH, country="jp")[:6] == [*JAPANESE, "fedex"]
    assert slugs(TWELVE_OF_BOTH, country="US")[:6] == ["fedex", *JAPANESE]
    assert sorted(slugs(TWELVE_OF_BOTH)) == sorted(slugs(TWELVE_OF_BOTH, country="FR"))


def test_carriers_the_shop_uses_come_first_among_equal_evidence() -> None:
    assert slugs(TWELVE_OF_BOTH, country="US", configured=["sagawa"])[:2] == ["sagawa", "fedex"]
    assert slugs("1Z999AA10123456784", configured=["sagawa", "yamato"]) == ["ups"]


def test_a_beginning_of_its_own_outweighs_a_check_digit_alone() -> None:
    assert slugs("9261290000000000000014")[0] == "usps"
    assert "fedex" in slugs("9261290000000000000014")


def test_a_check_digit_outweighs_a_length() -> None:
    found = detect_carrier("10000000010", country="DE")
    assert [(candidate.carrier, candidate.certainty) for candidate in found] == [
        ("dhl_express", "check_digit"),
        ("japan_post", "check_digit"),
        ("gls", "format"),
    ]


def test_a_carrier_is_named_once_by_its_best_evidence() -> None:
    for number in (TWELVE_OF_BOTH, "JJD000390000000000001", "70000000000000000016", "287809468872"):
        assert len(slugs(number)) == len(set(slugs(number)))


def test_a_wrong_check_digit_is_no_candidate_but_is_told() -> None:
    assert detect_carrier("1Z999AA10123456785") == ()
    [near] = near_misses("1Z999AA10123456785")
    assert (near.carrier, near.format) == ("ups", "UPS 1Z")
    assert near.why == "It looks like UPS 1Z, but the check digit is wrong: a digit may be mistyped."


def test_a_number_that_is_right_for_one_is_not_called_wrong_for_others() -> None:
    assert near_misses("100000000014") == ()


def test_near_misses_begin_at_home() -> None:
    number = "600000000000"
    assert not any(candidate.certainty == "check_digit" for candidate in detect_carrier(number))
    assert [near.carrier for near in near_misses(number, country="JP")][:5] == JAPANESE
    assert near_misses(number, country="US")[0].carrier == "fedex"


def test_a_wrong_postal_number_is_told_although_its_letters_are_clear() -> None:
    assert detect_carrier("RB123456786GB") == ()
    assert [near.carrier for near in near_misses("RB123456786GB")] == ["royal_mail"]


def test_a_country_without_a_postal_operator_issues_no_numbers() -> None:
    assert (detect_carrier("RB123456785XX"), near_misses("RB123456785XX")) == ((), ())


def test_zeros_are_a_placeholder_that_no_check_digit_confirms() -> None:
    for length in range(1, MAX_NUMBER_LENGTH + 1):
        assert not any(candidate.certainty == "check_digit" for candidate in detect_carrier("0" * length))


@pytest.mark.parametrize(
    "written",
    [
        "",
        " - ",
        "1Z999AA1_0123456784",
        "1" * 51,
        "1 " * 101,
        "\ufdfa" * 200,
        "ßßßßßßßßßßßß",
        "伝票番号",
        "\ud800",
        "1\x00",
    ],
)
def test_what_is_no_number_is_refused_without_being_repeated(written: str) -> None:
    with pytest.raises(Undetectable) as refused:
        detect_carrier(written)
    assert refused.value.field == "number"
    assert not written.strip(" -") or written not in refused.value.detail


@pytest.mark.parametrize("country", ["", "J", "JPN", "日本", "J1"])
def test_what_is_no_country_is_refused(country: str) -> None:
    with pytest.raises(Undetectable) as refused:
        detect_carrier("1Z999AA10123456784", country=country)
    assert refused.value.field == "country"


@given(st.text())
def test_whatever_is_asked_is_answered_or_refused(written: str) -> None:
    try:
        found = detect_carrier(written)
        near_misses(written)
    except Undetectable:
        return
    assert all(candidate.why.endswith(".") for candidate in found)


@given(st.text("0123456789", min_size=21, max_size=21).filter(lambda body: body.strip("0")), st.data())
def test_any_mistyped_digit_of_a_usps_number_is_noticed(body: str, data: st.DataObject) -> None:
    body = f"94{body[2:]}"
    number = body + gs1(body)
    assert first(number).carrier == "usps"
    mistyped = _mistyped(number, data)
    assert not any(c.carrier == "usps" and c.certainty == "check_digit" for c in detect_carrier(mistyped))


@given(st.integers(1, 10**11 - 1), st.data())
def test_most_mistyped_digits_of_a_japanese_number_are_noticed(serial: int, data: st.DataObject) -> None:
    body = f"{serial:011}"
    number = body + mod7(body)
    assert "yamato" in slugs(number)
    mistyped = _mistyped(number, data)
    is_off_by_seven = any(abs(int(a) - int(b)) == 7 for a, b in zip(number, mistyped, strict=True))
    is_last_digit = number[:-1] == mistyped[:-1]
    if is_last_digit or not is_off_by_seven:
        assert "yamato" not in slugs(mistyped)


def test_the_longest_numbers_are_looked_at_in_no_time() -> None:
    hostile = ["9" * 50, "A" * 50, "420" + "9" * 47, "GM" + "A" * 48, "1" * 49 + "A", "３" * 200]
    began = process_time()
    for number in hostile * 10:
        try:
            detect_carrier(number)
        except Undetectable:
            continue
    assert process_time() - began < 1


def test_every_carrier_has_a_slug_and_the_name_that_shoppers_read() -> None:
    assert {form.carrier for form in FORMATS} == set(CARRIERS)
    for slug, name in CARRIERS.items():
        assert SLUG.fullmatch(slug)
        assert shopper_names().get(slug, name) == name


def test_every_postal_operator_has_a_slug() -> None:
    for country, name in POSTAL_OPERATORS.items():
        slug = operator_slug(country)
        assert SLUG.fullmatch(slug), (country, slug)
        assert CARRIERS.get(slug, name) == shopper_names().get(slug, name) == name


def test_every_format_has_a_name_of_its_own_and_groups_for_its_check_digit() -> None:
    assert len({form.name for form in FORMATS}) == len(FORMATS)
    for form in FORMATS:
        assert set(form.shape.groupindex) == ({"body", "digit"} if form.check else set())


# The courier files of tracking_number_data (MIT), laid beside the repository: https://github.com/jkeen/tracking_number_data
COURIERS = Path(__file__).parents[2].parent / "shared" / "data" / "tracking_numbers" / "couriers"
OUR_SLUGS = {
    "amazon": {"amazon_shipping"},
    "dhl": {"dhl", "dhl_express", "dhl_ecommerce"},
    "s10": {operator_slug(country) for country in POSTAL_OPERATORS},
}


def numbers(verdict: str) -> Iterator[tuple[str, str]]:
    """Courier and number of all that are `valid`, or `invalid` and not valid in another format of the courier."""
    for path in sorted(COURIERS.glob("*.json")):
        courier = json.loads(path.read_text("utf-8"))
        listed = [form["test_numbers"] for form in courier["tracking_numbers"]]
        valid = {number for form in listed for number in form["valid"]}
        for number in (number for form in listed for number in form[verdict]):
            if verdict == "valid" or number not in valid:
                yield courier["courier_code"], number


needs_couriers = pytest.mark.skipif(
    not COURIERS.is_dir(), reason="the courier files of tracking_number_data are not beside this repository"
)


@needs_couriers
def test_every_published_test_number_leads_to_its_carrier() -> None:
    published = list(numbers("valid"))
    missed = [
        (courier, number) for courier, number in published if not OUR_SLUGS.get(courier, {courier}) & {*slugs(number)}
    ]
    led = sum(slugs(number)[0] in OUR_SLUGS.get(courier, {courier}) for courier, number in published)
    print(f"{len(published) - len(missed)} of {len(published)} valid numbers recognised, {led} in the first place")  # noqa: T201
    assert missed == []


@needs_couriers
def test_no_published_wrong_number_is_confirmed_as_its_carriers() -> None:
    published = list(numbers("invalid"))
    confirmed = [
        (courier, number)
        for courier, number in published
        for candidate in detect_carrier(number)
        if candidate.certainty == "check_digit" and candidate.carrier in OUR_SLUGS.get(courier, {courier})
    ]
    print(f"{len(published) - len(confirmed)} of {len(published)} invalid numbers not confirmed")  # noqa: T201
    assert confirmed == []


def _mistyped(number: str, data: st.DataObject) -> str:
    """The number with one digit another one."""
    place = data.draw(st.integers(2, len(number) - 1))
    step = data.draw(st.integers(1, 9))
    return number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
