"""DPD: the Tracking Push Service, scan by scan, and the parcel life cycle, status by status.

Not polled: DPD's services want a session that is logged in anew every day, and their answer does not name its parcel.
"""

from __future__ import annotations

from shared.carriers.adapters.dpd.payload import loads, parse
from shared.carriers.adapters.dpd.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="dpd", name="DPD", verify=verify, parse=parse, read=loads)
