"""Packages that were zipped for one local cloud are not zipped again for the next: that takes longer than deploying."""

from __future__ import annotations

import time
from pathlib import Path

from shared.cli.checkout import ROOT

_KEPT_SECONDS = 3600


def share_zips(output: Path) -> None:
    """Let CDK find what it zipped in the last hour, for whichever cloud: it looks in here, and names zips by content.

    `output`: the folder that CDK is about to write to. One that it wrote to before keeps its own.
    """
    zips = ROOT / ".build" / "zipped"
    zips.mkdir(parents=True, exist_ok=True)
    for old in zips.iterdir():
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    output.mkdir(parents=True, exist_ok=True)
    found = output / ".cache"
    if not found.exists():
        found.symlink_to(zips)
