"""Send a test to an endpoint, at once and once."""

from __future__ import annotations

from shared.webhooks.delivery import Attempt
from shared.webhooks.payload import body_of_test
from shared.webhooks.ports import Means
from shared.webhooks.register import require
from shared.webhooks.sign import webhook_id
from shared.webhooks.try_delivery import try_delivery


def send_test(means: Means, endpoint_id: str, merchant_id: str) -> Attempt:
    """How it went. Nothing is kept, it is not tried again, and a disabled endpoint may be tested too.

    Raises EndpointUnknown and NoSecret.
    """
    endpoint, now = require(means.endpoints, endpoint_id), means.clock()
    event_id = f"webhook_test:{endpoint_id}:{now:%Y%m%dT%H%M%S%f}"
    return try_delivery(means, endpoint, webhook_id(event_id), body_of_test(endpoint, event_id, now, merchant_id))
