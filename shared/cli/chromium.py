"""Chromium without a window: pictures of pages, and what scripts on them found."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_PATIENCE = 60
"""Seconds for one page."""


def chromium() -> str | None:
    """The browser on the PATH; None where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def photograph(browser: str, page: Path, target: Path, size: tuple[int, int]) -> None:
    """A PNG of a local page in a window of `size` CSS pixels."""
    _run(browser, f"--window-size={size[0]},{size[1]}", f"--screenshot={target}", page.resolve().as_uri())
    if not target.exists():
        raise RuntimeError("The browser made no picture.")


def after_scripts(browser: str, page: Path, *, width: int = 1280, milliseconds: int = 20_000) -> str:
    """A local page's HTML once its scripts have had `milliseconds` of the page's own time."""
    return _run(
        browser,
        f"--window-size={width},900",
        f"--virtual-time-budget={milliseconds}",
        "--dump-dom",
        page.resolve().as_uri(),
    )


def _run(browser: str, *arguments: str) -> str:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *_QUIET, f"--user-data-dir={profile}", *arguments]
        ran = subprocess.run(  # noqa: S603 - the browser that was found, our own file
            command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_PATIENCE
        )
    return ran.stdout.decode("utf-8", "replace")
