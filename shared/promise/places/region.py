"""A part of a country, with its postal codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A prefecture, a state."""

    country: str
    """ISO 3166-1 alpha-2."""
    code: str
    """As in ISO 3166-2, without the country: "01", "TX"."""
    names: Mapping[str, str]
    """By language; English always."""
    prefixes: tuple[str, ...]
    """Starts of the postal codes in it."""

    @property
    def areas(self) -> tuple[tuple[str, str], ...]:
        """(country, prefix) of each."""
        return tuple((self.country, prefix) for prefix in self.prefixes)
