"""The caller's own id of a request, so that sending it again changes nothing."""

from __future__ import annotations

import re

from shared.runtime.http import BadRequest, Request

HEADER = "Idempotency-Key"
PATTERN = r"^[A-Za-z0-9_.:-]{1,255}$"


def idempotency_key(request: Request) -> str:
    """The key; "" where there is none. Raises BadRequest for one that is none."""
    key = request.headers.get(HEADER.lower())
    if key is None:
        return ""
    if not re.fullmatch(PATTERN, key):
        raise _wrong("letters, digits and _.:- only, 255 at most")
    return key


def needed_idempotency_key(request: Request) -> str:
    """The key of a request that makes something new; raises BadRequest where it is missing."""
    return needed(idempotency_key(request))


def needed(key: str) -> str:
    """The key; raises BadRequest where it is missing."""
    if not key:
        raise _wrong("it is needed here: letters, digits and _.:- only, 255 at most")
    return key


def _wrong(expected: str) -> BadRequest:
    return BadRequest(f"{HEADER}: {expected}.", field=HEADER)
