"""Messages to shoppers: decided once, announced on a topic, sent by a function per channel, and what became of them."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.acknowledgements import IS_A_CLOCKS_QUEUE, acknowledge
from infra.function import TIMEOUT, Function
from infra.mail_feedback import MailFeedback
from infra.platform import Platform
from infra.senders import Senders
from infra.work_queue import DeadLetterQueue, WorkQueue

RUN_EVERY = Duration.minutes(5)
"""As `shared/notifications/tell_due.py` counts on."""
LONGEST_RUN = Duration.seconds(280)
"""Longer than `RUN_LASTS` there by more than one message takes, and over before the next begins."""

HEARD = {
    "OrderRecorded": "postpurchase.tracking",
    "OrderLineCancelled": "postpurchase.tracking",
    "OrderLineBackordered": "postpurchase.tracking",
    "OrderCancelled": "postpurchase.tracking",
    "ShipmentRegistered": "postpurchase.tracking",
    "MilestoneReached": "postpurchase.tracking",
    "IncidentOpened": "postpurchase.tracking",
    "EstimateRevised": "postpurchase.estimates",
    "PromiseAtRisk": "postpurchase.estimates",
    "PromiseMissed": "postpurchase.estimates",
    "CaseChanged": "postpurchase.cases",
}
"""Event -> its source."""


class Notifications(Construct):
    """Bus -> notify_customer -> topic -> a queue and a sender per channel; a clock -> what is due later."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._decide()
        self._decide_what_is_due()
        senders = Senders(self, "Senders", platform=platform)
        MailFeedback(self, "MailFeedback", platform=platform, configuration_set=senders.configuration_set)

    def _decide(self) -> None:
        notify = self._function("NotifyCustomer", "notify_customer")
        heard = WorkQueue(self, "Heard", platform=self._platform)
        for source in dict.fromkeys(HEARD.values()):
            kinds = [detail_type for detail_type, theirs in HEARD.items() if theirs == source]
            heard.fed_by_kinds(self._platform.data.bus, kinds, source=source)
        heard.drained_by(notify)

    def _decide_what_is_due(self) -> None:
        tell = self._function("TellDueMessages", "tell_due_messages", timeout=LONGEST_RUN)
        self._platform.data.table.allow_lists(tell)
        undelivered = DeadLetterQueue(self, "ClockDeadLetters", platform=self._platform)
        acknowledge(undelivered, IS_A_CLOCKS_QUEUE)
        clock = events.Rule(self, "Clock", schedule=events.Schedule.rate(RUN_EVERY))
        clock.add_target(
            targets.LambdaFunction(
                tell,
                dead_letter_queue=undelivered,
                retry_attempts=2,
                max_event_age=RUN_EVERY,  # the next run does what this one did not
            )
        )

    def _function(self, id: str, name: str, timeout: Duration = TIMEOUT) -> Function:
        """Both read an order with all that is known around it, and keep and announce what is decided."""
        data = self._platform.data
        function = Function(
            self,
            id,
            name=name,
            platform=self._platform,
            timeout=timeout,
            environment={"TABLE_NAME": data.table.table_name, "TOPIC_ARN": data.messages.topic_arn},
        )
        data.table.allow(function, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")
        data.messages.grant_publish(function)
        return function
