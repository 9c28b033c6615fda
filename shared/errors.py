"""The platform's error kinds: as many as there are reactions.

Contexts subclass these with a stable `code`. `shared/aws` turns AWS's errors into them, `shared/runtime/http.py`
turns them into problem+json, `shared/runtime/batch.py` into a retry or a parked message.
"""

from __future__ import annotations


class TodokuError(Exception):
    """Base of all. `code` is public and stable; `detail` is for a person: what was wrong, where, what to do.

    Neither may hold personal data: both go to logs, to callers and to dead-letter queues.
    """

    code = "error"

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class Invalid(TodokuError):
    """The caller's fault, and trying again will not help: 4xx over HTTP, the dead-letter queue for a message."""

    code = "invalid"


class Refused(TodokuError):
    """The caller did not show who they are: 401. Never says which part was missing or wrong."""

    code = "unauthenticated"


class Forbidden(Refused):
    """Known, but not allowed to do this: 403."""

    code = "forbidden"


class NotFound(TodokuError):
    """It is not there: 404, or for a message: not there yet, so try again."""

    code = "not_found"


class Conflict(TodokuError):
    """Somebody else was faster, or the state does not allow it: 409, or read again and retry."""

    code = "conflict"


class TooMany(TodokuError):
    """The caller asked too often: 429. It is right to ask again, but not before `retry_after` seconds are over."""

    code = "too_many_requests"

    def __init__(self, detail: str, *, field: str | None = None, retry_after: int = 60) -> None:
        super().__init__(detail, field=field)
        self.retry_after = retry_after


class Unavailable(TodokuError):
    """AWS or a partner did not answer: 503, or let the queue retry."""

    code = "unavailable"
