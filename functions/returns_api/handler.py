"""What may come back, what was asked, decided and paid. Trigger: API Gateway, /v1/returns… and /v1/orders/…/returns…"""

from __future__ import annotations

from typing import Any

from functions.returns_api import decisions, drafts, lists, money, orders, warehouse
from functions.returns_api.setting import ReturnsApiSettings as ReturnsApiSettings
from functions.returns_api.setting import logger as logger
from shared.runtime.http import Routes, serve

ROUTES: Routes = {
    **lists.ROUTES,
    **warehouse.ROUTES,
    **drafts.ROUTES,
    **decisions.ROUTES,
    **money.ROUTES,
    **orders.ROUTES,
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)
