"""The environment, read once and only when asked: never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Self


@dataclass(frozen=True, slots=True)
class Settings:
    """Base of a function's settings: each field is an environment variable of the same name in capitals.

    One with a default may be missing. Secrets never stand in the environment; their names in Secrets Manager do.
    """

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Self:
        """Read every field, or raise RuntimeError naming all variables that are missing."""
        source = os.environ if env is None else env
        told = {field.name: source.get(field.name.upper(), "") for field in fields(cls)}
        missing = [field.name for field in fields(cls) if not told[field.name] and field.default is MISSING]
        if missing:
            raise RuntimeError(f"missing environment variables: {', '.join(name.upper() for name in missing)}")
        return cls(**{name: value for name, value in told.items() if value})
