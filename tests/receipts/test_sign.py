"""What is signed, byte for byte, and what a signature holds against."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.receipts.canonical import canonical
from shared.receipts.sign import Check, Signature, check, key_id, sign
from tests.receipts.promises import SECRET, signed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS.filter(str.isascii), inner),
    max_leaves=20,
)


def test_the_vector_that_the_documentation_gives_holds() -> None:
    document = '{"format":"todoku-promise/1","id":"pr_AAAAAAAAAAAAAAAAAAAAAA","promised":"2026-11-26","text":"明日"}'
    signature = sign(document, "correct horse battery staple")
    assert signature.key_id == "c18aedac471bde61"
    assert signature.value == "112fcb6f1d4e5f16a80f4b9970540d010a0e2bb2702b3df1e91037eb1533a358"


def test_the_signature_is_what_any_hmac_makes_of_the_same_bytes() -> None:
    receipt = signed()
    expected = hmac.new(SECRET.encode(), receipt.document.encode(), hashlib.sha256).hexdigest()
    assert receipt.signature == Signature(key_id(SECRET), expected)


@given(VALUES)
def test_whoever_reads_a_canonical_document_and_writes_it_again_has_the_same_bytes(value: object) -> None:
    written = canonical(value)
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(TEXTS.filter(str.isascii), st.integers(0, 9)))
def test_the_order_in_which_something_was_said_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, {"日": 1}, {1: 2}, b"bytes", {1, 2}])
def test_what_two_languages_write_differently_is_not_signed(value: object) -> None:
    with pytest.raises(ValueError, match="signed"):
        canonical(value)


def test_a_signature_holds_against_its_document_and_key() -> None:
    receipt = signed()
    assert check(receipt.document, receipt.signature, [SECRET]) is Check.VALID


def test_after_a_new_key_the_old_one_still_proves_what_it_signed() -> None:
    receipt = signed()
    assert check(receipt.document, receipt.signature, ["the-new-key", SECRET]) is Check.VALID


def test_a_key_that_is_gone_proves_nothing_and_accuses_nobody() -> None:
    receipt = signed()
    assert check(receipt.document, receipt.signature, ["the-new-key"]) is Check.KEY_UNKNOWN


@given(st.data())
def test_any_change_of_a_document_is_noticed(data: st.DataObject) -> None:
    receipt = signed()
    at = data.draw(st.integers(0, len(receipt.document) - 1))
    other = data.draw(TEXTS.filter(lambda text: text != receipt.document[at]))
    forged = receipt.document[:at] + other + receipt.document[at + 1 :]
    assert check(forged, receipt.signature, [SECRET]) is Check.INVALID


@pytest.mark.parametrize("value", ["", "0" * 64, "日本語", "z" * 64])
def test_a_made_up_signature_is_invalid_whatever_it_is(value: str) -> None:
    assert check(signed().document, Signature(key_id(SECRET), value), [SECRET]) is Check.INVALID
