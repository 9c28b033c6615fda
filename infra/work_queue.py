"""A queue before a consumer that may fail, with its dead-letter queue and an alarm when something is in that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.alarm import Alarm
from infra.bucket import Bucket
from infra.function import TIMEOUT, Function
from infra.platform import Platform

TRIES = 5
_TIMES_THE_LONGEST = 6
"""AWS's advice for Lambda consumers: a batch may wait for a free execution environment, and be tried anew."""
_LOCAL_MARGIN_SECONDS = 15
"""The local cloud hands a batch over at once, so it only must not show again what is still worked on, however slowly a
function started there. Who waits for what failed once, on a busy machine, is a person: for 40 seconds, not for 150."""


class DeadLetterQueue(sqs.Queue):
    """Where messages wait for somebody to look, for as long as SQS can keep them; an alarm says that they do."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id, enforce_ssl=platform.stage.tls_only, retention_period=Duration.days(14))
        Alarm(
            scope,
            f"{id}Alarm",
            topic=platform.alarms,
            metric=self.metric_approximate_number_of_messages_visible(period=Duration.minutes(1), statistic="Maximum"),
            says=f"{id}: something waits for somebody to look. Read its `reason`, mend, redrive.",
        )


class WorkQueue(Construct):
    """A queue, its dead-letter queue, and what is done with both."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform, longest: Duration = TIMEOUT) -> None:
        """`longest`: how long its consumer may run."""
        super().__init__(scope, id)
        self.dead_letters = DeadLetterQueue(self, f"{id}DeadLetters", platform=platform)
        self.queue = sqs.Queue(
            self,
            "Queue",
            enforce_ssl=platform.stage.tls_only,
            visibility_timeout=_shown_again_after(longest, is_local=platform.stage.is_local),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=TRIES),
        )

    def fed_by(
        self,
        bus: events.IEventBus,
        detail_type: str,
        source: str | None,
        *,
        data: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Subscribe to one kind of event; with `data`, only to those whose fields have one of these values.

        `source`: None for a kind that others put on the bus under names of their own.
        """
        self._fed_by(
            events.Rule(
                self,
                f"On{detail_type}",
                event_bus=bus,
                event_pattern=events.EventPattern(
                    source=[source] if source else None,
                    detail_type=[detail_type],
                    detail={"data": {name: [*values] for name, values in data.items()}} if data else None,
                ),
            )
        )

    def fed_by_kinds(self, bus: events.IEventBus, detail_types: Sequence[str], source: str) -> None:
        """Subscribe to several kinds of event of one source, by one rule."""
        self._fed_by(
            events.Rule(
                self,
                f"On{source.rpartition('.')[2].capitalize()}",
                event_bus=bus,
                event_pattern=events.EventPattern(source=[source], detail_type=[*detail_types]),
            )
        )

    def fed_by_all_but(self, bus: events.IEventBus, source_prefix: str, detail_types: Sequence[str]) -> None:
        """Subscribe to every event whose source begins so, but those of these kinds."""
        self._fed_by(
            events.Rule(
                self,
                "OnAll",
                event_bus=bus,
                event_pattern=events.EventPattern(
                    source=events.Match.prefix(source_prefix),
                    detail_type=events.Match.anything_but(*detail_types),
                ),
            )
        )

    def fed_by_objects(self, bucket: Bucket, prefix: str) -> None:
        """Subscribe to what is put into `bucket` under `prefix`. S3 tells it on the account's own bus."""
        self._fed_by(
            events.Rule(
                self,
                "OnObjectCreated",
                event_pattern=events.EventPattern(
                    source=["aws.s3"],
                    detail_type=["Object Created"],
                    detail={"bucket": {"name": [bucket.bucket_name]}, "object": {"key": [{"prefix": prefix}]}},
                ),
            )
        )

    def fed_by_mails(self, configuration_set: str, detail_types: Sequence[str]) -> None:
        """Subscribe to what Amazon SES tells of the mails of a configuration set, on the account's own bus."""
        self._fed_by(
            events.Rule(
                self,
                "OnMail",
                event_pattern=events.EventPattern(
                    source=["aws.ses"],
                    detail_type=[*detail_types],
                    detail={"mail": {"tags": {"ses:configuration-set": [configuration_set]}}},
                ),
            )
        )

    def _fed_by(self, rule: events.Rule) -> None:
        rule.add_target(
            targets.SqsQueue(
                self.queue,
                dead_letter_queue=self.dead_letters,
                retry_attempts=185,
                max_event_age=Duration.hours(24),
            )
        )

    def drained_by(
        self, function: Function, *, batch_size: int = 10, wait: Duration | None = None, parks: bool = True
    ) -> None:
        """Let `function` handle the messages; it answers which of them failed, and may park the hopeless ones.

        `wait`: how long a batch may be filled, for functions that do more with one that is full. `parks`: no for a
        function to which no message is hopeless.
        """
        function.add_event_source(
            sources.SqsEventSource(
                self.queue, batch_size=batch_size, max_batching_window=wait, report_batch_item_failures=True
            )
        )
        if parks:
            self.dead_letters.grant(function, "sqs:SendMessage")
            function.add_environment("DEAD_LETTER_QUEUE_URL", self.dead_letters.queue_url)


def _shown_again_after(longest: Duration, *, is_local: bool) -> Duration:
    """How long a message that was taken is hidden. `longest`: how long its consumer may run."""
    seconds = longest.to_seconds()
    return Duration.seconds(seconds + _LOCAL_MARGIN_SECONDS if is_local else _TIMES_THE_LONGEST * seconds)
