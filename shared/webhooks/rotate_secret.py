"""Replace an endpoint's secret, without a moment in which its receiver cannot check what comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.webhooks.ports import Endpoints, WebhookSecrets
from shared.webhooks.register import Registered, require
from shared.webhooks.sign import new_secret


def rotate_secret(
    endpoints: Endpoints, secrets: WebhookSecrets, endpoint_id: str, *, now: datetime, entropy: bytes
) -> Registered:
    """Keep a new secret, out of SECRET_BYTES random bytes. For OVERLAP the one before signs as well.

    The endpoint is saved first: from then on what is sent carries two signatures, and where the secret could not be
    kept, the old one goes on. Raises EndpointUnknown, and StaleEndpoint where somebody else was faster.
    """
    endpoint = endpoints.save(replace(require(endpoints, endpoint_id), rotated_at=now))
    secret = new_secret(entropy)
    secrets.rotate_in(endpoint_id, secret)
    return Registered(endpoint, secret)
