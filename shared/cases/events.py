"""Events about cases. Bodies hold ids, codes and amounts, never a name or free text."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from shared.cases.reported import CaseFields
from shared.eventing.envelope import EventData
from shared.tracking.order import ID

SOURCE = "postpurchase.cases"


class CaseReported(EventData, CaseFields):
    """What the system that handles a case tells: on the bus, from any source, or over HTTP, without the two ids."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "CaseReported"
    version: ClassVar[int] = 1

    order_id: str = Field(pattern=ID)
    case_id: str = Field(pattern=ID)


class CaseChanged(EventData, CaseFields):
    """Something new was heard of a case, and is kept."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "CaseChanged"
    version: ClassVar[int] = 1

    order_id: str
    case_id: str
    happened_at: AwareDatetime
    is_open: bool
    """Whether the case is open after it."""
