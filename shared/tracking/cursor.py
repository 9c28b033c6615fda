"""Cursors: where a list goes on, as an opaque text that its reader hands back.

A cursor holds nothing secret and is not signed: whoever may read the list may read it from anywhere. It is bound to the
list and its filters, so that nobody goes on in another list by mistake.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from shared import strict_json
from shared.errors import Invalid

Entry = TypeVar("Entry")

MAX_LENGTH = 600
"""Characters. What is in it becomes a key of the table, which may be no longer than 1,024 bytes."""
PATTERN = rf"^[A-Za-z0-9_-]{{1,{MAX_LENGTH}}}$"


class InvalidCursor(Invalid):
    """The cursor is none of ours, or of another list, or of other filters."""

    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__(
            "This cursor belongs to no list with these filters: leave it out to begin anew.", field="cursor"
        )


@dataclass(frozen=True, slots=True)
class Place(Generic[Entry]):
    """A place in a list."""

    after: Entry | None
    """The last entry that was seen; None: the list's beginning."""
    oldest: date | None = None
    """The last day of a list by days. It is kept, because "the last 30 days" move on while somebody reads."""


class _Sealed(BaseModel, Generic[Entry]):
    model_config = ConfigDict(extra="forbid")

    bound_to: str
    after: Entry
    oldest: date | None = None


def seal(after: Entry, oldest: date | None, bound_to: str) -> str:
    """The cursor of the place behind `after`, for whoever asks for `bound_to` again."""
    sealed: _Sealed[Entry] = _Sealed(bound_to=bound_to, after=after, oldest=oldest)
    return base64.urlsafe_b64encode(sealed.model_dump_json().encode()).rstrip(b"=").decode()


def unseal(cursor: str, bound_to: str, kind: type[Entry]) -> Place[Entry]:
    """The place that a cursor means; raises InvalidCursor, whatever was sent."""
    if not re.fullmatch(PATTERN, cursor):
        raise InvalidCursor
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        strict_json.loads(raw)
        sealed = _Sealed[kind].model_validate_json(raw, strict=True)  # type: ignore[valid-type]
    except (binascii.Error, strict_json.MalformedJson, ValidationError):
        raise InvalidCursor from None
    if sealed.bound_to != bound_to:
        raise InvalidCursor
    return Place(sealed.after, sealed.oldest)
