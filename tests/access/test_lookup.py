"""A look-up's code: six digits, ten minutes, five tries, once; and a cookie that knows the shopper for a while."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from shared.access.access_code import code_of, is_code, read_code
from shared.access.lookup import MOST_TRIES, TAPPED_TWICE, VALID_FOR, Lookup, NotOpened, Opened, try_code
from shared.access.publications import of_lookup
from shared.access.shopper_link import reference, seal
from shared.access.target import Target, target_named
from shared.access.verified_shopper import COOKIE, cookie_for, is_verified
from shared.access.verified_shopper import VALID_FOR as KNOWN_FOR
from tests.fakes import InMemoryLookups
from tests.samples import NOW

SECRETS = ["secret", "the-secret-before"]
ID = reference(b"\x07" * 16)
CODE = code_of(ID, "secret")
WRONG = "000000" if CODE != "000000" else "000001"
LINK = reference(b"\x01" * 16)
OPENED = Opened(LINK, Target.RETURNS)


@pytest.fixture
def lookups() -> InMemoryLookups:
    """With one that found an order."""
    made = InMemoryLookups()
    made.keep(Lookup(ID, Target.RETURNS, NOW, number="1001", proof="f" * 64))
    made.note_found(ID, LINK)
    return made


def test_codes_are_six_digits_spread_evenly() -> None:
    codes = [code_of(reference(number.to_bytes(16, "big")), "secret") for number in range(3000)]
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(set(codes)) > 2980
    first = Counter(code[0] for code in codes)
    assert len(first) == 10
    assert max(first.values()) < 2 * min(first.values())


def test_the_code_of_the_secret_before_still_fits_and_no_other() -> None:
    assert is_code(code_of(ID, "the-secret-before"), ID, SECRETS)
    assert not is_code(code_of(ID, "another"), ID, SECRETS)
    assert not is_code(code_of(ID, ""), ID, [""])


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "１２３４５６", "123-456", "1 2 3 4 5 6"])
def test_a_code_counts_however_it_is_grouped(typed: str) -> None:
    assert read_code(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "①②③④⑤", "٠١٢٣٤٥", "9" * 5000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


def test_the_right_code_opens_once_and_again_only_at_once(lookups: InMemoryLookups) -> None:
    assert try_code(lookups, ID, CODE, SECRETS, NOW) == OPENED
    assert try_code(lookups, ID, CODE, SECRETS, NOW + TAPPED_TWICE) == OPENED
    late = NOW + TAPPED_TWICE + timedelta(seconds=1)
    assert try_code(lookups, ID, CODE, SECRETS, late) == NotOpened(is_used_up=False)


def test_after_ten_minutes_it_opens_nothing(lookups: InMemoryLookups) -> None:
    last = NOW + VALID_FOR
    assert try_code(lookups, ID, CODE, SECRETS, last) == NotOpened(is_used_up=False)
    assert try_code(lookups, ID, CODE, SECRETS, last - timedelta(seconds=1)) == OPENED


def test_after_five_wrong_tries_the_right_one_opens_nothing(lookups: InMemoryLookups) -> None:
    tried = [try_code(lookups, ID, WRONG, SECRETS, NOW) for _ in range(MOST_TRIES)]
    assert tried == [NotOpened(False)] * (MOST_TRIES - 1) + [NotOpened(True)]
    assert try_code(lookups, ID, CODE, SECRETS, NOW) == NotOpened(is_used_up=False)


def test_where_no_order_was_found_the_right_code_is_as_wrong_as_any() -> None:
    empty = InMemoryLookups()
    empty.keep(Lookup(ID, Target.TRACK, NOW, number="1001", proof="f" * 64))
    for other in (empty, InMemoryLookups()):
        assert try_code(other, ID, CODE, SECRETS, NOW) == NotOpened(is_used_up=False)
    assert try_code(empty, "../LOOKUP", CODE, SECRETS, NOW) == NotOpened(is_used_up=False)


def test_an_event_of_a_look_up_says_only_that_it_was_asked() -> None:
    asked = Lookup(ID, Target.RETURNS, NOW, number="canary-1001", proof="f" * 64, link="canary-link")
    event = of_lookup(asked, merchant_id="hanare")
    assert set(event.data) == {"lookup_id", "asked_at"}
    assert "canary" not in event.model_dump_json()


@pytest.mark.parametrize("named", ["", "https://evil.example", "//evil.example", "TRACK", "track/../x"])
def test_whatever_is_no_target_leads_to_the_tracking_page(named: str) -> None:
    assert target_named(named) is Target.TRACK


def test_the_cookie_knows_the_shopper_of_one_order_for_two_hours() -> None:
    name, _, rest = cookie_for(LINK, "secret", NOW).partition("=")
    token, *attributes = rest.split("; ")
    assert (name, attributes) == (
        COOKIE,
        ["Path=/", f"Max-Age={int(KNOWN_FOR.total_seconds())}", "Secure", "HttpOnly", "SameSite=Lax"],
    )
    assert is_verified({COOKIE: token}, LINK, SECRETS, NOW)
    assert not is_verified({COOKIE: token}, reference(b"\x02" * 16), SECRETS, NOW)
    assert not is_verified({COOKIE: token}, LINK, SECRETS, NOW + KNOWN_FOR)
    assert not is_verified({COOKIE: token[:-1] + "A"}, LINK, ["another"], NOW)
    assert not is_verified({}, LINK, SECRETS, NOW)


@pytest.mark.parametrize("purpose", ["t", "returns", "preferences", "help"])
def test_no_other_token_of_the_order_is_a_cookie(purpose: str) -> None:
    token = seal(LINK, NOW + timedelta(days=1), "secret", purpose)
    assert not is_verified({COOKIE: token}, LINK, SECRETS, NOW)
