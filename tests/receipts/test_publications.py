"""The event of a promise that was kept."""

from __future__ import annotations

from dataclasses import replace

from shared.receipts import publications
from tests.receipts.promises import HOME_DAY, RECEIPT, signed


def test_a_kept_promise_is_published_once_by_its_id() -> None:
    event = publications.of_receipt(signed(), merchant_id="hanare")
    assert (event.source, event.detail_type) == ("postpurchase.promise", "PromiseMade")
    assert (event.metadata.event_id, event.metadata.correlation_id) == (f"promise:{RECEIPT.id}", "A-1001")
    assert (event.metadata.occurred_at, event.data["promised"]) == (RECEIPT.made_at, HOME_DAY.isoformat())
    assert event.data["items"][0]["slot"] == "1416"


def test_no_event_says_where_somebody_lives() -> None:
    lives = replace(RECEIPT, question=replace(RECEIPT.question, postal="9071801"))
    assert "9071801" not in publications.of_receipt(signed(lives), merchant_id="hanare").detail()
