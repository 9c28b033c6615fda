"""What SES answers, in our words, and that nobody asks it twice: its answer may be lost, the mail not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from shared.aws import clients
from shared.aws.errors import AwsUnavailable
from shared.aws.ses_mailer import SesMailer
from shared.notifications.ports import Mail, MailNotTaken, MailRefused
from tests.samples import MAIL_ADDRESS

MAIL = Mail("shop@hanare.example", MAIL_ADDRESS, "subject", "<p>", "text", "reference")
NOWHERE = "https://email.example"


class Wire(io.BytesIO):
    """An answer's body, as botocore reads it."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def answer(status: int, code: str) -> AWSResponse:
    body = f'{{"message": "{MAIL_ADDRESS} may not"}}'.encode()
    return AWSResponse(NOWHERE, status, {"x-amzn-errortype": code, "content-type": "application/json"}, Wire(body))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "MessageRejected", MailRefused),
        (400, "MailFromDomainNotVerifiedException", MailRefused),
        (400, "BadRequestException", MailRefused),
        (400, "LimitExceededException", MailNotTaken),
        (403, "AccessDeniedException", MailNotTaken),
        (429, "TooManyRequestsException", MailNotTaken),
        (500, "InternalFailure", AwsUnavailable),
        (503, "ServiceUnavailable", AwsUnavailable),
        (0, ReadTimeoutError(endpoint_url=NOWHERE), AwsUnavailable),
        (0, ConnectTimeoutError(endpoint_url=NOWHERE), AwsUnavailable),
    ],
)
def test_a_mail_is_handed_over_once_and_its_fate_told(status: int, code: Any, expected: type[Exception]) -> None:
    tries: list[object] = []

    def network(request: object, **_: object) -> AWSResponse:
        tries.append(request)
        if isinstance(code, Exception):
            raise code
        return answer(status, code)

    client = clients.ses.__wrapped__()
    client.meta.events.register_first("before-send.sesv2.SendEmail", network)
    with pytest.raises(expected) as told:
        SesMailer(client, "mail").send(MAIL)
    assert (type(told.value), len(tries)) == (expected, 1)
    assert "canary" not in str(told.value)
