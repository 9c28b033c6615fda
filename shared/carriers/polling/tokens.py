"""Tokens of carriers that were signed in to, kept in memory while they are good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.carriers.asking.polling import Token

MARGIN = timedelta(minutes=1)
"""A token that ends so soon is not begun with."""


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str
    until: datetime
    credentials: Mapping[str, str]


class Tokens:
    """One per carrier. Other credentials than it was given for make it worthless."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def get(self, carrier: str, credentials: Mapping[str, str], now: datetime) -> str | None:
        """The carrier's token, if it is still good."""
        kept = self._kept.get(carrier)
        if kept is None or kept.credentials != credentials or now >= kept.until:
            return None
        return kept.token

    def keep(self, carrier: str, credentials: Mapping[str, str], token: Token, now: datetime) -> None:
        """Keep it until shortly before its end."""
        self._kept[carrier] = _Kept(token.value, now + token.lasts - MARGIN, {**credentials})

    def forget(self, carrier: str) -> None:
        """The carrier no longer takes it."""
        self._kept.pop(carrier, None)
