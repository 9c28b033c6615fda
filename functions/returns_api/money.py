"""Routes about money: made whole early, withheld, and what whoever pays says became of it."""

from __future__ import annotations

from functions.returns_api.decisions import by_staff
from functions.returns_api.findings import SettlementBody
from functions.returns_api.setting import desk, done, return_of
from shared.returns.note_settlement import note_settlement
from shared.returns.settle_return import settle_return
from shared.returns.withhold_return import withhold_return
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes


def post_settlement(request: Request) -> Response:
    """POST /v1/returns/{return_id}/settlements/{settlement_id}"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(SettlementBody, request.body)
    told = desk().telling(request, caller)
    noted = note_settlement(
        desk().means.returns,
        return_id,
        request.path["settlement_id"],
        done=body.state == "paid",
        reference=body.reference or "",
        failure=body.failure or "",
        actor=told.actor,
        now=told.at,
    )
    return done("settlement noted", noted, caller)


ROUTES: Routes = {
    "/v1/returns/{return_id}/settle": {"POST": by_staff("return settled", settle_return)},
    "/v1/returns/{return_id}/withhold": {"POST": by_staff("return withheld", withhold_return)},
    "/v1/returns/{return_id}/settlements/{settlement_id}": {"POST": post_settlement},
}
