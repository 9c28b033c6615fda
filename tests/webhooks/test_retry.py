"""Tried again until it is taken, given up, or its endpoint is; and replayed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Unavailable
from shared.webhooks.deliver import deliver
from shared.webhooks.delivery import Attempt, AttemptCode, Delivery, DeliveryState, StaleDelivery
from shared.webhooks.endpoint import DisabledReason, EndpointDisabled, EndpointUnknown
from shared.webhooks.replay import MOST_AT_ONCE, replay
from shared.webhooks.retry_due import AT_ONCE, LEASE, RUN_LASTS, Run, retry_due
from shared.webhooks.schedule import MOST_TRIES
from tests.samples import NOW
from tests.webhooks.receiver import Receiver, World, one_by_one
from tests.webhooks.test_deliver import EVENT, tell

DAY = timedelta(days=1)
FAILURES = st.one_of(
    st.sampled_from([301, 400, 429, 500, 503]),
    st.builds(lambda code: Attempt(NOW, code), st.sampled_from([AttemptCode.TIMED_OUT, AttemptCode.UNREACHABLE])),
    st.builds(lambda seconds: Attempt(NOW, AttemptCode.STATUS, 429, timedelta(seconds=seconds)), st.integers(0, 10**6)),
)
ANSWERS = st.lists(st.one_of(FAILURES, st.sampled_from([200, 410])), min_size=1, max_size=20)


def run(world: World) -> Run:
    return retry_due(world.means, one_by_one)  # type: ignore[arg-type]


def only(world: World) -> Delivery:
    [delivery] = world.deliveries.kept.values()
    return delivery


def run_until_over(world: World) -> None:
    """The clock goes from one due try to the next, until nothing is due any more."""
    for _ in range(50):
        due = [d.next_try_at for d in world.deliveries.kept.values() if d.next_try_at]
        if not due or not world.endpoints.all()[0].is_active:
            return
        world.pass_time(min(due))
        run(world)
    raise AssertionError("it never ends")


@given(ANSWERS)
def test_whatever_is_answered_it_ends_and_after_fourteen_tries_at_most(answers: list[int | Attempt]) -> None:
    world = World(Receiver(*answers))
    world.endpoint()
    tell(world)
    run_until_over(world)
    endpoint, kept = world.endpoints.all()[0], list(world.deliveries.kept.values())
    tries = len(world.receiver.got)
    assert 1 <= tries <= MOST_TRIES
    assert len(set(world.receiver.ids)) == 1
    if not kept:
        assert (tries, answers[0]) == (1, 200)
        return
    [delivery] = kept
    assert len(delivery.attempts) == tries
    assert delivery.state in (DeliveryState.DELIVERED, DeliveryState.EXHAUSTED) or not endpoint.is_active
    assert (delivery.state is DeliveryState.DELIVERED) == delivery.attempts[-1].is_ok
    assert (delivery.state is DeliveryState.EXHAUSTED) <= (tries == MOST_TRIES)
    assert not endpoint.is_active or 410 not in [attempt.status for attempt in delivery.attempts]


def test_one_that_takes_nothing_for_three_days_is_given_up_and_every_try_is_on_record() -> None:
    world = World(Receiver(500))
    world.endpoint()
    tell(world)
    run_until_over(world)
    assert (only(world).state, len(only(world).attempts)) == (DeliveryState.EXHAUSTED, 14)
    took = only(world).attempts[-1].at - only(world).attempts[0].at
    assert timedelta(hours=68) < took < timedelta(hours=76)


def test_what_was_taken_is_never_sent_again() -> None:
    world = World(Receiver(500, 200))
    world.endpoint()
    tell(world)
    world.pass_time(NOW + timedelta(minutes=1))
    assert run(world) == Run(tried=1, delivered=1)
    tell(world)
    world.pass_time(NOW + 30 * DAY)
    assert run(world) == Run()
    assert len(world.receiver.got) == 2
    assert world.endpoints.all()[0].failing_since is None


def test_nothing_is_tried_before_it_is_due() -> None:
    world = World(Receiver(500))
    world.endpoint()
    tell(world)
    assert run(world) == Run()


def test_while_it_is_tried_it_is_nobody_elses() -> None:
    world = World(Receiver(500))
    world.endpoint()
    tell(world)
    world.pass_time(NOW + timedelta(minutes=1))
    inner: list[Run] = []

    def also(url: str, headers: object, body: bytes) -> Attempt:
        world.receiver.answers = [200]
        inner.append(run(world))
        return Attempt(world.receiver.now, AttemptCode.STATUS, 500)

    first = world.means
    retry_due(type(first)(first.endpoints, first.deliveries, first.secrets, also, first.clock), one_by_one)  # type: ignore[arg-type]
    assert inner == [Run()]
    assert len(only(world).attempts) == 2


def test_a_try_whose_function_died_is_due_again_after_a_while() -> None:
    world = World(Receiver(500))
    world.endpoint()
    tell(world)
    world.pass_time(NOW + timedelta(minutes=1))

    def dies(url: str, headers: object, body: bytes) -> Attempt:
        raise KeyboardInterrupt

    means = world.means
    with pytest.raises(KeyboardInterrupt):
        retry_due(type(means)(means.endpoints, means.deliveries, means.secrets, dies, means.clock), one_by_one)  # type: ignore[arg-type]
    assert run(world) == Run()
    world.pass_time(world.receiver.now + LEASE)
    assert run(world).tried == 1


def test_an_endpoint_that_hangs_is_left_alone_for_the_rest_of_the_run_and_the_others_have_their_turn() -> None:
    world = World(Receiver(500))
    world.endpoint(endpoint_id="we_1", url="https://a.example/", created_at=NOW - DAY)
    for number in range(3 * AT_ONCE):
        world.deliveries.save(pending("we_1", number))
    world.endpoint(endpoint_id="we_2", url="https://b.example/", created_at=NOW)
    world.deliveries.save(pending("we_2", 0))
    done = run(world)
    assert done.tried == AT_ONCE + 1
    assert [url for url, _, _ in world.receiver.got].count("https://b.example/") == 1


def test_an_endpoint_that_is_well_again_gets_all_that_waits_within_the_runs_time() -> None:
    world = World(Receiver(200))
    world.endpoint(failing_since=NOW - DAY)
    for number in range(25):
        world.deliveries.save(pending("we_" + "0" * 24, number))
    assert run(world) == Run(25, 25)
    assert world.endpoints.saves == 2
    world = World(Receiver(200))
    world.receiver.takes = RUN_LASTS / AT_ONCE
    world.endpoint()
    for number in range(25):
        world.deliveries.save(pending("we_" + "0" * 24, number))
    assert run(world).delivered == AT_ONCE


def test_what_fails_on_our_side_is_counted_and_stays_due() -> None:
    world = World(Receiver(200))
    world.endpoint()
    world.deliveries.save(pending("we_" + "0" * 24, 0))
    world.secrets.forget("we_" + "0" * 24)
    assert run(world) == Run(failed=1)
    world.secrets.rotate_in("we_" + "0" * 24, "whsec_AAAA")
    world.pass_time(NOW + LEASE)
    assert run(world).delivered == 1


def test_a_store_that_is_down_costs_one_delivery_its_turn_and_not_the_run() -> None:
    world = World(Receiver(200))
    world.endpoint()
    for number in range(2):
        world.deliveries.save(pending("we_" + "0" * 24, number))
    save, calls = world.deliveries.save, []

    def down_once(delivery: Delivery) -> Delivery:
        calls.append(delivery)
        if len(calls) == 1:
            raise Unavailable("down")
        return save(delivery)

    world.deliveries.save = down_once  # type: ignore[method-assign]
    assert run(world) == Run(1, 1, 1)


def test_what_was_missed_is_replayed_once_the_endpoint_is_enabled_with_its_id_as_before() -> None:
    world = World(Receiver(200))
    endpoint = world.endpoint()
    disabled = world.endpoints.save(endpoint.disabled(NOW, DisabledReason.MERCHANT))
    tell(world)
    with pytest.raises(EndpointDisabled):
        replay(world.endpoints, world.deliveries, endpoint.endpoint_id, NOW)
    world.endpoints.save(disabled.enabled())
    assert run(world) == Run()
    assert replay(world.endpoints, world.deliveries, endpoint.endpoint_id, NOW).replayed == 1
    assert run(world) == Run(1, 1)
    assert world.receiver.ids == [only(world).message_id]
    assert replay(world.endpoints, world.deliveries, endpoint.endpoint_id, NOW).replayed == 0


def test_what_was_given_up_is_replayed_with_all_tries_before_it() -> None:
    world = World(Receiver(500))
    endpoint = world.endpoint()
    tell(world)
    run_until_over(world)
    now = world.receiver.now
    replay(world.endpoints, world.deliveries, endpoint.endpoint_id, now)
    assert (only(world).state, only(world).attempts, only(world).replays) == (DeliveryState.PENDING, (), 1)
    run_until_over(world)
    assert len(world.receiver.got) <= 2 * MOST_TRIES


def test_a_replay_may_begin_at_a_moment_and_says_whether_there_is_more() -> None:
    world = World(Receiver(200))
    endpoint_id = world.endpoint().endpoint_id
    for number in range(MOST_AT_ONCE + 3):
        moved_at = NOW if number else NOW - DAY
        world.deliveries.save(pending(endpoint_id, number, DeliveryState.MISSED, moved_at=moved_at, next_try_at=None))
    first = replay(world.endpoints, world.deliveries, endpoint_id, NOW, since=NOW)
    assert (first.replayed, first.more) == (MOST_AT_ONCE, True)
    second = replay(world.endpoints, world.deliveries, endpoint_id, NOW, since=NOW)
    assert (second.replayed, second.more) == (2, False)
    assert replay(world.endpoints, world.deliveries, endpoint_id, NOW).replayed == 1


def test_what_somebody_else_replays_at_the_same_time_is_not_counted_twice() -> None:
    world = World(Receiver(200))
    endpoint_id = world.endpoint().endpoint_id
    world.deliveries.save(pending(endpoint_id, 0, DeliveryState.MISSED, next_try_at=None))

    def stale(delivery: Delivery) -> Delivery:
        raise StaleDelivery("stale")

    world.deliveries.save = stale  # type: ignore[method-assign]
    assert replay(world.endpoints, world.deliveries, endpoint_id, NOW).replayed == 0


def test_only_an_endpoint_that_is_there_can_be_replayed() -> None:
    world = World(Receiver(200))
    with pytest.raises(EndpointUnknown):
        replay(world.endpoints, world.deliveries, "we_1", NOW)


def test_a_disabled_endpoint_is_not_tried_and_goes_on_where_it_was_once_it_is_enabled() -> None:
    world = World(Receiver(500, 200))
    endpoint = world.endpoint()
    deliver(world.means, EVENT, [endpoint], one_by_one)  # type: ignore[arg-type]
    disabled = world.endpoints.save(world.endpoints.all()[0].disabled(NOW, DisabledReason.MERCHANT))
    world.pass_time(NOW + DAY)
    assert run(world) == Run()
    world.endpoints.save(disabled.enabled())
    assert run(world) == Run(1, 1)


def pending(endpoint_id: str, number: int, state: DeliveryState = DeliveryState.PENDING, **more: object) -> Delivery:
    """One that is due."""
    values: dict[str, object] = {"moved_at": NOW, "next_try_at": NOW, **more}
    return Delivery(endpoint_id, f"msg_{number:032}", f"e{number}", "CaseChanged", "{}", state, **values)  # type: ignore[arg-type]
