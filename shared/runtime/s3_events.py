"""What S3 tells about an object, through the account's own event bus and a queue.

Source (2026-11): docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html. The key comes as it is, not encoded.
"""

from __future__ import annotations

from shared import strict_json
from shared.runtime.events import UnreadableEvent

OBJECT_CREATED = "Object Created"


def open_object_created(body: str) -> str:
    """The key of the object that was put into the bucket; raises MalformedJson or UnreadableEvent."""
    envelope = strict_json.loads(body.encode("utf-8", "surrogatepass"))
    if not isinstance(envelope, dict) or envelope.get("detail-type") != OBJECT_CREATED:
        raise UnreadableEvent(f"Expected an event with detail-type {OBJECT_CREATED}.", field="detail-type")
    try:
        key = envelope["detail"]["object"]["key"]
    except (KeyError, TypeError):
        key = None
    if not isinstance(key, str) or not key:
        raise UnreadableEvent("The event names no object.", field="detail.object.key")
    return key
