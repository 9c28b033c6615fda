"""Yamato's scans, as the merchant's system drops them.

Yamato documents no push and no public tracking API (2026-11). The shape of a drop is ours (reading/drop.py,
docs/scan-files.md); its words are Yamato's.
"""

from __future__ import annotations

from shared.carriers.adapters.yamato.codes import status
from shared.carriers.reading.drop import read_drop
from shared.tracking.carrier_update import CarrierUpdate


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update per tracking number."""
    return read_drop(body, "yamato", status)
