"""An EventBridge event that came through a queue, opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from shared import strict_json
from shared.errors import Invalid
from shared.eventing.envelope import EventData, Metadata

Data = TypeVar("Data", bound=EventData)


class UnreadableEvent(Invalid):
    """The message is no event of the kind this function consumes."""

    code = "unreadable_event"


@dataclass(frozen=True, slots=True)
class Opened(Generic[Data]):
    """An event's two halves."""

    metadata: Metadata
    data: Data


def open_event(kind: type[Data], body: str) -> Opened[Data]:
    """Open the body of a queued EventBridge event as `kind`; raises MalformedJson or UnreadableEvent.

    The message names the field, never its content: it ends in a dead-letter queue and in logs.
    """
    return open_one_of([kind], body)


def open_one_of(kinds: Sequence[type[Data]], body: str) -> Opened[Data]:
    """Like `open_event`, as the one of `kinds` that its detail-type names."""
    envelope = strict_json.loads(body.encode("utf-8", "surrogatepass"))
    named = envelope.get("detail-type") if isinstance(envelope, dict) else None
    kind = next((kind for kind in kinds if kind.detail_type == named), None)
    if not isinstance(envelope, dict) or kind is None:
        expected = " or ".join(kind.detail_type for kind in kinds)
        raise UnreadableEvent(f"Expected an event with detail-type {expected}.", field="detail-type")
    detail = envelope.get("detail")
    if not isinstance(detail, dict):
        raise UnreadableEvent("The event has no detail.", field="detail")
    try:
        return Opened(Metadata.model_validate(detail.get("metadata")), kind.model_validate(detail.get("data")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "detail"
        raise UnreadableEvent(f"{kind.detail_type}: {field}: {first['msg']}.", field=field) from None
