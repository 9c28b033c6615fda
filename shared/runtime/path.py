"""An id in a request's path."""

from __future__ import annotations

import re

from shared.runtime.http import BadRequest, Request


def read_id(request: Request, name: str, pattern: str) -> str:
    """The id `name` of the path; raises BadRequest unless it is one. `pattern`: how ids of its context are made."""
    value = request.path[name]
    if not re.fullmatch(pattern, value):
        raise BadRequest(f"{name}: letters, digits, dot, underscore and hyphen, 64 at most.", field=name)
    return value
