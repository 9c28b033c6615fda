"""Events about shoppers. They name nobody: a shopper is the hash of an address."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from shared.eventing.envelope import EventData
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind

SOURCE = "postpurchase.shoppers"


class PreferencesChanged(EventData):
    """A shopper said yes or no to one kind of message on one channel."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "PreferencesChanged"
    version: ClassVar[int] = 1

    shopper: str
    """26 hex digits of a hash. The same for the same person, and no address."""
    channel: Channel
    kind: Kind
    allowed: bool
    chosen_at: AwareDatetime
    chosen_in: str
    """`checkout`, `preference_page`, `one_click`, `complaint` or `merchant`."""
