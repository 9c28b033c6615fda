"""Everything around one order, in memory: what happened to it is put in, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.notifications.message import Message
from shared.notifications.notify_customer import Means, notify_customer
from shared.notifications.occasions import Heard
from shared.notifications.read_situation import Sources
from shared.notifications.rules import NotificationRules
from shared.notifications.tell_due import Run, tell_due
from shared.shoppers.shopper import Shopper, shopper_id
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.project_shipment import project_shipment
from tests.fakes import (
    Announced,
    InMemoryCases,
    InMemoryEstimates,
    InMemoryMessages,
    InMemoryOrders,
    InMemoryReviews,
    InMemoryShoppers,
)
from tests.notifications.situations import ALL, EVERYONE
from tests.samples import NOW, PARCEL, checkpoint, order, shipment

SHOPPER = shopper_id(EVERYONE)


class Shop:
    """One order in one shipment, whose first parcel reached `milestones`, an hour apart, the last just now."""

    def __init__(
        self, *milestones: Milestone, parcels: tuple[ParcelNumber, ...] = (PARCEL,), placed: Order | None = None
    ) -> None:
        self.orders = InMemoryOrders()
        made = self.orders.save(placed or order(contact=EVERYONE), [])
        self.orders.save(made.with_shipment(shipment(*parcels)), [], assign=shipment(*parcels))
        self.parcels = self.orders.parcels
        self.scan(PARCEL, *milestones)
        self.estimates, self.cases, self.reviews = InMemoryEstimates(), InMemoryCases(), InMemoryReviews()
        self.shoppers, self.messages, self.announced = InMemoryShoppers(), InMemoryMessages(), Announced()

    @property
    def means(self) -> Means:
        sources = Sources(
            orders=self.orders,
            parcels=self.parcels,
            estimates=self.estimates,
            cases=self.cases,
            shoppers=self.shoppers,
            messages=self.messages,
            reviewed=self.reviews,
        )
        return Means(sources, self.announced)

    def scan(self, number: ParcelNumber, *milestones: Milestone) -> None:
        for place, milestone in enumerate(milestones):
            self.parcels.add(number, checkpoint(milestone, place + 1 - len(milestones)), "usps")
        project_shipment(self.parcels, number)

    def hear(self, heard: Heard, rules: NotificationRules = ALL, now: datetime = NOW) -> list[Message]:
        return notify_customer(heard, self.means, rules, now)

    def wait(self, until: datetime, rules: NotificationRules = ALL) -> Run:
        return tell_due(self.means, rules, lambda: until)

    def change(self, **changes: object) -> None:
        self.orders.orders["A-1"] = replace(self.orders.orders["A-1"], **changes)  # type: ignore[arg-type]

    @property
    def shopper(self) -> Shopper:
        return self.shoppers.get(SHOPPER)

    def told(self) -> list[str]:
        """Triggers that were announced, once per message, in order."""
        return list({message.message_id: message.trigger for message in self.announced.messages}.values())
