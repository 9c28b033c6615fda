"""The question to Australia Post's Shipping and Tracking API v1: up to ten numbers with their whole histories.

Source (2026-11): https://developers.auspost.com.au/apis/shipping-and-tracking/reference/track-items. Ten requests a
minute are allowed. One question may hold articles and consignments of Australia Post, or consignments of StarTrack,
but not both: a mixture is answered with error 51103 and no result. A merchant who ships with both asks by an account
of each.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import quote

from shared.carriers.adapters.australia_post.payload import parse
from shared.carriers.asking.polling import Polling, Quota
from shared.exchange import Question


def _ask(numbers: Sequence[str], credentials: Mapping[str, str]) -> Question:
    ids = ",".join(quote(number, safe="") for number in numbers)
    key = f"{credentials['api_key']}:{credentials['password']}"
    return Question(
        url=f"https://digitalapi.auspost.com.au/shipping/v1/track?tracking_ids={ids}",
        headers={
            "Authorization": f"Basic {b64encode(key.encode()).decode()}",
            # Ten digits of an Australia Post charge account, or eight of a StarTrack account.
            "Account-Number": credentials["account_number"],
            "Accept": "application/json",
        },
    )


POLLING = Polling(
    ask=_ask,
    parse=parse,
    credentials=("api_key", "password", "account_number"),
    batch=10,
    quota=Quota(10, timedelta(minutes=1)),
)
