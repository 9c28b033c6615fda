"""History on the local cloud: events become facts, Athena makes rows of them, the nightly fit reads these."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.aws.athena_query import AthenaQuery
from shared.aws.kept_history import KeptHistory
from shared.aws.s3_history import S3History
from shared.runtime import clock
from tests.journeys.conftest import Local
from tests.journeys.test_scan_files import eventually

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]


def sent(local: Local, path: str, body: dict[str, Any]) -> None:
    """PUT as the merchant's server does."""
    headers = {"authorization": f"Bearer {local.keys.merchant}", "content-type": "application/json"}
    assert local.api.call("PUT", path, headers=headers, body=json.dumps(body).encode()).status == 201


def test_a_parcel_becomes_a_row_of_history_that_the_fit_may_read(local: Local) -> None:
    story = local.story()
    order, moment = f"H-{story.tracking_number}", f"{clock.now() - timedelta(days=4):%Y-%m-%dT%H:%M:%SZ}"
    recorded = {
        "placed_at": moment,
        "contact": {"email": "aiko@example.com"},
        "destination": {"country": "US", "postal": "78701-3222"},
        "lines": [{"sku": "CUP-1", "name": "Cup", "quantity": 2}],
    }
    sent(local, f"/v1/orders/{order}", recorded)
    parcels = [{"carrier": "usps", "tracking_number": story.tracking_number}]
    sent(local, f"/v1/orders/{order}/shipments/S-1", {"shipped_at": moment, "parcels": parcels})
    story.push("the carrier reports: out for delivery")

    client, bucket = local.deployment.client, local.deployment.history_bucket
    query = AthenaQuery(client("athena"), "todoku-local", "todoku_local")
    history = KeptHistory(S3History(client("s3"), bucket), query)
    row = eventually(
        lambda: next((row for row in history.own() if row["order_id"] == order and row["out_for_delivery_at"]), None)
    )
    assert (row["status"], row["origin_id"], row["destination_postal"], row["items"]) == (
        "shipped",
        "tokyo",
        "78701",
        "2",
    )
    assert story.tracking_number not in json.dumps(row | {"order_id": ""})

    answer = client("lambda").invoke(FunctionName=local.deployment.fit_function)
    assert "FunctionError" not in answer
    assert "fitted" in json.loads(answer["Payload"].read())
