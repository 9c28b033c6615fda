"""A request's body as a pydantic model, or an Invalid that names the field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared import strict_json
from shared.errors import Invalid

Model = TypeVar("Model", bound=BaseModel)


class InvalidBody(Invalid):
    """The body is JSON, but not what this operation takes."""

    code = "invalid_body"


def read(model: type[Model], raw: bytes) -> Model:
    """Read `raw` strictly; raises MalformedJson or InvalidBody for the first field that does not fit.

    The message says what was expected, never what was sent: that may be a shopper's data.
    """
    strict_json.loads(raw)
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise InvalidBody(f"{field}: {first['msg']}.", field=field) from None
