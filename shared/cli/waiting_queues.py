"""Which queues of the local cloud hold something: what a story waits for is in one of them, or was given up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.cli.local_cloud import LocalCloud

_NAMES = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "VisibilityTimeout")


@dataclass(frozen=True, slots=True)
class Held:
    """A queue that holds something."""

    queue: str
    """As infra calls it, "SendEmailQueue"."""
    waiting: int
    """Messages that nobody has taken yet."""
    taken: int
    """Messages that a function works on, or failed at: those come again."""
    again_after: int
    """Seconds after which what failed comes again."""

    def __str__(self) -> str:
        if self.queue.endswith(_GIVEN_UP):
            return f"{self.queue} holds {self.waiting + self.taken} that were given up"
        told = [f"{self.waiting} waiting"] if self.waiting else []
        if self.taken:
            told.append(f"{self.taken} taken, tried again within {self.again_after} s if that failed")
        return f"{self.queue} holds {' and '.join(told)}"


def held(cloud: LocalCloud) -> list[Held]:
    """All that hold something. Raises botocore's errors."""
    return [one for one in _all(cloud) if one.waiting or one.taken]


def in_words(cloud: LocalCloud) -> str:
    """ "SendEmailQueue holds 1 waiting; …"; says so where none holds anything."""
    return "; ".join(map(str, held(cloud))) or "no queue holds anything"


def _all(cloud: LocalCloud) -> Iterator[Held]:
    client = cloud.client("sqs")
    for page in client.get_paginator("list_queues").paginate():
        for url in page.get("QueueUrls", []):
            told = client.get_queue_attributes(QueueUrl=url, AttributeNames=[*_NAMES])["Attributes"]
            waiting, taken, again_after = (int(told[name]) for name in _NAMES)
            yield Held(_name(url), waiting, taken, again_after)


def _name(url: str) -> str:
    """Without the stack's name before it, and CloudFormation's letters behind it."""
    return re.sub(r"^todoku-[a-z0-9]+-[a-z]+-|-?[0-9A-F]{8}.*$", "", url.rpartition("/")[2])


_GIVEN_UP = "DeadLetters"
