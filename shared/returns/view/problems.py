"""What a refusal carries beside its code: every reason, item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.returns.policy.terms import Why
from shared.returns.view.terms import WhyView


def whys_by_item(whys: Mapping[str, Sequence[Why]], *, for_staff: bool) -> dict[str, Any]:
    """Item -> what stands against it."""
    return {
        item_id: [WhyView.of(why, for_staff=for_staff).model_dump(mode="json") for why in each]
        for item_id, each in whys.items()
    }
