"""What outlives any deployment: the table, the bus with its archive, the secrets, the mail identity."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.named_secret import NamedSecret
from infra.stage import Stage


class DataStack(Stack):
    """Retained when the stack goes, and protected from going."""

    def __init__(self, scope: Construct, id: str, *, stage: Stage) -> None:
        super().__init__(
            scope,
            id,
            description="Todoku: what is kept",
            termination_protection=not stage.is_local,
            synthesizer=stage.synthesizer(),
        )
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=dynamodb.Attribute(name="PK", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="SK", type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=not stage.is_local,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.bus = events.EventBus(self, "Bus", event_bus_name=f"todoku-{stage.name}")
        self.bus.apply_removal_policy(RemovalPolicy.RETAIN)
        if not stage.is_local:  # the local cloud's CloudFormation does not know archives
            self._archive()
        self.link_secret = NamedSecret(
            self,
            "LinkSecret",
            name=f"todoku-{stage.name}/shopper-links",
            description="Signs shoppers' links",
            generate="link_signing",
        )
        self.carrier_secret = NamedSecret(
            self,
            "CarrierSecret",
            name=f"todoku-{stage.name}/carrier-webhooks",
            description="Carriers' webhook secrets, filled by `todoku carriers connect`",
        )
        self.mail_identity = ses.EmailIdentity(self, "MailIdentity", identity=_identity(stage.mail_identity))
        self.mail_identity.apply_removal_policy(RemovalPolicy.RETAIN)

    def _archive(self) -> None:
        archive = self.bus.archive(
            "Archive",
            description="Every event of the platform, for replay",
            event_pattern=events.EventPattern(source=events.Match.prefix("postpurchase.")),
            retention=Duration.days(365),
        )
        archive.apply_removal_policy(RemovalPolicy.RETAIN)


def _identity(name: str) -> ses.Identity:
    return ses.Identity.email(name) if "@" in name else ses.Identity.domain(name)
