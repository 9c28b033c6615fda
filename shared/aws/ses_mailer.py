"""Mail through Amazon SES v2.

What SES answers (API reference of SES v2, SendEmail, 2026-11), and what is made of it:

| answer | means here |
| --- | --- |
| 200 with a MessageId | taken; bounces and complaints are reported later |
| `BadRequestException` 400 | refused: the address or a header is none; next channel |
| `MessageRejected`, `MailFromDomainNotVerifiedException`, `AccountSuspendedException`, `SendingPausedException`, | |
| `NotFoundException` 400, 404 | refused, and somebody must look: identity, sandbox, account, configuration set |
| `TooManyRequestsException` 429, `LimitExceededException` 400, `AccessDeniedException` 403 | not taken: retried |
| 5xx, no answer in time | nobody knows |

SES knows no idempotency token: a repeat is a second mail.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from shared.aws.handing_over import handing_over
from shared.notifications.channels.email import AddressedMail, mail_request, plain_request
from shared.notifications.content.letter import Mail
from shared.notifications.gateway import FORGETS, Taken

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

_FINAL = frozenset({"BadRequestException"})
_TO_MEND = frozenset(
    {
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "MessageRejected",
        "NotFoundException",
        "SendingPausedException",
    }
)


class SesMailer:
    """Implements shared.notifications.gateway.Gateway. Its client must not retry: only the answer may be lost."""

    def __init__(self, client: SESV2Client, configuration_set: str) -> None:
        self._client = client
        self._configuration_set = configuration_set

    def remembers(self, _: AddressedMail, /) -> timedelta:
        return FORGETS

    def send(self, addressed: AddressedMail, /) -> Taken:
        with handing_over("send mail", final=_FINAL, to_mend=_TO_MEND):
            answer = self._client.send_email(ConfigurationSetName=self._configuration_set, **mail_request(addressed))
        return Taken(answer["MessageId"])


class SesUntracked:
    """Mail of which nothing is reported back: no configuration set, so no picture is added and no link is changed."""

    def __init__(self, client: SESV2Client) -> None:
        self._client = client

    def send(self, mail: Mail) -> None:
        """Hand it over, once; raises as `SesMailer.send` does."""
        with handing_over("send mail", final=_FINAL, to_mend=_TO_MEND):
            self._client.send_email(**plain_request(mail))
