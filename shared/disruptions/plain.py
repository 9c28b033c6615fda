"""An advisory as plain JSON, as the merchant's own systems write it. Documented in docs/disruptions.md.

{"id": "sapporo-snow-1", "kind": "snow", "severity": "severe", "area": [{"region": "JP-01"}],
 "carriers": ["yamato"], "days": {"least": 1, "most": 3},
 "from": "2026-01-20T09:00:00+09:00", "until": "2026-01-22T09:00:00+09:00",
 "headline": {"ja": "北海道：大雪のため最大3日の遅れ"}}
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.disruptions.advisory import (
    MERCHANT,
    Advisory,
    AffectedArea,
    Certainty,
    Code,
    Days,
    Hazard,
    Report,
    Severity,
    Urgency,
)
from shared.disruptions.codes.places import place_of
from shared.errors import Invalid
from shared.our_time import of_our_time
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.slowdown import Area, SlowdownKind

ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
ALERT_PREFIX = "cap-"
"""Ids of CAP alerts begin with it, and no others do."""

_REGION = "ISO 3166-2"

_LANGUAGE = "[a-z]{2}"
Language = Annotated[str, Field(pattern=f"^{_LANGUAGE}$")]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


def _by_language(texts: object) -> object:
    """Refused here, as a whole: an error names the path to what is wrong, and must not repeat what was sent."""
    if isinstance(texts, dict) and not all(isinstance(key, str) and re.fullmatch(_LANGUAGE, key) for key in texts):
        raise PydanticCustomError("languages", "Expected languages of two small letters, each with its text")
    return texts


Texts = Annotated[
    dict[Language, Line],
    BeforeValidator(_by_language),
    Field(max_length=20, json_schema_extra={"additionalProperties": False}),
]


Moment = Annotated[AwareDatetime, AfterValidator(of_our_time)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]


class InvalidAdvisory(Invalid):
    """The advisory is JSON, but says nothing that could be acted on."""

    code = "invalid_advisory"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlainArea(_Part):
    """Where: a region, or a country with the start of its postal codes."""

    region: str | None = Field(
        default=None,
        max_length=6,
        description="ISO 3166-2: a prefecture of Japan (`JP-01`) or a state of the USA (`US-TX`).",
    )
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2, without `region`.")
    postal_prefix: str = Field(
        default="",
        pattern="^[A-Z0-9]{0,10}$",
        description="With `country`: the start of the postal codes, without separators. Empty: the whole country.",
    )
    name: Texts = Field(default={}, description="What shoppers call it, by language.")


class PlainDays(_Part):
    """By how many days parcels come later."""

    least: int = Field(default=0, ge=0, le=60, description="The faster half of them.")
    most: int = Field(ge=0, le=60, description="The slowest.")


class PlainFields(BaseModel):
    """What a plain advisory may say."""

    id: str | None = Field(
        default=None,
        pattern=ID,
        description="Your id. Said again with a later `sent`, the advisory changes. Left out: made from the content.",
    )
    sent: Moment | None = Field(default=None, description="When you said it. Left out: when it came in.")
    issuer: Line | None = Field(default=None, description="Who says so. Left out: `merchant`.")
    kind: SlowdownKind = Field(default=SlowdownKind.OTHER, description="What slows.")
    severity: Severity = Field(default=Severity.UNKNOWN, description="How bad it is; without `days` it decides them.")
    area: list[PlainArea] = Field(
        default=[], max_length=1000, description="Where parcels go to. Left out, with `carriers`: everywhere."
    )
    carriers: list[Slug] = Field(default=[], max_length=100, description="Only these. Left out: every carrier.")
    warehouses: list[Slug] = Field(
        default=[], max_length=100, description="What leaves from these is slowed, wherever it goes."
    )
    days: PlainDays | None = Field(default=None, description="Left out: as the severity says.")
    from_: Moment | None = Field(default=None, alias="from", description="Left out: from `sent` on.")
    until: Moment | None = Field(default=None, description="Left out: until you end it.")
    headline: Texts = Field(default={}, description="What shoppers read, by language. Left out: our own words.")


class PlainAdvisory(PlainFields):
    """Something slows parcels somewhere, for some time."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_plain(plain: PlainFields, received_at: datetime) -> Report:
    """What it comes to. `received_at` (aware) counts where `sent` is left out. Raises InvalidAdvisory."""
    sent_at = (plain.sent or received_at).astimezone(UTC)
    hazard = _hazard(plain, sent_at)
    return Report(Advisory(_id(plain), plain.issuer or MERCHANT, sent_at, (hazard,)))


def _hazard(plain: PlainFields, sent_at: datetime) -> Hazard:
    if not (plain.area or plain.carriers or plain.warehouses):
        raise InvalidAdvisory("Say whom it slows: area, carriers or warehouses.", field="area")
    days = Days(plain.days.least, plain.days.most) if plain.days else None
    if days and days.least > days.most:
        raise InvalidAdvisory("days.least is more than days.most.", field="days")
    starts_at = (plain.from_ or sent_at).astimezone(UTC)
    ends_at = plain.until.astimezone(UTC) if plain.until else None
    if ends_at is not None and ends_at <= starts_at:
        raise InvalidAdvisory("until must be later than from.", field="until")
    return Hazard(
        kind=plain.kind,
        starts_at=starts_at,
        ends_at=ends_at,
        severity=plain.severity,
        certainty=Certainty.UNKNOWN,
        urgency=Urgency.UNKNOWN,
        areas=tuple(_area(area, f"area.{index}") for index, area in enumerate(plain.area)),
        carriers=tuple(sorted(set(plain.carriers))),
        warehouses=tuple(sorted(set(plain.warehouses))),
        days=days,
        headlines=plain.headline,
    )


def _area(area: PlainArea, field: str) -> AffectedArea:
    if area.region is not None:
        if area.country is not None or area.postal_prefix:
            raise InvalidAdvisory(f"{field}: give a region, or a country with postal_prefix, not both.", field=field)
        code = Code(_REGION, area.region)
        if not place_of(code):
            raise InvalidAdvisory(
                f"{field}.region: this region is not known here; give country and postal_prefix.",
                field=f"{field}.region",
            )
        return AffectedArea(names=area.name, codes=(code,))
    if area.country not in COUNTRY_ZONES:
        raise InvalidAdvisory(f"{field}: give a region, or a country of ISO 3166-1.", field=f"{field}.country")
    prefix: Area = (area.country, area.postal_prefix)
    return AffectedArea(names=area.name, prefixes=(prefix,))


def _id(plain: PlainFields) -> str:
    if plain.id is None:
        content = plain.model_dump(mode="json", by_alias=True, exclude={"id", "sent"}, exclude_defaults=True)
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return f"said-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
    if plain.id.startswith(ALERT_PREFIX):
        raise InvalidAdvisory(f"id: only CAP alerts' ids begin with {ALERT_PREFIX}; choose another.", field="id")
    return plain.id
