"""What the descriptions of the portal's pages have in common, for OpenAPI. Each page stands at both kinds of link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.access.shopper_links import GIFTS, RETURNS
from shared.runtime.operation import Answer, Operation, Parameter

_TEXT = {"type": "string"}
_PATH: Mapping[str, Parameter] = {
    "token": Parameter(
        "token",
        "path",
        "The opaque, signed token of a link for returns, or of a gift; tokens of other pages open nothing here.",
        {"type": "string", "minLength": 1, "maxLength": 200},
        example="Yl6vXo0Vbq3aG0yNw8y7bQ.6b9c1f00.cD1nO0b7m5w2dJq9S8x4Tg",
    ),
    "return_id": Parameter("return_id", "path", "The return.", _TEXT, example="7K3F92M4XQ8TB5WN"),
    "file_id": Parameter("file_id", "path", "The file, as the page names it.", _TEXT, example="1-label.pdf"),
    "method": Parameter("method", "path", "The way back: `label`, `pickup` …", _TEXT, example="label"),
}
_QUERY: Mapping[str, str] = {
    "lang": "Language of the page.",
    "m": "The message whose link this is.",
    "change": "A draft that is put together anew.",
    "draft": "The draft that is put together.",
    "item": "An item of the draft.",
    "file": "What was uploaded.",
    "wrong": "What went wrong with an upload.",
    "done": "What was just done.",
    "added": "Photos of an answer that is not sent yet.",
    "country": "Where the parcel leaves from, ISO 3166-1 alpha-2; left out: where the order went.",
}
_FORM = {"application/x-www-form-urlencoded": {"type": "object"}}
_AFTER = {"Retry-After": "Seconds after which trying again is worth it."}
PAGE = Answer(200, "The page.", content_type="text/html")
ON = Answer(303, "On to the next page.", content_type="text/plain", headers={"Location": "Where that is."})
_FAILING = (
    Answer(403, "A page that says the link is not valid, or the form not ours.", content_type="text/html"),
    Answer(404, "A page that says there is no such thing.", content_type="text/html"),
    Answer(409, "A page that says what has changed meanwhile.", content_type="text/html"),
    Answer(422, "The page once more, with what is to be mended.", content_type="text/html"),
    Answer(429, "A page that says to wait.", content_type="text/html", headers=_AFTER),
    Answer(503, "A page that says to try again soon.", content_type="text/html", headers=_AFTER),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page or form, below the link."""

    method: str
    below: str
    id: str
    summary: str
    description: str
    query: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = (PAGE,)
    of_buyer: bool = False
    """Only of who bought it: not below a gift's link."""


def operations_of(page: Page) -> Iterator[Operation]:
    """One for each kind of link."""
    for link in (RETURNS,) if page.of_buyer else (RETURNS, GIFTS):
        yield Operation(
            method=page.method,
            path=f"/{link}/{{token}}{page.below}",
            id=f"{page.method.lower()}{link.title()}{page.id}",
            summary=page.summary,
            description=page.description,
            parameters=(*_of_path(page.below), *_of_query((*page.query, "lang"))),
            any_body="The page's own form." if page.method == "POST" else None,
            any_media=_FORM,
            answers=(*page.answers, *_FAILING),
            problems=(400, 413) if page.method == "POST" else (400,),
            tags=("Returns portal",),
        )


def _of_path(below: str) -> Iterator[Parameter]:
    return (each for name, each in _PATH.items() if name == "token" or f"{{{name}}}" in below)


def _of_query(names: tuple[str, ...]) -> Iterator[Parameter]:
    return (Parameter(name, "query", _QUERY[name], _TEXT, required=False) for name in names)
