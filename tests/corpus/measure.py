"""`make corpus`: how the adapters read real payloads that other projects published, per carrier.

The payloads lie beside the repository, where there is a copy (../shared/corpus); they are no part of it. Most are
answers of a tracking API, which the adapters read as they read the push that wraps the same object.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.registry import carrier
from shared.strict_json import MalformedJson
from shared.strict_xml import MalformedXml
from shared.tracking.carrier_update import CarrierUpdate, ParcelId
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Parcel, join

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
DIFFERENCES = Path(__file__).parent / "differences.toml"

ADAPTERS = {
    "17track": "seventeen_track",
    "amazon_shipping": "amazon_shipping",
    "australiapost": "australia_post",
    "canadapost": "canada_post",
    "colissimo": "laposte",
    "dhl_express": "dhl_express",
    "dhl_parcel_de": "dhl",
    "dhl_universal": "dhl",
    "dpd": "dpd",
    "easypost": "easypost",
    "fedex": "fedex",
    "gls": "gls",
    "laposte": "laposte",
    "mydhl": "dhl_express",
    "royalmail": "royal_mail",
    "shipengine": "shipengine",
    "ups": "ups",
    "usps": "usps",
    "usps_international": "usps",
}
"""The corpus's folder -> our adapter. The other folders are of carriers that no adapter reads."""

RETIRED = {"fedex": ".xml", "ups": ".xml", "usps": ".xml"}
"""Folders whose files of this notation are of an API the carrier has shut down. They must be refused cleanly."""
RETIRED_FILES = {
    "17track/py17track__gettrackinfo_success_response.json": "v1 of the API",
    "17track/py17track__gettrackinfo_with_unknown_status_response.json": "v1 of the API",
    "17track/py17track__packages_response.json": "the website's own, undocumented",
    "17track/py17track__packages_response_with_unknown_state.json": "the website's own, undocumented",
}

REFUSED = (UnreadablePayload, MalformedJson, MalformedXml)
ERROR = "ERROR"
WORDS = {
    "pending": {Milestone.PENDING, Milestone.INFO_RECEIVED},
    "unknown": {Milestone.PENDING},
    "picked_up": {Milestone.IN_TRANSIT},
    "in_transit": {Milestone.IN_TRANSIT},
    "en_route": {Milestone.IN_TRANSIT},
    "out_for_delivery": {Milestone.OUT_FOR_DELIVERY},
    "delivered": {Milestone.DELIVERED},
    "on_hold": {Milestone.EXCEPTION},
    "delayed": {Milestone.EXCEPTION, Milestone.ATTEMPT_FAILED},
}
"""The sources' words -> the milestones that mean the same."""


@dataclass(slots=True)
class Measured:
    """One carrier's figures."""

    payloads: int = 0
    read: int = 0
    """Read, or refused where the source says that it is an error."""
    retired: int = 0
    """Of retired APIs, refused cleanly."""
    checkpoints: int = 0
    known: int = 0
    expected: int = 0
    equal: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Payload:
    """One file of the corpus."""

    name: str
    folder: str
    expected: str
    body: bytes

    @property
    def is_retired(self) -> bool:
        return self.name in RETIRED_FILES or self.name.endswith(RETIRED.get(self.folder, "\0"))


def payloads() -> Iterator[Payload]:
    """Every file of a carrier we read."""
    with (CORPUS / "index.csv").open(encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index):
            if row["carrier"] in ADAPTERS:
                name = row["file"]
                yield Payload(name, row["carrier"], row["expected_status"].strip(), (CORPUS / name).read_bytes())


def read(payload: Payload) -> tuple[CarrierUpdate, ...] | None:
    """The updates in a payload; None where it is refused. Anything else that is raised is a fault."""
    try:
        return carrier(ADAPTERS[payload.folder]).parse(_named(payload))
    except REFUSED:
        return None


def _named(payload: Payload) -> bytes:
    """DPD's answer does not name its parcel: the number it was asked for stands in the SOAP header of the push."""
    if payload.folder != "dpd":
        return payload.body
    header = b"<Header><parcelLabelNumber>01906086704612</parcelLabelNumber></Header>"
    at = payload.body.find(b"Body>")
    start = payload.body.rfind(b"<", 0, at)
    return payload.body[:start] + header + payload.body[start:]


