"""The shop's list of returns."""

from __future__ import annotations

from functions.returns_api.drafts import post_draft
from functions.returns_api.models import ReturnsPageAnswer
from functions.returns_api.queries import ReturnsQuery
from functions.returns_api.setting import answer, desk, logger
from shared.returns.filtered_returns import Filter, filtered_returns
from shared.returns.view.answer import ReturnSummary, state_of
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.query import read_query


def get_returns(request: Request) -> Response:
    """GET /v1/returns"""
    desk().who(request).staff()
    query = read_query(ReturnsQuery, request.query)
    wanted = Filter(query.placed_from, query.placed_to, query.state, state_of)
    page = filtered_returns(desk().means, wanted, query.limit, query.cursor, clock.now())
    logger.info("returns listed", extra={"returns": len(page.returns)})
    return answer(
        ReturnsPageAnswer(returns=[ReturnSummary.of(each) for each in page.returns], cursor=page.cursor or None)
    )


ROUTES: Routes = {"/v1/returns": {"GET": get_returns, "POST": post_draft}}
