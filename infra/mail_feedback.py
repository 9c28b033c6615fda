"""What becomes of mails: Amazon SES tells it on the account's own bus, and it is kept with each message."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.alarm import Alarm
from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue

HEARD = (
    "Email Sent",
    "Email Delivered",
    "Email Opened",
    "Email Clicked",
    "Email Bounced",
    "Email Complaint Received",
    "Email Rejected",
    "Email Delivery Delayed",
)
"""detail-types of SES (`DETAIL_TYPES` in `shared/aws/ses_feedback.py`)."""
_ALWAYS = (
    ses.EmailSendingEvent.SEND,
    ses.EmailSendingEvent.DELIVERY,
    ses.EmailSendingEvent.BOUNCE,
    ses.EmailSendingEvent.COMPLAINT,
    ses.EmailSendingEvent.REJECT,
    ses.EmailSendingEvent.DELIVERY_DELAY,
)
_READING = (ses.EmailSendingEvent.OPEN, ses.EmailSendingEvent.CLICK)
"""SES adds a picture to each mail and leads each link over an address of its own, if these are asked for."""
BOUNCES, COMPLAINTS = 0.04, 0.0008
"""Shares at which somebody should look: AWS reviews an account at 0.05 and 0.001 (SES developer guide, 2026-11)."""


class MailFeedback(Construct):
    """SES -> default bus -> queue -> reactions in the table; and an alarm before AWS stops the account."""

    def __init__(
        self, scope: Construct, id: str, *, platform: Platform, configuration_set: ses.ConfigurationSet
    ) -> None:
        super().__init__(scope, id)
        data = platform.data
        configuration_set.add_event_destination(
            "AccountBus",
            destination=ses.EventDestination.event_bus(_account_bus(self)),
            events=[*_ALWAYS, *(_READING if platform.stage.follows_reading else ())],
        )
        record = Function(
            self,
            "RecordMailFeedback",
            name="record_mail_feedback",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(record, "dynamodb:GetItem", "dynamodb:PutItem")
        heard = WorkQueue(self, "MailEvents", platform=platform)
        heard.fed_by_mails(configuration_set.configuration_set_name, HEARD)
        heard.drained_by(record)
        for name, share, says in (
            ("BounceRate", BOUNCES, "too many mails go to addresses that do not exist: look at where they come from."),
            ("ComplaintRate", COMPLAINTS, "too many shoppers call the mails spam: tell them less, or ask first."),
        ):
            Alarm(
                self,
                f"{name}Alarm",
                topic=platform.alarms,
                metric=cloudwatch.Metric(
                    namespace="AWS/SES",
                    metric_name=f"Reputation.{name}",
                    period=Duration.hours(1),
                    statistic="Average",
                ),
                threshold=share,
                says=f"{name}: {says} AWS may stop all mail of the account.",
            )


def _account_bus(scope: Construct) -> events.IEventBus:
    """The account's own bus: the only one that SES tells."""
    arn = Stack.of(scope).format_arn(service="events", resource="event-bus", resource_name="default")
    return events.EventBus.from_event_bus_arn(scope, "DefaultBus", arn)
