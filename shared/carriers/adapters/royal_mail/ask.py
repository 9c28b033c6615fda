"""The question to Royal Mail's Tracking API v2: one mail piece with its whole history.

Source (2026-11): "Tracking API V2 (REST) Technical User Guide" 1.3, https://developer.royalmail.net. The application
must be approved for the API; its client id and secret go along with every request. `/mailpieces/v2/summary` would
answer for 30 numbers at once, but with the last event only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from shared.carriers.adapters.royal_mail.payload import parse
from shared.carriers.asking.polling import Polling
from shared.exchange import Question


def _ask(numbers: Sequence[str], credentials: Mapping[str, str]) -> Question:
    (number,) = numbers
    return Question(
        url=f"https://api.royalmail.net/mailpieces/v2/{quote(number, safe='')}/events",
        headers={
            "X-IBM-Client-Id": credentials["client_id"],
            "X-IBM-Client-Secret": credentials["client_secret"],
            # Documented as mandatory: whether the caller took note of the terms of use.
            "X-Accept-RMG-Terms": "yes",
            "Accept": "application/json",
        },
    )


POLLING = Polling(ask=_ask, parse=parse, credentials=("client_id", "client_secret"))
