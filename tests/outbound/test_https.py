"""Questions over real HTTPS to a server on this machine that fails on demand: what comes back, and what does not."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.exchange import Answer, NoAnswer, Question
from shared.outbound.https import MAX_BYTES, Https
from tests.outbound.stand_in import StandIn, certificate_in, chunked, drips, replies, stand_in

pytestmark = pytest.mark.enable_socket
CANARY = "canary-1000000011"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate_in(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def carrier(certificate: tuple[Path, Path]) -> Iterator[StandIn]:
    with stand_in(certificate) as carrier:
        yield carrier


@pytest.fixture
def https(certificate: tuple[Path, Path]) -> Https:
    """Trusts the stand-in, and waits for less than a second."""
    return Https(ssl.create_default_context(cafile=certificate[0]), silence_seconds=0.4, answer_seconds=0.8)


def refused(https: Https, url: str, **more: object) -> str:
    """Why there was no answer."""
    with pytest.raises(NoAnswer) as no_answer:
        https(Question(url, **more))  # type: ignore[arg-type]
    assert no_answer.value.__cause__ is None
    assert CANARY not in no_answer.value.detail
    return no_answer.value.detail.partition(": ")[2]


def test_a_question_arrives_as_it_was_asked_and_its_answer_as_it_was_given(carrier: StandIn, https: Https) -> None:
    carrier.behaviours["/v1/1,2"] = replies(200, '{"ort":"Köln"}'.encode())
    question = Question(f"{carrier.url}/v1/1,2?x=y%20z", "POST", {"Authorization": "Bearer t"}, b"a=b")
    assert https(question) == Answer(200, '{"ort":"Köln"}'.encode())
    ((method, path, headers, body),) = carrier.requests
    assert (method, path, body) == ("POST", "/v1/1,2?x=y%20z", b"a=b")
    assert (headers["authorization"], headers["user-agent"]) == ("Bearer t", "todoku")


@pytest.mark.parametrize("status", [204, 400, 401, 404, 429, 500, 503])
def test_every_status_is_an_answer(carrier: StandIn, https: Https, status: int) -> None:
    carrier.behaviours["/"] = replies(status, b"" if status == 204 else b"{}")
    assert https(Question(carrier.url)).status == status


@pytest.mark.parametrize(
    ("written", "read"),
    [("120", timedelta(minutes=2)), ("Wed, 25 Nov 2026 10:00:00 GMT", None), ("-5", None), ("9" * 20, None)],
)
def test_a_carrier_may_say_when_to_come_back(
    carrier: StandIn, https: Https, written: str, read: timedelta | None
) -> None:
    carrier.behaviours["/"] = replies(429, Retry_After=written)
    assert https(Question(carrier.url)).retry_after == read


def test_a_redirect_is_not_followed_and_the_other_host_learns_nothing(
    carrier: StandIn, https: Https, certificate: tuple[Path, Path]
) -> None:
    with stand_in(certificate) as other:
        other.behaviours["/stolen"] = replies(200, b"{}")
        carrier.behaviours["/"] = replies(302, Location=f"{other.url}/stolen")
        assert https(Question(carrier.url, headers={"Authorization": "Bearer t"})).status == 302
        assert other.requests == []


def test_a_server_nobody_vouches_for_is_told_nothing(carrier: StandIn) -> None:
    carrier.behaviours["/"] = replies(200, b"{}")
    assert refused(Https(), f"{carrier.url}/{CANARY}") == "no trusted connection came about."
    assert carrier.requests == []


def test_a_certificate_of_another_address_is_told_nothing(tmp_path: Path) -> None:
    certificate = certificate_in(tmp_path, address="127.0.0.2")
    with stand_in(certificate) as carrier:
        trusting = Https(ssl.create_default_context(cafile=certificate[0]))
        assert refused(trusting, carrier.url) == "no trusted connection came about."
        assert carrier.requests == []


def test_a_server_that_says_nothing_is_not_waited_for(carrier: StandIn, https: Https) -> None:
    carrier.behaviours["/"] = lambda _: time.sleep(0.8)
    assert refused(https, carrier.url) == "it took too long."


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(carrier: StandIn, https: Https) -> None:
    carrier.behaviours["/"] = drips(b"{}" * 20, every=0.1)
    began = time.monotonic()
    assert refused(https, carrier.url) == "it took too long."
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("declared", ["half", "chunked"])
def test_half_an_answer_is_none(carrier: StandIn, https: Https, declared: str) -> None:
    half = replies(200, b'{"parcels":[', Content_Length="100")
    carrier.behaviours["/"] = half if declared == "half" else chunked(b'{"parcels":[', ends=False)
    assert refused(https, carrier.url) == "the connection failed, or broke off."


def test_an_answer_in_chunks_is_read_whole(carrier: StandIn, https: Https) -> None:
    carrier.behaviours["/"] = chunked(b'{"a":', b"1}", ends=True)
    assert https(Question(carrier.url)).body == b'{"a":1}'


def test_an_answer_may_be_two_megabytes_long_and_no_longer(carrier: StandIn, https: Https) -> None:
    carrier.behaviours["/"] = replies(200, b"x" * MAX_BYTES)
    assert len(https(Question(carrier.url)).body) == MAX_BYTES
    carrier.behaviours["/"] = replies(200, b"x" * (MAX_BYTES + 1))
    assert refused(https, carrier.url) == "it is larger than any answer has to be."


def test_a_server_that_is_not_there_is_no_answer(https: Https) -> None:
    assert refused(https, "https://127.0.0.1:1") == "the connection failed, or broke off."


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "file:///etc/passwd", "https:///x", "https://127.0.0.1:99999/", "", "https://[x/"]
)
def test_only_https_addresses_are_asked(https: Https, url: str) -> None:
    assert refused(https, url) == "the question cannot be sent."


@pytest.mark.parametrize("value", [f"{CANARY}\r\nX: y", f"{CANARY}\u2603"])
def test_a_credential_that_no_header_can_hold_is_not_sent_and_not_repeated(
    carrier: StandIn, https: Https, value: str
) -> None:
    assert refused(https, carrier.url, headers={"Authorization": value}) == "the question cannot be sent."
    assert carrier.requests == []


def test_what_is_sent_and_received_stands_in_no_log(
    carrier: StandIn, https: Https, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    carrier.behaviours[f"/{CANARY}"] = replies(200, CANARY.encode())
    https(Question(f"{carrier.url}/{CANARY}", headers={"Authorization": CANARY}))
    assert CANARY not in caplog.text
