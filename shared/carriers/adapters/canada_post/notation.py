"""Canada Post's two notations of the same facts: XML of the tracking web service, JSON of the Tracking API."""

from __future__ import annotations

from dataclasses import dataclass

from shared import strict_json, strict_xml


@dataclass(frozen=True, slots=True)
class Names:
    """What the fields are called."""

    expected: str
    changed_expected: str
    identifier: str
    date: str
    time: str
    zone: str
    description: str
    signatory: str
    site: str
    province: str
    last_event_at: str
    last_event_type: str
    last_event_location: str


XML = Names(
    expected="expected-delivery-date",
    changed_expected="changed-expected-date",
    identifier="event-identifier",
    date="event-date",
    time="event-time",
    zone="event-time-zone",
    description="event-description",
    signatory="signatory-name",
    site="event-site",
    province="event-province",
    last_event_at="event-date-time",
    last_event_type="event-type",
    last_event_location="event-location",
)

JSON = Names(
    expected="expectedDeliveryDate",
    changed_expected="changedExpectedDate",
    identifier="eventIdentifier",
    date="eventDate",
    time="eventTime",
    zone="eventTimeZone",
    description="eventDescription",
    signatory="signatoryName",
    site="eventSite",
    province="eventProvince",
    last_event_at="eventDateTime",
    last_event_type="eventType",
    last_event_location="eventLocation",
)


def is_xml(body: bytes) -> bool:
    """Whether the body begins as XML does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read(body: bytes) -> object:
    """The body in its own notation, not yet understood; raises MalformedXml or MalformedJson."""
    return strict_xml.loads(body) if is_xml(body) else strict_json.loads(body)
