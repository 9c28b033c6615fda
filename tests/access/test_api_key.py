"""API keys: only the very key, of the right kind, opens anything; only its digest is kept."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.access.api_key import KeyKind, NewKey, digest, new_key, require
from shared.errors import Forbidden, Refused

ENTROPY = st.binary(min_size=32, max_size=32)
KINDS = st.sampled_from(KeyKind)


class Remembered(dict[str, KeyKind]):
    """Keys in memory."""

    def kind(self, wanted: str) -> KeyKind | None:
        return self.get(wanted)

    def add(self, key: NewKey) -> None:
        self[key.digest] = key.kind


def holding(*keys: NewKey) -> Remembered:
    return Remembered({key.digest: key.kind for key in keys})


@given(entropy=ENTROPY, kind=KINDS)
def test_a_key_opens_what_its_kind_may(entropy: bytes, kind: KeyKind) -> None:
    key = new_key(kind, entropy)
    require(holding(key), key.plain, kind)


@given(entropy=ENTROPY, kind=KINDS)
def test_a_key_shows_its_kind_and_can_be_copied_anywhere(entropy: bytes, kind: KeyKind) -> None:
    plain = new_key(kind, entropy).plain
    assert plain.startswith(f"{kind.value}_")
    assert set(plain) <= set(string.ascii_letters + string.digits + "_-")
    assert len(plain) == 46


def test_a_key_of_the_other_kind_is_known_but_not_allowed() -> None:
    key = new_key(KeyKind.STOREFRONT, b"\x01" * 32)
    with pytest.raises(Forbidden):
        require(holding(key), key.plain, KeyKind.MERCHANT)


@given(entropy=ENTROPY, place=st.integers(0, 45), other=st.characters())
def test_a_key_with_any_character_changed_is_refused(entropy: bytes, place: int, other: str) -> None:
    key = new_key(KeyKind.MERCHANT, entropy)
    assume(key.plain[place] != other)
    changed = key.plain[:place] + other + key.plain[place + 1 :]
    with pytest.raises(Refused) as refusal:
        require(holding(key), changed, KeyKind.MERCHANT)
    assert type(refusal.value) is Refused


@given(presented=st.none() | st.text())
def test_whatever_else_is_presented_is_refused_in_the_same_words(presented: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        require(holding(new_key(KeyKind.MERCHANT, b"\x01" * 32)), presented, KeyKind.MERCHANT)
    assert (type(refusal.value), refusal.value.detail) == (Refused, "A valid API key is needed.")


@pytest.mark.parametrize("around", ["{} ", " {}", "{}\n", "{}\x00", "Bearer {}"])
def test_a_key_with_anything_around_it_is_refused(around: str) -> None:
    key = new_key(KeyKind.MERCHANT, b"\x01" * 32)
    with pytest.raises(Refused):
        require(holding(key), around.format(key.plain), KeyKind.MERCHANT)


def test_the_prefix_alone_makes_no_kind() -> None:
    storefront = new_key(KeyKind.STOREFRONT, b"\x01" * 32)
    with pytest.raises(Refused):
        require(holding(storefront), "sk" + storefront.plain[2:], KeyKind.MERCHANT)


@given(entropy=ENTROPY)
def test_the_digest_does_not_hold_the_key(entropy: bytes) -> None:
    key = new_key(KeyKind.MERCHANT, entropy)
    assert key.digest == digest(key.plain)
    assert key.plain not in key.digest
    assert len(key.digest) == 64


def test_nothing_is_looked_up_for_what_is_no_key() -> None:
    class Untouched:
        def kind(self, digest: str) -> KeyKind | None:
            pytest.fail("looked up")

        def add(self, key: NewKey) -> None:
            pytest.fail("added")

    with pytest.raises(Refused):
        require(Untouched(), "sk_short", KeyKind.MERCHANT)
