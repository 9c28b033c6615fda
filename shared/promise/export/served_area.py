"""Where a service delivers, in areas that do not overlap.

Lanes may overlap, and the longest prefix wins. Others' formats know no such rule, so the overlaps are cut out: with
lanes for the whole country and for 90, the rest is 0 to 8 and 91 to 99.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase, digits

from shared.promise.network import CarrierService, DeliveryNetwork, Lane


@dataclass(frozen=True, slots=True)
class ServedArea:
    """A part of a country that the service reaches in the same time."""

    country: str
    """ISO 3166-1 alpha-2."""
    prefixes: tuple[str, ...]
    """Starts of postal codes, none of them the start of another in any area of the service. Empty: all the country."""
    min_days: int
    """Calendar days from shipping to arrival, remote areas, legs and customs included."""
    max_days: int


def served_areas(network: DeliveryNetwork, service: CarrierService) -> tuple[ServedArea, ...]:
    """The areas of a service, by country and days.

    The merchant's default lane counts for countries it names that no service has a lane to.
    """
    countries = sorted({lane.country for lane in service.lanes})
    served = [area for country in countries for area in _areas(network, service, country)]
    return (*served, *_default_areas(network, service))


def _areas(network: DeliveryNetwork, service: CarrierService, country: str) -> Iterator[ServedArea]:
    prefixes_by_days: dict[tuple[int, int], list[str]] = defaultdict(list)
    for prefix in _parts(_borders(network, service, country)):
        lane = service.lane_to(country, prefix)
        if lane is not None:
            prefixes_by_days[_days(network, service, lane, prefix)].append(prefix)
    for (least, most), prefixes in sorted(prefixes_by_days.items()):
        yield ServedArea(country, tuple(prefix for prefix in prefixes if prefix), least, most)


def _default_areas(network: DeliveryNetwork, service: CarrierService) -> Iterator[ServedArea]:
    default = network.default_lane
    if default is None or default.service != service.name:
        return
    reached = {lane.country for each in network.services for lane in each.lanes}
    for country in sorted(default.countries - reached):
        lane = default.lane_to(country, "")
        if lane is not None:
            least, most = _days(network, service, lane, "")
            yield ServedArea(country, (), least, most)


def _days(network: DeliveryNetwork, service: CarrierService, lane: Lane, prefix: str) -> tuple[int, int]:
    least, most = lane.min_days + service.customs_days[0], lane.max_days + service.customs_days[1]
    for leg in service.legs:
        least += leg.min_days
        most += leg.max_days + longest_closure(leg.calendar.weekdays)
    remote = network.remote_area(lane.country, prefix, service.carrier)
    more = remote.days if remote else 0
    return least + more, most + more


def longest_closure(weekdays: frozenset[int]) -> int:
    """The most days in a row that are none of these weekdays (0 is Monday); weeks follow weeks."""
    longest = run = 0
    for day in range(14):
        run = 0 if day % 7 in weekdays else run + 1
        longest = max(longest, run)
    return longest


def _borders(network: DeliveryNetwork, service: CarrierService, country: str) -> list[str]:
    """The prefixes at which the days may change, sorted."""
    lanes = {lane.postal_prefix for lane in service.lanes if lane.country == country}
    areas = {area.postal_prefix for area in network.remote_areas if area.country == country}
    return sorted(lanes | areas)


def _parts(borders: Sequence[str]) -> Iterator[str]:
    """Prefixes that do not overlap and together are everything, cut at every border."""
    alphabet = digits if all(border.isdigit() for border in borders if border) else digits + ascii_uppercase
    yield from _cut("", borders, alphabet)


def _cut(prefix: str, borders: Sequence[str], alphabet: str) -> Iterator[str]:
    position = bisect_right(borders, prefix)
    if position == len(borders) or not borders[position].startswith(prefix):
        yield prefix
        return
    for letter in alphabet:
        yield from _cut(prefix + letter, borders, alphabet)
