"""A consumer of the table's stream, with what every one of them needs to neither block, lose nor reorder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources

from infra.acknowledgements import IS_A_FAILURE_QUEUE, LIST_STREAMS, acknowledge
from infra.alarm import Alarm
from infra.function import Function
from infra.platform import Platform
from infra.work_queue import DeadLetterQueue


def consume_stream(function: Function, *, platform: Platform, filters: Sequence[Mapping[str, Any]]) -> None:
    """Let `function` handle the records that fit one of `filters` (Lambda event filter patterns).

    A record that can never be read is parked by the function itself, and the stream goes on. Whatever else fails is
    tried again, alone, until it is 23 hours old, and then noted in the failure queue: its place in the stream, not the
    record. An alarm says when the consumer falls behind.
    """
    failures = DeadLetterQueue(function, f"{function.node.id}Failures", platform=platform)
    function.add_event_source(
        sources.DynamoEventSource(
            platform.data.table,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=100,
            bisect_batch_on_error=True,
            max_record_age=Duration.hours(23),  # and as many tries as that takes: an outage must not cost an event
            report_batch_item_failures=True,
            on_failure=sources.SqsDlq(failures),
            filters=[lambda_.FilterCriteria.filter(pattern) for pattern in filters],
        )
    )
    function.add_environment("DEAD_LETTER_QUEUE_URL", failures.queue_url)
    _alarm_when_behind(function, platform)
    acknowledge(failures, IS_A_FAILURE_QUEUE)
    acknowledge(function.role, LIST_STREAMS)


def _alarm_when_behind(function: Function, platform: Platform) -> None:
    Alarm(
        function,
        "BehindAlarm",
        topic=platform.alarms,
        metric=cloudwatch.Metric(
            namespace="AWS/Lambda",
            metric_name="IteratorAge",
            dimensions_map={"FunctionName": function.function_name},
            statistic="Maximum",
            period=Duration.minutes(1),
        ),
        says=f"{function.node.id}: the table's stream waits for minutes. Read the function's log.",
        threshold=Duration.minutes(5).to_milliseconds(),
        periods=3,
    )
