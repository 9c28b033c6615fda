"""The merchant's console: pages for the shop's own people. Trigger: API Gateway, /console…"""

from __future__ import annotations

from typing import Any

from functions.console_api import claims, deciding, entrance, login, looking, reports
from functions.console_api.setting import ConsoleApiSettings as ConsoleApiSettings
from functions.console_api.setting import logger as logger
from shared.runtime.http import Routes, serve

ROUTES: Routes = {
    **entrance.ROUTES,
    **login.ROUTES,
    **looking.ROUTES,
    **deciding.ROUTES,
    **claims.ROUTES,
    **reports.ROUTES,
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)
