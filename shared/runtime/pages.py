"""Pages for shoppers over HTTP: the headers all of them carry, and the forms they send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from shared.errors import Forbidden
from shared.runtime.http import BadRequest, Request, Response

MAX_FIELDS = 100
FORM = "application/x-www-form-urlencoded"


def html_page(status: int, html: str, security_policy: str, extra: Mapping[str, str] | None = None) -> Response:
    """A page for its reader only. Its address is the key to it, so it is told to nobody."""
    headers = {
        **(extra or {}),
        "cache-control": "no-store",
        "content-security-policy": security_policy,
        "referrer-policy": "no-referrer",
        "strict-transport-security": "max-age=31536000",
        "x-robots-tag": "noindex",
    }
    return Response(status, html, "text/html", headers)


def see_other(location: str, *cookies: str) -> Response:
    """After a form: go on there, by GET. The address may be a key, so it is told to nobody."""
    headers = {"location": location, "cache-control": "no-store", "referrer-policy": "no-referrer"}
    return Response(303, "", "text/plain", headers, cookies)


def read_form(request: Request, max_fields: int = MAX_FIELDS) -> dict[str, str]:
    """The fields of a form, each once; raises BadRequest for anything else. An empty body has none."""
    if not request.body:
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise BadRequest(f"Expected a form: {FORM}.")
    try:
        pairs = parse_qsl(
            request.body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=max_fields,
        )
    except ValueError:  # UnicodeDecodeError is one too
        raise BadRequest("The form cannot be read.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadRequest("The form names the same field twice.")
    return fields


def is_one_click(request: Request) -> bool:
    """Whether the body is `List-Unsubscribe=One-Click`, in either encoding that RFC 8058, section 3.2 allows."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return _ONE_CLICK_PART.search(request.body[:_LONGEST_ONE_CLICK]) is not None
    return read_form(request).get("List-Unsubscribe") == "One-Click"


_LONGEST_ONE_CLICK = 2048
"""Bytes; mail services send a few hundred. The expression takes time that grows with their square."""
_ONE_CLICK_PART = re.compile(rb'name="?List-Unsubscribe"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n')


def require_same_site(request: Request, public_url: str) -> None:
    """Pass when the form was sent from one of our own pages, as far as the browser says; else Forbidden.

    The token in the address is what lets in; this only keeps other sites from sending a form for a shopper whose link
    they know. Our pages send no referrer, so browsers write `Origin: null` for them: only `Sec-Fetch-Site` tells then.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Forbidden("This form comes from another site.")
        return
    origin = request.headers.get("origin", "null")
    ours = {urlsplit(public_url).netloc, request.headers.get("host", "")}
    if origin != "null" and urlsplit(origin).netloc not in ours:
        raise Forbidden("This form comes from another site.")
