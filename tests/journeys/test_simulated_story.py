"""One parcel's story on the simulated cloud: repeated, shuffled, and killed between any two steps."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.cli.checkout import ROOT
from shared.notifications import send_mail
from tests.journeys.simulated_cloud import EASYPOST_SECRET, Killer, SimulatedCloud, simulated_cloud

SAMPLE = json.loads((ROOT / "events" / "carriers" / "easypost" / "out_for_delivery.json").read_text())
TRACKER = SAMPLE["result"]
HISTORY = TRACKER["tracking_details"]
ORDER = {
    "placed_at": "2026-11-16T12:00:00+09:00",
    "contact": {"email": "aiko@shopper.example", "language": "ja"},
    "destination": {"country": "US", "postal": "78701"},
    "lines": [{"sku": "HN-OIL-30", "name": "椿オイル 30ml", "quantity": 1}],
}
SHIPMENT = {
    "shipped_at": "2026-11-16T22:00:00Z",
    "parcels": [{"carrier": "usps", "tracking_number": TRACKER["tracking_code"]}],
}


def push(cloud: SimulatedCloud, scans: int) -> None:
    """EasyPost pushes the first `scans` scans."""
    event = {**SAMPLE, "result": {**TRACKER, "tracking_details": HISTORY[:scans]}}
    body = json.dumps(event).encode()
    signature = "hmac-sha256-hex=" + hmac.new(EASYPOST_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-hmac-signature": signature}
    answer = cloud.api.request("POST", "/v1/carriers/easypost/webhook", headers=headers, body=body)
    assert answer.status == 202


def put(cloud: SimulatedCloud, path: str, body: dict[str, Any]) -> None:
    headers = {"authorization": f"Bearer {cloud.merchant_key}", "content-type": "application/json"}
    answer = cloud.api.request("PUT", path, headers=headers, body=json.dumps(body).encode())
    assert answer.status in (200, 201)


def tell(cloud: SimulatedCloud, pushes: list[int]) -> None:
    """Order and shipment, then pushes in this order; then everything that follows from them."""
    put(cloud, "/v1/orders/A-1", ORDER)
    put(cloud, "/v1/orders/A-1/shipments/S-1", SHIPMENT)
    for scans in pushes:
        push(cloud, scans)
    cloud.run()


def facts(cloud: SimulatedCloud) -> dict[str, Any]:
    """What must not depend on how the story went: the table without what counts attempts, and each event once."""
    table = {}
    for (pk, sk), item in cloud.table().items():
        if pk.startswith("PARCEL#"):
            table[pk, sk] = item.get("body")
    messages = [json.loads(i["body"]["S"]) for (_, sk), i in cloud.table().items() if sk.startswith("MESSAGE#")]
    return {
        "parcels": table,
        "messages": sorted((m["message_id"], m["state"], m["reason"]) for m in messages),
        "events": sorted({event["detail"]["metadata"]["event_id"] for event in cloud.events()} - _updates(cloud)),
        "mails": sorted({mail.destinations["ToAddresses"][0] for mail in cloud.mails()}),
        "waiting": cloud.waiting(),
    }


def _updates(cloud: SimulatedCloud) -> set[str]:
    """Ids of the pushes themselves: there are as many as there were different pushes."""
    ids = {event["detail"]["metadata"]["event_id"] for event in cloud.events()}
    return {event_id for event_id in ids if event_id.startswith("update:")}


Undisturbed = Callable[[int], dict[str, Any]]


@pytest.fixture(scope="session")
def undisturbed(template: dict[str, Any]) -> Undisturbed:
    """The facts of the story told in order, nothing repeated, from the push of so many scans to the last.

    A push says when the carrier expects to deliver as of its newest scan, so which pushes there were is a fact too.
    """

    @cache
    def facts_of(first: int) -> dict[str, Any]:
        with simulated_cloud(template) as cloud:
            tell(cloud, [*range(first, len(HISTORY) + 1)])
            assert len(cloud.mails()) == 1
            return facts(cloud)

    return facts_of


@pytest.fixture(scope="session")
def expected(undisturbed: Undisturbed) -> dict[str, Any]:
    """The facts of the whole history in one push."""
    return undisturbed(len(HISTORY))


def test_the_story_ends_with_one_mail_and_its_events(expected: dict[str, Any]) -> None:
    kinds = [event_id.split(":")[0] for event_id in expected["events"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "checkpoint": len(HISTORY),
        "message": 1,
        "milestone": 3,
        "order": 1,
        "shipment": 1,
    }
    assert [(state, reason) for _, state, reason in expected["messages"]] == [("sent", "milestone_reached")]
    assert expected["waiting"] == {}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_every_push_repeated_in_any_order_leaves_the_same_table_and_sends_one_mail(
    template: dict[str, Any], undisturbed: Undisturbed, chance: random.Random
) -> None:
    pushes = [*range(1, len(HISTORY) + 1)] * 2
    chance.shuffle(pushes)
    expected = undisturbed(1)
    with simulated_cloud(template) as cloud:
        tell(cloud, pushes)
        assert facts(cloud) == expected
        assert len(cloud.mails()) == 1


def test_pushes_that_come_before_their_order_are_told_once_the_order_is_there(
    template: dict[str, Any], expected: dict[str, Any]
) -> None:
    with simulated_cloud(template) as cloud:
        push(cloud, len(HISTORY))
        cloud.run()
        assert cloud.mails() == []
        tell(cloud, [])
        found = facts(cloud)
        assert (found["parcels"], found["messages"]) == (expected["parcels"], expected["messages"])
        assert len(cloud.mails()) == 1


def calls_of_the_story(template: dict[str, Any]) -> list[str]:
    killer = Killer()
    with simulated_cloud(template, killer) as cloud:
        tell(cloud, [len(HISTORY) - 1, len(HISTORY)])
    return killer.calls


def test_a_crash_between_any_two_steps_loses_nothing_and_doubles_nothing(
    template: dict[str, Any], undisturbed: Undisturbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each function is killed before and after each of its calls to AWS; what was taken is delivered again.

    One place is known to repeat: the mail service took the mail, and the sender died before it heard so.
    """
    monkeypatch.setattr(send_mail, "LEASE", timedelta(0))  # else each repeat would wait for the claim's end
    expected = undisturbed(len(HISTORY) - 1)
    steps = calls_of_the_story(template)
    assert len(steps) >= 20
    for at, operation in enumerate(steps):
        for after_the_effect in (False, True):
            killer = Killer(at, after_the_effect)
            with simulated_cloud(template, killer) as cloud:
                tell(cloud, [len(HISTORY) - 1, len(HISTORY)])
                assert facts(cloud) == expected, (at, operation, after_the_effect)
                unavoidable = operation == "SendEmail" and after_the_effect
                marked = operation == "PutItem" and not after_the_effect and _previous(steps, at) == "SendEmail"
                assert len(cloud.mails()) == (2 if unavoidable or marked else 1), (at, operation, after_the_effect)


def _previous(steps: list[str], at: int) -> str:
    return steps[at - 1] if at else ""
