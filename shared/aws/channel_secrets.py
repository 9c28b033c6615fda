"""What channels' services let the merchant in by: one secret, a JSON object of name -> value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from shared.errors import Unavailable
from shared.notifications.gateway import MessageRefused, NotTaken

LINE_TOKEN = "line_channel_token"  # noqa: S105 - the name of a secret, not one
VAPID_KEY = "vapid_private_key"


def channel_secret(read: Callable[[], Mapping[str, Sequence[str]]], name: str) -> str:
    """The newest value under `name`.

    Raises MessageRefused where the merchant has entered none, and NotTaken where the secret cannot be read just now:
    either way, nothing has gone out.

    `read`: as `shared.aws.secrets.Secrets.read`, refreshed now and then.
    """
    try:
        values = read().get(name)
    except Unavailable:
        raise NotTaken("secret_unavailable") from None
    if not values or not values[0]:
        raise MessageRefused(f"no_{name}", needs_mending=True)
    return values[0]
