"""One span of the day that a carrier lets shoppers pick (時間帯)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Slot:
    """From `starts` to `ends`, local to the destination.

    An order keeps the label that was shown, not only the code: carriers change their slots, and what somebody chose
    must still read the same years later.
    """

    code: str
    """Ours and public: both hours ("1416"). Means the same in every table."""
    starts: time
    ends: time
    labels: tuple[tuple[str, str], ...]
    """What the shopper reads, by language; English is always among them."""
    slip_code: str = ""
    """What the carrier's slip software calls it; see the table for which software."""
    change_by: time | None = None
    """On the day itself, the carrier takes this slot before that time; where it is not known, before `starts`."""

    def label(self, language: str) -> str:
        """The words of `language` ("ja"), or English."""
        labels = dict(self.labels)
        return labels.get(language, labels[FALLBACK])

    def is_past(self, now: time) -> bool:
        """Whether it is too late for this slot on the same day, `now` being the destination's time."""
        return now >= (self.change_by or self.starts)

    def to_json(self, language: str) -> dict[str, Any]:
        """As published: times HH:MM, local to the destination."""
        return {
            "code": self.code,
            "label": self.label(language),
            "from": self.starts.isoformat("minutes"),
            "to": self.ends.isoformat("minutes"),
        }
