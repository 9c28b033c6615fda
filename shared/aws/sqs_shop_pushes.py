"""Shop systems' pushes, put straight into the queue of the function that reads them.

Not over the bus: its archive would keep what is personal in them for a year. The queue is encrypted, and forgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.shops.shop_push import ShopPush

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsShopPushes:
    """One queue. At least once, and in no order: recording a push does not depend on either."""

    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def put(self, push: ShopPush) -> None:
        """Queue a push, or raise AwsUnavailable."""
        with aws_errors("queue push"):
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=push.to_json())
