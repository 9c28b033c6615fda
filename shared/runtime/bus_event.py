"""Any event of the platform that came through a queue, opened without knowing its kind."""

from __future__ import annotations

from pydantic import ValidationError

from shared import strict_json
from shared.eventing.envelope import Event
from shared.runtime.events import UnreadableEvent


def open_any(body: str) -> Event:
    """The event in the body of a queued message; raises MalformedJson or UnreadableEvent.

    The message names the field, never its content: it ends in a dead-letter queue and in logs.
    """
    envelope = strict_json.loads(body.encode("utf-8", "surrogatepass"))
    detail = envelope.get("detail") if isinstance(envelope, dict) else None
    if not isinstance(envelope, dict) or not isinstance(detail, dict):
        raise UnreadableEvent("The event has no detail.", field="detail")
    content = {"source": envelope.get("source"), "detail_type": envelope.get("detail-type"), **_halves(detail)}
    try:
        return Event.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise UnreadableEvent(f"{field}: {first['msg']}.", field=field) from None


def _halves(detail: dict[str, object]) -> dict[str, object]:
    return {name: detail.get(name) for name in ("metadata", "data")}
