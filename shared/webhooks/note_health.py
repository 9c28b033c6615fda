"""What a try says of its endpoint: failing since when, well again, or given up."""

from __future__ import annotations

from dataclasses import replace

from shared.webhooks.delivery import GONE, Attempt
from shared.webhooks.endpoint import GIVEN_UP_AFTER, DisabledReason, Endpoint, StaleEndpoint
from shared.webhooks.ports import Endpoints


def note_health(endpoints: Endpoints, seen: Endpoint, attempt: Attempt) -> None:
    """Keep it where it is news. While all is well, nothing is read or written.

    `seen` may be a minute old; what is stored decides. Where somebody else notes something at the same time, theirs
    stands: the next try says the same again.
    """
    if judged(seen, attempt) == seen:
        return
    stored = endpoints.get(seen.endpoint_id)
    if stored is None or not stored.is_active or stored.url != seen.url:
        return
    after = judged(stored, attempt)
    if after == stored:
        return
    try:
        endpoints.save(after)
    except StaleEndpoint:
        return


def judged(endpoint: Endpoint, attempt: Attempt) -> Endpoint:
    """An active endpoint after a try."""
    if attempt.is_ok:
        return replace(endpoint, failing_since=None)
    if attempt.status == GONE:
        return endpoint.disabled(attempt.at, DisabledReason.GONE)
    since = endpoint.failing_since or attempt.at
    if attempt.at - since >= GIVEN_UP_AFTER:
        return endpoint.disabled(attempt.at, DisabledReason.FAILING)
    return replace(endpoint, failing_since=since)
