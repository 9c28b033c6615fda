"""Subjects: what something is told once about. A message's id is made of it, so it never changes for the same fact."""

from __future__ import annotations

from datetime import date

from shared.tracking.carrier_update import ParcelId

ORDER = "order"


def of_parcel(parcel: ParcelId) -> str:
    """A parcel."""
    return f"parcel:{parcel.number.carrier}:{parcel.number.tracking_number}:{parcel.ship_date}"


def of_line(sku: str) -> str:
    """An order line."""
    return f"line:{sku}"


def of_case(case_id: str, opened_again: str = "") -> str:
    """A case. `opened_again`: when; what is told of it from then on makes nothing old that was told before."""
    return f"case:{case_id}:{opened_again}" if opened_again else f"case:{case_id}"


def again(subject: str, about: date | str) -> str:
    """The same subject, told again about another day, or whatever else makes it news."""
    return f"{subject}@{about}"


def are_about_the_same(one: str, other: str) -> bool:
    """Whether news of one may make the other old: the same thing, or one is about the whole order.

    A return's parcel and its case are the same to the shopper; which belongs to which, nobody says.
    """
    one, other = one.partition("@")[0], other.partition("@")[0]
    if ORDER in (one, other) or one == other:
        return True
    return {one.partition(":")[0], other.partition(":")[0]} == {"parcel", "case"}
