"""The published contracts, generated from the models: a JSON Schema per event version, and merchant.yaml's.

`python -m shared.cli.contracts` writes them; with `--check` it only says whether the committed ones are true.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.access.events import OrderLookupAsked
from shared.carriers.events import CarrierUpdateReceived, CarrierUpdateReported
from shared.cases.events import CaseChanged, CaseReported
from shared.claims.events import ClaimReported
from shared.cli.checkout import ROOT
from shared.cli.say import out
from shared.cli.trigger_page import trigger_page
from shared.disruptions.events import AdvisoryEnded, AdvisoryIssued, AdvisoryReported
from shared.estimates.events import EstimateRevised, PromiseAtRisk, PromiseKept, PromiseMissed
from shared.eventing.envelope import EventData, Metadata
from shared.merchant.configuration import json_schema
from shared.merchant.events import PromiseBasisChanged
from shared.notifications.events import (
    NotificationFailed,
    NotificationReacted,
    NotificationSent,
    NotificationSuppressed,
)
from shared.receipts.events import PromiseMade
from shared.returns.cancellation_events import CancellationRequested
from shared.returns.events import (
    ChargeDue,
    CreditDue,
    GoodsDue,
    ItemDisposed,
    RefundDue,
    ReturnApproved,
    ReturnCancelled,
    ReturnDeclined,
    ReturnExpired,
    ReturnInspected,
    ReturnNeedsMore,
    ReturnReasonGiven,
    ReturnReceived,
    ReturnReopened,
    ReturnRequested,
    ReturnResolved,
    ReturnSentBack,
    ReturnShipmentPrepared,
    SettlementFailed,
    SettlementSettled,
    UnknownParcelReceived,
)
from shared.reviews.events import HelpRequested, ReviewReceived
from shared.shoppers.events import PreferencesChanged
from shared.tracking.events import (
    CheckpointRecorded,
    IncidentCleared,
    IncidentOpened,
    MilestoneReached,
    OrderCancelled,
    OrderLineBackordered,
    OrderLineCancelled,
    OrderRecorded,
    ShipmentRegistered,
)
from shared.webhooks.events import WebhookEndpointDisabled

EVENTS: tuple[type[EventData], ...] = (
    AdvisoryEnded,
    AdvisoryIssued,
    AdvisoryReported,
    CancellationRequested,
    CarrierUpdateReceived,
    CarrierUpdateReported,
    CaseChanged,
    CaseReported,
    ChargeDue,
    CheckpointRecorded,
    ClaimReported,
    CreditDue,
    EstimateRevised,
    GoodsDue,
    HelpRequested,
    IncidentCleared,
    IncidentOpened,
    ItemDisposed,
    MilestoneReached,
    NotificationFailed,
    NotificationReacted,
    NotificationSent,
    NotificationSuppressed,
    OrderCancelled,
    OrderLineBackordered,
    OrderLineCancelled,
    OrderLookupAsked,
    OrderRecorded,
    PreferencesChanged,
    PromiseAtRisk,
    PromiseBasisChanged,
    PromiseKept,
    PromiseMade,
    PromiseMissed,
    RefundDue,
    ReturnApproved,
    ReturnCancelled,
    ReturnDeclined,
    ReturnExpired,
    ReturnInspected,
    ReturnNeedsMore,
    ReturnReasonGiven,
    ReturnReceived,
    ReturnReopened,
    ReturnRequested,
    ReturnResolved,
    ReturnSentBack,
    ReturnShipmentPrepared,
    ReviewReceived,
    SettlementFailed,
    SettlementSettled,
    ShipmentRegistered,
    UnknownParcelReceived,
    WebhookEndpointDisabled,
)
"""Every event the platform publishes or takes. One that is missing here has no schema, and a test says so."""


def event_schema(event: type[EventData]) -> dict[str, Any]:
    """The JSON Schema of the `detail` of an event: `{"metadata": …, "data": …}`."""
    metadata, data = Metadata.model_json_schema(), event.model_json_schema()
    definitions = {**metadata.pop("$defs", {}), **data.pop("$defs", {})}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:todoku:event:{event.detail_type}:{event.version}",
        "title": event.detail_type,
        "description": event.__doc__,
        "x-source": event.source,
        "type": "object",
        "properties": {"metadata": metadata, "data": data},
        "required": ["metadata", "data"],
        **({"$defs": definitions} if definitions else {}),
    }


def contracts() -> Iterator[tuple[Path, str]]:
    """Every generated file with its content."""
    for event in EVENTS:
        path = ROOT / "events" / "schemas" / event.detail_type / f"{event.version}.json"
        yield path, _text(event_schema(event))
    yield ROOT / "docs" / "merchant.schema.json", _text(json_schema())
    yield ROOT / "docs" / "notification-triggers.md", trigger_page()


def stale() -> list[Path]:
    """The committed files that differ from what the models say."""
    return [path for path, content in contracts() if not path.exists() or path.read_text("utf-8") != content]


def write() -> None:
    """Write every file anew."""
    for path, content in contracts():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        write()
        return 0
    for path in stale():
        out.print(
            f"{path.relative_to(ROOT)} is not what the models say: run `make contracts`, and read the difference."
        )
    return 1 if stale() else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
