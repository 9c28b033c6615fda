"""The platform's one table, and the exact permissions on it: the table itself, or its lists, never every index."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.function import Function
from infra.stage import Stage

LISTS = "lists"
EXPIRY = "expires_at"
"""Epoch seconds from which on DynamoDB may take an item away. Most items have none, and stay."""


class Table(dynamodb.Table):
    """On demand, with its stream, point-in-time recovery and the index of its lists (`shared/aws/keys.py`)."""

    def __init__(self, scope: Construct, id: str, *, stage: Stage) -> None:
        super().__init__(
            scope,
            id,
            partition_key=dynamodb.Attribute(name="PK", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="SK", type=dynamodb.AttributeType.STRING),
            time_to_live_attribute=EXPIRY,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=not stage.is_local,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.add_global_secondary_index(
            index_name=LISTS,
            partition_key=dynamodb.Attribute(name="listed_in", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="listed_as", type=dynamodb.AttributeType.STRING),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )

    def allow(self, function: Function, *actions: str) -> None:
        """Let `function` do `actions` on the items. (CDK's own `grant` adds every index.)"""
        function.add_to_role_policy(iam.PolicyStatement(actions=[*actions], resources=[self.table_arn]))

    def allow_below(self, function: Function, partitions: Sequence[str], *actions: str) -> None:
        """Let `function` do `actions` on items whose partition key begins with one of `partitions` ("ORDER#").

        DynamoDB names the partition keys of every call on items (docs.aws.amazon.com/amazondynamodb, "Using IAM policy
        conditions for fine-grained access control", 2026-11; verify). The local cloud does not, and lets it through.
        """
        begins = {"dynamodb:LeadingKeys": [f"{partition}*" for partition in partitions]}
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=[*actions], resources=[self.table_arn], conditions={"ForAllValues:StringLike": begins}
            )
        )

    def allow_lists(self, function: Function) -> None:
        """Let `function` read the lists."""
        function.add_to_role_policy(
            iam.PolicyStatement(actions=["dynamodb:Query"], resources=[f"{self.table_arn}/index/{LISTS}"])
        )
