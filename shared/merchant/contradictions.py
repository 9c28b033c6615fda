"""What no single field of the configuration can see: names that clash, references to nothing, ranges upside down."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.errors import Invalid

if TYPE_CHECKING:
    from shared.merchant.configuration import MerchantConfiguration, ServiceConfiguration

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One disagreement: the field to change, and what was expected there."""

    path: Path
    expected: str


def find_contradictions(configuration: MerchantConfiguration) -> list[Contradiction]:
    """Every disagreement of the configuration with itself; empty when there is none."""
    delivery = configuration.delivery
    services: Path = ("delivery", "services")
    found = [
        *_repeated(("warehouses",), [w.id for w in configuration.warehouses], "id", "an id no other warehouse has"),
        *_repeated(services, [s.name for s in delivery.services], "name", "a name no other service has"),
        *_repeated(
            ("delivery", "destination_zones"),
            [(rule.country, rule.postal_prefix) for rule in delivery.destination_zones],
            "postal_prefix",
            "a country and postal prefix no other destination zone has",
        ),
        *_default_lane(configuration),
        *_brand(configuration),
    ]
    warehouses = {warehouse.id for warehouse in configuration.warehouses}
    for index, service in enumerate(delivery.services):
        found += _service((*services, index), service, warehouses)
    return found


def _service(path: Path, service: ServiceConfiguration, warehouses: set[str]) -> Iterator[Contradiction]:
    if service.warehouse not in warehouses:
        yield Contradiction((*path, "warehouse"), "the id of a warehouse: " + ", ".join(sorted(warehouses)))
    areas = [(lane.country, lane.postal_prefix) for lane in service.lanes]
    expected = "a country and postal prefix no other lane of this service has"
    yield from _repeated((*path, "lanes"), areas, "postal_prefix", expected)
    for index, lane in enumerate(service.lanes):
        yield from _upside_down((*path, "lanes", index), lane.min_days, lane.max_days)


_BRAND_PATHS: dict[str | None, Path] = {
    "name": ("merchant", "name"),
    "support_email": ("merchant", "support_email"),
    "support_url": ("merchant", "support_url"),
    "logo_url": ("brand", "logo_url"),
    "colour": ("brand", "colour"),
}


def _brand(configuration: MerchantConfiguration) -> Iterator[Contradiction]:
    """What pages and mails could not show must not be published."""
    try:
        configuration.shown_brand()
    except Invalid as error:
        yield Contradiction(_BRAND_PATHS[error.field], error.detail)


def _default_lane(configuration: MerchantConfiguration) -> Iterator[Contradiction]:
    default = configuration.delivery.default_lane
    if default is None:
        return
    path: Path = ("delivery", "default_lane")
    names = [service.name for service in configuration.delivery.services]
    if default.service not in names:
        yield Contradiction((*path, "service"), "the name of a service: " + ", ".join(names))
    yield from _upside_down(path, default.min_days, default.max_days)


def _upside_down(path: Path, min_days: int, max_days: int) -> Iterator[Contradiction]:
    if min_days > max_days:
        yield Contradiction((*path, "max_days"), f"at least min_days, which is {min_days}")


def _repeated(path: Path, values: Sequence[Hashable], field: str, expected: str) -> Iterable[Contradiction]:
    """Point at the second and later of equal values, in the list at `path`."""
    seen: set[Hashable] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield Contradiction((*path, index, field) if field else (*path, index), expected)
        seen.add(value)
