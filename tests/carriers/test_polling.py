"""Asking: quotas, sign-ins and their tokens, pauses; and what holds for every carrier that is asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.asking.client_credentials import sign_in
from shared.carriers.asking.polling import RUN_EVERY, Polling, Quota, Token
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.polling.tokens import MARGIN, Tokens
from shared.carriers.polling.trackers import Pause, Trouble
from shared.carriers.registry import SLUGS, carrier
from shared.exchange import NoAnswer
from shared.strict_json import MalformedJson
from tests.samples import NOW

SAMPLES = Path(__file__).parents[2] / "events" / "carriers"
ASKED = {slug: polling for slug in SLUGS if (polling := carrier(slug).polling) is not None}
every_asked = pytest.mark.parametrize("slug", sorted(ASKED))
SIGN_IN = sign_in("https://carrier.example/token")


@every_asked
def test_an_answer_is_read_on_the_bus_as_it_was_when_it_came(slug: str) -> None:
    for file in (SAMPLES / slug).iterdir():
        assert ASKED[slug].parse(file.read_bytes()) == carrier(slug).parse(file.read_bytes())


@every_asked
def test_a_question_goes_to_a_host_over_https_with_nothing_of_a_number_before_its_path(slug: str) -> None:
    polling = ASKED[slug]
    credentials = dict.fromkeys((*polling.credentials, "token"), "x")
    numbers = ["../@evil.example/%0d%0a?#"] * polling.batch
    address, usual = (urlsplit(polling.ask(asked, credentials).url) for asked in (numbers, ["A1"]))
    assert (address.scheme, address.netloc) == ("https", usual.netloc)
    assert "\r" not in address.geturl()


@every_asked
def test_a_live_parcel_is_not_asked_after_more_often_than_runs_come(slug: str) -> None:
    assert ASKED[slug].every >= RUN_EVERY
    assert ASKED[slug].batch >= 1
    assert ASKED[slug].credentials


@given(st.integers(1, 100_000), st.timedeltas(timedelta(seconds=1), timedelta(days=30)))
def test_runs_keep_to_a_quota_that_allows_one_question_each(questions: int, per: timedelta) -> None:
    in_a_run = Quota(questions, per).in_a_run()
    runs = max(1, per // RUN_EVERY)
    assert 1 <= in_a_run <= questions
    assert in_a_run == 1 or in_a_run * runs <= questions


def test_a_carrier_without_a_quota_is_bounded_all_the_same() -> None:
    polling = Polling(ask=ASKED["laposte"].ask, parse=ASKED["laposte"].parse, credentials=("key",))
    assert polling.questions_a_run == 500


@pytest.mark.parametrize(
    ("expires", "lasts"),
    [
        ("3600", timedelta(hours=1)),
        ('"14399"', timedelta(seconds=14399)),
        ("1e9", timedelta(days=1)),
        ("-5", timedelta(0)),
        ('"soon"', timedelta(minutes=5)),
        ("true", timedelta(minutes=5)),
        ("null", timedelta(minutes=5)),
    ],
)
def test_a_token_lasts_as_long_as_it_says_within_reason(expires: str, lasts: timedelta) -> None:
    assert SIGN_IN.read(f'{{"access_token":"t0ken","expires_in":{expires}}}'.encode()) == Token("t0ken", lasts)


@pytest.mark.parametrize("body", [b"{}", b'{"access_token":""}', b'{"access_token":3}', b"[]"])
def test_a_sign_in_without_a_token_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadablePayload):
        SIGN_IN.read(body)


def test_a_sign_in_that_is_no_json_is_refused() -> None:
    with pytest.raises(MalformedJson):
        SIGN_IN.read(b"<html>")


def test_a_token_is_used_until_shortly_before_its_end() -> None:
    tokens, credentials = Tokens(), {"client_id": "a", "client_secret": "b"}
    tokens.keep("gls", credentials, Token("t0ken", timedelta(hours=4)), NOW)
    end = NOW + timedelta(hours=4) - MARGIN
    assert tokens.get("gls", credentials, end - timedelta(seconds=1)) == "t0ken"
    assert tokens.get("gls", credentials, end) is None
    assert tokens.get("canada_post", credentials, NOW) is None


def test_a_token_is_not_used_with_other_credentials_or_after_it_was_refused() -> None:
    tokens, credentials = Tokens(), {"client_id": "a", "client_secret": "b"}
    tokens.keep("gls", credentials, Token("t0ken", timedelta(hours=4)), NOW)
    assert tokens.get("gls", {**credentials, "client_secret": "c"}, NOW) is None
    tokens.forget("gls")
    tokens.forget("gls")
    assert tokens.get("gls", credentials, NOW) is None


def pauses(trouble: Trouble, count: int, wanted: timedelta | None = None) -> list[float]:
    """The hours of so many pauses in a row."""
    found: list[float] = []
    pause = None
    for _ in range(count):
        pause = Pause.after(pause, "gls", trouble, NOW, wanted)
        found.append((pause.until - NOW) / timedelta(hours=1))
    return found


def test_a_carrier_in_trouble_is_left_alone_ever_longer() -> None:
    assert pauses(Trouble.UNAVAILABLE, 7) == [0.25, 0.5, 1, 2, 4, 6, 6]
    assert pauses(Trouble.CREDENTIALS_REFUSED, 7) == [1, 2, 4, 8, 16, 24, 24]


def test_a_carrier_is_left_alone_as_long_as_it_asks_for_up_to_a_day() -> None:
    assert pauses(Trouble.UNAVAILABLE, 1, timedelta(hours=3)) == [3]
    assert pauses(Trouble.UNAVAILABLE, 1, timedelta(seconds=1)) == [0.25]
    assert pauses(Trouble.UNAVAILABLE, 1, timedelta(days=9)) == [24]


def test_another_trouble_begins_anew() -> None:
    unavailable = Pause.after(Pause("gls", Trouble.UNAVAILABLE, NOW, 9), "gls", Trouble.CREDENTIALS_REFUSED, NOW)
    assert (unavailable.in_a_row, unavailable.until) == (1, NOW + timedelta(hours=1))


def test_what_is_said_of_a_missing_answer_is_a_sentence() -> None:
    assert NoAnswer("status 503").detail == "There was no answer: status 503."
