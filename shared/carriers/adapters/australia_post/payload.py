"""Australia Post's Shipping and Tracking API v1: the answer of `/shipping/v1/track`.

Source (2026-11): https://developers.auspost.com.au/apis/shipping-and-tracking/reference/track-items. Documented:

    {"tracking_results": [{"tracking_id", "status", "errors": [...],
        "consignment": {"events": [...], "status"},                        (StarTrack only)
        "trackable_items": [{"article_id", "product_type", "events": [{"location", "description", "date"}], "status"}]
    }]}

A tracked consignment of Australia Post's nests once more: `{"consignment_id", "number_of_items", "items": [articles]}`.
Dates carry their offset, mostly Sydney's wherever the scan was; one without is taken in the zone of its place, else in
Sydney's: assumed.
"""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.carriers.adapters.australia_post.codes import detail
from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.tracking.carrier_update import CarrierUpdate, ParcelNumber
from shared.tracking.checkpoint import NOWHERE, Checkpoint, Place

_SYDNEY = ZoneInfo("Australia/Sydney")
_NOT_KNOWN = "51104"
"""The error of a question in which no number is known. In an answer with results, each has errors of its own."""
_STATES = frozenset({"ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"})


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`. A number that Australia Post does not know, or does not track, is about no parcel.

    A number with one article is one parcel, also known by the article's own number. A consignment with several is not
    a parcel: each article is one, under its own number, and what StarTrack says of the whole is under the
    consignment's.
    """
    document = fields.document(body)
    if document.get("tracking_results") is None and _says_not_known(document):
        return ()
    updates: list[CarrierUpdate] = []
    for path, result in fields.nodes(document, "tracking_results", ""):
        updates += _updates(result, path)
    return tuple(updates)


def _says_not_known(document: Node) -> bool:
    errors = fields.nodes_or_empty(document, "errors", "")
    return {fields.text_or_empty(error, "code", path) for path, error in errors} == {_NOT_KNOWN}


def _updates(result: Node, path: str) -> list[CarrierUpdate]:
    whole = _events(fields.node_or_empty(result, "consignment", path), f"{path}.consignment")
    articles = [(_number(article, "article_id", at), _events(article, at)) for at, article in _articles(result, path)]
    if len(articles) == 1:
        ((number, events),) = articles
        asked = _number(result, "tracking_id", path)
        return [CarrierUpdate(asked, whole + events, also=() if number == asked else (number,))]
    updates = [CarrierUpdate(number, events) for number, events in articles]
    return [CarrierUpdate(_number(result, "tracking_id", path), whole), *updates] if whole else updates


def _number(parent: Node, key: str, path: str) -> ParcelNumber:
    return ParcelNumber("australia_post", fields.tracking_number(parent, key, path))


def _articles(result: Node, path: str) -> list[tuple[str, Node]]:
    """The tracked articles, those within consignments too."""
    found: list[tuple[str, Node]] = []
    for at, item in fields.nodes_or_empty(result, "trackable_items", path):
        found += fields.nodes_or_empty(item, "items", at) or [(at, item)]
    return [(at, article) for at, article in found if article.get("article_id") is not None]


def _events(parent: Node, path: str) -> tuple[Checkpoint, ...]:
    return tuple(_checkpoint(event, at) for at, event in fields.nodes_or_empty(parent, "events", path))


def _checkpoint(event: Node, path: str) -> Checkpoint:
    description = fields.text(event, "description", path)
    place = _place(fields.text_or_empty(event, "location", path))
    occurred_at, zone_assumed = fields.moment(event, "date", path, place, _SYDNEY)
    return Checkpoint(
        occurred_at=occurred_at,
        detail=detail(description),
        carrier_code=fields.code_of_words(description),
        message=description,
        place=place,
        time_inferred=zone_assumed,
    )


@lru_cache(maxsize=1024)
def _place(location: str) -> Place:
    """A place as written: "ALEXANDRIA NSW", "SYDNEY (AU)", "NZ", or StarTrack's depot ("MEL")."""
    if location == "Transit Scan":  # of no place
        return NOWHERE
    city, _, end = location.replace(",", " ").rpartition(" ")
    city = city.strip()
    if end in _STATES:
        return Place(city=city, region=end, country="AU")
    if len(end) == 4 and end[0] == "(" and end[-1] == ")" and end[1:3].isalpha():
        return Place(city=city, country=end[1:3].upper())
    if not city and len(end) == 2 and end.isalpha():
        return Place(country=end.upper())
    return Place(city=location)
