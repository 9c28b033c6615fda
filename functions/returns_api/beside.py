"""What stands beside the policy's offers: suggestions and slots. Where they cannot be read, the answer goes without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from functions.returns_api.setting import desk, logger, settings
from shared.aws import clients
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.dynamodb_suggestions import DynamoSuggestions
from shared.errors import TodokuError
from shared.returns.caller import Caller
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Eligibility
from shared.returns.suggestions.advice import NOTHING, Beside, advise
from shared.returns.suggestions.model import SuggestionModel
from shared.returns.suggestions.slots import ChosenSlot, choose_slots
from shared.returns.suggestions.suggest import Shelf
from shared.runtime.refreshing import Refreshing
from shared.shoppers.shopper import shopper_id
from shared.tracking.order import Order

MODEL_SECONDS = 60.0


@cache
def models() -> Refreshing[tuple[SuggestionModel | None]]:
    store = DynamoSuggestions(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: (store.current(),), MODEL_SECONDS)


@cache
def _shoppers() -> DynamoShoppers:
    return DynamoShoppers(clients.dynamodb(), settings().table_name)


def beside(order: Order, found: Sequence[Eligibility], policy: Policy, caller: Caller, now: datetime) -> Beside:
    """For whoever asks. Nobody is refused a return because nothing could be suggested."""
    try:
        (model,) = models()()
        currency = order.sale.currency if order.sale else policy.currency
        price_of = desk().means.price_of
        shelf = Shelf(desk().means.stock, policy.stock_kept, lambda sku: price_of(sku, currency) is not None)
        advice = advise(model, order, found, shelf, by_tier=not caller.is_gift)
        return Beside(advice, _slots(order, policy, caller, now))
    except TodokuError as error:
        logger.warning("nothing suggested", extra={"order_id": order.order_id, "code": error.code})
        return NOTHING


def _slots(order: Order, policy: Policy, caller: Caller, now: datetime) -> tuple[ChosenSlot, ...]:
    """Only for the shopper who ordered it, for it is they who said yes to promotions."""
    slots = desk().policies.current().slots
    known = shopper_id(order.contact)
    if not slots or not known or caller.is_staff or caller.is_gift:
        return ()
    today = now.astimezone(order.destination.zone).date()
    return choose_slots(slots, order, policy.reasons, _shoppers().get(known), today)
