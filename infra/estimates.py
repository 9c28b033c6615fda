"""Live estimates: revised when something is heard of a parcel, and by the clock when nothing is."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.acknowledgements import IS_A_CLOCKS_QUEUE, acknowledge
from infra.function import TIMEOUT, Function
from infra.platform import Platform
from infra.work_queue import DeadLetterQueue, WorkQueue

RUN_EVERY = Duration.minutes(15)
"""As `shared/estimates/revise_due.py` counts on."""
LONGEST_RUN = Duration.minutes(10)
"""Longer than `RUN_LASTS` there."""

HEARD = {
    "CheckpointRecorded": "postpurchase.tracking",
    "ShipmentRegistered": "postpurchase.tracking",
    "OrderRecorded": "postpurchase.tracking",
    "PromiseMade": "postpurchase.promise",
}
"""Event -> its source."""
SNAPSHOT = ("snapshot.json", "models/", "lanes/")


class Estimates(Construct):
    """Bus -> queue -> live estimates in the table; a clock -> those that are due."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._revise()
        self._revise_due()

    def _revise(self) -> None:
        revise = self._function("ReviseEstimate", "revise_estimate")
        heard = WorkQueue(self, "Heard", platform=self._platform)
        for detail_type, source in HEARD.items():
            heard.fed_by(self._platform.data.bus, detail_type, source=source)
        heard.drained_by(revise)

    def _revise_due(self) -> None:
        revise = self._function("ReviseDueEstimates", "revise_due_estimates", timeout=LONGEST_RUN)
        self._platform.data.table.allow_lists(revise)
        self._platform.data.table.allow(revise, "dynamodb:BatchGetItem")
        undelivered = DeadLetterQueue(self, "ClockDeadLetters", platform=self._platform)
        acknowledge(undelivered, IS_A_CLOCKS_QUEUE)
        clock = events.Rule(self, "Clock", schedule=events.Schedule.rate(RUN_EVERY))
        clock.add_target(
            targets.LambdaFunction(
                revise,
                dead_letter_queue=undelivered,
                retry_attempts=2,
                max_event_age=RUN_EVERY,  # the next run does what this one did not
            )
        )

    def _function(self, id: str, name: str, timeout: Duration = TIMEOUT) -> Function:
        """Both read a parcel with its order, and save what is told of it."""
        data = self._platform.data
        function = Function(
            self,
            id,
            name=name,
            platform=self._platform,
            timeout=timeout,
            environment={
                "TABLE_NAME": data.table.table_name,
                "PROMISE_BUCKET": data.promise_bucket.bucket_name,
            },
        )
        data.table.allow(function, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")
        for objects in SNAPSHOT:
            data.promise_bucket.allow(function, "s3:GetObject", objects)
        return function
