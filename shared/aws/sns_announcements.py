"""Decided messages, announced on an SNS topic; each channel's sender takes those its filter policy lets through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.notifications.message import Message

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class SnsAnnouncements:
    """Implements shared.notifications.ports.Announcements. Only ids travel: senders read the rest from the table."""

    def __init__(self, client: SNSClient, topic_arn: str) -> None:
        self._client = client
        self._topic = topic_arn

    def announce(self, message: Message) -> None:
        with aws_errors("announce message"):
            self._client.publish(
                TopicArn=self._topic,
                Message=json.dumps({"order_id": message.order_id, "message_id": message.message_id}),
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value}
                    for name, value in (
                        ("channel", message.channel),
                        ("trigger", message.trigger),
                        ("kind", message.kind),
                        ("language", message.language),
                    )
                },
            )
