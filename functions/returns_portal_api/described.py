"""The portal's family of pages, for OpenAPI. Each page stands at both kinds of link."""

from __future__ import annotations

from collections.abc import Iterator

from shared.access.shopper_links import GIFTS, RETURNS
from shared.runtime.operation import Operation
from shared.runtime.page_operation import Family, Page, part_of_path

_PORTAL = Family(
    tag="Returns portal",
    links="a link for returns, or of a gift",
    path=(
        part_of_path("return_id", "The return.", "7K3F92M4XQ8TB5WN"),
        part_of_path("file_id", "The file, as the page names it.", "1-label.pdf"),
        part_of_path("method", "The way back: `label`, `pickup` …", "label"),
    ),
    query={
        "change": "A draft that is put together anew.",
        "draft": "The draft that is put together.",
        "item": "An item of the draft.",
        "file": "What was uploaded.",
        "wrong": "What went wrong with an upload.",
        "done": "What was just done.",
        "added": "Photos of an answer that is not sent yet.",
        "country": "Where the parcel leaves from, ISO 3166-1 alpha-2; left out: where the order went.",
    },
)


def of_both(page: Page) -> Iterator[Operation]:
    """One for each kind of link."""
    return (_PORTAL.operation(page, link, link.title()) for link in (RETURNS, GIFTS))


def of_buyer(page: Page) -> Operation:
    """Only of who bought it: not below a gift's link."""
    return _PORTAL.operation(page, RETURNS, RETURNS.title())
