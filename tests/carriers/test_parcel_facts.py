"""What a carrier tells of a whole parcel, on the scans it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.carriers.reading.parcel_facts import with_proof, with_returns_named, with_weight
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, ProofOfDelivery
from shared.tracking.detail import Detail

PROOF = ProofOfDelivery(signed_by="A SAMPLE")


def scan(day: int, detail: Detail, cause: Cause | None = None) -> Checkpoint:
    return Checkpoint(datetime(2026, 11, day, tzinfo=UTC), detail, carrier_code=detail.value, cause=cause)


def test_only_a_delivery_after_the_return_is_one_to_the_sender() -> None:
    history = (scan(22, Detail.DELIVERED), scan(18, Detail.DELIVERED_TO_LOCKER), scan(20, Detail.RETURNING))
    found = [named.detail for named in with_returns_named(history)]
    assert found == [Detail.RETURNED, Detail.DELIVERED_TO_LOCKER, Detail.RETURNING]


def test_without_a_return_nothing_changes() -> None:
    history = (scan(22, Detail.DELIVERED), scan(20, Detail.REFUSED))
    assert with_returns_named(history) is history


def test_the_proof_is_of_the_newest_delivery() -> None:
    history = (scan(20, Detail.DELIVERED), scan(22, Detail.COLLECTED), scan(23, Detail.INFORMATION))
    assert [told.proof for told in with_proof(history, PROOF)] == [None, PROOF, None]


def test_a_parcel_that_is_not_delivered_has_no_proof() -> None:
    history = (scan(20, Detail.OUT_FOR_DELIVERY),)
    assert with_proof(history, PROOF) is history
    assert with_proof((), PROOF) == ()


def test_the_weight_is_with_the_oldest_scan_in_the_carriers_hands() -> None:
    history = (scan(22, Detail.DELIVERED), scan(20, Detail.PICKED_UP), scan(19, Detail.LABEL_CREATED))
    assert [told.weight_grams for told in with_weight(history, 500)] == [None, 500, None]


def test_a_label_alone_weighs_nothing() -> None:
    history = (scan(19, Detail.LABEL_CREATED), scan(19, Detail.UNKNOWN))
    assert with_weight(history, 500) is history
