"""Causes: who or what an incident is put down to."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """Who has to act, or bear it: it decides what a message says, who pays, and which claim is open.

    The six words are those the field's incident taxonomies share (AfterShip's exception subtags, 2026-03; UPU EMSEVT
    reasons): a cause that a carrier does not give is absent, never guessed.
    """

    CARRIER = "carrier"
    MERCHANT = "merchant"
    CONSIGNEE = "consignee"
    CUSTOMS = "customs"
    WEATHER = "weather"
    SECURITY = "security"
