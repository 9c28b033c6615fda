"""How a promise and its reasons are said to a shopper, in their language and in the destination's time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.locales import Words
from shared.promise.answer import Reason
from shared.promise.network import zone
from shared.promise.wait import Component, Wait


class Wording:
    """The words of one answer. Times are the destination's; where the warehouse lives in another zone they name it."""

    def __init__(self, words: Words, time_zone: str, *, name_zone: bool) -> None:
        self._words = words
        self._zone = zone(time_zone)
        self._name_zone = name_zone

    def promise(self, order_by: datetime, latest: date) -> str:
        """True until `order_by`, so it may be cached: "Order by Tue 24/11 15:00 to get it by Wed 25/11."."""
        return self._words("promise.by_deadline", deadline=self._deadline(order_by), day=self._words.date(latest))

    def countdown(self, left: timedelta, latest: date) -> str:
        """True for the minute it was made in: "Order within 2 h 13 min to get it by Wed 25/11."."""
        return self._words("promise.by_countdown", duration=self._duration(left), day=self._words.date(latest))

    def reason(self, wait: Wait) -> Reason:
        """A wait with its text."""
        return Reason(wait.component, wait.days, wait.first, self._reason_text(wait))

    def _reason_text(self, wait: Wait) -> str:
        if wait.instant is not None:
            return self._words("promise.cutoff_passed", deadline=self._deadline(wait.instant))
        if wait.first is not None:
            return self._closed_text(wait.component, wait.first, wait.days)
        if wait.days == 0:
            return self._words(f"promise.{wait.component}_same_day")
        return self._words(f"promise.{wait.component}", duration=self._days(wait.days, wait.at_least))

    def _closed_text(self, component: Component, first: date, days: int) -> str:
        if days == 1:
            return self._words(f"promise.{component}", day=self._words.date(first))
        last = first + timedelta(days=days - 1)
        return self._words(f"promise.{component}_days", first=self._words.date(first), last=self._words.date(last))

    def _deadline(self, instant: datetime) -> str:
        local = instant.astimezone(self._zone)
        text = self._words("promise.deadline", day=self._words.date(local.date()), time=f"{local:%H:%M}")
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


def _zone_name(local: datetime) -> str:
    """ "JST", "PST"; where a zone has only a number ("-03"), "UTC-03"."""
    name = local.tzname() or "UTC"
    return name if name[0].isalpha() else f"UTC{name}"
