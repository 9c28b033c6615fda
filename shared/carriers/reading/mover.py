"""Whose parcel an aggregator reports: the slug of the company that moves it, from the aggregator's name of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LONGEST = 32

# Aggregators name a company's branches, products and accounts apart ("dpd-uk", "gls_de", "ups_walleted"); a parcel's
# number is the company's all the same. The longer names first: "dhl" is the rest of DHL.
_COMPANIES = (
    *("amazon_shipping", "australia_post", "canada_post", "dhl_ecommerce", "dhl_express", "japan_post", "royal_mail"),
    *("dhl", "dpd", "fedex", "fukuyama", "gls", "sagawa", "seino", "ups", "usps", "yamato"),
)

_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, spelled: Mapping[str, str]) -> str:
    """The slug of the company behind an aggregator's `name`; "" for a name without Latin letters and digits.

    `spelled` holds the names, in small letters, that do not begin like the slug. Any other company's slug is its name
    in small letters and underscores.
    """
    small = name.lower()
    slug = spelled.get(small) or _NOT_IN_A_SLUG.sub("_", small).strip("_")[:_LONGEST]
    for company in _COMPANIES:
        if slug.startswith(company) and slug[len(company) : len(company) + 1] in ("", "_"):
            return company
    return slug
