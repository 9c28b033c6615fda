"""Pictures of pages that were written as files, where there is a browser: for every preview."""

from __future__ import annotations

from collections.abc import Callable

from shared.cli.chromium import chromium
from shared.cli.say import advise, patience

_NOW_AND_THEN = 20


def take_pictures(picture: Callable[[str, Callable[[], None]], None]) -> None:
    """Let `picture` take them all with the browser it is given, and say now and then how many there are.

    `picture` calls back after each. Without a browser it is said that there are none.
    """
    browser = chromium()
    if browser is None:
        advise("No pictures: there is no Chromium or Chrome on the PATH. The pages are there.")
        return
    taken = 0

    def seen() -> None:
        nonlocal taken
        taken += 1
        if taken % _NOW_AND_THEN == 0:
            advise(f"  {taken} pictures")

    with patience("taking pictures"):
        picture(browser, seen)
