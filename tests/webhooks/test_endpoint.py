"""What may be registered, changed and removed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.webhooks.endpoint import (
    MOST_ENDPOINTS,
    DisabledReason,
    Endpoint,
    EndpointState,
    EndpointUnknown,
    InvalidEndpoint,
    read_events,
    read_url,
)
from shared.webhooks.event_types import DELIVERED, NOT_DELIVERED
from shared.webhooks.register import ENTROPY, Change, Registered, TooManyEndpoints, UrlTaken, change, register, remove
from shared.webhooks.rotate_secret import rotate_secret
from tests.fakes import InMemoryEndpoints, InMemoryWebhookSecrets
from tests.samples import NOW
from tests.webhooks.receiver import URL

LATER = NOW + timedelta(days=1)


@pytest.fixture
def endpoints() -> InMemoryEndpoints:
    return InMemoryEndpoints()


@pytest.fixture
def secrets() -> InMemoryWebhookSecrets:
    return InMemoryWebhookSecrets()


def add(endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets, number: int = 0, **more: object) -> Registered:
    values = {"url": f"{URL}/{number}", "events": ["*"], "description": "", "may_be_local": False, **more}
    entropy = bytes([number]) * ENTROPY
    return register(endpoints, secrets, now=NOW, entropy=entropy, **values)  # type: ignore[arg-type]


def test_a_new_endpoint_has_a_secret_of_its_own(endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets) -> None:
    first, second = add(endpoints, secrets, 1), add(endpoints, secrets, 2)
    assert first.endpoint.endpoint_id != second.endpoint.endpoint_id
    assert secrets.secrets == {
        first.endpoint.endpoint_id: [first.secret],
        second.endpoint.endpoint_id: [second.secret],
    }
    assert endpoints.get(first.endpoint.endpoint_id) == first.endpoint


def test_an_address_is_registered_once(endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets) -> None:
    add(endpoints, secrets, 1)
    with pytest.raises(UrlTaken):
        add(endpoints, secrets, 2, url=f"{URL}/1")
    assert len(secrets.secrets) == 1


def test_there_are_only_so_many(endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets) -> None:
    for number in range(MOST_ENDPOINTS):
        add(endpoints, secrets, number)
    with pytest.raises(TooManyEndpoints):
        add(endpoints, secrets, MOST_ENDPOINTS)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example.com/",
        "http://127.0.0.1:8787/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://app.localhost/",
        "https://printer.local/",
        "https://db.internal/",
        "https://router.home.arpa/",
        "https://intranet/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://2130706433/",
        "https://1.2.3/",
        "https://user:canary@shop.example.com/",
        "https://shop.example.com/#part",
        "https://shop.example.com:99999/",
        "https://shop.example.com/ü",
        "https://shop.example.com/a b",
        "https://shop.example.com/\r\nX: y",
        "https:///hooks",
        "ftp://shop.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://[x/",
        "",
        "https://shop.example.com/" + "a" * 1000,
    ],
)
def test_an_address_that_is_no_public_https_server_is_refused_unrepeated(url: str) -> None:
    with pytest.raises(InvalidEndpoint) as refused:
        read_url(url, may_be_local=False)
    assert refused.value.field == "url"
    assert "canary" not in refused.value.detail


@pytest.mark.parametrize(
    "url", [URL, "https://shop.example.com:8443/a?b=c", "https://93.184.216.34/", "https://xn--r8jz45g.jp/"]
)
def test_a_public_https_server_will_do(url: str) -> None:
    assert read_url(url, may_be_local=False) == url


def test_the_local_cloud_may_tell_this_machine() -> None:
    assert read_url("http://127.0.0.1:8787/", may_be_local=True) == "http://127.0.0.1:8787/"
    with pytest.raises(InvalidEndpoint):
        read_url("http://10.0.0.1:8787/", may_be_local=True)


def test_only_events_that_are_delivered_can_be_asked_for() -> None:
    assert read_events(["MilestoneReached", "CaseChanged", "MilestoneReached"]) == ("MilestoneReached", "CaseChanged")
    assert read_events(["MilestoneReached", "*"]) == ("*",)
    for events in ([], ["milestonereached"], ["CarrierUpdateReceived"]):
        with pytest.raises(InvalidEndpoint):
            read_events(events)


def test_all_means_all_that_are_delivered() -> None:
    endpoint = Endpoint("we_1", URL, ("*",), NOW)
    assert all(endpoint.wants(name) for name in DELIVERED)
    assert not any(endpoint.wants(name) for name in (*NOT_DELIVERED, "SomethingNew"))
    assert not Endpoint("we_1", URL, ("CaseChanged",), NOW).wants("MilestoneReached")


def test_a_change_says_what_is_to_be_another(endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets) -> None:
    before = add(endpoints, secrets, 1).endpoint
    after = change(
        endpoints,
        before.endpoint_id,
        Change(url=f"{URL}/new", events=["CaseChanged"], description="new"),
        now=LATER,
        may_be_local=False,
    )
    assert (after.url, after.events, after.description) == (f"{URL}/new", ("CaseChanged",), "new")
    saves = endpoints.saves
    assert change(endpoints, before.endpoint_id, Change(description="new"), now=LATER, may_be_local=False) == after
    assert endpoints.saves == saves


def test_it_is_disabled_and_enabled_by_the_merchant(
    endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets
) -> None:
    endpoint_id = add(endpoints, secrets, 1).endpoint.endpoint_id
    off, on = Change(state=EndpointState.DISABLED), Change(state=EndpointState.ACTIVE)
    disabled = change(endpoints, endpoint_id, off, now=LATER, may_be_local=False)
    assert (disabled.disabled_at, disabled.disabled_because) == (LATER, DisabledReason.MERCHANT)
    enabled = change(endpoints, endpoint_id, on, now=LATER, may_be_local=False)
    assert (enabled.is_active, enabled.disabled_at, enabled.disabled_because) == (True, None, None)


def test_an_address_that_is_taken_cannot_be_changed_to(
    endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets
) -> None:
    add(endpoints, secrets, 1)
    second = add(endpoints, secrets, 2).endpoint
    with pytest.raises(UrlTaken):
        change(endpoints, second.endpoint_id, Change(url=f"{URL}/1"), now=NOW, may_be_local=False)


def test_what_is_removed_has_no_secret_any_more(endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets) -> None:
    endpoint_id = add(endpoints, secrets, 1).endpoint.endpoint_id
    remove(endpoints, secrets, endpoint_id)
    assert (endpoints.endpoints, secrets.secrets) == ({}, {})
    with pytest.raises(EndpointUnknown):
        remove(endpoints, secrets, endpoint_id)


def test_a_rotation_keeps_the_secret_before_and_says_when_it_was(
    endpoints: InMemoryEndpoints, secrets: InMemoryWebhookSecrets
) -> None:
    first = add(endpoints, secrets, 1)
    endpoint_id = first.endpoint.endpoint_id
    second = rotate_secret(endpoints, secrets, endpoint_id, now=LATER, entropy=b"\x09" * 32)
    assert secrets.secrets[endpoint_id] == [second.secret, first.secret]
    assert second.endpoint.rotated_at == LATER
    third = rotate_secret(endpoints, secrets, endpoint_id, now=LATER, entropy=b"\x0a" * 32)
    assert secrets.secrets[endpoint_id] == [third.secret, second.secret]
