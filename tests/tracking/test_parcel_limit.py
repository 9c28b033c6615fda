"""How many parcels one order holds, as a figure: the merchant was told it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.order import Order
from shared.tracking.register_shipment import TooManyParcels, register_shipment
from tests.fakes import InMemoryOrders
from tests.samples import NOW, order, shipment


def register(orders: InMemoryOrders, shipment_id: str, count: int) -> Order:
    parcels = (ParcelNumber("usps", f"{shipment_id}-{number}") for number in range(count))
    sent = replace(shipment(*parcels), shipment_id=shipment_id)
    return register_shipment(orders, orders.parcels, "A-1", sent, merchant_id="hanare", now=NOW)[0]


def test_an_order_holds_200_parcels_over_all_its_shipments_and_no_more() -> None:
    orders = InMemoryOrders()
    orders.save(order(), [])
    register(orders, "S-1", 150)
    with pytest.raises(TooManyParcels):
        register(orders, "S-2", 51)
    assert len(register(orders, "S-2", 50).parcels()) == 200
    assert len(orders.parcels.assignments) == 200
