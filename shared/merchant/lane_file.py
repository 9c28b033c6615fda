"""Lanes from a CSV file: what a carrier's table of lead times is, exported. Up to millions of lines, read in seconds.

The first line names the columns, in any order: `country`, then `postal_prefix` or `region` or instead of these three
`zone`, and `min_days` and `max_days`. UTF-8 or Shift-JIS. Leading zeros of prefixes may be kept by ="01".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.csv_rows import cell, decoded, plain_name, records
from shared.merchant.areas import Area, region_areas, said_areas
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.delivery import ServiceConfiguration, ZoneConfiguration
from shared.merchant.problem import ConfigurationErrors, Problem
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable

MAX_BYTES = 50_000_000
MOST_PROBLEMS = 50
"""Lines that are told as wrong; of the others, how many there are. Nobody reads on, and most have one cause."""
MOST_DAYS = 365

_COLUMNS = ("country", "postal_prefix", "region", "zone", "min_days", "max_days")
_DAYS = ("min_days", "max_days")
_BY_PLAIN_NAME = {plain_name(column): column for column in _COLUMNS}
_POSTAL_PREFIX = re.compile(r"[A-Z0-9]{0,10}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,3}")

Zones = Mapping[str, Sequence[ZoneConfiguration]]
Row = Mapping[str, str]
"""Column -> what is written there, without what is empty."""


@dataclass(frozen=True, slots=True)
class LaneFile:
    """What a file says."""

    digest: str
    """SHA-256 of its bytes, in hex."""
    lanes: tuple[Lane, ...]


def read_lanes(raw: bytes, zones: Zones, file: str = "") -> LaneFile:
    """The lanes of a file. Raises ConfigurationErrors with the lines that are wrong; `file` is its name in them."""
    rows, problems = _rows(raw, file), list[Problem]()
    lanes, line_of = list[Lane](), dict[Area, int]()
    for line, row in rows:
        if row is None:
            problems.append(Problem(line, 1, "", "expected a row of CSV, found an open quotation mark"))
            continue
        found = list(_wrong(row, zones))
        problems += [Problem(line, 1, column, message) for column, message in found]
        if found:
            continue
        for lane in _lanes(row, zones):
            first = line_of.setdefault(lane.key, line)
            if first != line:
                message = f"expected an area no other line has, found that of line {first}"
                problems.append(Problem(line, 1, _said_in(row), message))
                break
            lanes.append(lane)
    if problems:
        raise ConfigurationErrors(_bounded(problems), file)
    return LaneFile(hashlib.sha256(raw).hexdigest(), tuple(lanes))


def with_lanes(configuration: MerchantConfiguration, files: Mapping[str, LaneFile]) -> MerchantConfiguration:
    """The configuration with the lanes of each service's `lanes_file`, and the digest of the file they are from.

    What is stored of it says the file's name and digest only. Raises ConfigurationErrors where a file has a lane that
    the service has already, or where it is another file than the configuration says.
    """
    delivery = configuration.delivery
    services = [
        service if service.lanes_file is None else _with_file(service, index, files[service.lanes_file], delivery.zones)
        for index, service in enumerate(delivery.services)
    ]
    return configuration.model_copy(update={"delivery": delivery.model_copy(update={"services": services})})


def _with_file(service: ServiceConfiguration, index: int, file: LaneFile, zones: Zones) -> ServiceConfiguration:
    path = f"delivery.services[{index}]"
    if service.lanes_digest not in (None, file.digest):
        message = f"expected the SHA-256 of {service.lanes_file}, which is {file.digest}, or nothing"
        raise ConfigurationErrors([Problem(1, 1, f"{path}.lanes_digest", message)])
    written = service.own_lanes(zones)
    if {lane.key for lane in written} & {lane.key for lane in file.lanes}:
        message = f"expected no lane that stands in {service.lanes_file} too"
        raise ConfigurationErrors([Problem(1, 1, f"{path}.lanes", message)])
    return service.with_lane_table(LaneTable.of((*written, *file.lanes)), file.digest)


def _rows(raw: bytes, file: str) -> Iterator[tuple[int, Row | None]]:
    """Each row with its line; None for a line that begins no row. Raises ConfigurationErrors for what is no table."""
    if len(raw) > MAX_BYTES:
        raise _no_table(f"expected a file of at most {MAX_BYTES:,} bytes, found {len(raw):,}", file)
    text = decoded(raw)
    if text is None:
        raise _no_table("expected UTF-8 or Shift-JIS text", file)
    rows = records(text)
    _, header = next(rows, (1, None))
    columns = [_BY_PLAIN_NAME.get(plain_name(name), "") for name in header or ()]
    if not set(_DAYS) <= set(columns) or not {"country", "zone"} & set(columns):
        raise _no_table(f"expected a first line that names the columns {', '.join(_COLUMNS)}", file)
    return ((line, None if cells is None else _row(columns, cells)) for line, cells in rows)


def _no_table(message: str, file: str) -> ConfigurationErrors:
    return ConfigurationErrors([Problem(1, 1, "", message)], file)


def _row(columns: Sequence[str], cells: Sequence[str]) -> Row:
    read = ((column, cell(written)) for column, written in zip(columns, cells, strict=False) if column)
    return {column: value for column, value in read if value}


def _lanes(row: Row, zones: Zones) -> Iterator[Lane]:
    """The lanes of a row in which nothing is wrong."""
    country, prefix = row.get("country"), row.get("postal_prefix", "")
    for area_country, area_prefix in said_areas(zones, country, prefix, row.get("region"), row.get("zone")):
        yield Lane(area_country, area_prefix, int(row["min_days"]), int(row["max_days"]))


def _wrong(row: Row, zones: Zones) -> Iterator[tuple[str, str]]:
    """What is wrong with a row: (column, message)."""
    no_days = [column for column in _DAYS if not _is_days(row.get(column, ""))]
    for column in no_days:
        yield column, f"expected a whole number of days from 0 to {MOST_DAYS}, {_found(row, column)}"
    if not no_days and int(row["min_days"]) > int(row["max_days"]):
        yield "max_days", f"expected at least min_days, which is {row['min_days']}"
    yield from _wrong_area(row, zones)


def _is_days(written: str) -> bool:
    return bool(_WHOLE_NUMBER.fullmatch(written)) and int(written) <= MOST_DAYS


def _wrong_area(row: Row, zones: Zones) -> Iterator[tuple[str, str]]:
    country, prefix, region = row.get("country"), row.get("postal_prefix", ""), row.get("region")
    if "zone" in row:
        if row["zone"] not in zones or country or prefix or region:
            yield "zone", "expected one of delivery.zones, and nothing beside it"
    elif country is None:
        yield "country", "expected a country, or a zone"
    elif country not in COUNTRY_ZONES:
        yield "country", f'expected a country code of two capital letters like "JP", {_found(row, "country")}'
    elif not _POSTAL_PREFIX.fullmatch(prefix):
        yield (
            "postal_prefix",
            f"expected the start of postal codes: capital letters and digits, {_found(row, 'postal_prefix')}",
        )
    elif region is not None and (prefix or region_areas(country, region) is None):
        yield "region", f"expected a prefecture or state without a postal_prefix, {_found(row, 'region')}"


def _found(row: Row, column: str) -> str:
    return f'found "{row[column][:60]}"' if column in row else "found nothing"


def _said_in(row: Row) -> str:
    """The column that says the area most closely."""
    return next((column for column in ("zone", "region", "postal_prefix") if column in row), "country")


def _bounded(problems: Sequence[Problem]) -> Sequence[Problem]:
    if len(problems) <= MOST_PROBLEMS:
        return problems
    told, left = sorted(problems)[:MOST_PROBLEMS], sorted(problems)[MOST_PROBLEMS:]
    return [*told, Problem(left[0].line, 1, "", f"and {len(left):,} problems more, from this line on")]
