"""The document that is signed: what it says, how it is published, and that reading it changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from shared.receipts.receipt import SignedReceipt
from shared.receipts.sign import Check
from tests.receipts.promises import EXPRESS_DAY, HOME_DAY, RECEIPT, signed


def test_a_receipt_that_is_read_is_the_receipt_that_was_written() -> None:
    assert signed().receipt == RECEIPT
    assert signed().receipt.document() == RECEIPT.document()


def test_what_is_not_known_is_left_out_and_never_null() -> None:
    bare = replace(RECEIPT, model=None, question=replace(RECEIPT.question, confidence=None))
    document = json.loads(bare.document())
    assert {"model", "confidence"}.isdisjoint({*document, *document["question"]})
    assert "null" not in bare.document()
    assert signed(bare).receipt == bare


def test_instants_are_utc_and_days_are_days() -> None:
    document = json.loads(RECEIPT.document())
    assert (document["made_at"], document["promised"]) == ("2026-11-24T01:00:00Z", "2026-11-26")
    assert document["items"][0]["explanation"][1]["first"] == "2026-11-25"


def test_what_is_published_holds_the_signed_bytes() -> None:
    published = signed().published()
    assert f'"receipt":{signed().document},' in published
    assert json.loads(published)["signature"]["key_id"] == signed().signature.key_id
    assert "check" not in json.loads(published)["signature"]
    assert json.loads(signed().published(Check.VALID))["signature"]["check"] == "valid"


def test_a_document_of_another_day_is_published_as_it_was_signed() -> None:
    older = SignedReceipt(RECEIPT.document().replace('"model":"2026-11-20-a",', '"later":[1,2],'), signed().signature)
    assert older.document in older.published()
    assert older.receipt.model is None


def test_the_window_begins_with_the_first_item_that_may_come_and_ends_with_the_last() -> None:
    [item] = RECEIPT.items
    later = replace(item, id="2", earliest=HOME_DAY, promised=HOME_DAY + timedelta(days=3))
    split = replace(RECEIPT, items=(item, later), promised=later.promised)
    assert (split.earliest, split.promised) == (EXPRESS_DAY, HOME_DAY + timedelta(days=3))
