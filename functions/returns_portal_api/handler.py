"""The returns portal: pages on which shoppers send things back. Trigger: API Gateway, /returns/… and /gifts/…"""

from __future__ import annotations

from typing import Any

from functions.returns_portal_api import cancelling, choosing, first_page, return_page, withdrawing
from functions.returns_portal_api.setting import ReturnsPortalApiSettings as ReturnsPortalApiSettings
from functions.returns_portal_api.setting import logger as logger
from shared.runtime.http import Routes, serve

ROUTES: Routes = {
    **first_page.ROUTES,
    **choosing.ROUTES,
    **withdrawing.ROUTES,
    **cancelling.ROUTES,
    **return_page.ROUTES,
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)
