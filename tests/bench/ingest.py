"""`make bench-ingest`: what one carrier update costs, from its signature to its place in the table.

Time per stage on one core, for a mix of pushes as a shop with several carriers gets them; the same as a multiple of
what Python's own `json.loads` and one HMAC of the same bytes take, which does not depend on the machine; memory; and
DynamoDB's capacity units per update over the whole path, as the local cloud counts them (`ReturnConsumedCapacity`).
"""

from __future__ import annotations

import hmac
import json
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

from pydantic import TypeAdapter

from shared.aws.dynamodb_parcels import DynamoParcels
from shared.carriers.carrier import Carrier
from shared.carriers.registry import carrier
from shared.cli.local_cloud import LocalCloud
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.journeys import parcels_of
from shared.tracking.parcel import Assignment, Parcel
from shared.tracking.project_shipment import project_shipment
from shared.tracking.record_update import record_update
from tests.table import create_table

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "events" / "carriers"
MIX = {
    "easypost": 20,
    "aftership": 15,
    "seventeen_track": 5,
    "ups": 15,
    "usps": 12,
    "fedex": 12,
    "dhl": 5,
    "dhl_express": 4,
    "yamato": 5,
    "sagawa": 3,
    "japan_post": 2,
    "custom": 2,
}
"""Pushes of a hundred. Each carrier's samples are taken in turn, without white space, as carriers send them."""
ASSIGNED = {NOW.date(): Assignment("A-1001", "S-1")}
ROUNDS = 40

_checkpoint = TypeAdapter(Checkpoint)
_parcel = TypeAdapter(Parcel)


@dataclass(frozen=True, slots=True)
class Push:
    """One push as it arrives."""

    carrier: Carrier
    headers: Mapping[str, str]
    body: bytes


def pushes() -> list[Push]:
    """A hundred pushes of the mix."""
    found = []
    for slug, share in MIX.items():
        files = sorted(path for path in (SAMPLES / slug).glob("*.json") if path.stem in _TYPICAL)
        signed = import_module(f"tests.carriers.test_{slug}").signed
        for number in range(share):
            value = json.loads(files[number % len(files)].read_bytes())
            body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
            found.append(Push(carrier(slug), signed(body, "secret", NOW), body))
    return found


_TYPICAL = {"in_transit", "out_for_delivery", "delivered", "late_scan"}


def verify(push: Push) -> None:
    push.carrier.verify(push.headers, push.body, ["secret"], NOW)


def parse(push: Push) -> tuple[CarrierUpdate, ...]:
    return push.carrier.parse(push.body)


def fold(updates: Sequence[CarrierUpdate]) -> list[Parcel]:
    return [parcel for u in updates for parcel in parcels_of(u.parcel, ASSIGNED, u.checkpoints)]


def serialise(updates: Sequence[CarrierUpdate], parcels: Sequence[Parcel]) -> None:
    """What is written for an update: its newest scan, and its parcels."""
    for update in updates:
        if update.checkpoints:
            _checkpoint.dump_json(update.checkpoints[-1], exclude_defaults=True)
    for parcel in parcels:
        _parcel.dump_json(parcel, exclude_defaults=True)


def per_update(stage: Callable[[], object], count: int) -> float:
    """Microseconds per update: the best of ROUNDS rounds over the whole mix."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        stage()
        best = min(best, time.perf_counter() - began)
    return best / count * 1e6


def stages(mix: list[Push]) -> dict[str, float]:
    """Microseconds per update, by stage; and of the yardstick."""
    read = [parse(push) for push in mix]
    folded = [fold(updates) for updates in read]
    count = len(mix)
    return {
        "verify": per_update(lambda: [verify(push) for push in mix], count),
        "decode": per_update(lambda: [push.carrier.read(push.body) for push in mix], count),
        "decode + normalise": per_update(lambda: [parse(push) for push in mix], count),
        "fold": per_update(lambda: [fold(updates) for updates in read], count),
        "serialise": per_update(lambda: [serialise(*pair) for pair in zip(read, folded, strict=True)], count),
        "yardstick": per_update(
            lambda: [(json.loads(push.body), hmac.digest(b"secret", push.body, "sha256")) for push in mix], count
        ),
    }


def by_carrier(mix: list[Push]) -> dict[str, tuple[float, float]]:
    """Verify to normalise, by carrier: microseconds per push, and per 1.5 KB of it."""
    found = {}
    for slug in MIX:
        own = [push for push in mix if push.carrier.slug == slug]
        took = per_update(lambda own=own: [(verify(push), parse(push)) for push in own], len(own))  # type: ignore[misc]
        found[slug] = took, took * 1.5 * 1024 * len(own) / sum(len(push.body) for push in own)
    return found


def memory(mix: list[Push]) -> tuple[float, float]:
    """Per update: KB at the peak while it is handled, and KB that stay."""
    peaks, stays = [], []
    tracemalloc.start()
    for push in mix:
        tracemalloc.clear_traces()
        verify(push)
        updates = parse(push)
        serialise(updates, fold(updates))
        del updates
        stay, peak = tracemalloc.get_traced_memory()
        peaks.append(peak)
        stays.append(stay)
    tracemalloc.stop()
    return sum(peaks) / len(mix) / 1024, sum(stays) / len(mix) / 1024


def capacity(scans: int = 8) -> dict[str, float]:
    """Capacity units over a parcel's life of one new scan per update, each with the full history; and of a repeat."""
    with tempfile.TemporaryDirectory() as folder:
        cloud = LocalCloud.start(Path(folder))
        try:
            client = cloud.client("dynamodb")
            create_table(client, "bench")
            units = {"write": 0.0, "read": 0.0}
            client.meta.events.register("provide-client-params.dynamodb.*", _ask_for_capacity)
            client.meta.events.register("after-call.dynamodb.*", lambda parsed, model, **_: _add(units, parsed, model))
            return _one_life(DynamoParcels(client, "bench"), units, scans)
        finally:
            cloud.stop()


