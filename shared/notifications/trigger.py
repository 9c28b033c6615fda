"""A trigger: one reason to tell a shopper something, until when it is true, and how it may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.tracking.milestone import Milestone

CHAT_FIRST = (Channel.LINE, Channel.WHATSAPP, Channel.PUSH, Channel.SMS, Channel.EMAIL)
"""What has to be read at once goes where it rings."""


class Group(StrEnum):
    """The part of the catalogue a trigger stands in."""

    BEFORE_SHIPPING = "before_shipping"
    DELIVERY = "delivery"
    RETURNS = "returns"
    REFUNDS = "refunds"
    CLAIMS = "claims"
    WARRANTY = "warranty"
    REVIEWS = "reviews"


class Once(StrEnum):
    """Once per what a trigger tells: the subject of its occasions."""

    ORDER = "order"
    PARCEL = "parcel"
    PARCEL_AND_DAY = "parcel and day"
    LINE = "order line"
    CASE = "case"
    CASE_AND_DAY = "case and day"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Its name is public: it stands in `merchant.yaml`, in events, and before the keys of its words."""

    name: str
    group: Group
    kind: Kind
    event: str
    """The `detail-type` it follows from; "clock" for what is due at a planned moment."""
    condition: str
    """When that event sets it off, in words; the code beside it says it exactly."""
    once: Once
    stale_after: timedelta
    """So long after it happened it is old news: late reports, replays and redrives tell nobody."""
    channels: tuple[Channel, ...] = (Channel.EMAIL,)
    """How it is told where the merchant names no channels; the first that reaches the shopper."""
    stale_from: Milestone | None = None
    """Once its parcel has come this far, it is old news. None: it never is."""
    superseded_by: tuple[str, ...] = ()
    """Triggers after which, told about the same parcel, order or case, this one is old news."""
    urgent: bool = False
    """Told in quiet hours too: a parcel at the door does not wait for the morning."""
    good_news: bool = False
    """Untrue while the parcel has an incident."""
    held_by_cases: bool = False
    """Not told while a case of the order is open, or its parcel is in trouble."""
    calm: bool = True
    """May carry recommendations and promotions, with consent and no open case. Trouble, money and cases do not."""
