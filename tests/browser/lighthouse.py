"""Lighthouse on the main pages: `make lighthouse`. Not among the tests: it is 176 MB, fetched from npm when asked for.

What it audits under accessibility and best practices is checked by tests/browser/checks.py and watch.py on every page.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from shared.cli.chromium import chromium
from shared.tracking.detail import Detail
from tests.browser.site import IN_BROWSER, Site
from tests.browser.test_pages import code_at_the_counter, look_up, page_of, parcel

pytestmark = IN_BROWSER

VERSION = "13.5.0"
CATEGORIES = ("accessibility", "best-practices", "performance")
DUE = 95
"""Of a hundred, in the first two; how fast a page is depends on the machine that looks."""
PAGES: dict[str, Callable[[Site], str]] = {
    "tracking": parcel(Detail.PICKED_UP, Detail.ARRIVED, Detail.OUT_FOR_DELIVERY),
    "look-up": look_up,
    "returns": page_of("returns"),
    "one return": code_at_the_counter,
    "preferences": page_of("preferences"),
}
_FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_is_content(name: str, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    report = audited(PAGES[name](site))
    scores = {category: round(100 * report["categories"][category]["score"]) for category in CATEGORIES}
    wanting = [
        audit["title"]
        for category in CATEGORIES[:2]
        for named in report["categories"][category]["auditRefs"]
        if named["weight"] and (audit := report["audits"][named["id"]])["score"] not in (1, None)
    ]
    with capsys.disabled():
        told = ", ".join(f"{category} {score}" for category, score in scores.items())
        print(f"\n{name}: {told} {wanting or ''}", end="")  # noqa: T201 - the scores are what it is run for
    assert min(scores[category] for category in CATEGORIES[:2]) >= DUE


def audited(address: str) -> Any:
    """Lighthouse's own report on a page, as a phone sees it."""
    command = [
        "npx",
        "--yes",
        f"lighthouse@{VERSION}",
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={_FLAGS}",
    ]
    ran = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium() or ""}, capture_output=True, timeout=300)
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    return json.loads(ran.stdout)
