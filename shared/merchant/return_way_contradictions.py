"""Ways back that are offered and lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.merchant.contradiction import Contradiction, Path, repeated
from shared.returns.vocabulary import Method

if TYPE_CHECKING:
    from shared.merchant.return_ways import PickupsConfiguration, WaysBackConfiguration
    from shared.merchant.returns import ReturnsConfiguration

_NEEDS_A_LABEL = (Method.LABEL, Method.QR, Method.PICKUP)


def way_contradictions(path: Path, written: ReturnsConfiguration, warehouses: Sequence[str]) -> Iterator[Contradiction]:
    """What methods need that is not there; destinations of no warehouse; slots that end before they begin."""
    ways = written.ways_back
    for index, destination in enumerate(ways.destinations):
        if destination.warehouse not in warehouses:
            expected = "the id of a warehouse: " + ", ".join(sorted(warehouses))
            yield Contradiction((*path, "destinations", index, "warehouse"), expected)
    named = [each.warehouse for each in ways.destinations]
    yield from repeated((*path, "destinations"), named, "warehouse", "a warehouse that is named once")
    yield from repeated((*path, "points"), [each.id for each in ways.points], "id", "an id no other point has")
    yield from _pickups((*path, "pickups"), ways.pickups)
    yield from _missing(path, ways, _offered(written))


def _offered(written: ReturnsConfiguration) -> set[Method]:
    listed = [written.methods or [], *(rule.then.methods or [] for rule in written.rules)]
    return {method for methods in listed for method in methods}


def _missing(path: Path, ways: WaysBackConfiguration, offered: set[Method]) -> Iterator[Contradiction]:
    needy = [method for method in _NEEDS_A_LABEL if method in offered]
    if needy and not ways.destinations:
        expected = f"at least one, with its address: the way back {needy[0]} leads there"
        yield Contradiction((*path, "destinations"), expected)
    if Method.PICKUP in offered and not (ways.pickups.areas and ways.pickups.slots):
        yield Contradiction((*path, "pickups"), "areas and slots, as the way back pickup is offered")
    if Method.STORE in offered and not any(point.store for point in ways.points):
        yield Contradiction((*path, "points"), "a point with store: true, as the way back store is offered")
    if Method.DROP_OFF in offered and not ways.points:
        yield Contradiction((*path, "points"), "at least one, as the way back drop_off is offered")


def _pickups(path: Path, written: PickupsConfiguration) -> Iterator[Contradiction]:
    yield from repeated((*path, "slots"), [each.slot for each in written.slots], "slot", "a name no other slot has")
    for index, slot in enumerate(written.slots):
        if slot.ends <= slot.begins:
            yield Contradiction((*path, "slots", index, "ends"), f"a time after begins, which is {slot.begins:%H:%M}")
