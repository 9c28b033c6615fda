"""What kept others who sent back the same. It stands beside the outcomes, and nobody is refused one for want of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from functions.returns_portal_api.setting import Visit, logger, returns, settings
from shared.aws import clients
from shared.aws.dynamodb_suggestions import DynamoSuggestions
from shared.errors import TodokuError
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Eligibility
from shared.returns.return_request import ReturnRequest
from shared.returns.suggestions.advice import advise
from shared.returns.suggestions.model import SuggestionModel
from shared.returns.suggestions.suggest import Shelf, Suggestion
from shared.returns.wanted_items import FOR_GIFTS
from shared.runtime.refreshing import Refreshing

MODEL_SECONDS = 60.0


@cache
def models() -> Refreshing[tuple[SuggestionModel | None]]:
    store = DynamoSuggestions(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: (store.current(),), MODEL_SECONDS)


def suggested(
    here: Visit, request: ReturnRequest, found: Sequence[Eligibility], policy: Policy
) -> dict[str, tuple[Suggestion, ...]]:
    """Item -> suggestions, the likeliest first; none where the model cannot be read."""
    try:
        (model,) = models()()
        means, currency = returns().means, request.currency
        shelf = Shelf(means.stock, policy.stock_kept, lambda sku: means.price_of(sku, currency) is not None)
        advice = advise(model, here.order, found, shelf, by_tier=not here.caller.is_gift)
    except TodokuError as error:
        logger.warning("nothing suggested", extra={"order_id": here.order.order_id, "code": error.code})
        return {}
    return {
        item.item_id: tuple(
            each
            for each in advice.get((item.line, item.reason), ())
            if not here.caller.is_gift or each.outcome in FOR_GIFTS
        )
        for item in request.items
    }
