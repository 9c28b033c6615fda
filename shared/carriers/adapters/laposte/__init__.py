"""La Poste: the Suivi v2 API, for letters, Colissimo and Chronopost, asked for ten at a time. No pushes documented."""

from __future__ import annotations

from shared.carriers.adapters.laposte.ask import POLLING
from shared.carriers.adapters.laposte.payload import parse
from shared.carriers.adapters.laposte.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="laposte", name="La Poste", verify=verify, parse=parse, polling=POLLING)
