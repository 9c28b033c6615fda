"""Past orders in the history format (docs/history.md): what a file must have, and what of it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shared.errors import Invalid
from shared.history.coarse_postal import coarse_postal

COLUMNS = (
    "order_id",
    "parcel",
    "status",
    "ordered_at",
    "approved_at",
    "handed_over_at",
    "delivered_at",
    "promised_date",
    "handover_due_date",
    "origin_id",
    "origin_country",
    "origin_region",
    "origin_postal",
    "origin_lat",
    "origin_lng",
    "destination_country",
    "destination_region",
    "destination_postal",
    "destination_lat",
    "destination_lng",
    "carrier",
    "service",
    "items",
    "origins",
    "price",
    "freight",
    "weight_g",
    "volume_cm3",
    "length_cm",
    "category",
    "in_transit_at",
    "customs_started_at",
    "at_delivery_depot_at",
    "out_for_delivery_at",
    "attempt_failed_at",
    "held_at",
    "available_for_pickup_at",
)
"""What is kept. Of coordinates the first decimal: a destination's are somebody's home, a tenth of a degree a town."""
_NEEDED = ("order_id", "ordered_at", "delivered_at", "destination_country")


class UnreadableHistory(Invalid):
    """The file is no history."""

    code = "unreadable_history"


def check_columns(names: Collection[str]) -> None:
    """Whether something can be learned from a file with these columns; raises UnreadableHistory saying what lacks."""
    lacking = [name for name in _NEEDED if name not in names]
    if lacking:
        raise UnreadableHistory(f"The file has no column {', '.join(lacking)}: see docs/history.md.")


def for_keeping(row: Mapping[str, str]) -> dict[str, str]:
    """The row with the known columns only, postal codes cut to an area, coordinates to a tenth of a degree."""
    kept = {name: row.get(name) or "" for name in COLUMNS}
    for end in ("origin", "destination"):
        kept[f"{end}_postal"] = coarse_postal(kept[f"{end}_country"], kept[f"{end}_postal"])
    for name in _COORDINATES:
        kept[name] = _coarse(kept[name])
    return kept


_COORDINATES = ("origin_lat", "origin_lng", "destination_lat", "destination_lng")


def _coarse(written: str) -> str:
    """To a tenth of a degree, some ten kilometres; what is no number is not kept."""
    try:
        return f"{float(written):.1f}"
    except ValueError:
        return ""
