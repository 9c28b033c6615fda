"""Who makes labels for the portal."""

from __future__ import annotations

from functools import cache

from functions.returns_portal_api.setting import returns, settings
from shared.wiring.label_desk import LabelDesk


@cache
def labels() -> LabelDesk:
    told = settings()
    return LabelDesk(
        told.table_name,
        told.label_bucket,
        told.return_credentials,
        lambda: returns().policies.current().ways_back,
        told.easypost_address,
        told.shippo_address,
    )
