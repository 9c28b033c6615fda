"""A bucket with the platform's defaults: private, encrypted, kept, and moved to cheaper storage by itself."""

from __future__ import annotations

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.acknowledgements import ACCESS_LOG, LOCAL_BUCKET, OBJECTS_UNDER_A_PREFIX, acknowledge
from infra.function import Function
from infra.stage import Stage


class Bucket(s3.Bucket):
    """Retained when the stack goes. The local cloud speaks plain HTTP, so there it takes that too."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        stage: Stage,
        tells_the_bus: bool = False,
        kept_for: Duration | None = None,
    ) -> None:
        """`tells_the_bus`: S3 puts an event on the account's default bus for every object. `kept_for`: or for good."""
        self._name = f"todoku-{stage.name}-{name}"
        super().__init__(
            scope,
            id,
            bucket_name=f"{self._name}-{Aws.ACCOUNT_ID}",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=stage.tls_only,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                s3.LifecycleRule(
                    transitions=[
                        s3.Transition(
                            storage_class=s3.StorageClass.INTELLIGENT_TIERING, transition_after=Duration.days(0)
                        )
                    ],
                    expiration=kept_for,
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                )
            ],
        )
        acknowledge(self, ACCESS_LOG, *(() if stage.tls_only else (LOCAL_BUCKET,)))
        if tells_the_bus:
            bucket = self.node.default_child
            assert isinstance(bucket, s3.CfnBucket)  # noqa: S101 - what CDK makes of every bucket
            # The property itself: CDK's own way to say it deploys a function of CDK's.
            bucket.add_property_override("NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", True)

    def allow_listing(self, function: Function) -> None:
        """Let `function` see which objects there are, and where the bucket is."""
        arn = f"arn:{Aws.PARTITION}:s3:::{self._name}-{Aws.ACCOUNT_ID}"
        actions = ["s3:ListBucket", "s3:GetBucketLocation"]
        function.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=[arn]))

    def allow(self, function: Function, action: str, prefix: str) -> None:
        """Let `function` do `action` on the objects under `prefix`, whose names nobody can know before."""
        function.add_to_role_policy(self._statement(action, prefix))
        acknowledge(function.role, self._finding(prefix))

    def allow_role(self, role: iam.Role, action: str, prefix: str) -> None:
        """Likewise, for a role that is no function's."""
        role.add_to_policy(self._statement(action, prefix))
        acknowledge(role, self._finding(prefix))

    def _statement(self, action: str, prefix: str) -> iam.PolicyStatement:
        objects = f"arn:{Aws.PARTITION}:s3:::{self._name}-{Aws.ACCOUNT_ID}/{prefix}*"
        return iam.PolicyStatement(actions=[action], resources=[objects])

    def _finding(self, prefix: str) -> tuple[str, str]:
        as_nag_writes_it = f"arn:<AWS::Partition>:s3:::{self._name}-<AWS::AccountId>/{prefix}*"
        return f"AwsSolutions-IAM5[Resource::{as_nag_writes_it}]", OBJECTS_UNDER_A_PREFIX
