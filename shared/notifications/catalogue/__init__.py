"""The catalogue: every trigger there is, in groups, each beside the code that sets it off."""

from __future__ import annotations

from collections.abc import Mapping

from shared.cases.case import CaseNews
from shared.notifications.catalogue import (
    arrival,
    before_shipping,
    claims,
    delivery,
    expectation,
    refunds,
    returns,
    reviews,
    trouble,
    warranty,
)
from shared.notifications.trigger import Trigger

TRIGGERS: tuple[Trigger, ...] = (
    *before_shipping.TRIGGERS,
    *delivery.TRIGGERS,
    *arrival.TRIGGERS,
    *expectation.TRIGGERS,
    *trouble.TRIGGERS,
    *returns.TRIGGERS,
    *refunds.TRIGGERS,
    *claims.TRIGGERS,
    *warranty.TRIGGERS,
    *reviews.TRIGGERS,
)

NEWS_OF: Mapping[str, CaseNews] = {
    trigger.name: news
    for of_news in (returns.OF_NEWS, refunds.OF_NEWS, claims.OF_NEWS, warranty.OF_NEWS)
    for news, trigger in of_news.items()
}
"""Name of a trigger -> the news of a case that it tells."""

_BY_NAME = {trigger.name: trigger for trigger in TRIGGERS}


def trigger_named(name: str) -> Trigger | None:
    """The trigger of this name; None when there is none, as for a message of a version that had more."""
    return _BY_NAME.get(name)
