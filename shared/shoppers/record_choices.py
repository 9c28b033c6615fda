"""Record what a shopper chose to hear, and not to hear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.errors import Invalid
from shared.shoppers.change_shopper import change_shopper
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.ports import Shoppers
from shared.shoppers.shopper import Choice, Shopper

AHEAD = timedelta(minutes=5)
"""So far may the clock of who reports a choice be ahead of ours."""


class CannotBeRefused(Invalid):
    """Messages of this kind are required by law or contract."""

    code = "cannot_be_refused"


class ChosenInFuture(Invalid):
    """A choice from the future would outlast every later one."""

    code = "chosen_in_future"


def record_choices(
    shoppers: Shoppers,
    shopper_id: str,
    choices: Mapping[tuple[Channel, Kind], bool],
    *,
    at: datetime,
    source: str,
    now: datetime,
) -> Shopper:
    """Keep each choice, unless a later one about the same is known: in whichever order they come, the latest holds.
    One by a clock that is ahead counts as made now, so that it cannot outlast a no that follows at once.

    `at`, `now`: aware, UTC; `source` as of Choice. Raises CannotBeRefused, ChosenInFuture, and StaleShopper.
    """
    if any(kind is Kind.REQUIRED for _, kind in choices):
        raise CannotBeRefused("Messages of the kind `required` are sent whatever a shopper chose.", field="kind")
    if at > now + AHEAD:
        raise ChosenInFuture("A choice cannot be made in the future.", field="at")

    def with_choices(shopper: Shopper) -> Shopper:
        for (channel, kind), allowed in choices.items():
            shopper = shopper.choosing(channel, kind, Choice(allowed, min(at, now), source))
        return shopper

    return change_shopper(shoppers, shopper_id, with_choices)
