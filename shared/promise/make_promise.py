"""Answer a promise question from the merchant's network. Pure: the moment comes with the question.

From the question to the day:

1. `offer.py`: which services go there. Each becomes an option: `make_option.py`, in one parcel `make_whole.py`.
2. `ship_estimate.py`: on which day it leaves each warehouse; `find_departures.py` keeps that until a cutoff passes.
3. `own_history.py`: how many days it takes from there, as learned; else by a table. Both are a `transit.py`.
4. `delivery_estimate.py`: ON WHICH DAY IT COMES, and why; `days_ahead.py` is the short way where the lane alone counts.
5. `saying.py` puts that into words, `outline.py` and `made_whole.py` into JSON. `memory.py` has all that is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.promise.answer import PromiseAnswer
from shared.promise.forecast import Forecasts
from shared.promise.inquiry import Inquiry
from shared.promise.made_whole import MadeWhole
from shared.promise.make_in_parts import MadeInParts
from shared.promise.make_option import make_option
from shared.promise.network import DeliveryNetwork
from shared.promise.offer import NoLane as NoLane
from shared.promise.offer import NotOffered, find_needs, find_offers
from shared.promise.question import PromiseQuestion
from shared.promise.slowdown import Slowdown


def make_promise(
    network: DeliveryNetwork,
    question: PromiseQuestion,
    forecasts: Forecasts | None = None,
    slowdowns: Sequence[Slowdown] = (),
) -> PromiseAnswer:
    """Every way to deliver there, soonest first. Raises NoLane, NotOffered or UnknownLeadClass when there is none.

    Dates come from own history where `forecasts` knows the way, else from the carrier's table, else from the
    merchant's default. By the tables, ordering later never promises earlier, as long as no slowdown ends meanwhile, and
    neither does closing a warehouse or a carrier for a day; by any source, a higher confidence never promises earlier.
    """
    needs = find_needs(network, question)
    inquiry = Inquiry(network, question, forecasts, slowdowns)
    made = [found for offer in find_offers(network, question) if (found := make_option(inquiry, offer, needs))]
    if not made:
        raise _not_offered(network, question)
    made.sort(key=_soonest_first)
    return PromiseAnswer(
        as_of=question.as_of,
        country=question.country,
        postal=question.postal,
        language=question.language,
        made=tuple(made),
        valid_until=min(each.valid_until for each in made),
    )


def _not_offered(network: DeliveryNetwork, question: PromiseQuestion) -> NotOffered:
    there_are = sorted(warehouse.id for warehouse in network.warehouses)
    if question.warehouse and question.warehouse not in there_are:
        return NotOffered(f"There is no such warehouse. There are: {', '.join(there_are)}.", field="warehouse")
    if question.warehouse and not question.skus:
        return NotOffered("Nothing is delivered there from this warehouse.", field="warehouse")
    return NotOffered(
        "These products are not delivered there together, by this method or from this warehouse.", field="sku"
    )


def _soonest_first(made: MadeWhole | MadeInParts) -> tuple[object, ...]:
    return made.soonest()
