"""Shop systems' pushes, put straight into the queues of the functions that read them.

Not over the bus: its archive would keep what is personal in them for a year. The queue is encrypted, and forgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.shops.shop_push import ShopPush

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsShopPushes:
    """Two queues. At least once, and in no order: what is done with a push does not depend on either."""

    def __init__(self, client: SQSClient, queue_url: str, refund_queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url
        self._refund_queue_url = refund_queue_url

    def put(self, push: ShopPush, *, about_refunds: bool) -> None:
        """Queue a push, or raise AwsUnavailable."""
        queue_url = self._refund_queue_url if about_refunds else self._queue_url
        with aws_errors("queue push"):
            self._client.send_message(QueueUrl=queue_url, MessageBody=push.to_json())
