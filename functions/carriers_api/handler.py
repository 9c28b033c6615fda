"""Say which carriers there are and of which one a number may be, and take files of scans. Trigger: API Gateway."""

import logging
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.eventbridge_bus import EventBridgeBus
from shared.carriers.numbers.detect_carrier import Undetectable, detect_carrier, near_misses, read_number
from shared.carriers.registry import SLUGS
from shared.errors import Invalid
from shared.locales import FALLBACK, words
from shared.locales.carrier_name import carrier_name
from shared.runtime import clock
from shared.runtime.http import BadRequest, LargeBody, Request, Response, Routes, serve
from shared.runtime.settings import Settings

logging.getLogger().setLevel(logging.WARNING)
logger = logging.getLogger("carriers_api")
logger.setLevel(logging.INFO)

LONGEST_NAME_SHOWN = 32
A_DAY = 24 * 60 * 60
MAX_FILE_BYTES = 4 * 1024 * 1024
"""Lambda takes 6 MB a request, and base64 makes a third more of a file."""
PROBLEMS_LISTED = 100


@dataclass(frozen=True, slots=True)
class CarriersApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    bus_name: str
    merchant_id: str


@cache
def settings() -> CarriersApiSettings:
    return CarriersApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def bus() -> EventBridgeBus:
    return EventBridgeBus(clients.events(), settings().bus_name)


def get_carriers(request: Request) -> Response:
    """GET /v1/carriers"""
    headers = _authorised(request, {"key"})
    listed = [{"carrier": slug, "name": carrier_name(words(FALLBACK), slug)} for slug in SLUGS]
    return Response(200, {"carriers": listed}, headers=headers)


def get_detected(request: Request) -> Response:
    """GET /v1/carriers/detect"""
    headers = _authorised(request, {"key", "number", "country"})
    number, country = read_number(request.query.get("number", "")), request.query.get("country")
    body = {
        "number": number,
        "candidates": [asdict(candidate) for candidate in detect_carrier(number, country=country)],
        "problems": [asdict(near) for near in near_misses(number, country=country)],
    }
    return Response(200, body, headers=headers)


def post_file(request: Request) -> Response:
    """POST /v1/carriers/{carrier}/file"""
    # Here, because it imports pydantic, for which the other routes have no time.
    from shared.carriers.scan_files.receive_file import file_day, receive_file

    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    _refuse_unknown(request, {"as_of"}, BadRequest)
    received = receive_file(
        request.path["carrier"],
        request.body,
        notation=_subtype(request),
        merchant_id=settings().merchant_id,
        now=clock.now(),
        as_of=file_day(request.query["as_of"]) if "as_of" in request.query else None,
    )
    bus().publish(received.events)
    logger.info("scan file received", extra={"carrier": request.path["carrier"], "rows": received.rows})
    return Response(202, received.summary(PROBLEMS_LISTED), headers={"cache-control": "no-store"})


ROUTES: Routes = {
    "/v1/carriers": {"GET": get_carriers},
    "/v1/carriers/detect": {"GET": get_detected},
    "/v1/carriers/{carrier}/file": {"POST": LargeBody(post_file, MAX_FILE_BYTES)},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request, known: Collection[str]) -> dict[str, str]:
    """The answer's headers, once the caller has shown a key: a storefront's in the query, or the merchant's.

    The answer changes with a new version of this code only. What the secret key asked for, no shared cache may hold.
    """
    secret = request.bearer()
    if secret is None:
        api_key.require(keys(), request.query.get("key"), api_key.KeyKind.STOREFRONT)
    else:
        api_key.require(keys(), secret, api_key.KeyKind.MERCHANT)
    _refuse_unknown(request, known, Undetectable)
    return {"cache-control": f"{'public' if secret is None else 'private'}, max-age={A_DAY}"}


def _refuse_unknown(request: Request, known: Collection[str], refusal: type[Invalid]) -> None:
    unknown = request.query.keys() - set(known)
    if unknown:
        names = ", ".join(sorted(known))
        raise refusal(
            f'There is no parameter "{min(unknown)[:LONGEST_NAME_SHOWN]}". Known are: {names}.', field="query"
        )


def _subtype(request: Request) -> str:
    """ "csv" of `Content-Type: text/csv; charset=Shift_JIS`."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower().rpartition("/")[2]
