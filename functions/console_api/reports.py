"""The route on which reports wait, of all orders; they are answered on the pages of their orders."""

from __future__ import annotations

from functions.console_api.setting import Made, Visit, desk, visited
from shared.cases.list_waiting import list_waiting_cases
from shared.pages.console.reports import report_card, reports_page
from shared.runtime.http import Request, Response, Routes

_PAGE = 20


def get_reports(request: Request) -> Response:
    """GET /console/reports"""

    def show(visit: Visit) -> Made:
        waiting = list_waiting_cases(desk().cases, _PAGE, request.query.get("cursor") or None)
        claims = desk().claims.some((case.order_id, case.case_id) for case in waiting.cases)
        cards = [report_card(case, claims.get((case.order_id, case.case_id)), visit.frame) for case in waiting.cases]
        return reports_page(cards, waiting.cursor or "", visit.frame)

    return visited(request, show, "reports")


ROUTES: Routes = {"/console/reports": {"GET": get_reports}}
