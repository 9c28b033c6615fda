"""The published configuration as messages need it."""

from __future__ import annotations

from shared.merchant.published import read_published
from shared.notifications.compose import Shop


def read_shop(document: str) -> Shop:
    """The shop's look, its sender and its rules; raises what `read_published` raises."""
    configuration = read_published(document)
    return Shop(
        brand=configuration.shown_brand(),
        sender=configuration.merchant.sender,
        rules=configuration.notification_rules(),
    )
