"""What telling shoppers needs, on AWS: every store a situation is read from, and the topic."""

from __future__ import annotations

from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_reviews import DynamoReviews
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.sns_announcements import SnsAnnouncements
from shared.notifications.notify_customer import Means
from shared.notifications.read_situation import Sources


def message_means(table: str, topic_arn: str) -> Means:
    """The stores in `table`, and the topic that senders' queues are subscribed to."""
    dynamodb = clients.dynamodb()
    return Means(
        sources=Sources(
            orders=DynamoOrders(dynamodb, table),
            parcels=DynamoParcels(dynamodb, table),
            estimates=DynamoEstimates(dynamodb, table),
            cases=DynamoCases(dynamodb, table),
            shoppers=DynamoShoppers(dynamodb, table),
            messages=DynamoMessages(dynamodb, table),
            reviewed=DynamoReviews(dynamodb, table),
        ),
        announcements=SnsAnnouncements(clients.sns(), topic_arn),
    )
