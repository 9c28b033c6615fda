"""A compiled policy as JSON. It fits every frozen dataclass of plain values; pydantic's `TypeAdapter` reads it back.

What is at its default is left out, and reads back as it. The same policy is always the same text: sets are sorted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import Any


def to_json(value: Any) -> Any:
    """As `json.dumps` takes it: dataclasses by their fields, sets sorted, dates and times as ISO 8601."""
    if is_dataclass(value):
        said = ((field.name, getattr(value, field.name)) for field in fields(value) if not _is_default(value, field))
        return {name: to_json(each) for name, each in said}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(to_json(each) for each in value)
    if isinstance(value, tuple | list):
        return [to_json(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): to_json(each) for key, each in value.items()}
    return value


def _is_default(value: Any, field: Field[Any]) -> bool:
    held = getattr(value, field.name)
    if field.default is not MISSING:
        return bool(held == field.default)
    return field.default_factory is not MISSING and bool(held == field.default_factory())
