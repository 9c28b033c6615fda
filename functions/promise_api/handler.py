"""Answer when a parcel ordered now would arrive. Trigger: API Gateway, GET /v1/promise, POST …:batch.

Imports as little as it can, and reads no table: what it needs lies in a bucket, and is loaded before the first request
and then looked after in the background. See decision 0024.
"""

from shared.runtime import swift_start

swift_start.begin()

# ruff: noqa: E402 - all that follows is imported swiftly
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared import strict_json
from shared.access import api_key
from shared.aws.lean.bucket import LeanBucket
from shared.aws.lean.promise_data import Bucket, PromiseData, PromiseFiles
from shared.aws.lean.signature import Credentials
from shared.errors import TodokuError
from shared.promise.answer import PromiseAnswer, WrittenAnswer
from shared.promise.batch import answer_all
from shared.promise.make_promise import make_promise
from shared.promise.question import read_question
from shared.runtime import clock
from shared.runtime.aws_environment import AwsEnvironment
from shared.runtime.http import JsonText, Request, Response, Routes, for_every_page, serve
from shared.runtime.kept_fresh import KeptFresh
from shared.runtime.settings import Settings

REFRESH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class PromiseApiSettings(Settings):
    """What this function is told by its environment."""

    promise_bucket: str


@cache
def settings() -> PromiseApiSettings:
    return PromiseApiSettings.from_env()


@cache
def bucket() -> Bucket:
    aws = AwsEnvironment.from_env()
    return LeanBucket(
        settings().promise_bucket,
        region=aws.region,
        credentials=Credentials(aws.access_key_id, aws.secret_access_key, aws.session_token),
        now=clock.now,
        endpoint=aws.s3_endpoint,
        authorities=aws.authorities,
    )


@cache
def data() -> KeptFresh[PromiseData]:
    return KeptFresh(PromiseFiles(bucket()).load, REFRESH_SECONDS)


class StorefrontKeys:
    """Implements shared.access.api_key.KnownKeys with the keys of the snapshot.

    A key that is not among them may have been made since: whoever brings one makes us look again.
    """

    def kind(self, digest: str) -> api_key.KeyKind | None:
        known = digest in data()().snapshot.storefront_keys or digest in data().look_again().snapshot.storefront_keys
        return api_key.KeyKind.STOREFRONT if known else None


KEYS = StorefrontKeys()


def get_promise(request: Request) -> Response:
    """GET /v1/promise"""
    api_key.require(KEYS, request.query.get("key"), api_key.KeyKind.STOREFRONT)
    now, current = clock.now(), data()()
    asked = {name: text for name, text in request.query.items() if name != "key"}
    snapshot, forecasts = current.snapshot, current.forecasts_at(now)
    answer = make_promise(snapshot.network, read_question(asked, now), forecasts, snapshot.slowdowns)
    written = answer.written()
    headers = _cache_headers(answer, written, now, pinned="as_of" in asked)
    return Response(200, JsonText(written.text), headers=headers)


def post_batch(request: Request) -> Response:
    """POST /v1/promise:batch"""
    api_key.require(KEYS, request.query.get("key") or request.bearer(), api_key.KeyKind.STOREFRONT)
    now, current = clock.now(), data()()
    snapshot, forecasts = current.snapshot, current.forecasts_at(now)
    body = answer_all(snapshot.network, strict_json.loads(request.body), now, forecasts, snapshot.slowdowns)
    return Response(200, JsonText(body), headers={"cache-control": "no-store"})


ROUTES: Routes = {"/v1/promise": {"GET": get_promise}, "/v1/promise:batch": {"POST": post_batch}}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return for_every_page(serve(ROUTES, event))


def _cache_headers(answer: PromiseAnswer, written: WrittenAnswer, now: datetime, *, pinned: bool) -> dict[str, str]:
    """A CDN may hold an answer until it would change. The tag leaves out what only says when it was asked."""
    if pinned:
        return {"cache-control": "no-store"}
    tag = hashlib.sha256(written.lasting.encode()).hexdigest()[:32]
    return {"cache-control": f"public, max-age={min(answer.max_age(now), 3600)}", "etag": f'W/"{tag}"'}


def _prepare() -> None:
    """Load what the first request needs. What cannot be had now, a request asks for again."""
    with suppress(TodokuError):
        data()()


if swift_start.is_lambda():
    _prepare()
    swift_start.end()
