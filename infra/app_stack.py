"""The platform: composes, defines nothing."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.alarms import AlarmTopic
from infra.api import Api
from infra.carriers import Carriers
from infra.cases import Cases
from infra.data_stack import DataStack
from infra.disruptions import Disruptions
from infra.estimates import Estimates
from infra.freshness import Freshness
from infra.history import History
from infra.layer import DependencyLayer
from infra.platform import Platform
from infra.polling import Polling
from infra.promise import Promise
from infra.publishing import Publishing
from infra.reviews import Reviews
from infra.shoppers import Shoppers
from infra.shops import Shops
from infra.stage import Stage
from infra.tracking import Tracking
from infra.webhooks import Webhooks


class AppStack(Stack):
    """Everything that can be deployed anew at any time."""

    def __init__(self, scope: Construct, id: str, *, stage: Stage, data: DataStack) -> None:
        super().__init__(scope, id, description="Todoku: what runs", synthesizer=stage.synthesizer())
        self.platform = platform = Platform(
            stage=stage,
            data=data,
            api=Api(self, "Api", stage=stage),
            layer=DependencyLayer(self, "Dependencies", stage=stage),
            alarms=AlarmTopic(self, "Alarms", stage=stage),
        )
        platform.api.alarm_when_failing(platform.alarms)
        Promise(self, "Promise", platform=platform)
        Disruptions(self, "Disruptions", platform=platform)
        Carriers(self, "Carriers", platform=platform)
        Polling(self, "Polling", platform=platform)
        Shops(self, "Shops", platform=platform)
        Freshness(self, "Freshness", platform=platform)
        Tracking(self, "Tracking", platform=platform)
        Estimates(self, "Estimates", platform=platform)
        Cases(self, "Cases", platform=platform)
        Publishing(self, "Publishing", platform=platform)
        Shoppers(self, "Shoppers", platform=platform)
        Reviews(self, "Reviews", platform=platform)
        history = History(self, "History", platform=platform)
        Webhooks(self, "Webhooks", platform=platform)

        CfnOutput(self, "ApiUrl", value=platform.api.address)
        CfnOutput(self, "TableName", value=data.table.table_name)
        CfnOutput(self, "BusName", value=data.bus.event_bus_name)
        CfnOutput(self, "RawUpdatesBucket", value=data.raw_updates.bucket_name)
        CfnOutput(self, "IncomingBucket", value=data.incoming.bucket_name)
        CfnOutput(self, "HistoryBucket", value=data.history.bucket_name)
        CfnOutput(self, "FitFunction", value=history.fit_function_name)
        CfnOutput(self, "PromiseBucket", value=data.promise_bucket.bucket_name)
        CfnOutput(self, "LinkSecret", value=data.link_secret.name)
        CfnOutput(self, "CarrierSecret", value=data.carrier_secret.name)
        CfnOutput(self, "CarrierCredentials", value=data.carrier_credentials.name)
        CfnOutput(self, "ShopSecret", value=data.shop_secret.name)
        CfnOutput(self, "ReturnCredentials", value=data.return_credentials.name)
        CfnOutput(self, "ReturnsBucket", value=data.returns.bucket_name)
        CfnOutput(self, "ChannelSecret", value=data.channel_secret.name)
        CfnOutput(self, "MessagesTopic", value=data.messages.topic_arn)
        CfnOutput(self, "WebhookSecret", value=data.webhook_secret.name)
        CfnOutput(self, "Merchant", value=stage.merchant)
