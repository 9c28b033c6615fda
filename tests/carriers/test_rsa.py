"""RSA signatures: what openssl signed is accepted, and nothing else."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.signing.rsa import PublicKey, is_signed, public_keys
from tests.carriers.rsa_keys import EXPONENT, ONE, OTHER, padded

MESSAGE = b'2026-11-22T09:00:00Z.{"resource_type":"API_BATCH"}'
# printf '2026-11-22T09:00:00Z.{"resource_type":"API_BATCH"}' | openssl dgst -sha256 -sign one.pem | base64 -w0
SIGNATURE = b64decode(
    "A+GUzoBA1++uyx4LipKG82JWXhWIn7lm0sHpX8r6moq1zvE6K/t56+F+f5NysuWD+GMDvYN2DoIoatlD8/g4MvvjsvpyvWN1IKeD"
    "CA0+S8uh+JwJoaOVEW1SIb6xxGKXejdH5NENYSJKQyt7Q+791qYclXf/UPcKLAlEPt29cpXo1eOZMwgNvPXt6V98CxlHKQvUKy3j"
    "uRPd6Gd/pIj0METBpvA4ksxcYHJXnUHWjDalTt12DnPTVWY788psKclfg/+H7qtotMlbO3Wao1C75oU7ssUxp7SFGhJm1+cdrPdZ"
    "uJSlGtHIiWrugjcGCDdQxWay+B9/jHk0SmO0vu9pZQ=="
)
KEY = PublicKey(ONE.id, ONE.modulus, EXPONENT)
SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(MESSAGE).digest()


def test_what_openssl_signed_is_accepted() -> None:
    assert is_signed(MESSAGE, SIGNATURE, KEY)
    assert ONE.sign(MESSAGE) == SIGNATURE


def test_another_message_or_another_key_is_not() -> None:
    assert not is_signed(MESSAGE + b" ", SIGNATURE, KEY)
    assert not is_signed(MESSAGE, SIGNATURE, PublicKey("", OTHER.modulus, EXPONENT))


@pytest.mark.parametrize(
    "block",
    [
        b"\x00\x01"
        + b"\xff" * 8
        + b"\x00"
        + SHA_256
        + b"\x07" * (256 - 11 - len(SHA_256)),  # garbage behind the digest
        b"\x00\x02" + padded(SHA_256)[2:],
        b"\x00\x01\x01" + padded(SHA_256)[3:],
        padded(hashlib.sha256(MESSAGE).digest()),
        padded(bytes.fromhex("302f300b0609608648016503040201") + bytes.fromhex("0420") + SHA_256[-32:]),  # no NULL
        padded(bytes.fromhex("3021300906052b0e03021a05000414") + hashlib.sha1(MESSAGE, usedforsecurity=False).digest()),
    ],
    ids=["garbage behind", "block type 2", "other padding", "no algorithm", "no parameters", "SHA-1"],
)
def test_padding_that_is_not_the_one_way_to_write_it_is_refused(block: bytes) -> None:
    assert not is_signed(MESSAGE, ONE.sign_padded(block), KEY)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE[1:],
        SIGNATURE + b"\x00",
        b"\x00" + SIGNATURE,
        bytes(256),
        (int.from_bytes(SIGNATURE, "big") + ONE.modulus).to_bytes(257, "big"),
        b"\xff" * 256,
    ],
)
def test_a_signature_that_is_no_number_below_the_modulus_in_its_full_length_is_refused(signature: bytes) -> None:
    assert not is_signed(MESSAGE, signature, KEY)


@given(signature=st.binary(max_size=300))
def test_bytes_that_nobody_signed_are_refused(signature: bytes) -> None:
    assert not is_signed(MESSAGE, signature, KEY)


def test_a_key_or_a_set_of_keys_is_read() -> None:
    assert public_keys(ONE.stored) == (KEY,)
    both = json.dumps({"keys": [ONE.jwk, {"kty": "EC", "kid": "x"}, OTHER.jwk]})
    assert [key.id for key in public_keys(both)] == ["key-1", "key-2"]


def test_a_key_need_not_have_an_id() -> None:
    (key,) = public_keys(json.dumps({name: value for name, value in ONE.jwk.items() if name != "kid"}))
    assert key == PublicKey("", ONE.modulus, EXPONENT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret",
        "[]",
        "7",
        '{"keys": {}}',
        '{"keys": [7]}',
        "\ud800",
        json.dumps(ONE.jwk | {"kty": "oct"}),
        json.dumps(ONE.jwk | {"n": None}),
        json.dumps(ONE.jwk | {"n": "é"}),
        json.dumps(ONE.jwk | {"n": "A"}),
        json.dumps(ONE.jwk | {"n": "q" * 200}),
        json.dumps(ONE.jwk | {"n": "q" * 2000}),
        json.dumps(ONE.jwk | {"e": "AQ"}),
        json.dumps(ONE.jwk | {"e": "AQAA"}),
        json.dumps(ONE.jwk | {"e": 65537}),
    ],
)
def test_what_is_no_usable_rsa_key_is_none(text: str) -> None:
    assert public_keys(text) == ()


@given(text=st.text(max_size=100))
def test_whatever_is_stored_is_read_or_is_no_key(text: str) -> None:
    assert public_keys(text) == ()
