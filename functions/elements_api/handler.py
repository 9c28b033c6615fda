"""Serve what shops embed, each version for good. Trigger: API Gateway, GET /elements/{file}; on AWS behind a CDN.

A page names one version and its digest. So a version that was served once is kept in a bucket, and is still there when
the next deployment brings another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.s3_elements import S3Elements
from shared.errors import NotFound, Unavailable
from shared.runtime.http import Request, Response, Routes, for_every_page, serve
from shared.runtime.settings import Settings

logger = Logger(service="elements_api")

FILE = re.compile(r"[a-z]{1,20}(-[a-z]{1,20}){1,3}\.[0-9a-f]{16}\.js")
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class ElementsApiSettings(Settings):
    """What this function is told by its environment."""

    element_bucket: str


@cache
def settings() -> ElementsApiSettings:
    return ElementsApiSettings.from_env()


@cache
def kept() -> S3Elements:
    return S3Elements(clients.s3(), settings().element_bucket)


@cache
def released() -> Mapping[str, bytes]:
    """File -> content, of the version that was deployed with this function (infra/released_elements.py)."""
    folder = Path(__file__).parent / "released"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.js"))}


def get_element(request: Request) -> Response:
    """GET /elements/{file}"""
    file = request.path["file"]
    content = released().get(file)
    if content is not None:
        _keep(file, content)
    elif FILE.fullmatch(file):
        content = kept().find(file)
    if content is None:
        raise NotFound("There is no such version of an element.")
    headers = {"cache-control": FOREVER, "cross-origin-resource-policy": "cross-origin"}
    return Response(200, content, "text/javascript; charset=utf-8", headers)


ROUTES: Routes = {"/elements/{file}": {"GET": get_element}}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return for_every_page(serve(ROUTES, event))


def _keep(file: str, content: bytes) -> None:
    """Who asks gets it in any case; the next to ask makes up for what failed."""
    try:
        _keep_once(file, content)
    except Unavailable as error:
        logger.warning("element not kept", extra={"file": file, "code": error.code})


@cache
def _keep_once(file: str, content: bytes) -> None:
    kept().keep(file, content)
