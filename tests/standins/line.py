"""LINE's Messaging API: pushes, and notices by telephone number.

Sources (2026-11): developers.line.biz/en/reference/messaging-api ("Send push message", "Flex Message", "Error
responses"), "Retry failed API requests", and the reference of LINE notification messages.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from tests.standins.service import Asked, Reply, Service, json_of, needs

PUSH = "/v2/bot/message/push"
NOTICE = "/v2/bot/message/pnp/templated/push"
_TEMPLATES = {"shipment_completed_ja"}
_ITEMS = {"date_002_ja", "time_range_001_ja", "number_001_ja", "price_001_ja", "name_010_ja"}
_BUTTONS = {"check_details_ja", "check_delivery_status_ja", "change_delivery_datetime_ja", "contact_ja"}


class Line(Service):
    """One account, with its friends and the telephone numbers that LINE knows."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.friends: set[str] = set()
        self.phone_hashes: set[str] = set()
        self.pushed: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self.month_is_used_up = False
        self._token = token
        self._keys: dict[str, str] = {}

    def take(self, asked: Asked) -> Reply:
        needs(asked.method == "POST", 405, "POST only")
        needs(asked.headers.get("authorization") == f"Bearer {self._token}", 401, "Authentication failed")
        if self.month_is_used_up:
            needs(False, 429, "You have reached your monthly limit.")
        body = json_of(asked)
        needs(asked.path in (PUSH, NOTICE), 404, "Not found")
        return self._push(asked, body) if asked.path == PUSH else self._notice(asked, body)

    def _push(self, asked: Asked, body: dict[str, Any]) -> Reply:
        key = asked.headers.get("x-line-retry-key", "")
        needs(_is_uuid(key), 400, "The retry key must be a UUID")
        if key in self._keys:
            sent = {"message": "The retry key is already accepted", "sentMessages": [{"id": self._keys[key]}]}
            return Reply.of(409, sent, **{"X-Line-Accepted-Request-Id": "the-first"})
        needs(re.fullmatch("U[0-9a-f]{32}", str(body.get("to"))), 400, "Invalid user", _blames("to"))
        needs(body["to"] in self.friends, 400, "Failed to send", _blames("to"))
        needs(1 <= len(body.get("messages", [])) <= 5, 400, "1 to 5 messages")
        for message in body["messages"]:
            _check_card(message)
        self._keys[key] = str(461230966842064897 + len(self.pushed))
        self.pushed.append(body)
        return Reply.of(200, {"sentMessages": [{"id": self._keys[key], "quoteToken": "q"}]})

    def _notice(self, asked: Asked, body: dict[str, Any]) -> Reply:
        needs("x-line-retry-key" not in asked.headers, 400, "Retry keys are not supported here")
        tag = asked.headers.get("x-line-delivery-tag")
        needs(tag is None or 16 <= len(tag) <= 100, 400, "Invalid delivery tag")
        needs(re.fullmatch("[0-9a-f]{64}", str(body.get("to"))), 400, "Not a SHA-256 digest", _blames("to"))
        needs(body.get("templateKey") in _TEMPLATES, 400, "Invalid templateKey", _blames("templateKey"))
        _check_notice(body.get("body", {}))
        needs(body["to"] in self.phone_hashes, 422, "Failed to send messages")
        self.notices.append(body)
        return Reply.of(202, **{"X-Line-Request-Id": f"notice-{len(self.notices)}"})


def _check_card(message: dict[str, Any]) -> None:
    needs(message.get("type") == "flex", 400, "a flex message was expected")
    needs(0 < len(message.get("altText", "")) <= 400, 400, "altText")
    bubble = message["contents"]
    needs(bubble["type"] == "bubble", 400, "bubble")
    for part in ("body", "footer"):
        box = bubble[part]
        needs(box["type"] == "box" and box["layout"] == "vertical" and box["contents"], 400, f"{part} is no box")
    for text in bubble["body"]["contents"]:
        needs(text["type"] == "text" and text["text"], 400, "empty text")
    (button,) = bubble["footer"]["contents"]
    action = button["action"]
    needs(button["type"] == "button" and re.fullmatch("#[0-9A-Fa-f]{6}", button["color"]), 400, "button")
    needs(action["type"] == "uri" and 0 < len(action["label"]) <= 20, 400, "label")
    needs(re.match("https?://", action["uri"]) and len(action["uri"]) <= 1000, 400, "uri")


def _check_notice(body: dict[str, Any]) -> None:
    emphasised = [body["emphasizedItem"]] if "emphasizedItem" in body else []
    items, buttons = body.get("items", []), body.get("buttons", [])
    needs(len(items) <= 15 and len(buttons) <= 2, 400, "too many")
    needs(all(0 < len(item["content"]) <= 15 for item in emphasised), 400, "emphasised content")
    needs(all(0 < len(item["content"]) <= 300 for item in items), 400, "content")
    keys = [item["itemKey"] for item in (*emphasised, *items)]
    needs(set(keys) <= _ITEMS and len(set(keys)) == len(keys), 400, "item keys")
    needs(all(button["buttonKey"] in _BUTTONS and len(button["url"]) <= 1000 for button in buttons), 400, "buttons")


def _blames(name: str) -> dict[str, Any]:
    return {"message": "The request body has 1 error(s)", "details": [{"message": "invalid", "property": name}]}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
