"""Whatever is pushed, rightly signed or not: a 4xx at the door, or kept and then recorded or parked. Never a 5xx."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from functions.ingest_carrier_update.handler import handler as ingest
from functions.receive_carrier_webhook import handler as receive_carrier_webhook
from shared.aws import clients
from shared.carriers.registry import SLUGS
from shared.runtime import clock
from tests.carriers.test_every_carrier import places, sample, stored
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.triggers import failed

TEXTS = [
    "",
    "\u0000",
    "\ud800",
    "\u202e",
    "' OR '1'='1",
    "<script>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "../../etc",
    "x" * 9999,
]
VALUES: list[Any] = [None, True, -1, 1e308, 10**39, [], {}, [[[[[]]]]], {"a": {"b": {}}}, *TEXTS]
BOMB = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><l>&c;</l>'
OUTSIDE = b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'
WHOLE_BODIES = [
    *(b"", b" ", b"\x00", b"\xff\xfe", b"null", b"1", b"[]", b"{}", b'"text"', b"{}{}", b'{"a":1,"a":2}', b"NaN"),
    *(b"[" * 100_000, b'{"a":' * 30_000, b"<a>" * 30_000, b"<a/>", b"<a>&undefined;</a>", BOMB, OUTSIDE),
    *(b'{"a":' + b"9" * 5000 + b"}", b'{"a":"' + b"\\" * 50_000, "\ufeff{}".encode(), "{}".encode("utf-16")),
    *(b"x" * 200_000, b"{" + b" " * 10_000_000 + b"}"),
]


def broken(body: bytes, chance: random.Random) -> Iterator[bytes]:
    """A push cut short, with bytes replaced, and, where it is JSON, with values of wrong types and hostile texts."""
    for _ in range(6):
        yield body[: chance.randrange(len(body))]
    for _ in range(6):
        at = chance.randrange(len(body))
        yield body[:at] + chance.randbytes(chance.randrange(1, 5)) + body[at + chance.randrange(3) :]
    if not body.lstrip().startswith((b"{", b"[")):
        return
    for value in VALUES:
        payload = json.loads(body)
        container, key = chance.choice([*places(payload)])
        container[key] = value
        yield json.dumps(payload).encode("utf-8")


@pytest.fixture
def connect(cloud: Cloud) -> Callable[[str], None]:
    """Connects a carrier with the secret that its test signs with."""

    def store(slug: str) -> None:
        secrets = json.dumps({slug: stored(slug, ["secret"])})
        clients.secretsmanager().put_secret_value(SecretId="carriers", SecretString=secrets)
        receive_carrier_webhook.secrets.cache_clear()

    return store


def push(api: HttpApi, slug: str, body: bytes) -> Reply:
    headers = import_module(f"tests.carriers.test_{slug}").signed(body, "secret", clock.now())
    path = f"/v1/carriers/{slug}/webhook"
    return api.request("POST", path, headers={"content-type": "application/octet-stream", **headers}, body=body)


def settle(cloud: Cloud) -> tuple[int, int, int]:
    """Ingest what reached the bus: how many events came, were recorded or about nothing, and were parked."""
    events = cloud.published()
    records = [{"messageId": str(n), "body": json.dumps(event)} for n, event in enumerate(events)]
    assert failed(ingest({"Records": records}, None)) == []
    parked = cloud.parked()
    assert all(code and reason for _, code, reason in parked)
    return len(events), len(events) - len(parked), len(parked)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_broken_push_is_refused_at_the_door_or_kept_and_never_lost(
    slug: str, api: HttpApi, cloud: Cloud, connect: Callable[[str], None], logs: Any
) -> None:
    connect(slug)
    chance = random.Random(slug)
    answers = [push(api, slug, body) for body in broken(sample(slug, "delivered"), chance)]
    assert {answer.status for answer in answers} <= {202, 400, 401, 413}
    assert all(answer.code for answer in answers if answer.status != 202)
    came, recorded, parked = settle(cloud)
    assert came == recorded + parked == [answer.status for answer in answers].count(202)
    assert "unforeseen" not in logs()


@pytest.mark.parametrize("body", WHOLE_BODIES, ids=lambda body: f"{len(body)} bytes, {body[:9]!r}")
@pytest.mark.parametrize("slug", ["easypost", "canada_post", "yamato", "custom"])
def test_a_hostile_body_is_refused_at_the_door_or_parked_with_its_reason(
    slug: str, body: bytes, api: HttpApi, cloud: Cloud, connect: Callable[[str], None], logs: Any
) -> None:
    connect(slug)
    answer = push(api, slug, body)
    assert answer.status in (202, 400, 401, 413)
    came, recorded, parked = settle(cloud)
    assert came == recorded + parked == (1 if answer.status == 202 else 0)
    assert "unforeseen" not in logs()


@pytest.mark.parametrize("slug", SLUGS)
def test_an_unsigned_push_of_anything_is_refused_before_it_is_read(slug: str, api: HttpApi, cloud: Cloud) -> None:
    for body in (b"", b"\xff", BOMB, b"[" * 50_000, sample(slug, "delivered")):
        assert api.request("POST", f"/v1/carriers/{slug}/webhook", body=body).status == 401
    assert cloud.published() == []
