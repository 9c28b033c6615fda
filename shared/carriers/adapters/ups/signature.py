"""UPS Track Alert signs nothing: it sends the credential that was given to it, in the header `credential`.

Source (2026-11): https://github.com/UPS-API/api-documentation, UPSTrackAlert.yaml. Version 1 documents the header
`credential` ("an opaque string meant for client authentication"), given with each subscription. Version 2 takes it
from the portal's "Manage Webhook Credentials", and a client with OAuth gets a bearer token instead. Assumed: that such
a token stands in `Authorization: Bearer <token>`, as OAuth says, and that the merchant's own token server issues the
secret as it. The header `x-api-key` is no proof, for it holds a client's id.

A token says nothing about the body, and no time is sent. Replays are harmless: a known scan changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token

_BEARER = "Bearer "


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the credentials given to UPS."""
    require_token(headers.get("credential") or headers.get("authorization", "").removeprefix(_BEARER), secrets)
