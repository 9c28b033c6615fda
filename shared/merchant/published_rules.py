"""The rules messages are decided by, as a published configuration says them."""

from __future__ import annotations

from dataclasses import replace

from shared.merchant.published import read_published
from shared.notifications.rules import NotificationRules


def published_rules(document: str, version: int) -> NotificationRules:
    """Compile what `config publish` stored as `version`; raises UnreadableConfiguration."""
    return replace(read_published(document).notification_rules(), configuration=version)
