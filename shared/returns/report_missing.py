"""Pieces will not come: lost on the way, or not in the parcel. What becomes of the money, staff say then."""

from __future__ import annotations

from collections.abc import Mapping

from shared.returns.axes import Action, Logistics
from shared.returns.means import Means
from shared.returns.request.moves import report_missing as reported
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.working import all_are, worked_on


def report_missing(means: Means, return_id: str, quantities: Mapping[str, int], telling: Telling) -> ReturnRequest:
    """`quantities`: item -> pieces. Raises WrongQuantity, ReturnUnknown, ActionNotLegal, ItemUnknown, StaleReturn."""
    return worked_on(
        means,
        return_id,
        Action.REPORT_MISSING,
        telling,
        lambda request, _: reported(request, dict(quantities), telling),
        all_are(tuple(quantities), lambda item: item.logistics is Logistics.MISSING),
    )
