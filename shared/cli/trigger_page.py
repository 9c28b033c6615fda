"""The page of every trigger, written from the catalogue."""

from __future__ import annotations

from datetime import timedelta

from shared.notifications.catalogue import TRIGGERS
from shared.notifications.trigger import Group, Trigger

_HEAD = """# Messages: every trigger

<!-- Written by `make contracts` from shared/notifications/catalogue/. Do not edit. -->

What shoppers can be told, and when. How a message is decided, put off or stopped is in
[decisions/0030-the-decision.md](decisions/0030-the-decision.md).

- **kind**: `required` is told whatever the preferences; `service` unless the shopper said no; `feedback` likewise, or
  only after a yes where the merchant says so.
- **event**: the `detail-type` it follows from; `clock`: at a planned moment.
- **once per**: told once per that; the same again changes nothing. A case that was opened again is told of once more.
  **until**: not told once the parcel has come so far. **instead**: not told once one of these was.
- **old after**: so long after it happened, or was due, nobody is told any more.
- **marks**: `urgent` does not wait for the morning, and no rate limit stops it; `good news` is untrue while the parcel
  is in trouble; `held` waits while a case is open or something is late; `calm` may carry recommendations.
"""


def trigger_page() -> str:
    """The page, as Markdown."""
    groups = (line for group in Group for line in _group(group))
    return "\n".join([_HEAD, *groups])


def _group(group: Group) -> list[str]:
    rows = [_row(trigger) for trigger in TRIGGERS if trigger.group is group]
    return [
        f"## {group.replace('_', ' ').capitalize()}",
        "",
        "| message | kind | event | when | once per | old after | until | instead | channels | marks |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
    ]


def _row(trigger: Trigger) -> str:
    cells = (
        f"`{trigger.name}`",
        trigger.kind,
        f"`{trigger.event}`" if trigger.event != "clock" else "clock",
        trigger.condition,
        trigger.once,
        _duration(trigger.stale_after),
        f"`{trigger.stale_from}`" if trigger.stale_from else "",
        ", ".join(f"`{name}`" for name in trigger.superseded_by),
        ", ".join(trigger.channels),
        ", ".join(_marks(trigger)),
    )
    return "| " + " | ".join(cells) + " |"


def _marks(trigger: Trigger) -> list[str]:
    marks = {
        "urgent": trigger.urgent,
        "good news": trigger.good_news,
        "held": trigger.held_by_cases,
        "calm": trigger.calm,
    }
    return [name for name, holds in marks.items() if holds]


def _duration(duration: timedelta) -> str:
    hours = int(duration.total_seconds() // 3600)
    return f"{hours // 24} d" if hours % 24 == 0 else f"{hours} h"
