"""The console's first page: the numbers that matter now, each with the list behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.pages.console.frame import ConsoleFrame


@dataclass(frozen=True, slots=True)
class Figures:
    """How much waits for somebody."""

    returns_waiting: int
    more_returns: bool
    """There are more than were counted."""
    reports_waiting: int
    """Claims, warranty cases and questions without an answer."""
    more_reports: bool
    parcels: dict[str, int]
    """`at_risk`, or a risk by name -> parcels."""
    examined: int
    """Parcels that were looked at."""
    more_parcels: bool
    """There are more, sent earlier, that were not looked at."""
    endpoints_off: int
    """Servers of the merchant's that are told nothing any more."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number."""

    text: str
    count: str
    is_calm: bool
    href: str
    """"" : it leads nowhere."""


def home_page(figures: Figures, frame: ConsoleFrame) -> str:
    """Numbers first; what is calm steps back."""
    say = frame.say
    return frame.page(
        "console_home.html.jinja",
        say("console_home.heading"),
        figures=[*_waiting(figures, frame), *_parcels(figures, frame), *_endpoints(figures, frame)],
        basis=say("console_home.basis_more" if figures.more_parcels else "console_home.basis", count=figures.examined),
    )


def _waiting(figures: Figures, frame: ConsoleFrame) -> Iterator[Figure]:
    lists = {
        "returns": (figures.returns_waiting, figures.more_returns),
        "reports": (figures.reports_waiting, figures.more_reports),
    }
    for name, (count, has_more) in lists.items():
        written = f"{count}{'+' if has_more else ''}"
        yield Figure(frame.say(f"console_home.{name}"), written, not (count or has_more), frame.place(name))


def _parcels(figures: Figures, frame: ConsoleFrame) -> Iterator[Figure]:
    for risk, count in figures.parcels.items():
        yield Figure(frame.say(f"console_risk.{risk}"), str(count), not count, frame.place("parcels", risk=risk))


def _endpoints(figures: Figures, frame: ConsoleFrame) -> Iterator[Figure]:
    if figures.endpoints_off:
        yield Figure(frame.say("console_home.endpoints"), str(figures.endpoints_off), False, "")
