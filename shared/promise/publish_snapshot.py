"""Publish what the promise is made from, whenever a part of it was saved."""

from __future__ import annotations

from typing import Protocol

from shared.errors import Conflict
from shared.promise.snapshot import PromiseSnapshot

ROUNDS = 5


class PublishedInBetween(Conflict):
    """Others kept on saving while this was published. Trying again helps."""

    code = "snapshot_published_in_between"


class InForce(Protocol):
    """Where the parts are saved."""

    def snapshot(self) -> PromiseSnapshot | None:
        """All parts as they are now, none older; None as long as no configuration is published."""


class Published(Protocol):
    """Where the function that answers finds the snapshot."""

    def current(self) -> bytes | None:
        """What is published; None when nothing is."""

    def replace(self, written: bytes) -> None:
        """Publish instead of it."""


def publish_snapshot(in_force: InForce, published: Published) -> int:
    """Publish until what is published is what is in force; answers how often that had to be written.

    Several of these may run at once, and one that read early may write last. So each looks again after it has written:
    whoever writes last then finds what it wrote in force, or writes anew.
    """
    for written in range(ROUNDS):
        snapshot = in_force.snapshot()
        if snapshot is None:
            return written
        wanted = snapshot.to_bytes()
        if published.current() == wanted:
            return written
        published.replace(wanted)
    raise PublishedInBetween("The promise's snapshot changed faster than it could be published.")
