"""Which carriers a tracking number may be of, the likeliest first, each with its reason.

A number proves little: many carriers write twelve digits, and one digit in seven or ten is right by chance. So all
candidates are given, and none is believed without saying why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from shared.carriers.numbers.number_formats import NumberFormat, formats_like
from shared.errors import Invalid
from shared.tracking.carrier_update import canonical_number

MAX_NUMBER_LENGTH = 50
"""No carrier writes longer numbers."""
MAX_RAW_LENGTH = 200
"""Nothing longer is even looked at."""

Certainty = Literal["check_digit", "format"]

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc"), "-")
_NUMBER = re.compile(f"[0-9A-Z]{{1,{MAX_NUMBER_LENGTH}}}")
_COUNTRY = re.compile("[A-Za-z]{2}")


class Undetectable(Invalid):
    """What was asked about is no tracking number, or no country; `field` says which."""

    code = "undetectable"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A carrier the number may be of."""

    carrier: str
    """Its slug."""
    name: str
    format: str
    """Which of the carrier's formats it is."""
    certainty: Certainty
    """"check_digit": the number has the form, and the check digit is right. "format": it has the form."""
    why: str
    """One or two sentences for a person."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A carrier whose form the number has, but for its check digit. No candidate: most likely a digit is mistyped."""

    carrier: str
    name: str
    format: str
    why: str


_Answer = TypeVar("_Answer", Candidate, NearMiss)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The number, read as one format."""

    form: NumberFormat
    confirmed: bool | None
    """Whether the check digit is right; None where the format has none."""

    @property
    def evidence(self) -> int:
        """0 is the strongest: a beginning of the carrier's own with a check digit, without, a check digit, a length."""
        return (0 if self.form.distinctive else 2) + (0 if self.form.check else 1)

    def rank(self, home: str | None, configured: Collection[str]) -> tuple[int, bool, bool]:
        """The smaller, the likelier."""
        return self.evidence, self.form.carrier not in configured, home not in self.form.countries


def read_number(written: str) -> str:
    """The number as carriers write it, from how people do: spaces, dashes, full width, small letters."""
    if len(written) > MAX_RAW_LENGTH:
        raise Undetectable(f"number is longer than {MAX_NUMBER_LENGTH} characters.", field="number")
    folded = "".join(unicodedata.normalize("NFKC", written).translate(_DASHES).split())
    number = canonical_number(folded) if folded.isascii() else ""
    if not _NUMBER.fullmatch(number):
        reason = f"number must be at most {MAX_NUMBER_LENGTH} letters A-Z and digits; spaces and hyphens do not count."
        raise Undetectable(reason, field="number")
    return number


def detect_carrier(
    written: str, *, country: str | None = None, configured: Collection[str] = ()
) -> tuple[Candidate, ...]:
    """The carriers the number may be of, each once. Raises Undetectable for what is no number, and nothing else.

    `country` is where the parcel goes to or comes from, `configured` are carriers the shop uses: among equal evidence,
    the shop's own come first, then those at home there.
    """
    home = read_country(country)
    readings = [reading for reading in _readings(read_number(written)) if reading.confirmed is not False]
    readings.sort(key=lambda reading: reading.rank(home, configured))
    return _one_each(_candidate(reading) for reading in readings)


def near_misses(written: str, *, country: str | None = None, configured: Collection[str] = ()) -> tuple[NearMiss, ...]:
    """What the number looks like, but for its check digit; ordered as `detect_carrier` orders.

    Where another check digit confirms the number, only beginnings of a carrier's own count: every number of twelve
    digits looks like some that it is not.
    """
    home = read_country(country)
    readings = sorted(_readings(read_number(written)), key=lambda reading: reading.rank(home, configured))
    confirmed = {reading.form.carrier for reading in readings if reading.confirmed}
    wrong = (reading.form for reading in readings if reading.confirmed is False)
    near = (form for form in wrong if form.carrier not in confirmed and (form.distinctive or not confirmed))
    return _one_each(_near_miss(form) for form in near)


def read_country(written: str | None) -> str | None:
    """An ISO 3166-1 code in capitals; raises Undetectable for anything else."""
    if written is None:
        return None
    if not _COUNTRY.fullmatch(written):
        raise Undetectable('country must be an ISO 3166-1 code of two letters, such as "JP".', field="country")
    return written.upper()


def _readings(number: str) -> Iterable[_Reading]:
    for form, match in formats_like(number):
        if form.check is None:
            yield _Reading(form, None)
        elif match["body"].strip("0"):  # nothing but zeros is a placeholder, of which most check digits are right
            yield _Reading(form, form.check(match["body"]) == match["digit"])


def _one_each(answers: Iterable[_Answer]) -> tuple[_Answer, ...]:
    """The first of each carrier."""
    found: dict[str, _Answer] = {}
    for answer in answers:
        found.setdefault(answer.carrier, answer)
    return tuple(found.values())


def _candidate(reading: _Reading) -> Candidate:
    form = reading.form
    checked = "the check digit is right" if reading.confirmed else "there is no check digit to go by"
    why = f"{form.says}; {checked}. {form.note}".rstrip()
    return Candidate(form.carrier, form.carrier_name, form.name, "check_digit" if reading.confirmed else "format", why)


def _near_miss(form: NumberFormat) -> NearMiss:
    why = f"It looks like {form.name}, but the check digit is wrong: a digit may be mistyped."
    return NearMiss(form.carrier, form.carrier_name, form.name, why)
