"""Codes nobody knew: which there are, and what is stored read anew after a table was mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from shared.aws import keys
from shared.aws.dynamodb_lists import DynamoLists
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.s3_files import S3Files
from shared.aws.s3_raw_updates import S3RawUpdates
from shared.carriers.ports import Files
from shared.carriers.read_update import CARRIER_EVENTS, CarrierSaid, read_update, reported_by
from shared.carriers.registry import SLUGS
from shared.carriers.unknown_codes import UnknownCode, UnknownScan, count_unknown
from shared.cli.deployment import Deployment
from shared.errors import Invalid
from shared.runtime.events import open_one_of
from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.remap_update import remap_update


@dataclass(slots=True)
class Remapped:
    """What a remap did, or would do."""

    updates: int = 0
    """Raw updates read again."""
    unreadable: int = 0
    """Those that no adapter can read, now as then."""
    changes: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    """(adapter, code, detail before, detail after) -> scans."""


def unknown_codes(deployment: Deployment) -> tuple[UnknownCode, ...]:
    """Every code that is stored as unknown, the most frequent first."""
    lists = DynamoLists(deployment.client("dynamodb"), deployment.table_name)
    return count_unknown(scan for slug in SLUGS for scan in _unknown_scans(lists, slug))


def remap(deployment: Deployment, *, carrier: str | None, since: datetime, until: datetime, dry_run: bool) -> Remapped:
    """Read the raw updates kept from `since` to `until` again, and let what is stored say what the tables say now.

    `carrier`: slug of the one adapter whose table was mended; None: all. Safe to repeat and to break off.
    """
    raw = S3RawUpdates(deployment.client("s3"), deployment.raw_updates_bucket)
    large = S3Files(deployment.client("s3"), deployment.raw_updates_bucket)
    parcels = DynamoParcels(deployment.client("dynamodb"), deployment.table_name)
    done = Remapped()
    for event in raw.read(since, until):
        said = _open(event)
        adapter = reported_by(said) if said else ""
        if carrier not in (None, adapter):
            continue
        done.updates += 1
        for update in _read(said, large, done):
            for before, after in remap_update(parcels, update, reported_by=adapter, dry_run=dry_run):
                done.changes[adapter, after.carrier_code, before.detail, after.detail] += 1
    return done


def _unknown_scans(lists: DynamoLists, slug: str) -> Iterator[UnknownScan]:
    for entry in lists.all(keys.unknown_list(slug)):
        code, _, occurred_at = entry.listed_as.rpartition("#")
        carrier = keys.number_of(entry.partition).carrier
        yield UnknownScan(slug, carrier, code, datetime.fromisoformat(occurred_at))


def _open(event: str) -> CarrierSaid | None:
    """A kept event, opened; None when it never was one."""
    try:
        return open_one_of(CARRIER_EVENTS, event).data
    except Invalid:
        return None


def _read(said: CarrierSaid | None, large: Files, done: Remapped) -> tuple[CarrierUpdate, ...]:
    """What it says today; nothing, and counted, where no adapter can read it."""
    try:
        if said is not None:
            return read_update(said, large)
    except Invalid:
        pass
    done.unreadable += 1
    return ()
