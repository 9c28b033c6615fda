"""Keep what shoppers were told when they ordered, and give it back. Trigger: API Gateway, /v1/promises…"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from functions.promises_api.api import PromiseRequestBody, PromisesQuery
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_receipts import DynamoReceipts
from shared.aws.lean.promise_data import Bucket, PromiseData, PromiseFiles
from shared.aws.s3_promise_objects import S3PromiseObjects
from shared.aws.secrets import Secrets
from shared.receipts.freeze_promise import Basis, freeze_promise
from shared.receipts.held import PromiseChanged
from shared.receipts.read_receipt import PromiseUnknown, read_receipt, read_told
from shared.receipts.receipt import ID, SignedReceipt
from shared.receipts.sign import check
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import JsonText, Request, Response, Routes, as_json, problem, serve
from shared.runtime.idempotency_key import needed_idempotency_key
from shared.runtime.kept_fresh import KeptFresh
from shared.runtime.query import read_query
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings

logger = Logger(service="promises_api")

SIGNING = "promise_signing"
"""What the keys stand under in the secret, newest first. The first signs; all are believed."""


@dataclass(frozen=True, slots=True)
class PromisesApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    promise_bucket: str
    promise_secret: str


@cache
def settings() -> PromisesApiSettings:
    return PromisesApiSettings.from_env()


@cache
def receipts() -> DynamoReceipts:
    return DynamoReceipts(clients.dynamodb(), settings().table_name)


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def signing_keys() -> Refreshing[list[str]]:
    secret = Secrets(clients.secretsmanager(), settings().promise_secret)
    return Refreshing(lambda: secret.read()[SIGNING], 300)


@cache
def bucket() -> Bucket:
    return S3PromiseObjects(clients.s3(), settings().promise_bucket)


@cache
def data() -> KeptFresh[PromiseData]:
    return KeptFresh(PromiseFiles(bucket()).load, 60.0)


def post_promise(request: Request) -> Response:
    """POST /v1/promises"""
    key, now = needed_idempotency_key(_authorised(request)), clock.now()
    body = read(PromiseRequestBody, request.body)
    current = data()()
    basis = Basis(current.snapshot, current.forecasts_at(now))
    try:
        signed, is_new = freeze_promise(
            receipts(), basis, body.request(), idempotency_key=key, secret=signing_keys()()[0], now=now
        )
    except PromiseChanged as changed:
        logger.info("promise changed", extra={"items": len(changed.changed)})
        return _with_new_options(changed)
    logger.info("promise kept", extra={"promise_id": signed.receipt.id, "is_new": is_new})
    return _text(signed.published(), 201 if is_new else 200)


def get_promises(request: Request) -> Response:
    """GET /v1/promises"""
    order_id = read_query(PromisesQuery, _authorised(request).query).order_id
    told = read_told(receipts(), order_id)
    first, latest = _checked(told.first), _checked(told.latest)
    return _text(f'{{"order_id":{as_json(order_id)},"first":{first},"latest":{latest}}}')


def get_promise(request: Request) -> Response:
    """GET /v1/promises/{promise_id}"""
    promise_id = _authorised(request).path["promise_id"]
    if not re.fullmatch(ID, promise_id):
        raise PromiseUnknown("There is no promise with this id.", field="promise_id")
    return _text(_checked(read_receipt(receipts(), promise_id)))


ROUTES: Routes = {
    "/v1/promises": {"POST": post_promise, "GET": get_promises},
    "/v1/promises/{promise_id}": {"GET": get_promise},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request) -> Request:
    """The request, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    return request


def _checked(signed: SignedReceipt) -> str:
    return signed.published(check(signed.document, signed.signature, signing_keys()()))


def _with_new_options(changed: PromiseChanged) -> Response:
    """RFC 9457 lets a problem carry more than its five members."""
    refused = problem(changed)
    more = {"changed": [item.to_json() for item in changed.changed], "answer": changed.answer.to_json()}
    return Response(refused.status, {**refused.body, **more}, refused.content_type, refused.headers)


def _text(body: str, status: int = 200) -> Response:
    return Response(status, JsonText(body), headers={"cache-control": "no-store"})
