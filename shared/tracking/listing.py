"""Lists of what was registered: newest first, with filters, in pages, and in bounded work per page.

However few entries fit the filters, a page looks at no more than a bounded number of parcels: it may be short, even
empty, and still have a cursor. The list ends where there is none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Generic, Protocol, TypeVar

from shared.errors import Invalid
from shared.tracking.cursor import InvalidCursor, Place, seal, unseal
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg, Parcel
from shared.tracking.risk import Assessed, Risk

Entry = TypeVar("Entry")
Item = TypeVar("Item")

USUAL_DAYS = 30
"""What a list covers when nobody says from when: so many days, the last one included."""
MOST_DAYS = 92
"""A quarter: each day is a query."""
MOST_EXAMINED = 500
"""Parcels that are looked at for one page, give or take those of its last order."""
USUAL_LIMIT = 50
MOST_ITEMS = 100
_CHUNK = 50


class ImpossibleDays(Invalid):
    """The days asked for are no span, or too long a one."""

    code = "impossible_days"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for. None: whatever it is."""

    first_day: date | None = None
    last_day: date | None = None
    carrier: str | None = None
    milestone: Milestone | None = None
    """On the way out, as `Parcel.milestone`."""
    leg: Leg | None = None
    risk: Risk | None = None
    at_risk: bool = False
    """Only those whose promise will probably be broken. Estimates know that, which tracking does not."""

    @property
    def any_parcel(self) -> bool:
        """Whether nothing is asked of the parcels themselves."""
        return (self.carrier, self.milestone, self.leg, self.risk, self.at_risk) == (None, None, None, None, False)

    def may_fit(self, parcel: Parcel) -> bool:
        """Whether the parcel fits in everything but its risks."""
        return (
            self.carrier in (None, parcel.id.number.carrier)
            and self.milestone in (None, parcel.milestone)
            and self.leg in (None, parcel.leg)
        )

    def fits(self, assessed: Assessed) -> bool:
        """Whether the parcel is one of those asked for."""
        return self.may_fit(assessed.parcel) and (self.risk is None or self.risk in assessed.risks)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list."""

    items: tuple[Item, ...]
    cursor: str | None
    """Where to go on; None at the list's end."""


@dataclass(frozen=True, slots=True)
class Looked(Generic[Entry, Item]):
    """What became of the first few entries of several."""

    found: Sequence[tuple[Entry, Item | None]]
    """Each with its item, None where it does not fit; at least one."""
    examined: int
    """How many parcels were looked at."""


Look = Callable[[Sequence[Entry], int], Looked[Entry, Item]]
"""Looks at entries, at least at the first, and at no more parcels than its second argument says."""


class Source(Protocol[Entry]):
    """Where a list's entries come from."""

    name: str
    kind: type[Entry]

    def start(self) -> Place[Entry]:
        """The list's beginning."""

    def entries(self, place: Place[Entry]) -> Iterator[Entry]:
        """The entries behind `place`, read as they are needed; InvalidCursor where the list has no such place."""


class ByDay(Generic[Entry]):
    """Lists of days, one after the other, the newest day first."""

    def __init__(
        self,
        name: str,
        kind: type[Entry],
        wanted: Wanted,
        today: date,
        *,
        read: Callable[[date, Entry | None, int], Sequence[Entry]],
        day_of: Callable[[Entry], date],
    ) -> None:
        self.name = name
        self.kind = kind
        self._wanted = wanted
        self._today = today
        self._read = read
        self._day_of = day_of

    def start(self) -> Place[Entry]:
        """Raises ImpossibleDays."""
        return Place(None, _oldest(self._wanted, self._newest()))

    def entries(self, place: Place[Entry]) -> Iterator[Entry]:
        newest = self._newest() if place.after is None else self._day_of(place.after)
        if place.oldest is None or not 0 <= (newest - place.oldest).days < MOST_DAYS:
            raise InvalidCursor
        days = [newest - timedelta(days=back) for back in range((newest - place.oldest).days + 1)]
        return self._of_days(days, place.after)

    def _of_days(self, days: Sequence[date], after: Entry | None) -> Iterator[Entry]:
        for day in days:
            yield from _pages(lambda last, limit, day=day: self._read(day, last, limit), after)  # type: ignore[misc]
            after = None

    def _newest(self) -> date:
        first, last = self._wanted.first_day, self._wanted.last_day
        return last or max(self._today, first or self._today)


class Whole(Generic[Entry]):
    """One list that is not by days."""

    def __init__(self, name: str, kind: type[Entry], *, read: Callable[[Entry | None, int], Sequence[Entry]]) -> None:
        self.name = name
        self.kind = kind
        self._read = read

    def start(self) -> Place[Entry]:
        return Place(None)

    def entries(self, place: Place[Entry]) -> Iterator[Entry]:
        return _pages(self._read, place.after)


def first_few(entries: Sequence[Entry], parcels_of: Callable[[Entry], int], most: int) -> tuple[Sequence[Entry], int]:
    """As many of the entries as have no more than `most` parcels together, yet at least one; and how many those are."""
    count = 0
    for number, entry in enumerate(entries):
        more = max(parcels_of(entry), 1)
        if number and count + more > most:
            return entries[:number], count
        count += more
    return entries, count


def page_of(
    source: Source[Entry], look: Look[Entry, Item], wanted: Wanted, *, limit: int, cursor: str | None
) -> Page[Item]:
    """The next page of at most `limit` items; raises ImpossibleDays and InvalidCursor."""
    bound_to = _digest(source.name, wanted)
    place: Place[Entry] = source.start() if cursor is None else unseal(cursor, bound_to, source.kind)
    walked = _walk(source.entries(place), look, limit)
    goes_on = None if walked.last is None else seal(walked.last, place.oldest, bound_to)
    return Page(walked.items, goes_on)


@dataclass(frozen=True, slots=True)
class _Walked(Generic[Entry, Item]):
    items: tuple[Item, ...]
    last: Entry | None
    """The last entry seen; None where there are no more."""


def _walk(entries: Iterator[Entry], look: Look[Entry, Item], limit: int) -> _Walked[Entry, Item]:
    items: list[Item] = []
    waiting: list[Entry] = []
    left = MOST_EXAMINED
    while True:
        waiting += islice(entries, max(limit, _CHUNK) - len(waiting))
        if not waiting:
            return _Walked(tuple(items), None)
        looked = look(waiting, left)
        for entry, item in looked.found:
            if item is not None:
                items.append(item)
            if len(items) == limit:
                return _Walked(tuple(items), entry)
        left -= looked.examined
        if left <= 0:
            return _Walked(tuple(items), looked.found[-1][0])
        waiting = waiting[len(looked.found) :]


def _pages(read: Callable[[Entry | None, int], Sequence[Entry]], after: Entry | None) -> Iterator[Entry]:
    while True:
        found = read(after, MOST_ITEMS)
        yield from found
        if len(found) < MOST_ITEMS:
            return
        after = found[-1]


def _oldest(wanted: Wanted, newest: date) -> date:
    oldest = wanted.first_day or newest - timedelta(days=USUAL_DAYS - 1)
    if oldest > newest:
        raise ImpossibleDays("The first day comes after the last.")
    if (newest - oldest).days >= MOST_DAYS:
        raise ImpossibleDays(f"A list covers {MOST_DAYS} days at most: say a first and a last day closer together.")
    return oldest


def _digest(name: str, wanted: Wanted) -> str:
    """The list and its filters in 16 hex digits."""
    return hashlib.sha256(json.dumps([name, asdict(wanted)], default=str).encode()).hexdigest()[:16]
