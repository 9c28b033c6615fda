"""Single values as Shopify writes them: ids, numbers and moments."""

from __future__ import annotations

import re
from datetime import datetime

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.checkpoint import NOWHERE

_ID = re.compile(r"[0-9]{1,20}")


def id_of(parent: Node, key: str, path: str) -> str:
    """One of Shopify's ids, a number that is the same for ever."""
    value = parent.get(key)
    written = "" if isinstance(value, bool | float) else str(value)
    if not _ID.fullmatch(written):
        raise fields.unreadable(path, key, "an id: a whole number")
    return written


def count_of(parent: Node, key: str, path: str) -> int:
    """A whole number."""
    value = parent.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise fields.unreadable(path, key, "a whole number")
    return value


def moment(parent: Node, key: str, path: str) -> datetime:
    """A date and time with its zone, as Shopify writes them, in UTC; without a zone it is refused."""
    at, zone_assumed = fields.moment(parent, key, path, NOWHERE)
    if zone_assumed:
        raise UnreadablePayload(f"{fields.path_of(path, key)} must have a zone.", field=fields.path_of(path, key))
    return at


def moment_or_none(parent: Node, key: str, path: str) -> datetime | None:
    """The same, where there is one."""
    return moment(parent, key, path) if parent.get(key) else None
