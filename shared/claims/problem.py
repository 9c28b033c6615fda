"""What went wrong, and what its shopper would like: the words in which a claim is made."""

from __future__ import annotations

from enum import StrEnum

from shared.cases.case import CaseKind


class Problem(StrEnum):
    """What happened. The values are public: they stand in addresses and in the merchant's API."""

    NOT_ARRIVED = "not_arrived"
    """It is late or lost: the carrier says of it neither that it came nor that it goes on."""
    NOT_FOUND = "not_found"
    """The carrier says that it was delivered, and it is not there: misplaced, at a neighbour's, stolen."""
    DAMAGED = "damaged"
    MISSING = "missing"
    """The parcel came, and something was not in it."""
    WRONG = "wrong"
    """Another article than was ordered."""
    DEFECT = "defect"
    """It came in order, and does not work, or not any more."""

    @property
    def case_kind(self) -> CaseKind:
        """Under which its news are told."""
        return CaseKind.WARRANTY if self is Problem.DEFECT else CaseKind.CLAIM

    @property
    def names_articles(self) -> bool:
        """Whether it is about single articles, and not about a whole parcel."""
        return self not in (Problem.NOT_ARRIVED, Problem.NOT_FOUND)

    @property
    def is_shown_by_photos(self) -> bool:
        """Whether a photo tells more than words."""
        return self in (Problem.DAMAGED, Problem.MISSING, Problem.WRONG, Problem.DEFECT)


class Wish(StrEnum):
    """What the shopper would like. It binds nobody: the merchant decides."""

    REPLACEMENT = "replacement"
    REFUND = "refund"
    REPAIR = "repair"
    UNDECIDED = "undecided"
    """They only want it to be known, or leave it to the shop."""
