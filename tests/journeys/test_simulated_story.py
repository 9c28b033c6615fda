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
from shared.notifications import send_message
from tests.journeys.simulated_cloud import EASYPOST_SECRET, Killer, SimulatedCloud, simulated_cloud

SAMPLE = json.loads((ROOT / "events" / "carriers" / "easypost" / "out_for_delivery.json").read_text())
TRACKER = SAMPLE["result"]
HISTORY = TRACKER["tracking_details"]
ORDER: dict[str, Any] = {
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


def tell(cloud: SimulatedCloud, pushes: list[int], **contact: str) -> None:
    """Order and shipment, then pushes in this order; then everything that follows from them."""
    put(cloud, "/v1/orders/A-1", {**ORDER, "contact": {**ORDER["contact"], **contact}})
    put(cloud, "/v1/orders/A-1/shipments/S-1", SHIPMENT)
    for scans in pushes:
        push(cloud, scans)
    cloud.run()


def facts(cloud: SimulatedCloud) -> dict[str, Any]:
    """What must not depend on how the story went: the table without what counts attempts, and each event once.

    Of estimates that is what is told last. What was told on the way stays told, and that is what was known then; so is
    what was planned by it for the evening before.
    """
    table: dict[tuple[str, str], Any] = {}
    for (pk, sk), item in cloud.table().items():
        if pk.startswith("PARCEL#"):
            table[pk, sk] = _told_last(item["body"]["S"]) if sk.startswith("ESTIMATE#") else item.get("body")
    ids = {event["detail"]["metadata"]["event_id"] for event in cloud.events()}
    messages = [json.loads(i["body"]["S"]) for (_, sk), i in cloud.table().items() if sk.startswith("MESSAGE#")]
    return {
        "parcels": table,
        "messages": sorted(
            (m["message_id"], m["trigger"], m["state"], m["reason"])
            for m in messages
            if m["trigger"] != "arriving_soon"
        ),
        "events": sorted(event_id for event_id in ids if not event_id.startswith(_OTHERS)),
        "estimated": sorted({event_id.rpartition(":")[0] for event_id in ids if event_id.startswith("estimate:")}),
        "mails": sorted({mail.destinations["ToAddresses"][0] for mail in cloud.mails()}),
        "waiting": cloud.waiting(),
    }


_OTHERS = ("update:", "estimate:", "promise_basis:")
"""As many as there were pushes; what was told on the way; what was before the story, by ids that the stream draws."""


def _told_last(live_estimate: str) -> Any:
    """The dates and reasons of the newest revision."""
    return json.loads(live_estimate)["revisions"][-1]["estimate"]


READS = {"BatchGetItem", "GetItem", "GetObject", "GetSecretValue", "Query"}
"""Calls without an effect."""

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
        "message": 4,
        "milestone": 3,
        "order": 1,
        "shipment": 1,
    }
    assert expected["estimated"] == [f"estimate:A-1:usps:{TRACKER['tracking_code']}:2026-11-16"]
    assert sorted((trigger, state, reason) for _, trigger, state, reason in expected["messages"]) == [
        ("dispatched", "suppressed", "too_old"),
        ("order_confirmed", "suppressed", "too_old"),
        ("out_for_delivery", "sent", "told"),
        ("review_invited", "planned", "not_due"),
        ("shipped", "suppressed", "too_old"),
    ]
    assert expected["waiting"] == {}


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


LINE_USER = "U" + "4" * 32
"""Who is no friend of the shop's account: the message is decided for LINE, and goes on to mail."""


def crashes_of_the_story(template: dict[str, Any], times: int) -> list[Killer]:
    """Before a function's first call to AWS, and after each call with an effect.

    To be killed anywhere else is the same as one of these: between them nothing happens that outlives the process.
    """
    watching = Killer()
    with simulated_cloud(template, watching) as cloud:
        tell(cloud, [len(HISTORY) - 1, len(HISTORY)], line_user_id=LINE_USER)
    steps = [*enumerate(zip(watching.callers, watching.calls, strict=True))]
    before = [(at, step) for at, step in steps if at in watching.begun]
    after = [(at, step) for at, step in steps if step[1] not in READS]
    return [
        *(Killer(at) for at in first_of_each(before, times)),
        *(Killer(at, after_the_effect=True) for at in first_of_each(after, times)),
    ]


def first_of_each(steps: list[tuple[int, tuple[str, str]]], times: int) -> list[int]:
    """Where each function does each thing, the first `times` times: later on, it does the same again."""
    found: dict[tuple[str, str], list[int]] = {}
    for at, step in steps:
        found.setdefault(step, []).append(at)
    return sorted(at for places in found.values() for at in places[:times])


PARTS = 8
"""So that several processes can share the work."""


@pytest.fixture
def claims_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each repeat would wait for the claim's end."""
    monkeypatch.setattr(send_message, "LEASE", timedelta(0))


@pytest.fixture(scope="session")
def uncrashed(template: dict[str, Any]) -> dict[str, Any]:
    """The facts of the story that goes on from one channel to the next, without a crash."""
    with simulated_cloud(template) as cloud:
        tell(cloud, [len(HISTORY) - 1, len(HISTORY)], line_user_id=LINE_USER)
        assert len(cloud.mails()) == 1
        return facts(cloud)


@pytest.fixture(scope="session")
def crashes(template: dict[str, Any], request: pytest.FixtureRequest) -> list[Killer]:
    """Every crash that is tried."""
    found = crashes_of_the_story(template, int(request.config.getoption("--crashes")))
    assert len(found) >= 20
    return found


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.usefixtures("claims_end_at_once")
def test_a_crash_between_any_two_steps_loses_nothing_and_doubles_nothing(
    template: dict[str, Any], uncrashed: dict[str, Any], crashes: list[Killer], part: int
) -> None:
    """Each function is killed at each of its steps, on the way from one channel to the next too; what was taken is
    delivered again.

    One place is known to repeat: the mail service took the mail, and the sender died before it heard so.
    """
    for killer in crashes[part::PARTS]:
        with simulated_cloud(template, killer) as cloud:
            tell(cloud, [len(HISTORY) - 1, len(HISTORY)], line_user_id=LINE_USER)
            assert facts(cloud) == uncrashed, (killer.at, killer.killed)
            unavoidable = killer.killed == "SendEmail" and killer.after_the_effect
            assert len(cloud.mails()) == (2 if unavoidable else 1), (killer.at, killer.killed)
