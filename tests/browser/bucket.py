"""S3 as a browser meets it: a form that was signed for one file is sent to another origin, and held to what was signed.

What it follows (2026-11): "Creating a POST policy" and "POST Object" of the S3 API reference. It does not check the
signature: that was made in this process.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import urlencode

from shared.aws import clients
from tests.browser.page_server import ONE_AT_A_TIME, Answering, serving

OWN_FIELDS = (
    "file",
    "policy",
    "x-amz-signature",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "awsaccesskeyid",
    "signature",
)
"""What no condition has to name."""


@dataclass(slots=True)
class Bucket:
    """Where a browser sends files to."""

    port: int = 0
    name: str = ""
    allowed_origin: str = ""
    """By the bucket's own rules of CORS: whose scripts may send files."""
    kept: list[str] = field(default_factory=list)
    """Keys, in the order in which files came."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def put(self, form: dict[str, tuple[str, bytes]]) -> tuple[int, str, str]:
        """Keep the form's file, or refuse it: the status, S3's code, and the key."""
        policy = json.loads(base64.b64decode(form["policy"][1]))
        sent = {name.lower(): value.decode() for name, (_, value) in form.items() if name != "file"}
        file = form["file"][1]
        if refused := _refused(policy["conditions"], sent, len(file)):
            return refused[0], refused[1], ""
        with ONE_AT_A_TIME:
            clients.s3().put_object(
                Bucket=self.name, Key=sent["key"], Body=file, ContentType=sent.get("content-type", "")
            )
        self.kept.append(sent["key"])
        return 204, "", sent["key"]


@contextmanager
def receiving() -> Iterator[Bucket]:
    """It listens on a port of its own, which makes it another origin, until the end of the context."""
    bucket = Bucket()
    with serving(_Uploads, bucket) as port:
        bucket.port = port
        yield bucket


class _Uploads(Answering):
    def do_POST(self) -> None:
        bucket: Bucket = self.server.subject  # type: ignore[attr-defined]
        form = _fields(self.headers["content-type"], self.body())
        status, code, key = bucket.put(form)
        headers = [("content-type", "application/xml"), *self._cors(bucket)]
        back = form.get("success_action_redirect")
        if status == 204 and back:
            where = back[1].decode()
            told = urlencode({"bucket": bucket.name, "key": key, "etag": '"0"'})
            headers.append(("location", f"{where}{'&' if '?' in where else '?'}{told}"))
            status = 303
        self.answer(status, headers, f"<Error><Code>{code}</Code></Error>".encode() if code else b"")

    def do_OPTIONS(self) -> None:
        bucket: Bucket = self.server.subject  # type: ignore[attr-defined]
        allowed = self._cors(bucket)
        self.answer(200 if allowed else 403, allowed)

    def _cors(self, bucket: Bucket) -> list[tuple[str, str]]:
        if self.headers.get("origin") != bucket.allowed_origin:
            return []
        return [("access-control-allow-origin", bucket.allowed_origin), ("access-control-allow-methods", "POST")]


def _refused(conditions: list[Any], sent: dict[str, str], size: int) -> tuple[int, str] | None:
    """Why S3 takes no such file: status and code; None where it does."""
    named = set()
    for condition in conditions:
        if isinstance(condition, dict):
            ((name, value),) = condition.items()
            named.add(name.lower())
            if name.lower() != "bucket" and sent.get(name.lower()) != value:
                return 403, "AccessDenied"
        elif condition[0] == "content-length-range":
            if size < condition[1]:
                return 400, "EntityTooSmall"
            if size > condition[2]:
                return 400, "EntityTooLarge"
        else:
            name = condition[1].removeprefix("$").lower()
            named.add(name)
            value = sent.get(name, "")
            if not (value == condition[2] if condition[0] == "eq" else value.startswith(condition[2])):
                return 403, "AccessDenied"
    return None if set(sent) <= {*named, *OWN_FIELDS} else (403, "AccessDenied")


def _fields(content_type: str, body: bytes) -> dict[str, tuple[str, bytes]]:
    """A multipart form: name -> (file name, content)."""
    head = f"content-type: {content_type}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()  # type: ignore[attr-defined]
    return {
        str(part.get_param("name", header="content-disposition")): (
            str(part.get_filename() or ""),
            part.get_payload(decode=True),
        )
        for part in parts
    }
