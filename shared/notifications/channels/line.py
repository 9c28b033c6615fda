"""A message as LINE's Messaging API takes it: a short card with a button or two, pushed to a friend of the account.

Sources (2026-11): developers.line.biz/en/reference/messaging-api, "Send push message" and "Flex Message"; "Retry failed
API requests": a request with the same `X-Line-Retry-Key` is carried out once, for 24 hours; repeats are answered 409.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.exchange import Question
from shared.notifications.content.letter import Chat

PUSH = "/v2/bot/message/push"
_ALT_TEXT = 400
_LABEL = 20
"""Most characters of what stands in for a card, and of a button's label."""


@dataclass(frozen=True, slots=True)
class LineRequest:
    """A request that still lacks the account's token. Bodies hold addresses: it is never logged."""

    path: str
    body: bytes
    recipient: str
    """Who gets it, as `Shopper.dead` would know them if it turns out that LINE reaches nobody there."""
    retry_key: str = ""
    """"" where the endpoint takes none: then it cannot tell repeats."""
    delivery_tag: str = ""
    """Comes back in the webhook that says a notice was delivered."""

    def question(self, base: str, token: str) -> Question:
        """The whole request. `base`: where LINE's API is; `token`: the channel access token."""
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            **({"X-Line-Retry-Key": self.retry_key} if self.retry_key else {}),
            **({"X-Line-Delivery-Tag": self.delivery_tag} if self.delivery_tag else {}),
        }
        return Question(base.rstrip("/") + self.path, "POST", headers, self.body)


def push_request(user_id: str, chat: Chat, message_id: str, colour: str) -> LineRequest:
    """Push `chat` to one user. `colour`: `#rrggbb`, of the button."""
    body = {"to": user_id, "messages": [_card(chat, colour)]}
    return LineRequest(PUSH, _json(body), user_id, retry_key(message_id))


def retry_key(message_id: str) -> str:
    """The same UUID for the same message, however often it is tried."""
    return str(UUID(bytes=hashlib.sha256(f"line\x1f{message_id}".encode()).digest()[:16], version=4))


def _card(chat: Chat, colour: str) -> dict[str, Any]:
    title = {"type": "text", "text": chat.title, "weight": "bold", "size": "md", "wrap": True}
    text = {"type": "text", "text": chat.body, "size": "sm", "wrap": True, "margin": "md"}
    buttons = [{**_button(chat.button, chat.url), "style": "primary", "color": colour}]
    if chat.help_url:
        buttons.append({**_button(chat.help_button, chat.help_url), "style": "link"})
    return {
        "type": "flex",
        "altText": f"{chat.title}\n{chat.body}"[:_ALT_TEXT],
        "contents": {
            "type": "bubble",
            "body": {"type": "box", "layout": "vertical", "contents": [title, text]},
            "footer": {"type": "box", "layout": "vertical", "contents": buttons},
        },
    }


def _button(label: str, url: str) -> dict[str, Any]:
    return {"type": "button", "height": "sm", "action": {"type": "uri", "label": label[:_LABEL], "uri": url}}


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
