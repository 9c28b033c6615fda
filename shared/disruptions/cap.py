"""Alerts in the Common Alerting Protocol 1.2, as weather services publish them.

Source: OASIS Standard CAP 1.2, 1 July 2010, section 3.2 (versions 1.0 and 1.1 say the same in what is read here).

- Taken: status Actual, scope Public, msgType Alert, Update and Cancel. Everything else is ignored, with the reason.
- Update and Cancel end the alerts in `references`, whether those came in already or come later.
- Each `info` is a hazard; several that tell the same in other languages are one. One that gives the all-clear, or is
  past, or unlikely, is none.
- It holds from `onset`, else `effective`, else `sent`, until `expires`, or until `eventEndingTime` where the US weather
  service tells that (its `expires` is when the message is renewed). Without an end: for three days, as the standard
  leaves that to us.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from shared import strict_xml
from shared.disruptions.advisory import (
    Advisory,
    AffectedArea,
    Certainty,
    Code,
    End,
    EndReason,
    Hazard,
    Ignored,
    Report,
    Severity,
    Urgency,
)
from shared.disruptions.kinds import kind_of
from shared.disruptions.plain import ALERT_PREFIX
from shared.errors import Invalid
from shared.our_time import YEARS
from shared.promise.slowdown import SlowdownKind

LASTS = timedelta(days=3)
"""An alert that names no end, or one before its beginning."""
MOST_REFERENCES = 100
_LONGEST_NAME = 200
_IMPLIED_LANGUAGE = "en-US"
"""What CAP says of an `info` without `language`."""

_MESSAGES = {"Alert": None, "Update": EndReason.SUPERSEDED, "Cancel": EndReason.CANCELLED}
"""The kinds of message that are taken, and why one ends the alerts it refers to."""
_ANY_KIND = SlowdownKind.OTHER

Node = Mapping[str, Any]
Word = TypeVar("Word", bound=StrEnum)


class UnreadableAlert(Invalid):
    """The XML is no CAP alert that could be acted on; `field` says which element."""

    code = "unreadable_alert"


def read_cap(raw: bytes) -> Report | Ignored:
    """What the alert comes to. Raises MalformedXml or UnreadableAlert."""
    alert = strict_xml.loads(raw).get("alert")
    if not isinstance(alert, dict):
        raise UnreadableAlert("The XML is no CAP alert: its root is not <alert>.", field="alert")
    message = _required(alert, "msgType")
    for element, taken in (("status", ("Actual",)), ("scope", ("Public",)), ("msgType", tuple(_MESSAGES))):
        said = _required(alert, element)
        if said not in taken:
            return Ignored(f"{element} is not {' or '.join(taken)}")
    return _report(alert, message)


def alert_id(sender: str, identifier: str) -> str:
    """Our id of an alert. CAP's own is only unique with its sender, and may hold what an address may not."""
    return f"{ALERT_PREFIX}{hashlib.sha256(f'{sender},{identifier}'.encode()).hexdigest()[:24]}"


def _report(alert: Node, message: str) -> Report | Ignored:
    sender, sent_at = _required(alert, "sender"), _moment(_required(alert, "sent"), "sent")
    advisory_id = alert_id(sender, _required(alert, "identifier"))
    reason = _MESSAGES[message]
    ends = {} if reason is None else dict(_ends(alert, End(sent_at, reason, advisory_id)))
    if reason and not ends:
        raise UnreadableAlert(f"An alert with msgType {message} needs references.", field="references")
    hazards = () if message == "Cancel" else tuple(_hazards(alert, sent_at))
    if hazards:
        advisory = Advisory(advisory_id, sender[:_LONGEST_NAME], sent_at, hazards, tuple(sorted(ends)))
        return Report(advisory, ends)
    return Report(None, ends) if ends else Ignored("it tells of nothing that is ahead or going on")


def _ends(alert: Node, end: End) -> Iterator[tuple[str, End]]:
    """The alerts it refers to. Where one was sent after this (clocks differ), it ends at that moment."""
    references = _text(alert, "references").split()
    if len(references) > MOST_REFERENCES:
        raise UnreadableAlert(f"There are more than {MOST_REFERENCES} references.", field="references")
    for reference in references:
        parts = reference.split(",")
        if len(parts) != 3 or not all(parts):
            raise UnreadableAlert("A reference is sender,identifier,sent; this one is not.", field="references")
        sender, identifier, sent = parts
        yield alert_id(sender, identifier), replace(end, at=max(end.at, _moment(sent, "references")))


@dataclass(slots=True)
class _Told:
    """A hazard, and the languages it was told in so far."""

    hazard: Hazard
    languages: set[str]


def _hazards(alert: Node, sent_at: datetime) -> Iterator[Hazard]:
    told: list[_Told] = []
    for info in _nodes(alert, "info"):
        hazard, language = _hazard(info, sent_at), _language(info)
        if not _slows(info, hazard):
            continue
        same = next((t for t in told if language not in t.languages and _same(t.hazard, hazard)), None)
        if same is None:
            told.append(_Told(hazard, {language}))
        else:
            same.hazard = _merged(same.hazard, hazard)
            same.languages.add(language)
    yield from (t.hazard for t in told)


