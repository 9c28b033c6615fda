"""Describe pages behind a shopper's link, and the forms they send, for OpenAPI: what is the same for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.runtime.operation import FORM, PAGE, PAGE_TO_WAIT, PAGE_UNAVAILABLE, Answer, Operation, Parameter

_TEXT = {"type": "string"}
ON = Answer(303, "On to the next page.", content_type="text/plain", headers={"Location": "Where that is."})
_FAILING = (
    Answer(403, "A page that says the link is not valid, or the form not ours.", content_type="text/html"),
    Answer(404, "A page that says there is no such thing.", content_type="text/html"),
    Answer(409, "A page that says what has changed meanwhile.", content_type="text/html"),
    Answer(422, "The page once more, with what is to be mended.", content_type="text/html"),
    PAGE_TO_WAIT,
    PAGE_UNAVAILABLE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page or form, below the link."""

    method: str
    below: str
    """The rest of its path: "" for the first page."""
    id: str
    summary: str
    description: str
    query: tuple[str, ...] = ()
    """Beside `lang`, which all take."""
    answers: tuple[Answer, ...] = (PAGE,)


@dataclass(frozen=True, slots=True)
class Family:
    """Pages that one function serves."""

    tag: str
    links: str
    """Which links open them, in words."""
    path: tuple[Parameter, ...]
    """What may stand in a path below the token."""
    query: Mapping[str, str]
    """What may stand in a query, and what it says; beside `lang` and `m`."""

    def operation(self, page: Page, link: str, named: str = "") -> Operation:
        """The page below a kind of link. `named`: what tells its id from the same page's below another link."""
        return Operation(
            method=page.method,
            path=f"/{link}/{{token}}{page.below}",
            id=f"{page.method.lower()}{named}{page.id}",
            summary=page.summary,
            description=page.description,
            parameters=(self._token(), *self._in_path(page.below), *self._in_query((*page.query, "lang"))),
            any_body="The page's own form." if page.method == "POST" else None,
            any_media=FORM,
            answers=(*page.answers, *_FAILING),
            problems=(400, 413) if page.method == "POST" else (400,),
            tags=(self.tag,),
        )

    def _token(self) -> Parameter:
        shape: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}
        told = f"The opaque, signed token of {self.links}; tokens of other pages open nothing here."
        return Parameter("token", "path", told, shape, example="Yl6vXo0Vbq3aG0yNw8y7bQ.6b9c1f00.cD1nO0b7m5w2dJq9S8x4Tg")

    def _in_path(self, below: str) -> Iterator[Parameter]:
        return (each for each in self.path if f"{{{each.name}}}" in below)

    def _in_query(self, names: tuple[str, ...]) -> Iterator[Parameter]:
        told = {"lang": "Language of the page.", "m": "The message whose link this is.", **self.query}
        return (Parameter(name, "query", told[name], _TEXT, required=False) for name in names)


def part_of_path(name: str, description: str, example: str) -> Parameter:
    """A text in a path."""
    return Parameter(name, "path", description, _TEXT, example=example)
