"""A model as it is stored: what is written is read back, what is damaged is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.learning.write_model import write_model
from shared.promise.model.artifact import MAGIC, UNITS_PER_LOG, UnreadableModel, key_of, read

NAMES = some.lists(some.text(max_size=12), unique=True, max_size=200)


@given(NAMES, some.integers(0, 2**32 - 1))
def test_every_level_is_read_back_and_no_other_is_there(names: list[str], seed: int) -> None:
    chance = np.random.default_rng(seed)
    added = chance.normal(0, 0.5, len(names))
    counted = chance.integers(0, 100_000, len(names))
    data = write_model({"a": 1}, np.array([key_of(name) for name in names], dtype=np.uint64), added, counted)
    artifact = read(data)
    for name, addition, deliveries in zip(names, added, counted, strict=True):
        units, read_deliveries = artifact.level(name)
        assert units == round(addition * UNITS_PER_LOG)
        assert read_deliveries == min(deliveries, 65_535)
    assert artifact.level("somewhere else altogether") == (0, 0)
    assert artifact.header["a"] == 1


def test_the_same_numbers_give_the_same_bytes_whatever_their_order() -> None:
    keys = np.array([key_of(str(number)) for number in range(500)], dtype=np.uint64)
    added, counted = np.linspace(-1, 1, 500), np.arange(500)
    once = write_model({}, keys, added, counted)
    assert write_model({}, keys[::-1], added[::-1], counted[::-1]) == once


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"TODOKU-MODEL 2\n" + data[len(MAGIC) :],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data.replace(b'"slots":', b'"slots":7'),
        lambda data: MAGIC + b"{not json}\n",
        lambda data: MAGIC,
    ],
    ids=["empty", "another version", "cut off", "too long", "wrong size", "no header", "nothing after the magic"],
)
def test_a_damaged_model_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    data = write_model({}, np.array([key_of("a")], dtype=np.uint64), np.array([0.5]), np.array([3]))
    with pytest.raises(UnreadableModel):
        read(damage(data))
