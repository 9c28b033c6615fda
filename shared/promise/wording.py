"""How a promise and its reasons are said to a shopper, in their language and in the destination's time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from shared.locales import Words
from shared.promise.answer import Reason
from shared.promise.network import zone
from shared.promise.policy import Shown
from shared.promise.wait import Component, Wait

COLLECTED = frozenset({"store_pickup", "locker"})
"""Methods where the shopper fetches the parcel: it gets ready, nobody brings it."""

_CLOSED = frozenset({Component.WAREHOUSE_CLOSED, Component.NO_DELIVERY_DAY, Component.NO_PICKUP})
_LASTING = frozenset({Component.HANDLING, Component.TRANSIT, Component.HANDLING_AND_TRANSIT})
"""These are said even when they take no day."""


class Wording:
    """The words of one answer. Times are the destination's; where the warehouse lives in another zone they name it."""

    def __init__(self, words: Words, time_zone: str, *, name_zone: bool) -> None:
        self._words = words
        self._zone = zone(time_zone)
        self._name_zone = name_zone

    def promise(self, order_by: datetime, method: str, shown: Shown, earliest: date, promised: date) -> str:
        """True until `order_by`, so it may be cached: "Order by Tue 24/11 15:00 to get it by Wed 25/11."."""
        return self._words(
            f"promise.{_kind(method, shown)}_deadline",
            deadline=self._deadline(order_by),
            first=self._words.date(earliest),
            day=self._words.date(promised),
        )

    def countdown(self, left: timedelta, method: str, shown: Shown, earliest: date, promised: date) -> str:
        """True for the minute it was made in: "Order within 2 h 13 min to get it by Wed 25/11."."""
        return self._words(
            f"promise.{_kind(method, shown)}_countdown",
            duration=self._duration(left),
            first=self._words.date(earliest),
            day=self._words.date(promised),
        )

    def reason(self, wait: Wait) -> Reason:
        """A wait with its text."""
        return Reason(wait.component, wait.days, wait.first, self._reason_text(wait), wait.hours)

    def _reason_text(self, wait: Wait) -> str:
        says = _SAYS.get(wait.component)
        if says is not None:
            return says(self, wait)
        if wait.component in _CLOSED and wait.first is not None:
            return self._closed_text(wait, wait.first)
        if wait.component in _LASTING and wait.days == 0:
            return self._words(f"promise.{wait.component}_same_day")
        return self._words(f"promise.{wait.component}", duration=self._days(wait.days, wait.at_least), name=wait.name)

    def _closed_text(self, wait: Wait, first: date) -> str:
        last = first + timedelta(days=wait.days - 1)
        said_last = self._words.date(last)
        if wait.name:
            said_last = self._words("promise.named_day", day=said_last, name=wait.name)
        if wait.days == 1:
            return self._words(f"promise.{wait.component}", day=said_last)
        return self._words(f"promise.{wait.component}_days", first=self._words.date(first), last=said_last)

    def _cutoff_passed(self, wait: Wait) -> str:
        deadline = "" if wait.instant is None else self._deadline(wait.instant)
        return self._words("promise.cutoff_passed", deadline=deadline)

    def _handling(self, wait: Wait) -> str:
        if wait.days:
            return self._words("promise.handling", duration=self._days(wait.days, None))
        if wait.hours:
            return self._words("promise.handling_hours", hours=wait.hours)
        return self._words("promise.handling_same_day")

    def _not_yet_available(self, wait: Wait) -> str:
        from_ = "" if wait.first is None else self._words.date(wait.first + timedelta(days=wait.days))
        return self._words("promise.not_yet_available", day=from_)

    def _buffer(self, wait: Wait) -> str:
        duration = self._days(wait.days, None)
        if wait.confidence is None:
            return self._words("promise.buffer_of_table", duration=duration)
        return self._words("promise.buffer", duration=duration, confidence=wait.confidence)

    def _remote_area(self, wait: Wait) -> str:
        duration = self._days(wait.days, None)
        if not wait.name:
            return self._words("promise.remote_area", duration=duration)
        return self._words("promise.named_reason", name=wait.name, duration=duration)

    def _disruption(self, wait: Wait) -> str:
        """An advisory's headline is a sentence of its own; where there is none, the kind of trouble is named."""
        duration = self._days(wait.days, None)
        if wait.name:
            return self._words("promise.advised", headline=wait.name, duration=duration)
        name = self._words(f"promise.slowed_by_{wait.kind}")
        return self._words("promise.named_reason", name=name, duration=duration)

    def _deadline(self, instant: datetime) -> str:
        local = instant.astimezone(self._zone)
        clock = f"{local.hour:02d}:{local.minute:02d}"
        text = self._words("promise.deadline", day=self._words.date(local.date()), time=clock)
        return self._words("promise.in_zone", time=text, zone=_zone_name(local)) if self._name_zone else text

    def _days(self, most: int, fewest: int | None) -> str:
        if fewest is not None and fewest != most:
            return self._words("promise.days_between", fewest=fewest, most=most)
        return self._words("promise.one_day" if most == 1 else "promise.days", days=most)

    def _duration(self, left: timedelta) -> str:
        """Rounded down to the minute, so that nobody is told more time than there is; "1 min" in the last one."""
        hours, minutes = divmod(max(1, int(left.total_seconds()) // 60), 60)
        if hours >= 24:
            return self._words("promise.duration_days", days=hours // 24, hours=hours % 24)
        if hours:
            return self._words("promise.duration_hours", hours=hours, minutes=minutes)
        return self._words("promise.duration_minutes", minutes=minutes)


_SAYS: dict[Component, Callable[[Wording, Wait], str]] = {
    Component.CUTOFF_PASSED: Wording._cutoff_passed,
    Component.HANDLING: Wording._handling,
    Component.NOT_YET_AVAILABLE: Wording._not_yet_available,
    Component.BUFFER: Wording._buffer,
    Component.REMOTE_AREA: Wording._remote_area,
    Component.DISRUPTION: Wording._disruption,
}
"""Those that need more than a duration."""


def _kind(method: str, shown: Shown) -> str:
    if shown is Shown.NOTHING:
        return "undated"
    if shown is Shown.RANGE:
        return "between"
    return "collected_by" if method in COLLECTED else "by"


def _zone_name(local: datetime) -> str:
    """ "JST", "PST"; where a zone has only a number ("-03"), "UTC-03"."""
    name = local.tzname() or "UTC"
    return name if name[0].isalpha() else f"UTC{name}"
