"""What is published about what the merchant decides and keeps."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from shared.eventing.envelope import EventData

SOURCE = "postpurchase.merchant"


class PromiseBasis(StrEnum):
    """A part of what promises are made from. The values are public."""

    CONFIGURATION = "configuration"
    API_KEYS = "api_keys"
    ADVISORIES = "advisories"
    MODEL = "model"


class PromiseBasisChanged(EventData):
    """What promises are made from changed: answers that were kept elsewhere may be another by now."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "PromiseBasisChanged"
    version: ClassVar[int] = 1

    part: PromiseBasis
