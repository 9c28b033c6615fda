"""All that prepares ways back, put together by what the merchant's rules name. Credentials of others are not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.exchange import Transport
from shared.outbound import easypost_labels, shippo_labels
from shared.outbound.easypost_labels import EasyPostLabels, easypost_desk
from shared.outbound.easypost_pickups import EasyPostPickups
from shared.outbound.label_desk import LabelDesk
from shared.outbound.shippo_labels import ShippoLabels, shippo_desk
from shared.returns.methods.built_in_labels import BuiltInLabels
from shared.returns.methods.own_pickups import OwnPickups
from shared.returns.methods.own_points import OwnPoints
from shared.returns.methods.papers import BuiltInPapers
from shared.returns.methods.ports import LabelFiles, Labels, PickupCapacity, Pickups, WayBackClaims
from shared.returns.methods.prepare_way_back import Means, PrepareWayBack
from shared.returns.methods.rules import LabelProvider, PickupProvider, WayBackRules

Credentials = Callable[[str], Mapping[str, str]]
"""Provider -> its credentials (`shared/aws/return_credentials.py`)."""


def ways_back(
    rules: WayBackRules,
    *,
    credentials: Credentials,
    transport: Transport,
    files: LabelFiles,
    claims: WayBackClaims,
    capacity: PickupCapacity,
    addresses: Mapping[str, str] | None = None,
) -> PrepareWayBack:
    """`addresses`: provider -> where a stand-in of it is; in earnest, none."""
    stand_ins = addresses or {}

    def easypost() -> LabelDesk:
        address = stand_ins.get(easypost_labels.PROVIDER, easypost_labels.ADDRESS)
        return easypost_desk(transport, credentials(easypost_labels.PROVIDER)["api_key"], address)

    labels: dict[LabelProvider, Labels] = {LabelProvider.TODOKU: BuiltInLabels(rules)}
    pickups: Pickups | None = OwnPickups(rules.pickup_table, capacity) if rules.pickup_table.slots else None
    if rules.pickups is PickupProvider.EASYPOST:
        pickups = EasyPostPickups(easypost(), rules)
    if LabelProvider.EASYPOST is rules.labels or rules.pickups is PickupProvider.EASYPOST:
        labels[LabelProvider.EASYPOST] = EasyPostLabels(easypost(), rules)
    if LabelProvider.SHIPPO is rules.labels:
        address = stand_ins.get(shippo_labels.PROVIDER, shippo_labels.ADDRESS)
        token = credentials(shippo_labels.PROVIDER)["token"]
        labels[LabelProvider.SHIPPO] = ShippoLabels(shippo_desk(transport, token, address), rules)
    return PrepareWayBack(Means(rules, labels, pickups, OwnPoints(rules.points), BuiltInPapers(rules), files, claims))
