"""How GLS is asked: `GET …/tracking/simple/references/{numbers}?showEvents=true`, with an OAuth bearer token.

Source (2026-11): https://dev-portal.gls-group.net, "Track And Trace V1", OpenAPI 1.0.7: ten numbers at most, 500
questions a day and app. The token comes from "Authentication Service V2" of the same portal, for the id and secret of
an app ("API key" and "API secret" there), and holds for four hours. That they may stand in the form is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import quote

from shared.carriers.adapters.gls.payload import parse
from shared.carriers.asking.client_credentials import NAMES, bearer, sign_in
from shared.carriers.asking.polling import Polling, Quota
from shared.exchange import Question

_URL = "https://api.gls-group.net/track-and-trace-v1/tracking/simple/references"


def _ask(numbers: Sequence[str], credentials: Mapping[str, str]) -> Question:
    named = ",".join(quote(number, safe="") for number in numbers)
    return Question(
        url=f"{_URL}/{named}?showEvents=true",
        headers={"Authorization": bearer(credentials), "Accept": "application/json"},
    )


POLLING = Polling(
    ask=_ask,
    parse=parse,
    credentials=NAMES,
    batch=10,
    every=timedelta(hours=4),
    sign_in=sign_in("https://api.gls-group.net/oauth2/v2/token"),
    quota=Quota(500, timedelta(days=1)),
)