def _slows(info: Node, hazard: Hazard) -> bool:
    all_clear = "AllClear" in _texts(info, "responseType")
    return not all_clear and hazard.urgency is not Urgency.PAST and hazard.certainty is not Certainty.UNLIKELY


def _hazard(info: Node, sent_at: datetime) -> Hazard:
    language = _language(info)
    event, parameters = _required(info, "event", "info."), _values(info, "parameter")
    starts_at = _optional_moment(info, "onset") or _optional_moment(info, "effective") or sent_at
    ends_at = _ending_time(parameters) or _optional_moment(info, "expires")
    headline = _text(info, "headline") or event
    return Hazard(
        kind=kind_of(
            [event, *(value for name, value in parameters if name == "awareness_type")],
            [value for _, value in _values(info, "eventCode")],
            _texts(info, "category"),
        ),
        starts_at=starts_at,
        ends_at=ends_at if ends_at and ends_at > starts_at else starts_at + LASTS,
        severity=_word(info, "severity", Severity),
        certainty=_word(info, "certainty", Certainty),
        urgency=_word(info, "urgency", Urgency),
        areas=tuple(_area(area, language) for area in _nodes(info, "area")),
        called={language: headline[:_LONGEST_NAME]},
    )


def _ending_time(parameters: Sequence[tuple[str, str]]) -> datetime | None:
    said = next((value for name, value in parameters if name == "eventEndingTime"), "")
    return _moment(said, "info.parameter.eventEndingTime") if said else None


def _area(area: Node, language: str) -> AffectedArea:
    name = _text(area, "areaDesc")
    return AffectedArea(
        names={language: name[:_LONGEST_NAME]} if name else {},
        codes=tuple(Code(scheme, value) for scheme, value in _values(area, "geocode")),
        shapes=(*_texts(area, "polygon"), *_texts(area, "circle")),
    )


def _same(one: Hazard, other: Hazard) -> bool:
    """Whether two hazards are one in two languages: all but words is equal."""
    return _wordless(one) == _wordless(other)


def _wordless(hazard: Hazard) -> Hazard:
    areas = tuple(replace(area, names={}) for area in hazard.areas)
    return replace(hazard, areas=areas, called={}, kind=_ANY_KIND)


def _merged(one: Hazard, other: Hazard) -> Hazard:
    kind = other.kind if one.kind is _ANY_KIND else one.kind
    areas = tuple(
        replace(mine, names={**theirs.names, **mine.names}) for mine, theirs in zip(one.areas, other.areas, strict=True)
    )
    return replace(one, kind=kind, areas=areas, called={**other.called, **one.called})


def _language(info: Node) -> str:
    """ "ja" of "ja-JP"."""
    language = re.match("[a-z]{2}", (_text(info, "language") or _IMPLIED_LANGUAGE).lower())
    return language.group() if language else "en"


def _word(info: Node, name: str, words: type[Word]) -> Word:
    """CAP's word, or "unknown" for one that CAP does not have."""
    said = _text(info, name).lower()
    return words(said) if said in {word.value for word in words} else words("unknown")


def _optional_moment(info: Node, name: str) -> datetime | None:
    said = _text(info, name)
    return _moment(said, f"info.{name}") if said else None


def _moment(said: str, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise UnreadableAlert(f"{field} is no time such as 2026-01-20T09:00:00+09:00.", field=field) from None
    if moment.utcoffset() is None or moment.year not in YEARS:
        raise UnreadableAlert(f"{field} needs a zone, and a year from 2000 to 2199.", field=field)
    return moment.astimezone(UTC)


def _values(node: Node, name: str) -> list[tuple[str, str]]:
    """The valueName and value of every `name` element; those that lack one of them are left out."""
    pairs = [(_text(child, "valueName"), _text(child, "value")) for child in _nodes(node, name)]
    return [(scheme[:_LONGEST_NAME], value[:_LONGEST_NAME]) for scheme, value in pairs if scheme and value]


def _required(node: Node, name: str, path: str = "") -> str:
    said = _text(node, name)
    if not said:
        raise UnreadableAlert(f"The alert has no {path}{name}.", field=f"{path}{name}")
    return said


def _text(node: Node, name: str) -> str:
    return next(iter(_texts(node, name)), "")


def _texts(node: Node, name: str) -> list[str]:
    return [text for value in _listed(node, name) if (text := _plain(value))]


def _plain(value: object) -> str:
    text = value.get("#text") if isinstance(value, dict) else value
    return " ".join(text.split()) if isinstance(text, str) else ""


def _nodes(node: Node, name: str) -> list[Node]:
    return [value for value in _listed(node, name) if isinstance(value, dict)]


def _listed(node: Node, name: str) -> list[Any]:
    value = node.get(name, [])
    return value if isinstance(value, list) else [value]
