"""Carriers that do not push: whose parcels are watched, and the clock by which they are asked."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.acknowledgements import IS_A_CLOCKS_QUEUE, acknowledge
from infra.alarm import Alarm
from infra.function import Function
from infra.platform import Platform
from infra.work_queue import DeadLetterQueue, WorkQueue

RUN_EVERY = Duration.minutes(15)
"""As `shared/carriers/asking/polling.py` counts on."""
LONGEST_RUN = Duration.minutes(10)
"""Longer than `RUN_LASTS` in `shared/carriers/polling/poll_carrier.py` by more than a question may take."""


class Polling(Construct):
    """Bus -> queue -> trackers in the table; a clock -> questions to carriers -> answers on the bus."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._start()
        self._poll()

    def _start(self) -> None:
        platform, data = self._platform, self._platform.data
        start = Function(
            self,
            "StartTrackers",
            name="start_trackers",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name, "CARRIER_CREDENTIALS": data.carrier_credentials.name},
        )
        data.table.allow(start, "dynamodb:PutItem")
        data.carrier_credentials.readable_by(start)
        shipments = WorkQueue(self, "Shipments", platform=platform)
        shipments.fed_by(data.bus, "ShipmentRegistered", source="postpurchase.tracking")
        shipments.drained_by(start)

    def _poll(self) -> None:
        platform, data = self._platform, self._platform.data
        poll = Function(
            self,
            "PollCarriers",
            name="poll_carriers",
            platform=platform,
            timeout=LONGEST_RUN,
            environment={
                "TABLE_NAME": data.table.table_name,
                "BUS_NAME": data.bus.event_bus_name,
                "CARRIER_CREDENTIALS": data.carrier_credentials.name,
                "RAW_UPDATES_BUCKET": data.raw_updates.bucket_name,
                "MERCHANT_ID": platform.stage.merchant,
            },
        )
        data.table.allow(poll, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem")
        data.table.allow_lists(poll)
        data.raw_updates.allow(poll, "s3:PutObject", "pushes/")
        data.bus.grant_put_events_to(poll)
        data.carrier_credentials.readable_by(poll)
        undelivered = DeadLetterQueue(self, "ClockDeadLetters", platform=platform)
        acknowledge(undelivered, IS_A_CLOCKS_QUEUE)
        clock = events.Rule(self, "Clock", schedule=events.Schedule.rate(RUN_EVERY))
        clock.add_target(
            targets.LambdaFunction(
                poll,
                dead_letter_queue=undelivered,
                retry_attempts=2,
                max_event_age=RUN_EVERY,  # the next run does what this one did not
            )
        )
        self._alarm_when_refused(poll)

    def _alarm_when_refused(self, poll: Function) -> None:
        refused = logs.MetricFilter(
            self,
            "CredentialsRefused",
            log_group=poll.log_group,
            filter_pattern=logs.FilterPattern.string_value("$.message", "=", "carrier credentials do not work"),
            metric_namespace="Todoku",
            metric_name=f"CarrierCredentialsRefused-{self._platform.stage.name}",
        )
        Alarm(
            self,
            "CredentialsRefusedAlarm",
            topic=self._platform.alarms,
            metric=refused.metric(statistic=cloudwatch.Stats.SUM, period=Duration.minutes(15)),
            says="A carrier does not take our credentials: see poll_carriers' log, and `todoku carriers credentials`.",
        )
