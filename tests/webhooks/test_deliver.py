"""What is told to whom, and what is kept of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.eventing.envelope import Event, Metadata
from shared.webhooks.deliver import Told, deliver
from shared.webhooks.delivery import Attempt, AttemptCode, DeliveryState
from shared.webhooks.endpoint import GIVEN_UP_AFTER, MISSED_KEPT_FOR, DisabledReason
from shared.webhooks.known import read_known
from shared.webhooks.ports import NoSecret
from shared.webhooks.send_test import send_test
from tests.samples import NOW
from tests.webhooks.receiver import SECRET, URL, Receiver, World, is_signed, one_by_one

EVENT = Event(
    source="postpurchase.tracking",
    detail_type="MilestoneReached",
    metadata=Metadata(
        event_id="milestone:usps:1:delivered",
        version=1,
        occurred_at=NOW - timedelta(minutes=5),
        merchant_id="hanare",
        correlation_id="A-1",
    ),
    data={"order_id": "A-1", "milestone": "delivered", "name": "椿"},
)


def tell(world: World, event: Event = EVENT) -> list[Told]:
    return deliver(world.means, event, world.endpoints.all(), one_by_one)  # type: ignore[arg-type]


def test_an_event_arrives_signed_and_what_is_taken_at_once_is_written_nowhere() -> None:
    world = World(Receiver(204))
    world.endpoint()
    assert tell(world) == [Told.DELIVERED]
    [(url, headers, body)] = world.receiver.got
    assert url == URL
    assert is_signed(headers, body, SECRET)
    assert json.loads(body) == {
        "type": "MilestoneReached",
        "timestamp": "2026-11-24T08:55:00Z",
        "data": {"order_id": "A-1", "milestone": "delivered", "name": "椿"},
        "metadata": {
            "event_id": "milestone:usps:1:delivered",
            "version": 1,
            "occurred_at": "2026-11-24T08:55:00Z",
            "merchant_id": "hanare",
            "correlation_id": "A-1",
        },
    }
    assert (world.deliveries.saves, world.endpoints.saves) == (0, 1)


def test_only_who_wants_it_is_told() -> None:
    world = World(Receiver(200))
    world.endpoint(events=("CaseChanged",))
    assert tell(world) == []
    assert world.receiver.got == []


def test_one_that_fails_does_not_cost_the_others_theirs() -> None:
    world = World(Receiver(500, 200))
    world.endpoint(endpoint_id="we_1", url=f"{URL}/1")
    world.endpoint(endpoint_id="we_2", url=f"{URL}/2", created_at=NOW)
    assert tell(world) == [Told.FAILED, Told.DELIVERED]
    assert [delivery.endpoint_id for delivery in world.deliveries.kept.values()] == ["we_1"]


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500, 503, 199])
def test_what_is_not_taken_is_kept_and_due_in_ten_seconds(status: int) -> None:
    world = World(Receiver(status))
    world.endpoint()
    assert tell(world) == [Told.FAILED]
    [delivery] = world.deliveries.kept.values()
    assert (delivery.state, delivery.attempts[0].status) == (DeliveryState.PENDING, status)
    assert delivery.next_try_at
    assert timedelta(seconds=9) < delivery.next_try_at - NOW < timedelta(seconds=12)


def test_the_same_event_again_has_the_same_id_and_adds_no_try_where_it_is_kept_already() -> None:
    world = World(Receiver(200))
    world.endpoint()
    tell(world)
    tell(world)
    assert len(set(world.receiver.ids)) == 1
    world = World(Receiver(500))
    world.endpoint()
    assert [tell(world), tell(world)] == [[Told.FAILED], [Told.KNOWN]]
    assert len(world.receiver.got) == 1


def test_nothing_is_sent_unsigned() -> None:
    world = World(Receiver(200))
    world.secrets.forget(world.endpoint().endpoint_id)
    with pytest.raises(NoSecret):
        tell(world)
    assert world.receiver.got == []


def test_a_new_endpoints_secret_is_found_though_it_came_in_between() -> None:
    world = World(Receiver(200))
    reads = []

    class Late:
        def read(self) -> dict[str, list[str]]:
            reads.append(1)
            return world.secrets.secrets if len(reads) > 1 else {}

    world.endpoint()
    assert read_known(world.endpoints, Late()).secrets == world.secrets.secrets  # type: ignore[arg-type]


def test_failing_is_noted_once_and_forgotten_with_the_first_that_is_taken() -> None:
    world = World(Receiver(500, 500, 200))
    endpoint = world.endpoint()
    for number in range(2):
        tell(world, EVENT.model_copy(update={"metadata": EVENT.metadata.model_copy(update={"event_id": str(number)})}))
    assert world.endpoints.saves == 2
    noted = world.endpoints.get(endpoint.endpoint_id)
    assert noted
    assert noted.failing_since == NOW
    tell(world)
    well = world.endpoints.get(endpoint.endpoint_id)
    assert well
    assert well.failing_since is None


def test_an_endpoint_that_took_nothing_for_five_days_is_disabled() -> None:
    world = World(Receiver(500))
    endpoint = world.endpoint(failing_since=NOW - GIVEN_UP_AFTER + timedelta(seconds=1))
    tell(world)
    assert world.endpoints.all()[0].is_active
    world.pass_time(NOW + timedelta(seconds=1))
    tell(world, EVENT.model_copy(update={"metadata": EVENT.metadata.model_copy(update={"event_id": "another"})}))
    disabled = world.endpoints.get(endpoint.endpoint_id)
    assert disabled
    assert not disabled.is_active
    assert (disabled.disabled_because, disabled.disabled_at) == (DisabledReason.FAILING, NOW + timedelta(seconds=1))


def test_gone_disables_at_once_and_what_was_sent_can_be_replayed() -> None:
    world = World(Receiver(410))
    endpoint = world.endpoint()
    tell(world)
    disabled = world.endpoints.get(endpoint.endpoint_id)
    assert disabled
    assert disabled.disabled_because is DisabledReason.GONE
    assert [delivery.state for delivery in world.deliveries.kept.values()] == [DeliveryState.MISSED]


def test_what_comes_while_an_endpoint_is_disabled_is_kept_for_thirty_days() -> None:
    world = World(Receiver(200))
    endpoint = world.endpoint()
    world.endpoints.save(endpoint.disabled(NOW - MISSED_KEPT_FOR + timedelta(seconds=1), DisabledReason.MERCHANT))
    assert tell(world) == [Told.MISSED]
    assert tell(world) == [Told.KNOWN]
    assert world.receiver.got == []
    [delivery] = world.deliveries.kept.values()
    assert delivery.expires_at() == NOW + timedelta(days=30)
    world.pass_time(NOW + timedelta(seconds=1))
    assert tell(world) == [Told.DROPPED]


def test_who_was_told_the_old_address_says_nothing_of_the_new_one() -> None:
    world = World(Receiver(410))
    seen = [world.endpoint()]
    world.endpoints.save(replace(seen[0], url=f"{URL}/new"))
    deliver(world.means, EVENT, seen, one_by_one)  # type: ignore[arg-type]
    assert world.endpoints.all()[0].is_active


def test_a_test_goes_out_at_once_also_to_a_disabled_endpoint_and_is_kept_nowhere() -> None:
    timed_out = Attempt(NOW, AttemptCode.TIMED_OUT)
    world = World(Receiver(200, timed_out))
    endpoint = world.endpoint()
    world.endpoints.save(endpoint.disabled(NOW, DisabledReason.MERCHANT))
    assert send_test(world.means, endpoint.endpoint_id, "hanare").is_ok
    assert send_test(world.means, endpoint.endpoint_id, "hanare").code is AttemptCode.TIMED_OUT
    [(_, headers, body), _] = world.receiver.got
    assert is_signed(headers, body, SECRET)
    assert json.loads(body)["type"] == "WebhookTest"
    assert json.loads(body)["data"] == {"endpoint_id": endpoint.endpoint_id}
    assert world.deliveries.kept == {}
