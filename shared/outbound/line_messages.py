"""LINE's Messaging API: pushes to friends of the account, and notices by telephone number.

What LINE answers (developers.line.biz/en/reference/messaging-api, "Status codes" and "Send push message"; "Retry failed
API requests"; "Handle HTTP status code 429 errors"; reference of LINE notification messages; all 2026-11):

| answer | means here |
| --- | --- |
| 200, 202 | taken |
| 409 | a request with this retry key was taken before: taken, once |
| 400 that blames `to`, 404 | refused: no such user for this account; dead for LINE, next channel |
| 422 of a notice | refused: no LINE account has the number, or it wants no notices; dead for LINE, next channel |
| other 400, 401, 403, 413, 415 | refused, and somebody must look: token, plan, permission, template |
| 429 "monthly limit" | refused, and somebody must look: the month's messages are used up |
| other 429 | not taken: retried, not before `Retry-After` |
| 5xx, no answer in time | nobody knows; pushes are retried under the same key |

A retry key holds for 24 hours from the first request. Notices take none: a repeat is a second notice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shared.errors import Unavailable
from shared.exchange import Answer, NoAnswer, Transport
from shared.notifications.channels.line import LineRequest
from shared.notifications.channels.line_notice import NOTICE
from shared.notifications.gateway import FORGETS, MessageRefused, NotTaken, Taken

ADDRESS = "https://api.line.me"
_KEY_HOLDS = timedelta(hours=24)
_TAKEN = frozenset({200, 202, 409})
_USED_UP = "monthly limit"


class LineUnclear(Unavailable):
    """Nobody knows whether LINE took it."""

    code = "line_unclear"


class LineMessages:
    """Implements shared.notifications.gateway.Gateway."""

    def __init__(self, transport: Transport, base: str, token: Callable[[], str]) -> None:
        """`base`: where LINE's API is, `ADDRESS` in earnest. `token`: the account's channel access token."""
        self._transport = transport
        self._base = base
        self._token = token

    def remembers(self, request: LineRequest, /) -> timedelta:
        return _KEY_HOLDS if request.retry_key else FORGETS

    def send(self, request: LineRequest, /) -> Taken:
        question = request.question(self._base, self._token())
        try:
            answer = self._transport(question)
        except NoAnswer as none:
            if none.was_asked:
                raise
            raise NotTaken("no_connection") from None
        if answer.status in _TAKEN:
            return Taken(_message_id(answer))
        raise _failure(request, answer)


def _failure(request: LineRequest, answer: Answer) -> MessageRefused | NotTaken | LineUnclear:
    code = f"line_{answer.status}"
    if answer.status == 429:
        if _USED_UP in str(_read(answer).get("message", "")):
            return MessageRefused("line_monthly_limit", needs_mending=True)
        return NotTaken(code, answer.retry_after)
    if _is_nobody(request, answer):
        return MessageRefused(code, dead=(request.recipient,), why_dead="blocked")
    if 300 <= answer.status < 500:
        return MessageRefused(code, needs_mending=True)
    return LineUnclear(f"LINE answered {answer.status}.")


def _is_nobody(request: LineRequest, answer: Answer) -> bool:
    if request.path == NOTICE:
        return answer.status == 422
    details = _read(answer).get("details")
    blamed = [detail.get("property") for detail in _objects(details)]
    return answer.status == 404 or (answer.status == 400 and blamed == ["to"])


def _message_id(answer: Answer) -> str:
    """What LINE calls the message; the request's own id where it tells none, as of notices."""
    sent = _objects(_read(answer).get("sentMessages"))
    if sent and "id" in sent[0]:
        return str(sent[0]["id"])
    return answer.headers.get("x-line-accepted-request-id") or answer.headers.get("x-line-request-id", "")


def _read(answer: Answer) -> dict[str, Any]:
    try:
        content = json.loads(answer.body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _objects(content: object) -> list[dict[str, Any]]:
    return [one for one in content if isinstance(one, dict)] if isinstance(content, list) else []
