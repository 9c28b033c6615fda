"""Links are bound to their page, and short ones lead to one order only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.access.shopper_link import reference
from shared.access.shopper_links import PAGES, SECRET_NAME, VALID_FOR, ShopperLinks
from shared.access.short_link import CODE, ShortLinks, ShortLinkUnknown, code_of
from shared.errors import Forbidden
from tests.fakes import InMemoryShortLinks

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
LINK, OTHER = reference(b"\x01" * 16), reference(b"\x02" * 16)
KEY = "secret"
PUBLIC = "https://api.example.com"


def links(secret: str = KEY) -> ShopperLinks:
    return ShopperLinks(lambda: {SECRET_NAME: [secret]}, PUBLIC)


def short(kept: InMemoryShortLinks, secret: str = KEY) -> ShortLinks:
    return ShortLinks(lambda: {SECRET_NAME: [secret]}, kept, links(secret), PUBLIC)


@pytest.mark.parametrize("made_for", sorted(PAGES))
def test_a_token_opens_the_page_it_was_made_for_and_no_other(made_for: str) -> None:
    address = urlsplit(links().page(made_for, LINK, NOW))
    _, page, token = address.path.split("/")
    assert page == made_for
    for asked in PAGES:
        if asked == made_for:
            assert links().open(token, NOW, asked) == LINK
        else:
            with pytest.raises(Forbidden):
                links().open(token, NOW, asked)


def test_an_address_carries_what_it_is_given_and_leaves_out_what_is_empty() -> None:
    address = urlsplit(links().page("reviews", LINK, NOW, sku="a&b=ü", stars="", m="1"))
    assert parse_qs(address.query) == {"sku": ["a&b=ü"], "m": ["1"]}


def test_there_is_no_other_page() -> None:
    with pytest.raises(ValueError, match="admin"):
        links().page("admin", LINK, NOW)


def test_a_short_address_is_the_same_each_time_and_opens_for_half_a_year() -> None:
    kept = InMemoryShortLinks()
    address = short(kept).make(LINK, NOW)
    assert short(kept).make(LINK, NOW) == address
    assert len(address) == len(f"{PUBLIC}/s/") + 10
    code = address.rpartition("/")[2]
    assert short(kept).open(code, NOW + VALID_FOR - timedelta(seconds=1)) == LINK
    with pytest.raises(ShortLinkUnknown):
        short(kept).open(code, NOW + VALID_FOR)


@given(entropy=st.binary(min_size=16, max_size=16), secret=st.sampled_from(["one", "two"]))
def test_a_code_needs_no_escaping_and_depends_on_the_secret(entropy: bytes, secret: str) -> None:
    link = reference(entropy)
    assert CODE.fullmatch(code_of(link, secret))
    assert code_of(link, "one") != code_of(link, "two")


def test_where_a_code_is_anothers_the_long_address_is_given_out() -> None:
    kept = InMemoryShortLinks()
    kept.keep(code_of(LINK, "secret"), OTHER, NOW + VALID_FOR)
    assert short(kept).make(LINK, NOW) == links().address(LINK, NOW)


@pytest.mark.parametrize("code", ["", "short", "A" * 11, "A" * 10, "ü" * 10, "../../etc/x"])
def test_an_unknown_code_opens_nothing_and_says_nothing(code: str) -> None:
    with pytest.raises(ShortLinkUnknown) as refusal:
        short(InMemoryShortLinks()).open(code, NOW)
    assert refusal.value.detail == "There is nothing at this address."
