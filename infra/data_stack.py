"""What outlives any deployment: table, bus with its archive, topic of messages, raw updates, secrets, mail identity."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.bucket import Bucket
from infra.console_people import ConsolePeople
from infra.named_secret import NamedSecret
from infra.stage import Stage
from infra.table import Table

HISTORY_KEPT_FOR = Duration.days(3 * 365)
"""Three years of every season. What is older says little of how carriers are now."""
LABELS_KEPT_FOR = Duration.days(90)
"""They hold the shopper's address. A label is good for 28 days unless the merchant says otherwise."""
REPLAYS_KEPT_FOR = Duration.days(30)
"""They hold past decisions, and can be made again."""
EVIDENCE_KEPT_FOR = Duration.days(365)
"""Photos of what shoppers send back: so long may somebody ask why a return was declined."""


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
        self.table = Table(self, "Table", stage=stage)
        self.bus = events.EventBus(self, "Bus", event_bus_name=f"todoku-{stage.name}")
        self.bus.apply_removal_policy(RemovalPolicy.RETAIN)
        if not stage.is_local:  # the local cloud's CloudFormation does not know archives
            self._archive()
        self.messages = sns.Topic(self, "Messages", enforce_ssl=stage.tls_only, display_name="Todoku messages")
        self.messages.apply_removal_policy(RemovalPolicy.RETAIN)  # the merchant may have subscribed to it
        self.raw_updates = Bucket(self, "RawUpdates", name="raw-updates", stage=stage)
        self.incoming = Bucket(
            self, "Incoming", name="incoming", stage=stage, tells_the_bus=True, kept_for=Duration.days(90)
        )
        self.promise_bucket = Bucket(self, "PromiseBucket", name="promise", stage=stage)
        self.history = Bucket(self, "History", name="history", stage=stage, kept_for=HISTORY_KEPT_FOR)
        self.history.add_lifecycle_rule(prefix="results/", expiration=Duration.days(7))
        self.returns = Bucket(self, "Returns", name="returns", stage=stage)
        self.returns.add_lifecycle_rule(prefix="returns/", expiration=LABELS_KEPT_FOR)
        self.returns.add_lifecycle_rule(prefix="evidence/", expiration=EVIDENCE_KEPT_FOR)
        self.returns.add_lifecycle_rule(prefix="replays/", expiration=REPLAYS_KEPT_FOR)
        self.returns.add_cors_rule(allowed_methods=[s3.HttpMethods.POST], allowed_origins=["*"], allowed_headers=["*"])
        self.console_people = ConsolePeople(self, "ConsolePeople", stage=stage)
        for told in (self.console_people.user_pool_id, self.console_people.user_pool_provider_name):
            self.export_value(told)  # whether or not the console has logins: so that they can be switched off again
        self.elements = Bucket(self, "Elements", name="elements", stage=stage)
        self.return_credentials = NamedSecret(
            self,
            "ReturnCredentials",
            name=f"todoku-{stage.name}/return-credentials",
            description="Credentials with who pays refunds and makes labels, filled by `todoku returns connect`",
        )
        self.link_secret = NamedSecret(
            self,
            "LinkSecret",
            name=f"todoku-{stage.name}/shopper-links",
            description="Signs shoppers' links",
            generate="link_signing",
        )
        self.promise_secret = NamedSecret(
            self,
            "PromiseSecret",
            name=f"todoku-{stage.name}/promise-signing",
            description="Signs the receipts of promises that were told",
            generate="promise_signing",
        )
        self.carrier_secret = NamedSecret(
            self,
            "CarrierSecret",
            name=f"todoku-{stage.name}/carrier-webhooks",
            description="Carriers' webhook secrets, filled by `todoku carriers connect`",
        )
        self.carrier_credentials = NamedSecret(
            self,
            "CarrierCredentials",
            name=f"todoku-{stage.name}/carrier-credentials",
            description="Credentials at carriers that are asked, filled by `todoku carriers credentials`",
        )
        self.shop_secret = NamedSecret(
            self,
            "ShopSecret",
            name=f"todoku-{stage.name}/shop-webhooks",
            description="Shop systems' webhook secrets, filled by `todoku shops connect`",
        )
        self.channel_secret = NamedSecret(
            self,
            "ChannelSecret",
            name=f"todoku-{stage.name}/channels",
            description="LINE's token and the web push key, filled by `todoku notifications connect`",
        )
        self.webhook_secret = NamedSecret(
            self,
            "WebhookSecret",
            name=f"todoku-{stage.name}/webhooks",
            description="Secrets that webhooks to the merchant's servers are signed with, one list for each endpoint",
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
