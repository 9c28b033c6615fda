"""Mail through Amazon SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.aws.errors import aws_errors, error_code, http_status
from shared.notifications.ports import Mail, MailNotTaken, MailRefused

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

_FINAL = {"MessageRejected", "MailFromDomainNotVerifiedException", "BadRequestException"}
"""What SES answers when no retry will help (API reference of SES v2, SendEmail, 2026-11)."""


class SesMailer:
    """Implements shared.notifications.ports.Mailer. Its client must not retry: the answer may be lost, the mail not."""

    def __init__(self, client: SESV2Client, configuration_set: str) -> None:
        self._client = client
        self._configuration_set = configuration_set

    def send(self, mail: Mail) -> None:
        with aws_errors("send mail"):
            try:
                self._client.send_email(
                    FromEmailAddress=mail.sender,
                    Destination={"ToAddresses": [mail.recipient]},
                    ConfigurationSetName=self._configuration_set,
                    EmailTags=[{"Name": "message_id", "Value": mail.reference}],
                    Content={
                        "Simple": {
                            "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                            "Body": {
                                "Text": {"Data": mail.text, "Charset": "UTF-8"},
                                "Html": {"Data": mail.html, "Charset": "UTF-8"},
                            },
                        }
                    },
                )
            except ClientError as error:
                if error_code(error) in _FINAL:
                    raise MailRefused(f"The mail service refused the mail: {error_code(error)}.") from None
                if 400 <= http_status(error) < 500:
                    raise MailNotTaken(f"The mail service did not take the mail: {error_code(error)}.") from None
                raise
