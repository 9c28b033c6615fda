"""Which carrier a shop means: by the name it chose, else by the number, else as it wrote it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.shops.carrier_of import UNNAMED, carrier_of
from shared.shops.shopify.carriers import carrier

ANY = "440100000115"
"""Twelve digits: Yamato's, Sagawa's or Japan Post's, and nothing says whose."""
UPS = "1Z999AA10123456784"


@pytest.mark.parametrize(
    ("company", "slug"),
    [
        ("USPS", "usps"),
        ("UPS", "ups"),
        ("FedEx", "fedex"),
        ("DHL Express", "dhl_express"),
        ("DHL eCommerce Asia", "dhl_ecommerce"),
        ("DHL", "dhl"),
        ("DHL Parcel", "dhl"),
        ("Canada Post", "canada_post"),
        ("Royal Mail", "royal_mail"),
        ("Australia Post", "australia_post"),
        ("Yamato (JA)", "yamato"),
        ("Yamato (EN)", "yamato"),
        ("Sagawa (JA)", "sagawa"),
        ("Japan Post (JA)", "japan_post"),
        ("Japan Post (EN)", "japan_post"),
        ("DPD", "dpd"),
        ("DPD UK", "dpd"),
        ("GLS", "gls"),
        ("GLS Italy", "gls"),
        ("La Poste", "laposte"),
        ("Colissimo", "laposte"),
        ("Amazon Logistics US", "amazon_shipping"),
        ("Deutsche Post (DE)", "deutsche_post"),
        ("Evri", "evri"),
        ("4PX", "4px"),
        ("西濃運輸", "seino"),
        ("福山通運", "fukuyama"),
        ("西濃スーパーエキスプレス", "super_express"),
        ("エコ配", "ecohai"),
        ("ヤマト運輸", "yamato"),
        ("  ﾔﾏﾄ運輸 ", "yamato"),
    ],
)
def test_a_listed_company_is_its_carrier_whatever_the_number(company: str, slug: str) -> None:
    assert carrier(company, ANY) == slug
    assert carrier(company, UPS) == slug


@pytest.mark.parametrize("company", ["", "Other", "other", "配送会社", "The usual one"])
def test_a_company_that_nobody_lists_is_told_by_its_number(company: str) -> None:
    assert carrier(company, UPS) == "ups"


@pytest.mark.parametrize(
    ("company", "slug"), [("", UNNAMED), ("Other", UNNAMED), ("配送会社", UNNAMED), ("Bike & Co.", "bike_co")]
)
def test_a_number_of_several_carriers_decides_nothing(company: str, slug: str) -> None:
    assert carrier(company, ANY) == slug


def test_our_own_slugs_are_names_too() -> None:
    assert [carrier_of(slug, ANY) for slug in ("yamato", "dhl_express", "usps")] == ["yamato", "dhl_express", "usps"]


@given(company=st.text(max_size=40), number=st.from_regex(r"[A-Z0-9]{4,50}", fullmatch=True))
def test_whatever_is_written_gives_a_slug(company: str, number: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9_]{0,31}", carrier(company, number))
