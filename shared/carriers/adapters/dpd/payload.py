"""What DPD says, in its two notations: XML is an answer of the life cycle, anything else the parameters of a push."""

from __future__ import annotations

from shared.carriers.adapters.dpd import life_cycle, tracking_push
from shared.carriers.reading.json_or_xml import is_xml
from shared.tracking.carrier_update import CarrierUpdate


def loads(body: bytes) -> object:
    """See `Carrier.read`."""
    return life_cycle.loads(body) if is_xml(body) else tracking_push.loads(body)


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """See `carrier.Parse`: one update."""
    return (life_cycle.read(body) if is_xml(body) else tracking_push.read(body),)
