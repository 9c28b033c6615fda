"""A request's query as a pydantic model, or an Invalid that names the parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared.errors import Invalid

Model = TypeVar("Model", bound=BaseModel)


class InvalidQuery(Invalid):
    """The query is not what this operation takes."""

    code = "invalid_query"


def read_query(model: type[Model], query: Mapping[str, str]) -> Model:
    """Read the query's texts as `model`; raises InvalidQuery for the first parameter that does not fit.

    A parameter nobody knows is refused, for it is most likely a filter that was mistyped. The message says what was
    expected, never what was sent.
    """
    if query.keys() - model.model_fields.keys():
        known = ", ".join(model.model_fields)
        raise InvalidQuery(f"There is a parameter that is not known here. Known are: {known}.", field="query")
    try:
        return model.model_validate_strings(dict(query), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = str(first["loc"][0])
        raise InvalidQuery(f"{field}: {first['msg']}.", field=field) from None
