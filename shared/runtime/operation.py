"""An HTTP operation as its OpenAPI description needs it. The descriptions stand in `functions/<name>/api.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path, query or header parameter."""

    name: str
    place: str
    """"path", "query" or "header"."""
    description: str
    schema: Schema
    required: bool = True
    example: object = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer."""

    status: int
    description: str
    model: type | None = None
    """A pydantic model, or None for an answer that is not JSON."""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers every such answer carries, and what they say."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    id: str
    summary: str
    description: str
    answers: Sequence[Answer]
    problems: Sequence[int]
    """Statuses answered as problem+json."""
    parameters: Sequence[Parameter] = ()
    body: type | None = None
    """A pydantic model of the JSON body."""
    needs_body: bool = True
    """Whether a JSON body may not be left out."""
    any_body: str | None = None
    """Instead of `body`: what a body is that somebody else defines."""
    any_media: Mapping[str, Schema] = field(default_factory=lambda: {"application/json": {}})
    """In which media types such a body may come, and what is known of each."""
    other_media: Mapping[str, Schema] = field(default_factory=dict)
    """Beside JSON: in which other media types a body may come, and what is known of each."""
    example: object = None
    """A body as somebody would send it."""
    security: str | None = None
    """A name in `functions.openapi.SECURITY`."""
    or_security: str | None = None
    """Another name there, which will do as well."""
    tags: Sequence[str] = field(default_factory=tuple)


FORM = {"application/x-www-form-urlencoded": {"type": "object"}}
"""What a page's own form sends, as `any_media`."""
AFTER = {"Retry-After": "Seconds after which trying again is worth it."}
PAGE = Answer(200, "The page.", content_type="text/html")
PAGE_TO_WAIT = Answer(429, "A page that says to wait.", content_type="text/html", headers=AFTER)
PAGE_UNAVAILABLE = Answer(503, "A page that says to try again soon.", content_type="text/html", headers=AFTER)


def of_a_list(usual: int, most: int, cursor: str) -> tuple[Parameter, Parameter]:
    """The parameters `limit` and `cursor` of a list that goes on. `cursor`: the pattern of one."""
    size = {"type": "integer", "minimum": 1, "maximum": most}
    return (
        Parameter("limit", "query", f"{usual} without it.", size, required=False),
        Parameter("cursor", "query", "Of the page before.", {"type": "string", "pattern": cursor}, required=False),
    )
