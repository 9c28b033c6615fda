"""Which problems can be reported of a shipment, by where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.claims.problem import Problem


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a shipment stands, as far as it matters here."""

    shipment_id: str
    """"" where nothing was sent yet."""
    is_delivered: bool
    """The carrier says of every parcel of it that it came."""
    is_lost: bool
    """The carrier says that it will not come: it is lost, destroyed, or goes back to the shop."""
    is_damaged: bool
    """The carrier says that it was damaged."""
    expected_by: date | None
    """The last day on which it is promised or expected, local to the destination; None where nobody said one."""
    today: date
    """Local to the destination."""
    is_silent: bool = False
    """Nothing was heard of it for longer than is usual there."""
    may_be_there: bool = False
    """No carrier told of its delivery; by the days there are it may have come all the same. Whether it has, its shopper
    knows: carriers that push nothing must not keep anybody from saying that something broke."""


class Fit(StrEnum):
    """Whether a problem fits."""

    NOW = "now"
    WAIT = "wait"
    """It may become one: today it is too early to say."""
    NO = "no"
    """It cannot be: where the parcel stands says otherwise."""


def fit_of(problem: Problem, standing: Standing) -> Fit:
    """Whether the problem can be reported of what stands so."""
    if problem is Problem.NOT_ARRIVED:
        return _not_arrived(standing)
    if problem is Problem.NOT_FOUND:
        return Fit.NOW if standing.is_delivered else Fit.NO
    is_damaged = problem is Problem.DAMAGED and standing.is_damaged
    is_there = standing.is_delivered or (standing.may_be_there and not standing.is_lost) or is_damaged
    return Fit.NOW if is_there else Fit.NO


def _not_arrived(standing: Standing) -> Fit:
    if standing.is_delivered:
        return Fit.NO
    is_late = standing.expected_by is not None and standing.today > standing.expected_by
    return Fit.NOW if is_late or standing.is_lost or standing.is_silent else Fit.WAIT
