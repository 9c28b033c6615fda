"""Parcels on their way back are followed, and terms pass: of drafts, answers, sending back, labels."""

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
"""As `shared/returns/expire_returns.py` counts on."""
LONGEST_RUN = Duration.minutes(10)
"""Longer than `RUN_LASTS` there."""
_SAVE = ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")


class ReturnParcels(Construct):
    """Bus -> queue -> where the goods are, in the return; a clock -> returns whose terms passed."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._follow()
        self._expire()

    def _follow(self) -> None:
        data = self._platform.data
        follow = self._function("FollowReturnParcels", "follow_return_parcels")
        milestones = WorkQueue(self, "Milestones", platform=self._platform)
        milestones.fed_by(data.bus, "MilestoneReached", source="postpurchase.tracking", data={"leg": ["return"]})
        milestones.drained_by(follow)

    def _expire(self) -> None:
        expire = self._function("ExpireReturns", "expire_returns", timeout=LONGEST_RUN)
        self._platform.data.table.allow_lists(expire)
        undelivered = DeadLetterQueue(self, "ClockDeadLetters", platform=self._platform)
        acknowledge(undelivered, IS_A_CLOCKS_QUEUE)
        clock = events.Rule(self, "Clock", schedule=events.Schedule.rate(RUN_EVERY))
        clock.add_target(
            targets.LambdaFunction(
                expire,
                dead_letter_queue=undelivered,
                retry_attempts=2,
                max_event_age=RUN_EVERY,  # the next run does what this one did not
            )
        )

    def _function(self, id: str, name: str, timeout: Duration = TIMEOUT) -> Function:
        """Both read a return with its orders, and save what follows."""
        data = self._platform.data
        function = Function(
            self,
            id,
            name=name,
            platform=self._platform,
            timeout=timeout,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(function, *_SAVE)
        return function
