"""What channels' services want to see: LINE's token, and the key that web push is signed with."""

from __future__ import annotations

from shared.aws.channel_secrets import LINE_TOKEN, VAPID_KEY
from shared.aws.secrets import Secrets
from shared.cli.deployment import Deployment
from shared.errors import Invalid


class NoToken(Invalid):
    """Nothing was entered."""

    code = "no_token"


def keep_line_token(deployment: Deployment, token: str) -> None:
    """Put LINE's channel access token in the place of the last one. Raises NoToken."""
    if not token:
        raise NoToken("LINE's channel access token is needed: LINE Developers console, Messaging API, at the bottom.")
    _secrets(deployment).rotate_in(LINE_TOKEN, token, keep=1)


def push_key(deployment: Deployment, *, anew: bool = False) -> str:
    """The public half of the web push key, in base64url, as browsers want it; made where there is none.

    `anew`: browsers that subscribed under the last key must subscribe again.
    """
    # here: few commands sign anything, and the library takes long to load
    from shared.outbound.web_push_encryption import encoded, new_key, point, read_private_key

    secrets = _secrets(deployment)
    known = secrets.read().get(VAPID_KEY)
    if known and not anew:
        return encoded(point(read_private_key(known[0])))
    key = new_key()
    number = key.private_numbers().private_value
    secrets.rotate_in(VAPID_KEY, encoded(number.to_bytes(32, "big")), keep=1)
    return encoded(point(key))


def _secrets(deployment: Deployment) -> Secrets:
    return Secrets(deployment.client("secretsmanager"), deployment.channel_secret)
