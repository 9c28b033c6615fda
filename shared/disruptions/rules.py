"""How many days an advisory costs, and where its places are: what the merchant may decide otherwise.

| severity | observed, likely or not said | possible | unlikely |
| --- | --- | --- | --- |
| extreme | 2 to 5 days | 0 to 2 days | none |
| severe | 1 to 3 days | 0 to 1 day | none |
| moderate | 0 to 2 days | 0 to 1 day | none |
| minor, or not said | 0 to 1 day | none | none |

What lies in the future may still turn: the faster half of the parcels is not slowed for it. What is past costs nothing.
What is only possible costs half the days, rounded down. The first column is a judgement, not a measurement: a merchant
who has measured writes their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.disruptions.advisory import Certainty, Code, Days, Hazard, Severity, Urgency
from shared.promise.slowdown import Area, SlowdownKind

DAYS: Mapping[Severity, Days] = {
    Severity.EXTREME: Days(2, 5),
    Severity.SEVERE: Days(1, 3),
    Severity.MODERATE: Days(0, 2),
    Severity.MINOR: Days(0, 1),
    Severity.UNKNOWN: Days(0, 1),
}
NONE = Days(0, 0)


@dataclass(frozen=True, slots=True)
class Rules:
    """The merchant's own figures and places, before the built-in ones."""

    days: Mapping[Severity, Days] = field(default_factory=dict)
    days_by_kind: Mapping[SlowdownKind, Mapping[Severity, Days]] = field(default_factory=dict)
    """For one kind only; before `days`."""
    places: Mapping[Code, tuple[Area, ...]] = field(default_factory=dict)

    def days_of(self, hazard: Hazard) -> Days:
        """By how many days parcels come later: as said outright, else by severity, certainty and urgency."""
        if hazard.days is not None:
            return hazard.days
        if hazard.certainty is Certainty.UNLIKELY or hazard.urgency is Urgency.PAST:
            return NONE
        days = self._when_sure(hazard.kind, hazard.severity)
        if hazard.certainty is Certainty.POSSIBLE:
            days = Days(0, days.most // 2)
        return Days(0, days.most) if hazard.urgency is Urgency.FUTURE else days

    def _when_sure(self, kind: SlowdownKind, severity: Severity) -> Days:
        of_kind = self.days_by_kind.get(kind, {})
        return of_kind.get(severity) or self.days.get(severity) or DAYS[severity]
