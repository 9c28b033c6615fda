"""The production stage, synthesised once for all who look at it: `make nag` and every test, in every process.

It takes half a minute, and sources that are the same give the same. `python -m tests.synthesis` prints the folder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from filelock import FileLock

from shared.cli.checkout import ROOT

SOURCES = ("functions", "infra", "shared")
SETTINGS = ("cdk.json", "package-lock.json", "pyproject.toml", "uv.lock")
_STILL_IN_USE_SECONDS = 3600


def synthesised() -> Path:
    """The folder with the templates and assets: made offline, without an account, all checks on. Nobody changes it."""
    build = ROOT / ".build"
    build.mkdir(exist_ok=True)
    with FileLock(build / "synthesised.lock"):
        digest = digest_of_sources(ROOT)
        folder = build / f"synthesised-{digest}"
        if folder.exists():
            return folder
        _forget_older_ones(build)
        unfinished = Path(tempfile.mkdtemp(prefix="synthesised-unfinished-", dir=build))
        _synthesise(unfinished)
        if digest_of_sources(ROOT) != digest:  # somebody wrote meanwhile: whose it is nobody knows, so it is only ours
            return unfinished
        return unfinished.rename(folder)


def digest_of_sources(root: Path) -> str:
    """Another one as soon as a byte of what is deployed differs, or who deploys it."""
    digest = hashlib.sha256(sys.version.encode())
    files = (path for name in SOURCES for path in (root / name).rglob("*"))
    for path in sorted((*files, *(root / name for name in SETTINGS))):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _synthesise(folder: Path) -> None:
    from aws_cdk import App  # here: starting its runtime takes a second, and few need it

    from infra.app import build

    app = App(outdir=str(folder), context=json.loads((ROOT / "cdk.json").read_text())["context"])
    build(app)
    app.synth()


def _forget_older_ones(build: Path) -> None:
    """Those of other sources, but for what another run may be reading right now."""
    for known in build.glob("synthesised-*"):
        if time.time() - known.stat().st_mtime > _STILL_IN_USE_SECONDS:
            shutil.rmtree(known, ignore_errors=True)


if __name__ == "__main__":
    sys.stdout.write(f"{synthesised()}\n")
