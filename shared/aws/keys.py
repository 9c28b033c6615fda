"""The table's key grammar: the only place where partition and sort keys are spelled.

| item | PK | SK |
| --- | --- | --- |
| order | ORDER#<order id> | ORDER |
| event saved with an order | ORDER#<order id> | EVENT#<version>#<n> |
| message to the shopper | ORDER#<order id> | MESSAGE#<message id> |
| shopper's link | LINK#<reference> | LINK |
| parcel's assignment to an order | PARCEL#<carrier>#<number> | ASSIGNMENT |
| checkpoint | PARCEL#<carrier>#<number> | CHECKPOINT#<scan time>#<digest> |
| parcel's projection | PARCEL#<carrier>#<number> | PROJECTION |
| API key | KEY#<digest> | KEY |
| published configuration | CONFIGURATION | CURRENT, and VERSION#<n> for each past one |
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from shared.tracking.carrier_update import ParcelId

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Key = dict[str, AttributeValueTypeDef]

ORDER = "ORDER"
EVENT = "EVENT#"
MESSAGE = "MESSAGE#"
ASSIGNMENT = "ASSIGNMENT"
CHECKPOINT = "CHECKPOINT#"
PROJECTION = "PROJECTION"


def order(order_id: str) -> Key:
    """An order."""
    return _key(f"ORDER#{order_id}", ORDER)


def event(order_id: str, version: int, number: int) -> Key:
    """The `number`th event saved with version `version` of an order."""
    return _key(f"ORDER#{order_id}", f"{EVENT}{version:08d}#{number:02d}")


def message(order_id: str, message_id: str) -> Key:
    """A message to the shopper of an order."""
    return _key(f"ORDER#{order_id}", f"{MESSAGE}{message_id}")


def link(reference: str) -> Key:
    """A shopper's link."""
    return _key(f"LINK#{reference}", "LINK")


def assignment(parcel: ParcelId) -> Key:
    """Whose a parcel is."""
    return _key(parcel_partition(parcel), ASSIGNMENT)


def checkpoint(parcel: ParcelId, occurred_at: datetime, digest: str) -> Key:
    """One scan of a parcel; sorts by scan time."""
    return _key(parcel_partition(parcel), f"{CHECKPOINT}{occurred_at.isoformat()}#{digest}")


def projection(parcel: ParcelId) -> Key:
    """What a parcel's checkpoints join to."""
    return _key(parcel_partition(parcel), PROJECTION)


def parcel_partition(parcel: ParcelId) -> str:
    """The partition that holds everything about a parcel."""
    return f"PARCEL#{parcel.carrier}#{parcel.tracking_number}"


def parcel_of(partition: str) -> ParcelId:
    """The parcel whose partition this is."""
    _, carrier, tracking_number = partition.split("#", 2)
    return ParcelId(carrier, tracking_number)


def api_key(digest: str) -> Key:
    """An API key, by its digest."""
    return _key(f"KEY#{digest}", "KEY")


def current_configuration() -> Key:
    """The configuration in force."""
    return _key("CONFIGURATION", "CURRENT")


def past_configuration(version: int) -> Key:
    """A configuration as it was published."""
    return _key("CONFIGURATION", f"VERSION#{version:06d}")


def _key(partition: str, sort: str) -> Key:
    return {"PK": {"S": partition}, "SK": {"S": sort}}
