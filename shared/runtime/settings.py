"""The environment, read once and only when asked: never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True, slots=True)
class Settings:
    """Base of a function's settings: each field is an environment variable of the same name in capitals.

    Secrets never stand in the environment; their names in Secrets Manager do.
    """

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Self:
        """Read every field, or raise RuntimeError naming all variables that are missing."""
        source = os.environ if env is None else env
        names = [field.name for field in fields(cls)]
        missing = [name.upper() for name in names if not source.get(name.upper())]
        if missing:
            raise RuntimeError(f"missing environment variables: {', '.join(missing)}")
        return cls(**{name: source[name.upper()] for name in names})
