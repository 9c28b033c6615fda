"""The question to Canada Post's Tracking API 2.0: one parcel with its whole history, as JSON, with an OAuth token.

The API of Canada Post's new developer portal, whose pages ask for a login (recalled, 2026-11); its token lasts an hour.
The tracking web service before it (`soa-gw.canadapost.ca`, XML, HTTP Basic) is no longer asked: users report, and its
pages do not say, that its API keys are refused since 2026-04-30 (assumed). Its answers are still read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from shared.carriers.adapters.canada_post.payload import parse
from shared.carriers.asking.client_credentials import NAMES, bearer, sign_in
from shared.carriers.asking.polling import Polling
from shared.exchange import Question

_GATEWAY = "https://api.canadapost-postescanada.ca/prod/devportal-portaildesdeveloppeurs"


def _ask(numbers: Sequence[str], credentials: Mapping[str, str]) -> Question:
    (pin,) = numbers
    return Question(
        url=f"{_GATEWAY}/tracking/v1/pins/{quote(pin, safe='')}/details",
        headers={"Authorization": bearer(credentials), "Accept": "application/json", "Accept-Language": "en-CA"},
    )


POLLING = Polling(
    ask=_ask,
    parse=parse,
    credentials=NAMES,
    sign_in=sign_in(f"{_GATEWAY}/cpc-api-native-oauth-provider/oauth2/token", scope="merchant"),
)
