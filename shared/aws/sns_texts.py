"""Text messages through Amazon SNS.

What SNS answers (API reference of SNS, Publish, 2026-11), and what is made of it:

| answer | means here |
| --- | --- |
| 200 with a MessageId | taken; whether it arrives is told in SNS's delivery logs only |
| `InvalidParameter`, `ParameterValueInvalid`, `ValidationException` 400 that name `PhoneNumber` | refused: no such |
| | number; the number is dead, next channel |
| the same for anything else | refused, and somebody must look |
| `OptedOut` | refused: the number takes no texts of this account; dead for texts, next channel |
| `AuthorizationError`, `InvalidSecurity`, `KMSOptInRequired` 403 | refused, and somebody must look |
| `Throttling`, `Throttled` 400, 429 | not taken: retried |
| `InternalError` 500, other 5xx, no answer in time | nobody knows |

`Publish` to a telephone knows no idempotency token (deduplication ids are for FIFO topics): a repeat is a second text.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import error_code
from shared.aws.handing_over import handing_over
from shared.notifications.channels.dead_on import on_channel
from shared.notifications.channels.sms import TextMessage, text_request
from shared.notifications.gateway import FORGETS, MessageRefused, Taken
from shared.shoppers.channel import Channel

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

_PARAMETER = frozenset({"InvalidParameter", "ParameterValueInvalid", "ValidationException"})
_OPTED_OUT = "OptedOut"
_TO_MEND = frozenset({*_PARAMETER, "AuthorizationError", "InvalidSecurity", "KMSOptInRequired"})


class SnsTexts:
    """Implements shared.notifications.gateway.Gateway. Its client must not retry: only the answer may be lost."""

    def __init__(self, client: SNSClient) -> None:
        self._client = client

    def remembers(self, _: TextMessage, /) -> timedelta:
        return FORGETS

    def send(self, message: TextMessage, /) -> Taken:
        with handing_over("send text", final=(), to_mend=_TO_MEND):
            try:
                answer = self._client.publish(**text_request(message))
            except ClientError as error:
                _raise_if_number_is_to_blame(error, message.phone)
                raise
        return Taken(answer["MessageId"])


def _raise_if_number_is_to_blame(error: ClientError, phone: str) -> None:
    code = error_code(error)
    if code == _OPTED_OUT:
        raise MessageRefused(code, dead=(on_channel(Channel.SMS, phone),), why_dead="blocked") from None
    if code in _PARAMETER and "PhoneNumber" in str(error.response.get("Error", {}).get("Message", "")):
        raise MessageRefused(code, dead=(phone,)) from None
