"""17TRACK's webhook signature: `sign: <hex SHA-256 of the raw body, "/" and the API's security key>`.

Source (2026-11): https://api.17track.net/en/doc?version=v2.2, "Webhook", as public clients repeat it: the header, the
hash, the slash, the key (the one that is sent as `17token`). Assumed: lower-case hex. A plain hash, but with the key at
its end, so that nobody can lengthen what was signed. The scheme signs no time, so a replay of an old push passes:
harmless, because a known scan changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_one_of


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the account's security keys."""
    keys = [secret.encode("utf-8", "backslashreplace") for secret in secrets]
    require_one_of([headers.get("sign", "")], [(key, _signature(body, key)) for key in keys])


def _signature(body: bytes, key: bytes) -> bytes:
    return hashlib.sha256(body + b"/" + key).hexdigest().encode()
