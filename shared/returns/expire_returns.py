"""One run of the clock: every return whose term passed is looked at, until none is left or the time is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import Conflict
from shared.returns.expire_return import expire_return
from shared.returns.means import Means

RUN_EVERY = timedelta(minutes=15)
"""How often the clock calls; `infra/return_parcels.py` holds the same."""
RUN_LASTS = timedelta(minutes=8)
"""After so long a run takes nothing new. What is left is due at the next."""
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did."""

    looked_at: int = 0
    failed: int = 0


def expire_returns(means: Means, clock: Callable[[], datetime], failed: Callable[[str, Exception], None]) -> Run:
    """The longest due first, each once. What fails is told to `failed`, counted, and due again; the others go on.

    What somebody else moved in between is no failure.
    """
    began, seen, failures = clock(), set[str](), 0
    while clock() - began < RUN_LASTS:
        # What was looked at may stand in the list for a moment still; what failed stands before the others.
        due = [return_id for return_id in means.returns.due(began, _PAGE + len(seen)) if return_id not in seen]
        if not due:
            break
        for return_id in due:
            seen.add(return_id)
            try:
                expire_return(means, return_id, clock())
            except Conflict:
                continue
            except Exception as error:  # the edge of the run: it stays due, and the others have their turn
                failures += 1
                failed(return_id, error)
    return Run(len(seen), failures)
