"""What travels with a mail, so that what the mail service reports back finds its message."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

MESSAGE, ORDER = "message_id", "order_id"
_LONGEST = 256


def mail_tags(order_id: str, message_id: str) -> dict[str, str]:
    """Tag -> value. A tag takes ASCII letters, digits, "_" and "-" only, and 256 of them (API reference of SES v2,
    MessageTag, 2026-11); a shop's order id may have others, so it is written in base64url without padding. Of an order
    whose id is too long for that, nothing is reported back.
    """
    order = urlsafe_b64encode(order_id.encode()).decode().rstrip("=")
    return {MESSAGE: message_id, **({ORDER: order} if len(order) <= _LONGEST else {})}


def tagged(tags: Mapping[str, str]) -> tuple[str, str] | None:
    """Order id and message id; None where these tags are not ours."""
    message_id, order = tags.get(MESSAGE, ""), tags.get(ORDER, "")
    try:
        order_id = urlsafe_b64decode(order + "=" * (-len(order) % 4)).decode()
    except ValueError:
        return None
    return (order_id, message_id) if order_id and message_id else None
