"""Where the local cloud unpacks its functions: 2,000 small files each, a gigabyte and more, until it is stopped."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it get names that nobody can guess
_ENOUGH = 8 * 2**30


def make_scratch(place: Path, *, for_long: bool) -> None:
    """Make an empty folder; for a cloud that does not stay, a link to one in memory, where there is plenty.

    A disk takes minutes to write and forget what a cloud with all its functions unpacked; memory takes seconds.
    """
    forget_scratch(place)
    if for_long or not _has_room(_MEMORY):
        place.mkdir(parents=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(tempfile.mkdtemp(prefix="todoku-", dir=_MEMORY))


def forget_scratch(place: Path) -> None:
    """Take it away, wherever it lies."""
    shutil.rmtree(place.resolve(), ignore_errors=True)
    if place.is_symlink():
        place.unlink()


def _has_room(memory: Path) -> bool:
    """Functions bring libraries, so what lies there must be allowed to run."""
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        return False
    return shutil.disk_usage(memory).free >= _ENOUGH and not os.statvfs(memory).f_flag & os.ST_NOEXEC
