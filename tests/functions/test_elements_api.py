"""Embedded elements over HTTP: for good, for every page, and also those of an earlier deployment."""

from __future__ import annotations

import pytest

from functions.elements_api import handler
from shared.aws import clients
from shared.aws.s3_elements import S3Elements
from shared.errors import Unavailable
from tests.functions.conftest import BUCKET, Cloud
from tests.functions.http_api import HttpApi

FILE, OLDER, NEVER = (f"delivery-promise.{digit * 16}.js" for digit in "abc")


@pytest.fixture(autouse=True)
def released(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> None:
    """What this deployment brought; a package of functions holds it, this checkout does not."""
    handler._keep_once.cache_clear()
    monkeypatch.setattr(handler, "released", lambda: {FILE: "export default '届く'".encode()})


def test_what_is_served_may_be_kept_for_good_by_every_page(api: HttpApi) -> None:
    answer = api.request("GET", f"/elements/{FILE}")
    assert (answer.status, answer.text) == (200, "export default '届く'")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_was_served_once_stays_when_the_next_version_comes(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    api.request("GET", f"/elements/{FILE}")
    monkeypatch.setattr(handler, "released", lambda: {OLDER: b"export default 2"})
    assert api.request("GET", f"/elements/{FILE}").text == "export default '届く'"


@pytest.mark.parametrize("file", [NEVER, "snapshot.json", "..%2Fsnapshot.json", "x.js", FILE.upper()])
def test_what_was_never_served_is_not_there(api: HttpApi, file: str) -> None:
    clients.s3().put_object(Bucket=BUCKET, Key="snapshot.json", Body=b"{}")
    clients.s3().put_object(Bucket=BUCKET, Key="elements/x.js", Body=b"{}")
    assert api.request("GET", f"/elements/{file}").status == 404


def test_who_asks_is_served_also_where_it_cannot_be_kept(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: S3Elements, file: str, content: bytes) -> None:
        raise Unavailable("S3 did not answer.")

    monkeypatch.setattr(S3Elements, "keep", fails)
    assert api.request("GET", f"/elements/{FILE}").status == 200
