"""One thing that happened to an order, and to which chapter of its story it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Chapter(StrEnum):
    """What a happening is about. The values name words, and what the page looks like."""

    ORDER = "order"
    PROMISE = "promise"
    SHIPMENT = "shipment"
    SCAN = "scan"
    INCIDENT = "incident"
    ESTIMATE = "estimate"
    MESSAGE = "message"
    RETURN = "return"
    CASE = "case"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Happening:
    """In words. What others wrote is made one line by `shown`, and escaped by the template."""

    at: datetime
    """Aware."""
    chapter: Chapter
    title: str
    lines: tuple[str, ...] = ()
    """Why, by whom, what else; each a line. None is empty."""
    href: str = ""
    """Where more is said; "" : nowhere."""
    is_grave: bool = False
    """Something went wrong, or was not told."""


def lines_of(*lines: str) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(line for line in lines if line)
