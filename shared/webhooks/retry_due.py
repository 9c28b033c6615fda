"""Try again what is due, endpoint by endpoint: one that hangs must not cost the others their turn."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from shared.errors import TodokuError
from shared.webhooks.delivery import Attempt, Delivery, StaleDelivery
from shared.webhooks.endpoint import Endpoint
from shared.webhooks.note_health import note_health
from shared.webhooks.ports import Means, SideBySide
from shared.webhooks.try_delivery import try_delivery

RUN_EVERY = timedelta(minutes=1)
"""How often the clock calls; `infra/webhooks.py` holds the same."""
RUN_LASTS = timedelta(seconds=30)
"""After so long a run begins nothing new. What is left is due at the next."""
LEASE = timedelta(minutes=2)
"""For how long what is being tried is nobody else's; longer than a function may run."""
AT_ONCE = 10
"""Tries of one endpoint side by side."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did."""

    tried: int = 0
    delivered: int = 0
    failed: int = 0
    """Tries that ended in an error of ours."""

    def __add__(self, other: Run) -> Run:
        return Run(self.tried + other.tried, self.delivered + other.delivered, self.failed + other.failed)


def retry_due(means: Means, side_by_side: SideBySide[Run]) -> Run:
    """Try what is due, all active endpoints side by side, of each the longest due first.

    Until nothing is left or the time is over. An endpoint of which nothing was taken in a round is left alone until
    the next run. What fails on our side is counted, and its turn comes again.
    """
    until = means.clock() + RUN_LASTS
    active = [endpoint for endpoint in means.endpoints.all() if endpoint.is_active]
    runs = side_by_side([partial(_retry, means, endpoint, until, side_by_side) for endpoint in active])
    return sum(runs, Run())


def _retry(means: Means, endpoint: Endpoint, until: datetime, side_by_side: SideBySide[Run]) -> Run:
    done = Run()
    while (now := means.clock()) < until:
        due = list(means.deliveries.due(endpoint.endpoint_id, now, AT_ONCE))
        round_ = sum(side_by_side([partial(_try_edge, means, endpoint, delivery) for delivery in due]), Run())
        done += round_
        if not round_.delivered or len(due) < AT_ONCE:
            break
        endpoint = replace(endpoint, failing_since=None)
    return done


def _try_edge(means: Means, endpoint: Endpoint, delivery: Delivery) -> Run:
    try:
        attempt = _try(means, endpoint, delivery)
    except StaleDelivery:
        return Run()
    except Exception as error:  # the edge of the run: it stays due, and the others have their turn
        reason = f"{error.code}: {error.detail}" if isinstance(error, TodokuError) else type(error).__name__
        logger.warning("webhook left for the next run: %s (%s)", reason, delivery.message_id)
        return Run(failed=1)
    return Run(tried=1, delivered=int(attempt.is_ok))


def _try(means: Means, endpoint: Endpoint, delivery: Delivery) -> Attempt:
    claimed = means.deliveries.save(delivery.claimed(means.clock() + LEASE))
    attempt = try_delivery(means, endpoint, claimed.message_id, claimed.body)
    means.deliveries.save(claimed.after(attempt))
    note_health(means.endpoints, endpoint, attempt)
    return attempt
