"""Shoppers' links: nobody makes one, changes one, or uses one too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.access.shopper_link import open_token, reference, seal
from shared.access.shopper_links import SECRET_NAME, VALID_FOR, ShopperLinks
from shared.errors import Forbidden

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
LINK = reference(b"\x01" * 16)
TOKEN = seal(LINK, LATER, "secret")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))
SECRETS = st.text(min_size=1).filter(lambda text: text.isprintable())


@given(entropy=st.binary(min_size=16, max_size=16), expires=MOMENTS, secret=SECRETS)
def test_a_sealed_link_opens_until_it_expires(entropy: bytes, expires: datetime, secret: str) -> None:
    link = reference(entropy)
    token = seal(link, expires, secret)
    whole = expires.replace(microsecond=0)
    assert open_token(token, [secret], whole - timedelta(microseconds=1)) == link
    with pytest.raises(Forbidden):
        open_token(token, [secret], whole)


@given(place=st.integers(0, len(TOKEN) - 1), other=st.characters())
def test_a_token_with_any_character_changed_is_refused(place: int, other: str) -> None:
    assume(TOKEN[place] != other)
    with pytest.raises(Forbidden):
        open_token(TOKEN[:place] + other + TOKEN[place + 1 :], ["secret"], NOW)


@pytest.mark.parametrize("place", range(len(TOKEN)))
def test_every_character_counts(place: int) -> None:
    for other in "0aA-_.":
        if TOKEN[place] != other:
            with pytest.raises(Forbidden):
                open_token(TOKEN[:place] + other + TOKEN[place + 1 :], ["secret"], NOW)


@given(token=st.text() | st.from_regex(r"[A-Za-z0-9_-]{22}\.[0-9a-f]{8}\.[A-Za-z0-9_-]{22}", fullmatch=True))
def test_a_made_up_token_is_refused(token: str) -> None:
    with pytest.raises(Forbidden) as refusal:
        open_token(token, ["secret"], NOW)
    assert refusal.value.detail == "This link is not valid."


def test_parts_of_two_tokens_make_no_third() -> None:
    other = seal(reference(b"\x02" * 16), LATER + timedelta(days=1), "secret")
    for mixed in (
        TOKEN.split(".")[0] + other[22:],
        ".".join((*TOKEN.split(".")[:2], other.split(".")[2])),
        ".".join((TOKEN.split(".")[0], other.split(".")[1], TOKEN.split(".")[2])),
    ):
        with pytest.raises(Forbidden):
            open_token(mixed, ["secret"], NOW)


@pytest.mark.parametrize("around", [" {}", "{} ", "{}\n", "{}.", "{}=", "%s{}"])
def test_a_token_with_anything_around_it_is_refused(around: str) -> None:
    with pytest.raises(Forbidden):
        open_token(around.format(TOKEN), ["secret"], NOW)


def test_without_a_secret_nothing_opens() -> None:
    with pytest.raises(Forbidden):
        open_token(TOKEN, [], NOW)


@given(secrets=st.lists(SECRETS, min_size=1, max_size=4, unique=True), used=st.integers(0, 3))
def test_during_a_rotation_every_valid_secret_opens_and_no_other(secrets: list[str], used: int) -> None:
    secret = secrets[used % len(secrets)]
    token = seal(LINK, LATER, secret)
    assert open_token(token, secrets, NOW) == LINK
    with pytest.raises(Forbidden):
        open_token(token, [other for other in secrets if other != secret], NOW)


def links(*secrets: str) -> ShopperLinks:
    return ShopperLinks(lambda: {SECRET_NAME: list(secrets)}, "https://api.example.com/")


def token_of(address: str) -> str:
    assert address.startswith("https://api.example.com/t/")
    return address.rpartition("/")[2]


def test_half_a_year_is_180_days() -> None:
    assert timedelta(days=180) == VALID_FOR


def test_an_address_carries_a_token_that_opens_for_half_a_year() -> None:
    token = token_of(links("secret").address(LINK, NOW))
    assert links("secret").open(token, NOW + VALID_FOR - timedelta(seconds=1)) == LINK
    with pytest.raises(Forbidden):
        links("secret").open(token, NOW + VALID_FOR)


def test_the_newest_secret_signs_and_the_one_before_it_still_opens() -> None:
    old, new = token_of(links("old").address(LINK, NOW)), token_of(links("new", "old").address(LINK, NOW))
    assert links("new", "old").open(old, NOW) == LINK
    assert links("new").open(new, NOW) == LINK
    with pytest.raises(Forbidden):
        links("new").open(old, NOW)


@given(entropy=st.binary(min_size=16, max_size=16))
def test_an_address_needs_no_escaping(entropy: bytes) -> None:
    token = token_of(links("secret").address(reference(entropy), NOW))
    assert token.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert token.isascii()
