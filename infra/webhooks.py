"""The merchant's webhooks: what happens is told to their own servers, signed, and again where they did not take it."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.acknowledgements import IS_A_CLOCKS_QUEUE, acknowledge
from infra.function import TIMEOUT, Function
from infra.platform import Platform
from infra.work_queue import DeadLetterQueue, WorkQueue

RUN_EVERY = Duration.minutes(1)
"""As `shared/webhooks/retry_due.py` counts on."""
LONGEST_RUN = Duration.seconds(55)
"""Longer than `RUN_LASTS` there by more than a try may take."""
NOT_DELIVERED = (
    "AdvisoryReported",
    "CarrierUpdateReceived",
    "CarrierUpdateReported",
    "CaseReported",
    "OrderLookupAsked",
    "PromiseBasisChanged",
)
"""As in `shared/webhooks/event_types.py`."""
_SAVE = ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")
_ROUTES = ("", "/{endpoint_id}", *(f"/{{endpoint_id}}/{does}" for does in ("rotate-secret", "replay", "test")))


class Webhooks(Construct):
    """Bus -> queue -> the merchant's servers; a clock -> what is due again; `/v1/webhook-endpoints`."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._deliver()
        self._retry()
        self._answer()

    def _deliver(self) -> None:
        deliver = self._function("DeliverWebhook", "deliver_webhook")
        told = WorkQueue(self, "Told", platform=self._platform)
        told.fed_by_all_but(self._platform.data.bus, "postpurchase.", NOT_DELIVERED)
        told.drained_by(deliver)

    def _retry(self) -> None:
        retry = self._function("RetryWebhooks", "retry_webhooks", timeout=LONGEST_RUN)
        self._platform.data.table.allow_lists(retry)
        undelivered = DeadLetterQueue(self, "ClockDeadLetters", platform=self._platform)
        acknowledge(undelivered, IS_A_CLOCKS_QUEUE)
        clock = events.Rule(self, "Clock", schedule=events.Schedule.rate(RUN_EVERY))
        clock.add_target(
            targets.LambdaFunction(
                retry,
                dead_letter_queue=undelivered,
                retry_attempts=2,
                max_event_age=RUN_EVERY,  # the next run does what this one did not
            )
        )

    def _answer(self) -> None:
        data = self._platform.data
        api = self._function("WebhooksApi", "webhooks_api", MERCHANT_ID=self._platform.stage.merchant)
        data.table.allow(api, "dynamodb:BatchGetItem", "dynamodb:DeleteItem")
        data.table.allow_lists(api)
        data.webhook_secret.writable_by(api)
        for route in (*_ROUTES, "/{endpoint_id}/deliveries"):
            self._platform.api.route(f"/v1/webhook-endpoints{route}", api)

    def _function(self, id: str, name: str, timeout: Duration = TIMEOUT, **more: str) -> Function:
        """All read endpoints with their secrets, send, and save what became of it."""
        data = self._platform.data
        function = Function(
            self,
            id,
            name=name,
            platform=self._platform,
            timeout=timeout,
            environment={
                "TABLE_NAME": data.table.table_name,
                "WEBHOOK_SECRET": data.webhook_secret.name,
                "LOCAL_RECEIVERS": "allowed" if self._platform.stage.is_local else "refused",
                **more,
            },
        )
        data.table.allow(function, *_SAVE)
        data.webhook_secret.readable_by(function)
        return function
