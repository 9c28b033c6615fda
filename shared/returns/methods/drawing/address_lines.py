"""An address as it is written on a label: in the order of the country it is in."""

from __future__ import annotations

from shared.returns.methods.ports import Address

_POSTAL_LAST = frozenset({"US", "CA", "AU", "GB", "IE"})


def address_lines(address: Address, *, country_name: str = "") -> list[str]:
    """Its lines, without the name. `country_name` stands last, where the parcel crosses a border.

    Orders as the Universal Postal Union describes them per country (S42); Japan's from the large to the small.
    """
    if address.country == "JP":
        place = " ".join(filter(None, [address.region + address.city, *address.lines]))
        lines = [f"〒{_japanese(address.postal)}", place]
    elif address.country in _POSTAL_LAST:
        separator = ", " if address.country in ("US", "CA") and address.city else " "
        lines = [*address.lines, separator.join(filter(None, [address.city, f"{address.region} {address.postal}"]))]
    else:
        lines = [*address.lines, f"{address.postal} {address.city}", address.region]
    return [line.strip() for line in [*lines, country_name] if line.strip()]


def _japanese(postal: str) -> str:
    digits = postal.replace("-", "")
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else postal
