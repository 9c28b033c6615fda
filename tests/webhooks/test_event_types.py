"""Every event of the platform is told, or deliberately not; in code, infrastructure and documents alike."""

from __future__ import annotations

import re

from infra import webhooks as infra
from shared.cli.checkout import ROOT
from shared.cli.contracts import EVENTS
from shared.webhooks.endpoint import DisabledReason
from shared.webhooks.event_types import DELIVERED, NOT_DELIVERED
from shared.webhooks.publications import of_endpoint
from shared.webhooks.retry_due import LEASE, RUN_EVERY, RUN_LASTS
from tests.samples import NOW
from tests.webhooks.receiver import Receiver, World


def test_every_event_is_told_or_deliberately_not() -> None:
    assert {*DELIVERED, *NOT_DELIVERED} == {event.detail_type for event in EVENTS}
    assert not {*DELIVERED} & {*NOT_DELIVERED}


def test_the_infrastructure_keeps_from_the_queue_what_is_not_told() -> None:
    assert infra.NOT_DELIVERED == NOT_DELIVERED
    assert infra.RUN_EVERY.to_seconds() == RUN_EVERY.total_seconds()
    assert RUN_LASTS.total_seconds() + 20 < infra.LONGEST_RUN.to_seconds() < LEASE.total_seconds()


def test_the_documents_list_them_all() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", (ROOT / "docs" / "webhooks.md").read_text("utf-8"), re.MULTILINE)
    assert {name: words for name, words in rows if name in DELIVERED} == dict(DELIVERED)


def test_a_disabled_endpoint_is_published_once() -> None:
    endpoint = World(Receiver(200)).endpoint()
    disabled = endpoint.disabled(NOW, DisabledReason.FAILING)
    [event] = of_endpoint(endpoint, disabled, merchant_id="hanare")
    assert event.data == {
        "endpoint_id": endpoint.endpoint_id,
        "disabled_at": "2026-11-24T09:00:00Z",
        "reason": "failing",
    }
    assert of_endpoint(endpoint, disabled, merchant_id="hanare") == [event]
    assert of_endpoint(disabled, disabled, merchant_id="hanare") == []
    assert of_endpoint(disabled, disabled.enabled(), merchant_id="hanare") == []
    assert of_endpoint(None, endpoint, merchant_id="hanare") == []
