"""Parking a message that can never succeed in its queue's dead-letter queue, with the reason, for a redrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.errors import Invalid

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class DeadLetters:
    """One dead-letter queue."""

    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def park(self, body: str, error: Invalid) -> None:
        """Park the untouched body with the error's code and detail, so that it can be mended and sent again."""
        with aws_errors("park message"):
            self._client.send_message(
                QueueUrl=self._queue_url,
                MessageBody=body,
                MessageAttributes={
                    "code": {"DataType": "String", "StringValue": error.code},
                    "reason": {"DataType": "String", "StringValue": error.detail[:1024] or error.code},
                },
            )