def _one_life(parcels: DynamoParcels, units: dict[str, float], scans: int) -> dict[str, float]:
    history = _journey(scans)
    number = ParcelNumber("usps", "9400136208231234500027")
    for known in range(1, scans + 1):
        record_update(parcels, CarrierUpdate(number, history[:known]), reported_by="easypost")
        project_shipment(parcels, number)
    life = dict(units)
    record_update(parcels, CarrierUpdate(number, history), reported_by="easypost")
    project_shipment(parcels, number)
    return {
        "write units per update": life["write"] / scans,
        "read units per update": life["read"] / scans,
        "write units per repeat": units["write"] - life["write"],
        "read units per repeat": units["read"] - life["read"],
    }


def _journey(scans: int) -> tuple[Checkpoint, ...]:
    on_the_way = (Detail.LABEL_CREATED, *[Detail.ARRIVED, Detail.DEPARTED] * scans)[: scans - 2]
    details = (*on_the_way, Detail.OUT_FOR_DELIVERY, Detail.DELIVERED)
    (sample,) = carrier("easypost").parse((SAMPLES / "easypost" / "in_transit.json").read_bytes())
    return tuple(
        replace(sample.checkpoints[-1], occurred_at=NOW + timedelta(hours=6 * n), detail=detail, carrier_code=f"S{n}")
        for n, detail in enumerate(details)
    )


def _ask_for_capacity(params: dict[str, object], model: object, **_: object) -> None:
    if model.name in ("Query", "PutItem", "DeleteItem"):  # type: ignore[attr-defined]
        params["ReturnConsumedCapacity"] = "TOTAL"


def _add(units: dict[str, float], parsed: dict[str, dict[str, float]], model: object) -> None:
    kind = "read" if model.name == "Query" else "write"  # type: ignore[attr-defined]
    units[kind] += parsed.get("ConsumedCapacity", {}).get("CapacityUnits", 0.0)


def _main() -> None:
    write = sys.stdout.write
    mix = pushes()
    kilobytes = sum(len(push.body) for push in mix) / len(mix) / 1024
    scans = sum(len(u.checkpoints) for push in mix for u in parse(push)) / len(mix)
    write(f"{len(mix)} pushes of {len(MIX)} carriers: {kilobytes:.2f} KB and {scans:.1f} scans each\n\n")
    took = stages(mix)
    yardstick = took.pop("yardstick")
    for name, microseconds in took.items():
        indent = "  of which " if name == "decode" else ""
        write(f"{indent + name:24} {microseconds:8.1f} µs {microseconds / yardstick:8.1f} x\n")
    receive = took["verify"] + took["decode + normalise"]
    whole = receive + took["fold"] + took["serialise"]
    write(f"{'verify to normalise':24} {receive:8.1f} µs {receive / yardstick:8.1f} x\n")
    write(f"  per 1.5 KB {'':12} {receive * 1.5 / kilobytes:8.1f} µs   (bar: 40 µs)\n")
    write(f"{'the whole':24} {whole:8.1f} µs {whole / yardstick:8.1f} x   {1e6 / whole:,.0f} a second and core\n")
    write(f"x: times json.loads and one HMAC of the same bytes, {yardstick:.1f} µs here\n\n")
    for slug, (each, per_size) in by_carrier(mix).items():
        write(f"  {slug:22} {each:8.1f} µs {per_size:8.1f} µs per 1.5 KB\n")
    peak, stay = memory(mix)
    write(f"\nmemory: {peak:.1f} KB at the peak of an update, {stay:.2f} KB stay\n")
    for name, units in capacity().items():
        write(f"{name}: {units:.2f}\n")


if __name__ == "__main__":
    _main()
