"""Whose parcel an aggregator reports."""

from __future__ import annotations

import pytest

from shared.carriers.reading.mover import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("usps", "usps"),
        ("USPS", "usps"),
        ("dpd-uk", "dpd"),
        ("gls_de", "gls"),
        ("ups_walleted", "ups"),
        ("dhl", "dhl"),
        ("dhl-germany", "dhl"),
        ("dhl_express_uk", "dhl_express"),
        ("dhl_ecommerce_asia", "dhl_ecommerce"),
        ("upsilon", "upsilon"),
        ("glsx", "glsx"),
        ("Mondial Relay", "mondial_relay"),
        ("KuronekoYamato", "yamato"),
        ("a" * 40, "a" * 32),
        ("ヤマト", ""),
        ("", ""),
    ],
)
def test_branches_and_products_of_a_company_have_its_slug(name: str, slug: str) -> None:
    assert slug_of(name, {"kuronekoyamato": "yamato"}) == slug
