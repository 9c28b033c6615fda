"""The snapshot is read as it was written, and what is published last is what is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Unavailable
from shared.promise.calendar import Calendar
from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable
from shared.promise.network import CarrierService, DeliveryNetwork, Warehouse
from shared.promise.network_json import INLINE_LANES, lane_files
from shared.promise.publish_snapshot import ROUNDS, PublishedInBetween, publish_snapshot
from shared.promise.slowdown import Slowdown, SlowdownKind
from shared.promise.snapshot import MODEL_HOLDS_FOR, ModelPointer, PromiseSnapshot

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DAILY = Calendar(frozenset(range(7)))
SNOW = Slowdown("a-1", SlowdownKind.SNOW, (("JP", "0"),), "severe", 1, 3, NOW)


def network(lanes: int = 1) -> DeliveryNetwork:
    table = tuple(Lane("JP", f"{number:04d}", 1, 2 + number % 3) for number in range(lanes))
    return DeliveryNetwork(
        (Warehouse("tokyo", "Asia/Tokyo", time(15), DAILY),),
        (CarrierService("宅急便", "home", "yamato", "tokyo", DAILY, table),),
    )


SNAPSHOT = PromiseSnapshot(3, network(), frozenset({"b", "a"}), (SNOW,), ModelPointer("m-1", NOW))


def test_it_is_read_as_it_was_written() -> None:
    assert PromiseSnapshot.from_bytes(SNAPSHOT.to_bytes()) == SNAPSHOT


def test_equal_snapshots_are_equal_bytes() -> None:
    other = replace(SNAPSHOT, storefront_keys=frozenset({"a", "b"}), network=network())
    assert other.to_bytes() == SNAPSHOT.to_bytes()


@given(st.binary(max_size=200) | st.sampled_from([b"null", b"[]", b'{"version":1}', b'{"version":99}', b"\xff"]))
def test_what_is_no_snapshot_is_unavailable_and_nothing_else(written: bytes) -> None:
    with pytest.raises(Unavailable):
        PromiseSnapshot.from_bytes(written)


def test_many_lanes_are_a_file_beside_it() -> None:
    large = replace(SNAPSHOT, network=network(INLINE_LANES + 1))
    files = lane_files(large.network)
    written = large.to_bytes()
    assert len(written) < 2000
    read = PromiseSnapshot.from_bytes(written, lambda name: LaneTable.from_bytes(files[name], name))
    assert read.network == large.network
    assert read.network.services[0].lane_to("JP", "0004000") == Lane("JP", "0004", 1, 3)


def test_who_has_not_the_file_keeps_its_name() -> None:
    large = replace(SNAPSHOT, network=network(INLINE_LANES + 1))
    without = PromiseSnapshot.from_bytes(large.to_bytes())
    assert without.network.services[0].lane_to("JP", "0004") is None
    assert without.to_bytes() == large.to_bytes()
    assert lane_files(without.network) == {}


def test_an_old_model_is_believed_no_more() -> None:
    model = ModelPointer("m-1", NOW)
    assert model.holds_at(NOW + MODEL_HOLDS_FOR)
    assert not model.holds_at(NOW + MODEL_HOLDS_FOR + timedelta(seconds=1))


class Table:
    """In force is what it says; each reading may let somebody in between."""

    def __init__(self, *states: PromiseSnapshot | None) -> None:
        self.states = list(states)

    def snapshot(self) -> PromiseSnapshot | None:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


class Bucket:
    """Holds one object."""

    def __init__(self) -> None:
        self.content: bytes | None = None

    def current(self) -> bytes | None:
        return self.content

    def replace(self, written: bytes) -> None:
        self.content = written


def version(number: int) -> PromiseSnapshot:
    return replace(SNAPSHOT, configuration=number)


def test_it_is_written_once_and_not_again_while_nothing_changes() -> None:
    bucket = Bucket()
    assert publish_snapshot(Table(SNAPSHOT), bucket) == 1
    assert publish_snapshot(Table(SNAPSHOT), bucket) == 0
    assert bucket.content == SNAPSHOT.to_bytes()


def test_nothing_is_published_before_a_configuration_is() -> None:
    bucket = Bucket()
    assert publish_snapshot(Table(None), bucket) == 0
    assert bucket.content is None


@pytest.mark.parametrize("turns", ["aabb", "abab", "abba", "baab", "baba", "bbaa"])
def test_of_two_that_publish_at_once_the_newest_state_remains(turns: str) -> None:
    """a reads version 1 and b version 2, in every order of their first two steps; then both finish."""
    bucket = Bucket()
    old, new = version(1).to_bytes(), version(2).to_bytes()
    seen = {"a": old, "b": new}
    for done, turn in enumerate(turns):
        if turn in turns[:done]:
            bucket.replace(seen[turn])
    for _ in "ab":  # each looks again after it has written
        publish_snapshot(Table(version(2)), bucket)
    assert bucket.content == new


def test_a_state_that_changes_while_it_is_written_is_written_again() -> None:
    bucket = Bucket()
    assert publish_snapshot(Table(version(1), version(2)), bucket) == 2
    assert bucket.content == version(2).to_bytes()


def test_one_that_never_rests_is_left_to_the_next_try() -> None:
    with pytest.raises(PublishedInBetween):
        publish_snapshot(Table(*map(version, range(ROUNDS + 1))), Bucket())
