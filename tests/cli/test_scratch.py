"""Where functions are unpacked: in memory for a while, on the disk for long, and nowhere afterwards."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from shared.cli import scratch
from shared.cli.scratch import forget_scratch, make_scratch

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place in memory, with room."""
    place = tmp_path / "memory"
    place.mkdir()
    monkeypatch.setattr(scratch, "_MEMORY", place)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**40, 0, 2**40))
    return place


def test_a_cloud_that_does_not_stay_unpacks_into_memory_and_leaves_nothing_there(tmp_path: Path, memory: Path) -> None:
    place = tmp_path / "cloud" / "tmp"
    make_scratch(place, for_long=False)
    (place / "function.py").touch()
    assert [path.name for path in memory.glob("todoku-*/*")] == ["function.py"]
    make_scratch(place, for_long=False)
    assert len([*memory.iterdir()]) == 1
    forget_scratch(place)
    assert not place.is_symlink()
    assert [*memory.iterdir()] == []


@pytest.mark.parametrize(("for_long", "free"), [(True, 2**40), (False, 2**30)])
def test_one_that_stays_or_finds_no_room_unpacks_onto_the_disk(
    tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch, for_long: bool, free: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**40, 0, free))
    place = tmp_path / "cloud" / "tmp"
    make_scratch(place, for_long=for_long)
    (place / "function.py").touch()
    assert (place.is_symlink(), [*memory.iterdir()]) == (False, [])
    forget_scratch(place)
    assert not place.exists()


def test_where_there_is_no_such_memory_the_disk_will_do(tmp_path: Path, memory: Path) -> None:
    memory.rmdir()
    make_scratch(tmp_path / "tmp", for_long=False)
    assert (tmp_path / "tmp").is_dir()
