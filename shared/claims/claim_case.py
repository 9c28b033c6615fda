"""The case that stands for a claim: everything that is heard of it is told there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from shared.cases.case import Case, CaseNews, Told
from shared.cases.ports import Cases, StaleCase
from shared.cases.record_case import record_case
from shared.claims.claim import Claim
from shared.claims.ports import StaleClaim
from shared.tracking.ports import Orders

TRIES = 3

Done = TypeVar("Done")


def open_case(cases: Cases, orders: Orders, claim: Claim, now: datetime) -> None:
    """See to it that somebody waits for an answer: open the claim's case, or open it again where it was closed.

    While it is open it stays as it is: the shopper is told once that the shop knows. One that the shop told under the
    claim's number before keeps its kind: it must shut out nobody. It was asked for at the full second: who answers at
    once may write seconds only, and must not have answered before. `now`: aware, UTC. Raises TooManyCases, OrderUnknown
    and StaleCase.
    """
    case = cases.get(claim.order_id, claim.claim_id)
    kind = case.kind if case else claim.problem.case_kind
    if case is None:
        news, told = CaseNews.REQUESTED, Told(now.replace(microsecond=0), lines=claim.lines)
    elif case.is_open:
        return
    else:
        news, told = CaseNews.REOPENED, Told(moment_after(case, now))
    record_case(cases, orders, claim.order_id, claim.claim_id, kind, news, told, now)


def moment_after(case: Case, now: datetime) -> datetime:
    """When what is told of it now happened: behind everything that was heard of it.

    Systems that know a day only write its end, so that what was heard may bear a later moment than this. A second later
    at least: what is told is known apart by its second.
    """
    return max(now, max(known.at for known in case.news.values()) + timedelta(seconds=1))


def retried(attempt: Callable[[], Done]) -> Done:
    """`attempt`, again where somebody else was faster, as who clicks twice is: it reads anew each time.

    Raises what the last try raised.
    """
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except (StaleClaim, StaleCase):
            continue
    return attempt()
