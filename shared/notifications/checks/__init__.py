"""Checks: the questions a decision asks, one to a file, in this order.

What would stop a message for good comes before what only delays it, so that nothing is put off again and again that
will never be told. One exception: what is not due yet is asked nothing else, since all may change until then.
"""

from __future__ import annotations

from collections.abc import Callable

from shared.notifications.checks.duplicate import duplicate
from shared.notifications.checks.no_address import no_address
from shared.notifications.checks.no_consent import no_consent
from shared.notifications.checks.no_longer_true import no_longer_true
from shared.notifications.checks.not_due import not_due
from shared.notifications.checks.open_case import open_case
from shared.notifications.checks.order_cancelled import order_cancelled
from shared.notifications.checks.parcel_in_trouble import parcel_in_trouble
from shared.notifications.checks.question import Answer, Question
from shared.notifications.checks.quiet_hours import quiet_hours
from shared.notifications.checks.rate_limit import rate_limit
from shared.notifications.checks.superseded import superseded
from shared.notifications.checks.too_old import too_old

CHECKS: tuple[tuple[str, Callable[[Question], Answer]], ...] = (
    ("duplicate", duplicate),
    ("not_due", not_due),
    ("order_cancelled", order_cancelled),
    ("too_old", too_old),
    ("superseded", superseded),
    ("parcel_in_trouble", parcel_in_trouble),
    ("no_longer_true", no_longer_true),
    ("no_consent", no_consent),
    ("no_address", no_address),
    ("open_case", open_case),
    ("rate_limit", rate_limit),
    ("quiet_hours", quiet_hours),
)
"""Name and check. The name of the one that stops or delays a message is its reason, and public."""
