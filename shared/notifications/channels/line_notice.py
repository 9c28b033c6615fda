"""LINE通知メッセージ: a notice to those who are no friend of the account, by the hash of their telephone number.

Sources (2026-11): developers.line.biz/en/reference/line-notification-messages, "Send a LINE notification message
(template)": 202, and no retry key; "Phone number hashing": SHA-256 of the E.164 number. LINE must have let the account
in. Notices may not advertise. A template's heading is fixed by LINE. Only keys that LINE's documents spell out in their
example stand here; what has no template goes out on the next channel.

| trigger | template | emphasised | items |
| --- | --- | --- | --- |
| `dispatched`, `shipped` | `shipment_completed_ja` | `date_002_ja`: expected on | `number_001_ja`: tracking number |
| | | | `name_010_ja`: goods |

Buttons: `check_delivery_status_ja` and `contact_ja`.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from shared.notifications.channels.dead_on import on_channel
from shared.notifications.channels.line import LineRequest
from shared.notifications.content.letter import Letter
from shared.notifications.rules import NotificationRules
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.tracking.order import Order

NOTICE = "/v2/bot/message/pnp/templated/push"
_TEMPLATES = {"dispatched": "shipment_completed_ja", "shipped": "shipment_completed_ja"}
_COUNTRY = "JP"
_MAY_BE_NOTICES = frozenset({Kind.REQUIRED, Kind.SERVICE})
_LONGEST_ITEM = 300
_LONGEST_ADDRESS = 1000
_WEEKDAYS = "月火水木金土日"


def has_notice(trigger: str, kind: Kind, order: Order, rules: NotificationRules) -> bool:
    """Whether it may go out as a notice: switched on, in Japan, with a template, and no advertisement."""
    return (
        rules.channels.line_notice
        and order.destination.country == _COUNTRY
        and trigger in _TEMPLATES
        and kind in _MAY_BE_NOTICES
        and not order.contact.line_user_id
    )


def notice_request(letter: Letter) -> LineRequest:
    """The notice about a letter for which `has_notice` holds."""
    body = {
        "to": phone_hash(letter.order.contact.phone),
        "templateKey": _TEMPLATES[letter.message.trigger],
        "body": {**_expected(letter), "items": _items(letter), "buttons": _buttons(letter)},
    }
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    recipient = on_channel(Channel.LINE, letter.order.contact.phone)
    return LineRequest(NOTICE, written, recipient, delivery_tag=letter.message.message_id)


def phone_hash(phone: str) -> str:
    """64 hex digits: all that LINE is told of a number. `phone`: E.164."""
    return hashlib.sha256(phone.encode()).hexdigest()


def _expected(letter: Letter) -> dict[str, Any]:
    """At most 15 characters fit."""
    expected = letter.message.facts.get("expected")
    if not expected:
        return {}
    day = date.fromisoformat(expected)
    written = f"{day.year}年{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"
    return {"emphasizedItem": {"itemKey": "date_002_ja", "content": written}}


def _items(letter: Letter) -> list[dict[str, str]]:
    parcel = letter.message.parcel
    number = letter.message.facts.get("tracking_number") or (parcel.number.tracking_number if parcel else "")
    goods = "、".join(line.name for line in letter.order.lines)
    told = (("number_001_ja", number), ("name_010_ja", goods))
    return [{"itemKey": key, "content": content[:_LONGEST_ITEM]} for key, content in told if content]


def _buttons(letter: Letter) -> list[dict[str, str]]:
    links = (("check_delivery_status_ja", letter.links.tracking), ("contact_ja", letter.links.help))
    return [{"buttonKey": key, "url": url} for key, url in links if 0 < len(url) <= _LONGEST_ADDRESS]