def stage(parcel: Parcel) -> Milestone:
    """What a person would say of it: an open incident, else the milestone."""
    return Milestone.EXCEPTION if parcel.incident else parcel.milestone


def stages(updates: tuple[CarrierUpdate, ...]) -> list[Milestone]:
    """One per update. A number used twice is two parcels."""
    found = []
    for update in updates:
        first = min((scan.occurred_at for scan in update.checkpoints), default=None)
        if first is not None:
            found.append(stage(join(ParcelId(update.parcel, first.date()), None, update.checkpoints)))
    return found or [Milestone.PENDING]


def said(updates: tuple[CarrierUpdate, ...] | None) -> str:
    """How a payload reads, in the words of `differences.toml`."""
    return ERROR if not updates else "|".join(stages(updates))


def agrees(payload: Payload, updates: tuple[CarrierUpdate, ...] | None) -> bool:
    """Whether it reads as its source says."""
    if payload.expected == ERROR:
        return not updates
    words = [word for word in payload.expected.split("|") if word]
    found = stages(updates or ())
    if len(words) == 1:
        return any(milestone in WORDS[words[0]] for milestone in found)
    return len(words) <= len(found) and all(m in WORDS[w] for w, m in zip(words, found, strict=False))


def measure() -> tuple[dict[str, Measured], dict[str, str]]:
    """Figures per folder, and each difference: file -> how it reads."""
    figures: dict[str, Measured] = {}
    differences: dict[str, str] = {}
    for payload in payloads():
        measured = figures.setdefault(payload.folder, Measured())
        measured.payloads += 1
        updates = read(payload)
        if payload.is_retired:
            measured.retired += updates is None
            continue
        measured.read += updates is not None or payload.expected == ERROR or payload.name in explained()
        _count(measured, updates or ())
        if payload.expected.strip("|"):
            measured.expected += 1
            if agrees(payload, updates):
                measured.equal += 1
            else:
                differences[payload.name] = said(updates)
    return figures, differences


def _count(measured: Measured, updates: tuple[CarrierUpdate, ...]) -> None:
    for update in updates:
        for scan in update.checkpoints:
            measured.checkpoints += 1
            measured.known += not scan.is_unknown
            if scan.is_unknown:
                measured.unknown[scan.carrier_code] += 1


def explained() -> dict[str, str]:
    """The differences that are explained: file -> how it reads."""
    return {name: entry["ours"] for name, entry in tomllib.loads(DIFFERENCES.read_text("utf-8")).items()}


def _main() -> int:
    write = sys.stdout.write
    if not (CORPUS / "index.csv").exists():
        write("There are no published payloads beside this repository (../shared/corpus): nothing to measure.\n")
        return 0
    figures, differences = measure()
    head = ("carrier", "payloads", "read", "retired", "scans", "known", "expected", "equal")
    write(f"{head[0]:20}" + "".join(f"{name:>10}" for name in head[1:]) + "  unknown codes\n")
    total = Measured()
    for folder, one in sorted(figures.items()):
        row = (one.payloads, one.read, one.retired, one.checkpoints, one.known, one.expected, one.equal)
        write(f"{folder:20}" + "".join(f"{figure:>10}" for figure in row) + f"  {json.dumps(one.unknown)}\n")
        total.payloads, total.read = total.payloads + one.payloads, total.read + one.read
        total.retired, total.checkpoints = total.retired + one.retired, total.checkpoints + one.checkpoints
        total.known, total.expected = total.known + one.known, total.expected + one.expected
        total.equal += one.equal
    row = (total.payloads, total.read, total.retired, total.checkpoints, total.known, total.expected, total.equal)
    write(f"{'total':20}" + "".join(f"{figure:>10}" for figure in row) + "\n\n")
    write(f"scans with a meaning: {total.known / total.checkpoints:.1%}; as the source says: ")
    write(f"{total.equal / total.expected:.1%}, with explained differences ")
    unexplained = {name: ours for name, ours in differences.items() if explained().get(name) != ours}
    write(f"{(total.expected - len(unexplained)) / total.expected:.1%}\n")
    for name, ours in sorted(differences.items()):
        write(f"  {'explained' if name not in unexplained else 'NOT EXPLAINED'}: {name}: {ours}\n")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(_main())
