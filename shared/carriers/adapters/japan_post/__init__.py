"""Japan Post (日本郵便): pushes nothing, so the merchant's own system drops its scans here."""

from __future__ import annotations

from shared.carriers.adapters.japan_post.payload import parse
from shared.carriers.adapters.japan_post.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="japan_post", name="Japan Post", verify=verify, parse=parse, drops=True)
