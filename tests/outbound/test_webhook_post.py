"""Webhooks over real sockets to a receiver on this machine that checks signatures, and fails on demand."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from shared.outbound import public_address
from shared.outbound.webhook_post import WebhookPost, read_retry_after
from shared.webhooks.delivery import Attempt, AttemptCode
from shared.webhooks.sign import signed_headers
from tests.outbound.stand_in import Behaviour, StandIn, certificate_in, drips, replies, stand_in
from tests.webhooks.receiver import SECRET, is_signed

pytestmark = pytest.mark.enable_socket
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BODY = '{"type":"MilestoneReached","data":{"name":"椿"}}'.encode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate_in(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def receiver(certificate: tuple[Path, Path]) -> Iterator[StandIn]:
    with stand_in(certificate) as receiver:
        yield receiver


@pytest.fixture
def post(certificate: tuple[Path, Path]) -> WebhookPost:
    """Trusts the receiver, may reach this machine, and waits for less than half a second."""
    context = ssl.create_default_context(cafile=certificate[0])
    return WebhookPost(lambda: NOW, context, whole_seconds=0.4, may_be_local=True)


def send(post: WebhookPost, url: str) -> Attempt:
    return post(url, {"Content-Type": "application/json", **signed_headers("msg_1", BODY, [SECRET], NOW)}, BODY)


def test_a_webhook_arrives_as_it_was_signed(receiver: StandIn, post: WebhookPost) -> None:
    receiver.behaviours["/hooks"] = replies(204)
    assert send(post, f"{receiver.url}/hooks?shop=1") == Attempt(NOW, AttemptCode.OK, 204)
    [(method, path, headers, body)] = receiver.requests
    assert (method, path, body) == ("POST", "/hooks?shop=1", BODY)
    assert is_signed(headers, body, SECRET)
    assert headers["user-agent"] == "Todoku-Webhooks/1"


@pytest.mark.parametrize("status", [200, 201, 299])
def test_any_status_of_two_hundred_and_something_is_yes(receiver: StandIn, post: WebhookPost, status: int) -> None:
    receiver.behaviours["/"] = replies(status, b"x" * 100_000)
    assert send(post, receiver.url).is_ok


@pytest.mark.parametrize("status", [304, 400, 410, 429, 500, 503])
def test_any_other_status_is_no(receiver: StandIn, post: WebhookPost, status: int) -> None:
    receiver.behaviours["/"] = replies(status)
    assert send(post, receiver.url) == Attempt(NOW, AttemptCode.STATUS, status)


def test_a_receiver_may_say_when_to_come_back(receiver: StandIn, post: WebhookPost) -> None:
    receiver.behaviours["/"] = replies(429, Retry_After="120")
    assert send(post, receiver.url).retry_after == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", timedelta(0)),
        (" 60 ", timedelta(minutes=1)),
        ("999999999", timedelta(days=30)),
        ("Tue, 24 Nov 2026 09:10:00 GMT", timedelta(minutes=10)),
        ("Tue, 24 Nov 2026 08:10:00 GMT", timedelta(0)),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("9" * 20, None),
        ("Tue, 99 Nov 2026 09:10:00 GMT", None),
    ],
)
def test_when_to_come_back_is_written_as_seconds_or_as_a_date(written: str, read: timedelta | None) -> None:
    assert read_retry_after(written, NOW) == read


def test_a_redirect_is_not_followed(receiver: StandIn, post: WebhookPost, certificate: tuple[Path, Path]) -> None:
    with stand_in(certificate) as other:
        other.behaviours["/"] = replies(200)
        for location in (other.url, "http://169.254.169.254/latest/meta-data/"):
            receiver.behaviours["/"] = replies(302, Location=location)
            assert send(post, receiver.url) == Attempt(NOW, AttemptCode.STATUS, 302)
        assert other.requests == []


def says_nothing(request: BaseHTTPRequestHandler) -> None:
    time.sleep(0.6)


def drips_headers(request: BaseHTTPRequestHandler) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 50:
        request.wfile.write(bytes([byte]))
        time.sleep(0.02)


@pytest.mark.parametrize("behaviour", [says_nothing, drips_headers])
def test_a_receiver_that_takes_too_long_is_not_waited_for(
    receiver: StandIn, post: WebhookPost, behaviour: Behaviour
) -> None:
    receiver.behaviours["/"] = behaviour
    began = time.monotonic()
    assert send(post, receiver.url) == Attempt(NOW, AttemptCode.TIMED_OUT)
    assert time.monotonic() - began < 5


def test_a_receiver_that_never_shakes_hands_is_not_waited_for(post: WebhookPost) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        began = time.monotonic()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/"
        assert send(post, url) == Attempt(NOW, AttemptCode.TIMED_OUT)
        assert time.monotonic() - began < 5


def test_half_a_status_line_is_no_answer_but_a_status_counts_whatever_follows(
    receiver: StandIn, post: WebhookPost
) -> None:
    receiver.behaviours["/"] = lambda request: None
    assert send(post, receiver.url).code is AttemptCode.UNREACHABLE
    receiver.behaviours["/"] = lambda request: request.wfile.write(b"HTTP/1.")
    assert send(post, receiver.url).code is AttemptCode.UNREACHABLE
    receiver.behaviours["/"] = replies(200, b"{", Content_Length="1000")
    assert send(post, receiver.url).is_ok
    receiver.behaviours["/"] = drips(b"{}" * 2, every=0.01)
    assert send(post, receiver.url).is_ok


def test_a_receiver_nobody_vouches_for_is_told_nothing(receiver: StandIn) -> None:
    assert send(WebhookPost(lambda: NOW, may_be_local=True), receiver.url).code is AttemptCode.UNTRUSTED
    assert receiver.requests == []


def test_a_receiver_that_is_not_there_is_unreachable(post: WebhookPost) -> None:
    assert send(post, "https://127.0.0.1:1/").code is AttemptCode.UNREACHABLE


@pytest.mark.parametrize("url", ["{}/", "https://localhost:{port}/", "https://169.254.169.254/", "https://[::1]/"])
def test_a_private_address_is_not_connected_to(certificate: tuple[Path, Path], receiver: StandIn, url: str) -> None:
    careful = WebhookPost(lambda: NOW, ssl.create_default_context(cafile=certificate[0]), whole_seconds=0.4)
    address = url.format(receiver.url, port=receiver.url.rpartition(":")[2])
    assert send(careful, address).code is AttemptCode.ADDRESS_REFUSED
    assert receiver.requests == []


def test_a_name_is_looked_up_once_and_the_certificate_must_be_of_the_name(
    receiver: StandIn, post: WebhookPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(receiver.url.rpartition(":")[2])
    looked_up = []

    def rebinding(host: str, *_: object, **__: object) -> list[object]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(public_address.socket, "getaddrinfo", rebinding)
    assert send(post, f"https://shop.example.com:{port}/").code is AttemptCode.UNTRUSTED
    assert [host for host in looked_up if host == "shop.example.com"] == ["shop.example.com"]
    assert receiver.requests == []


@pytest.mark.parametrize("url", ["http://93.184.216.34/", "ftp://shop.example.com/", "https:///", "https://[x/"])
def test_nothing_goes_out_but_over_https(certificate: tuple[Path, Path], url: str) -> None:
    assert not send(WebhookPost(lambda: NOW, whole_seconds=0.4), url).is_ok
