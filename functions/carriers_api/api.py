"""What the carriers API gives, for OpenAPI. Not imported by the handler: it has no time for pydantic."""

from __future__ import annotations

from pydantic import BaseModel, Field

from shared.carriers.numbers.detect_carrier import MAX_NUMBER_LENGTH, MAX_RAW_LENGTH, Certainty
from shared.runtime.operation import Answer, Operation, Parameter

_SLUG = r"^[a-z][a-z0-9_]{1,31}$"


class CarrierAnswer(BaseModel):
    """A sender whose updates this deployment can read: a carrier, or an aggregator that reports for many."""

    carrier: str = Field(pattern=_SLUG, description="Its slug, as it stands in a webhook's address.")
    name: str


class CarriersAnswer(BaseModel):
    """All of them, by slug."""

    carriers: list[CarrierAnswer]


class CandidateAnswer(BaseModel):
    """A carrier the number may be of."""

    carrier: str = Field(pattern=_SLUG, description="Its slug, as a shipment's parcel takes it.")
    name: str
    format: str
    certainty: Certainty = Field(
        description="`check_digit`: the number has the form, and its check digit is right. `format`: it has the form."
    )
    why: str = Field(description="For a person. Wording may change.")


class NearMissAnswer(BaseModel):
    """A carrier whose form the number has, with a wrong check digit: most likely a digit is mistyped."""

    carrier: str = Field(pattern=_SLUG)
    name: str
    format: str
    why: str = Field(description="For a person. Wording may change.")


class DetectionAnswer(BaseModel):
    """Candidates, likeliest first; none where no carrier we know writes such numbers."""

    number: str = Field(
        pattern=f"^[0-9A-Z]{{1,{MAX_NUMBER_LENGTH}}}$", description="The number as it is stored and compared."
    )
    candidates: list[CandidateAnswer]
    problems: list[NearMissAnswer]


class RowProblem(BaseModel):
    """What is wrong with one row. Never quotes what stands there."""

    line: int = Field(ge=1, description="The row's line in the CSV; of JSON, which of its scans, counted from 1.")
    field: str = Field(description='The part of the row; "" where the whole row is meant.')
    reason: str = Field(description="For a person. Wording may change.")


class FileAnswer(BaseModel):
    """The file was read, and what could be read of it is safe."""

    accepted_rows: int = Field(ge=0)
    updates: int = Field(ge=0, description="How many `CarrierUpdateReceived` were published; each holds many rows.")
    problem_count: int = Field(ge=0)
    problems: list[RowProblem] = Field(max_length=100, description="The first of them, by line.")


_LASTING = {"Cache-Control": "A day. Public with a publishable key, private with the secret one."}

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/carriers",
        id="listCarriers",
        summary="List the carriers and aggregators whose updates are read",
        description="A parcel may name any other carrier, too: an aggregator may report it.",
        answers=(Answer(200, "The carriers.", CarriersAnswer, headers=_LASTING),),
        problems=(401, 403, 422, 503),
        security="storefront",
        or_security="merchant",
        tags=("Carriers",),
    ),
    Operation(
        method="GET",
        path="/v1/carriers/detect",
        id="detectCarrier",
        summary="Ask which carrier a tracking number is of",
        description=(
            "By form and check digit only; no carrier is asked. Several carriers may share a form: a Japanese number "
            "of twelve digits is of Yamato, Sagawa or Japan Post, and nothing in it says of which."
        ),
        parameters=(
            Parameter(
                "number",
                "query",
                "A tracking number. Spaces, dashes, small and full-width letters are understood.",
                {
                    "type": "string",
                    "pattern": f"^[ -]*([A-Za-z0-9][ -]*){{1,{MAX_NUMBER_LENGTH}}}$",
                    "maxLength": MAX_RAW_LENGTH,
                },
                example="1Z 999 AA1 01 2345 6784",
            ),
            Parameter(
                "country",
                "query",
                "Where the parcel goes to or comes from, ISO 3166-1 alpha-2. It orders candidates, and excludes none.",
                {"type": "string", "pattern": "^[A-Za-z]{2}$"},
                required=False,
                example="JP",
            ),
        ),
        answers=(Answer(200, "What the number may be.", DetectionAnswer, headers=_LASTING),),
        problems=(400, 401, 403, 422, 503),
        security="storefront",
        or_security="merchant",
        tags=("Carriers",),
    ),
    Operation(
        method="POST",
        path="/v1/carriers/{carrier}/file",
        id="sendScanFile",
        summary="Send a file of scans, of a carrier that pushes nothing",
        description=(
            "For Yamato, Sagawa, Japan Post, Seino and Fukuyama: a CSV or a drop in JSON, as docs/scan-files.md "
            "describes them. Rows that cannot be read are told, and the others are kept. The same file of the same day "
            "changes nothing. CSV in Shift-JIS is sent as application/csv: such a body reaches us byte by byte."
        ),
        parameters=(
            Parameter(
                "carrier",
                "path",
                "Slug of the carrier that moves the parcels.",
                {"type": "string", "pattern": _SLUG},
                example="yamato",
            ),
            Parameter(
                "as_of",
                "query",
                "The day on which the file was made, in Tokyo; else today. It tells the year of days without one.",
                {"type": "string", "format": "date", "pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
                required=False,
                example="2026-11-25",
            ),
        ),
        any_body="At most 4 MiB, in UTF-8 or Shift-JIS, and 20,000 rows.",
        any_media={
            "text/csv": {"type": "string"},
            "application/csv": {"type": "string"},
            "application/json": {
                "type": "object",
                "properties": {"scans": {"type": "array", "maxItems": 20_000}},
                "required": ["scans"],
            },
        },
        answers=(Answer(202, "Read.", FileAnswer),),
        problems=(400, 401, 403, 404, 413, 422, 503),
        security="merchant",
        tags=("Carriers",),
    ),
)
