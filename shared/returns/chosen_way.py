"""Which items a way back is for, and what is in its parcel, from what whoever chooses it left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.errors import Conflict
from shared.returns.axes import Action
from shared.returns.carry_through import around, known
from shared.returns.means import Means
from shared.returns.methods.ports import WantedWayBack
from shared.returns.parcel_contents import parcel_contents
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Method
from shared.returns.working import chosen


class NoWayChosen(Conflict):
    """Nobody chose yet how it comes back: there is nothing to make anew."""

    code = "no_way_chosen"


def completed(means: Means, return_id: str, wanted: WantedWayBack, telling: Telling) -> WantedWayBack:
    """`wanted` with its items (none named: all that can be sent), their contents and where they go.

    Raises ReturnUnknown and OrderUnknown.
    """
    request = known(means.returns, return_id)
    near = around(means, request.order_ids)
    items = chosen(request, wanted.item_ids, Action.CHOOSE_METHOD, telling)
    policy = means.policies.version(request.policy_version)
    return replace(
        wanted,
        item_ids=items,
        contents=parcel_contents(request, items, near.orders, policy),
        destination=_destination(request, items),
    )


def method_of(means: Means, return_id: str) -> Method:
    """How it comes back, as was chosen. Raises ReturnUnknown and NoWayChosen."""
    method = known(means.returns, return_id).method
    if method is None or method is Method.NONE:
        raise NoWayChosen("Choose first how it comes back.")
    return method


def _destination(request: ReturnRequest, items: Sequence[str]) -> str:
    """The first item's; what goes into one parcel goes to one place."""
    found = (item for item in request.items if item.item_id in items and item.terms)
    return next((item.terms.actions.destination or "" for item in found if item.terms), "")
