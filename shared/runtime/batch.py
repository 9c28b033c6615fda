"""Batches from queues and streams: one bad record never takes its neighbours along, nor is it dropped.

Own code instead of a library's batch processor, for what that one does not do: a message that can never succeed is
parked at once with its reason; a stream stops at the first failure, so later records of a key never overtake it; and
no exception's text, which may hold a shopper's data, reaches the logs. See decision 0014.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.errors import Conflict, Invalid, TodokuError

Record = Mapping[str, Any]
Failures = dict[str, list[dict[str, str]]]
Park = Callable[[str, Invalid], None]
"""Puts a body, or a note, into the dead-letter queue with the reason."""

TRIES = 5
"""For a message that somebody else was faster with: each time one of them comes through, so few lose that often."""
UNREADABLE = (Invalid, ValueError, KeyError)
"""What reading the same data again will raise again."""

logger = logging.getLogger(__name__)


class UnreadableRecord(Invalid):
    """A stream record holds what this version cannot read."""

    code = "unreadable_record"


def each_message(event: Mapping[str, Any], handle: Callable[[str], None], park: Park) -> Failures:
    """Handle the body of each SQS message. Invalid: `park(body, error)`. Anything else: left for the queue to retry.

    A Conflict at first is tried again at once, since `handle` reads anew: the queue would only do so minutes later, and
    what a return's steps tell within a second is about one case, and handled side by side.
    """
    failures = []
    for record in event["Records"]:
        try:
            _handle_or_park(str(record["body"]), handle, park)
        except Exception as error:  # the process edge: retried by the queue, and in the end in its dead-letter queue
            _log("message left for retry", record["messageId"], error)
            failures.append({"itemIdentifier": str(record["messageId"])})
    return {"batchItemFailures": failures}


def until_failure(event: Mapping[str, Any], handle: Callable[[Sequence[Record]], int]) -> Failures:
    """Handle a stream's records in order. `handle` answers how many it finished before the first failure.

    The stream is retried from the first unfinished record on; records may be handled twice, never out of order.
    """
    records: Sequence[Record] = event["Records"]
    done = handle(records)
    if done >= len(records):
        return {"batchItemFailures": []}
    return {"batchItemFailures": [{"itemIdentifier": str(records[done]["dynamodb"]["SequenceNumber"])}]}


def one_by_one(handle: Callable[[Record], None], park: Park) -> Callable[[Sequence[Record]], int]:
    """A handler of single records as `until_failure` wants it. What can never be read is parked, not retried."""

    def handle_all(records: Sequence[Record]) -> int:
        for done, record in enumerate(records):
            try:
                try:
                    handle(record)
                except UNREADABLE as error:
                    park_record(record, error, park)
            except Exception as error:  # the process edge: retried, bisected, and in the end in the failure queue
                _log("record left for retry", record["eventID"], error)
                return done
        return len(records)

    return handle_all


def park_record(record: Record, error: Exception, park: Park) -> None:
    """Note a stream record that can never be read: its keys and its place, never its content."""
    note = {
        "keys": record["dynamodb"]["Keys"],
        "sequence_number": record["dynamodb"]["SequenceNumber"],
        "event_id": record["eventID"],
    }
    logger.warning("record parked: %s (%s)", type(error).__name__, record["eventID"])
    park(json.dumps(note), UnreadableRecord(f"The item cannot be read by this version ({type(error).__name__})."))


def _handle_or_park(body: str, handle: Callable[[str], None], park: Park) -> None:
    try:
        _handle_though_others_do(body, handle)
    except Invalid as error:
        logger.warning("message parked: %s %s", error.code, error.detail)
        park(body, error)


def _handle_though_others_do(body: str, handle: Callable[[str], None]) -> None:
    for _ in range(TRIES - 1):
        try:
            handle(body)
        except Conflict:
            continue
        return
    handle(body)


def _log(message: str, record_id: str, error: Exception) -> None:
    reason = f"{error.code}: {error.detail}" if isinstance(error, TodokuError) else type(error).__name__
    logger.warning("%s: %s (%s)", message, reason, record_id)
