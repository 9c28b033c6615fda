"""A shop's past, asked of a draft configuration: what the promise API would have answered each order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time

from shared.errors import TodokuError
from shared.learning.backtest import ORDER, Outcome, rows_by_day, told_at_the_time
from shared.learning.history import Past
from shared.promise.answer import ConfidenceCode, PromiseOption
from shared.promise.distribution import SCALE
from shared.promise.forecast import Asked
from shared.promise.make_promise import make_promise
from shared.promise.model.learned_model import LearnedModel
from shared.promise.network import DeliveryNetwork, zone
from shared.promise.policy import Shown
from shared.promise.question import PromiseQuestion

NetworkOf = Callable[[int], DeliveryNetwork]
"""The network with the public holidays of a year and the next."""


class DraftAsker:
    """Asks a configuration at each order. Where there is no model yet, its tables answer, as they would have."""

    def __init__(self, past: Past, network_of: NetworkOf) -> None:
        self._past = past
        self._network_of = network_of
        self._ordered = rows_by_day(past, past.ordered)
        self.days = frozenset(self._ordered)
        self.refused: Counter[str] = Counter()
        """Why orders were promised nothing, by the problem's code, and how many."""
        self.not_dated = 0
        """Orders for which the honesty gate would have let no date through."""

    def outcomes(self, day: int, model: LearnedModel | None) -> Iterator[Outcome]:
        """Of every parcel that was ordered on that day and that the configuration promises anything."""
        network = self._network_of(date.fromordinal(day).year)
        for row in self._ordered.get(day, ()):
            try:
                option = self._option(network, row, model)
            except TodokuError as error:
                self.refused[error.code] += 1
                continue
            self.not_dated += option.gate.shown is not Shown.DATE
            yield self._outcome(row, day, option)

    def _option(self, network: DeliveryNetwork, row: int, model: LearnedModel | None) -> PromiseOption:
        """The option that stands for how the parcel went. Raises what `make_promise` raises."""
        asked = self._past.asked[row]
        question = PromiseQuestion(
            country=asked.country,
            postal=asked.postal[:10],
            as_of=_moment(network, asked, self._past.ordered_minute[row]),
            warehouse=asked.origin if _has_warehouse(network, asked.origin) else None,
        )
        return _meant(make_promise(network, question, model).options, asked)

    def _outcome(self, row: int, day: int, option: PromiseOption) -> Outcome:
        past = self._past
        return Outcome(
            row=row,
            moment=ORDER,
            day=day,
            taken=int(past.delivered[row]) - day,
            told=told_at_the_time(past, row, day),
            at=tuple(promised.toordinal() - day for _, promised in option.percentiles),
            said=tuple(_chance_by(option, promised) for _, promised in option.percentiles),
            sample=0 if option.confidence_code is ConfidenceCode.PLACE_NOT_PRECISE else option.sample_size,
            grain=option.source.value,
        )


def _moment(network: DeliveryNetwork, asked: Asked, minute: int) -> datetime:
    """The order's moment by the clock of the warehouse it left from: of the first one, where that is none of ours."""
    warehouse = next((each for each in network.warehouses if each.id == asked.origin), network.warehouses[0])
    at = time(asked.hour or 0, minute)
    return datetime.combine(asked.start, at, zone(warehouse.time_zone))


def _has_warehouse(network: DeliveryNetwork, id: str) -> bool:
    return any(warehouse.id == id for warehouse in network.warehouses)


def _chance_by(option: PromiseOption, promised: date) -> int:
    return round(SCALE * sum(chance for day, chance in option.probability if day <= promised))


def _meant(options: Sequence[PromiseOption], asked: Asked) -> PromiseOption:
    """The service the parcel went by, else one of its carrier, else any: of several, the one that is soonest."""
    by_service = [option for option in options if asked.service and option.service == asked.service]
    by_carrier = [option for option in options if asked.carrier and option.carrier == asked.carrier]
    return (by_service or by_carrier or options)[0]
