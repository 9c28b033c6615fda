"""Take advisories about trouble ahead, list those in force, and end one. Trigger: API Gateway, /v1/advisories…"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.advisories_api.api import AdvisoriesPage, AdvisoriesQuery, Taken
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_advisories import DynamoAdvisories
from shared.aws.dynamodb_configuration import DynamoConfiguration, NothingPublished
from shared.aws.dynamodb_keys import DynamoKeys
from shared.disruptions.advisory import AdvisoryRecord
from shared.disruptions.cap import read_cap
from shared.disruptions.end_advisory import end_advisory
from shared.disruptions.list_advisories import list_advisories
from shared.disruptions.plain import ID, PlainAdvisory, read_plain
from shared.disruptions.record_advisory import AdvisoryOutcome, Recorded, record_advisory
from shared.disruptions.rules import Rules
from shared.disruptions.view import AdvisoryView
from shared.merchant.published import read_rules
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import BadRequest, Request, Response, Routes, serve
from shared.runtime.query import read_query
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.tracking.cursor import seal, unseal

logger = Logger(service="advisories_api")

LIST = "advisories"
"""What a cursor is bound to."""
XML = ("application/cap+xml", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class AdvisoriesApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str


@cache
def settings() -> AdvisoriesApiSettings:
    return AdvisoriesApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def advisories() -> DynamoAdvisories:
    return DynamoAdvisories(clients.dynamodb(), settings().table_name)


@cache
def rules() -> Refreshing[Rules]:
    configuration = DynamoConfiguration(clients.dynamodb(), settings().table_name)

    def load() -> Rules:
        try:
            return read_rules(configuration.current().document)
        except NothingPublished:
            return Rules()

    return Refreshing(load, 60)


def post_advisory(request: Request) -> Response:
    """POST /v1/advisories"""
    recorded = _record(_authorised(request))
    logger.info("advisory taken", extra=recorded.logged())
    taken = Taken(
        outcome=recorded.outcome,
        reason=recorded.reason,
        advisory=_view(recorded.record) if recorded.record else None,
        ended=list(recorded.ended),
    )
    return _answer(taken, 201 if recorded.outcome is AdvisoryOutcome.RECORDED else 200)


def get_advisories(request: Request) -> Response:
    """GET /v1/advisories"""
    query = read_query(AdvisoriesQuery, _authorised(request).query)
    after = None if query.cursor is None else unseal(query.cursor, LIST, str).after
    page = list_advisories(advisories(), clock.now(), limit=query.limit, after=after)
    cursor = seal(page.goes_on_after, None, LIST) if page.goes_on_after else None
    views = [view for record in page.records if (view := _view(record))]
    return _answer(AdvisoriesPage(advisories=views, cursor=cursor))


def post_end(request: Request) -> Response:
    """POST /v1/advisories/{advisory_id}/end"""
    advisory_id = _authorised(request).path["advisory_id"]
    if not re.fullmatch(ID, advisory_id):
        raise BadRequest("advisory_id: letters, digits, dot, underscore and hyphen, 64 at most.", field="advisory_id")
    ended = end_advisory(advisories(), advisory_id, clock.now())
    logger.info("advisory ended", extra={"advisory_id": advisory_id})
    return _answer(_view(ended))


ROUTES: Routes = {
    "/v1/advisories": {"POST": post_advisory, "GET": get_advisories},
    "/v1/advisories/{advisory_id}/end": {"POST": post_end},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request) -> Request:
    """The request, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    return request


def _record(request: Request) -> Recorded:
    """By its media type: XML is a CAP alert, everything else is JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() in XML:
        return record_advisory(advisories(), read_cap(request.body))
    plain = read(PlainAdvisory, request.body)
    return record_advisory(advisories(), read_plain(plain, clock.now()), has_own_time=plain.sent is not None)


def _view(record: AdvisoryRecord) -> AdvisoryView | None:
    return AdvisoryView.of(record, rules()(), clock.now())


def _answer(body: BaseModel | None, status: int = 200) -> Response:
    written = body.model_dump(mode="json") if body else None
    return Response(status, written, headers={"cache-control": "no-store"})
