"""Years of past orders: what a file must say, and that nobody's home is kept."""

from __future__ import annotations

import pytest

from shared.history.past_orders import COLUMNS, UnreadableHistory, check_columns, for_keeping


def test_only_known_columns_are_kept_and_postal_codes_are_cut() -> None:
    row = {
        "order_id": "A-1",
        "destination_country": "JP",
        "destination_postal": "150-0001",
        "destination_lat": "35.66",
        "customer_name": "Aiko",
    }
    kept = for_keeping(row)
    assert tuple(kept) == COLUMNS
    assert (kept["order_id"], kept["destination_postal"], kept["delivered_at"]) == ("A-1", "150", "")
    assert not {"35.66", "Aiko"} & set(kept.values())


def test_keeping_what_was_kept_changes_nothing() -> None:
    kept = for_keeping({"order_id": "A-1", "destination_country": "GB", "destination_postal": "SW1A 1AA"})
    assert for_keeping(kept) == kept


def test_a_file_needs_an_order_its_day_an_arrival_and_a_country() -> None:
    check_columns(["order_id", "ordered_at", "delivered_at", "destination_country", "anything"])


def test_what_a_file_lacks_is_said_at_once() -> None:
    with pytest.raises(UnreadableHistory) as refused:
        check_columns(["order_id"])
    assert refused.value.detail == (
        "The file has no column ordered_at, delivered_at, destination_country: see docs/history.md."
    )
