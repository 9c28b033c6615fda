"""How La Poste is asked: `GET https://api.laposte.fr/suivi/v2/idships/{numbers}`, with the key of an application.

Source (2026-11): https://developer.laposte.fr/products/suivi/latest: one to ten numbers, `X-Okapi-Key`, JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from shared.carriers.adapters.laposte.payload import parse
from shared.carriers.asking.polling import Polling
from shared.exchange import Question

_URL = "https://api.laposte.fr/suivi/v2/idships"


def _ask(numbers: Sequence[str], credentials: Mapping[str, str]) -> Question:
    named = ",".join(quote(number, safe="") for number in numbers)
    return Question(
        url=f"{_URL}/{named}?lang=fr_FR",
        headers={"X-Okapi-Key": credentials["api_key"], "Accept": "application/json"},
    )


POLLING = Polling(ask=_ask, parse=parse, credentials=("api_key",), batch=10)
