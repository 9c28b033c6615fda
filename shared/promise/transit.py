"""What is known of the way to the door: from own history, from the carrier's table, or from the merchant's default."""

from __future__ import annotations

from dataclasses import dataclass

from shared.promise.answer import Source
from shared.promise.distribution import Distribution
from shared.promise.forecast import Adherence, Forecast
from shared.promise.policy import CONFIDENCES

EARLIEST, LIKELY, LATEST = 5, 50, 99
"""Per cent of parcels that have come by the earliest, the likely and the latest day."""
MARKS = (EARLIEST, *CONFIDENCES)
"""Per cent of parcels: the days by which so many have come are all that an option says of its chances in dates."""
AT_ONCE = Distribution(0, (10_000,))
TableDays = tuple[bool, int, int, bool]
"""What a table says: whether it is the merchant's default, days at least and at most, whether several lanes may be
meant."""


@dataclass(frozen=True, slots=True)
class Transit:
    """What is known of the way, in days after the start: the ship date, or the day the order is taken up."""

    days: Distribution
    fewest: int
    """The first day on which it may come."""
    source: Source
    sample_size: int = 0
    """Own deliveries it rests on."""
    grain: str = ""
    """How close they are to the lane: see `Forecast.grain`."""
    adherence: Adherence | None = None
    precise: bool = True
    """False where the place is known too roughly to tell one lane from another."""
    from_order: bool = False
    """It counts from the day the order is taken up, handling included."""

    @property
    def is_bound(self) -> bool:
        """Whether it only says by when: nothing is known of the days before."""
        return self.days.last == self.days.first > self.fewest

    @classmethod
    def by_table(cls, said: TableDays) -> Transit:
        """A carrier's table says any day from the fewest to the most.

        Where several lanes may be meant, only what holds for all of them: not before the slowest lane's last day. The
        merchant's default, for where nobody knows, is a bound too, of which every day but the last is too bold.
        """
        is_default, fewest, most, spans = said
        if is_default:
            return cls(AT_ONCE.later(most), fewest, Source.MERCHANT_DEFAULT)
        if spans:
            return cls(AT_ONCE.later(most), fewest, Source.CARRIER_TABLE, precise=False)
        return cls(Distribution.between(fewest, most), fewest, Source.CARRIER_TABLE)

    @classmethod
    def by_history(cls, forecast: Forecast, *, from_order: bool) -> Transit:
        """What own deliveries say."""
        return cls(
            days=forecast.days,
            fewest=forecast.days.quantile(EARLIEST),
            source=Source.OWN_HISTORY,
            sample_size=forecast.sample_size,
            grain=forecast.grain,
            adherence=forecast.adherence,
            precise=forecast.precise,
            from_order=from_order,
        )
