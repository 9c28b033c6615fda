"""Zips are shared between local clouds, and not kept for long."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from shared.cli import zipped_packages
from shared.cli.zipped_packages import share_zips


@pytest.fixture(autouse=True)
def zips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where they lie."""
    monkeypatch.setattr(zipped_packages, "ROOT", tmp_path)
    return tmp_path / ".build" / "zipped"


def test_what_is_zipped_for_one_cloud_is_there_for_the_next(tmp_path: Path) -> None:
    share_zips(tmp_path / "one" / "cdk.out")
    (tmp_path / "one" / "cdk.out" / ".cache" / "a.zip").write_text("zipped")
    share_zips(tmp_path / "other" / "cdk.out")
    assert (tmp_path / "other" / "cdk.out" / ".cache" / "a.zip").read_text() == "zipped"


def test_what_is_an_hour_old_is_taken_away(tmp_path: Path, zips: Path) -> None:
    zips.mkdir(parents=True)
    (zips / "fresh.zip").touch()
    (zips / "old.zip").touch()
    before = time.time() - 3700
    os.utime(zips / "old.zip", (before, before))
    share_zips(tmp_path / "cdk.out")
    assert [path.name for path in zips.iterdir()] == ["fresh.zip"]


def test_a_folder_that_cdk_wrote_to_before_keeps_its_own(tmp_path: Path) -> None:
    own = tmp_path / "cdk.out" / ".cache"
    own.mkdir(parents=True)
    share_zips(tmp_path / "cdk.out")
    assert not own.is_symlink()
