"""A consumer of the table's stream, with what every one of them needs to neither block, lose nor reorder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources

from infra.acknowledgements import IS_A_FAILURE_QUEUE, LIST_STREAMS, acknowledge
from infra.function import Function
from infra.platform import Platform
from infra.work_queue import DeadLetterQueue


def consume_stream(function: Function, *, platform: Platform, filters: Sequence[Mapping[str, Any]]) -> None:
    """Let `function` handle the records that fit one of `filters` (Lambda event filter patterns).

    A failing batch is split until the one bad record is alone, tried again for an hour at most, and then noted in a
    failure queue. The note holds the record's place in the stream, not the record: the item itself is in the table.
    """
    failures = DeadLetterQueue(function, f"{function.node.id}Failures", platform=platform)
    function.add_event_source(
        sources.DynamoEventSource(
            platform.data.table,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=100,
            bisect_batch_on_error=True,
            retry_attempts=10,
            max_record_age=Duration.hours(1),
            report_batch_item_failures=True,
            on_failure=sources.SqsDlq(failures),
            filters=[lambda_.FilterCriteria.filter(pattern) for pattern in filters],
        )
    )
    acknowledge(failures, IS_A_FAILURE_QUEUE)
    acknowledge(function.role, LIST_STREAMS)
