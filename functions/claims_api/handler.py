"""Take reports of what went wrong, by pages; give merchants what was said. Trigger: API Gateway, /problem/…, /v1/…"""

from __future__ import annotations

from typing import Any

from functions.claims_api import claim_page, merchant, reporting
from functions.claims_api.setting import ClaimsApiSettings as ClaimsApiSettings
from functions.claims_api.setting import logger as logger
from shared.runtime.http import Routes, serve

ROUTES: Routes = {**merchant.ROUTES, **reporting.ROUTES, **claim_page.ROUTES}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)
