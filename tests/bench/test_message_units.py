"""What a message costs in DynamoDB, from the event to the mail."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

from functions.notify_customer import handler as notify_customer
from functions.send_email import handler as send_email
from shared.aws import clients
from tests.bench.capacity_units import CapacityUnits
from tests.bench.message_cloud import MessageCloud, message_cloud
from tests.bench.message_cost import READ_UNITS, WRITE_UNITS
from tests.functions.triggers import failed


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[MessageCloud]:
    """With both functions warm: one message went through them."""
    with message_cloud() as made:
        for name, value in made.environment.items():
            if not name.startswith("AWS_"):  # those stand already, and are put back by whom they were set
                monkeypatch.setenv(name, value)
        _forget()
        told(made)
        mailed(made)
        yield made
    _forget()


def told(cloud: MessageCloud) -> None:
    (outing,) = cloud.outings(1)
    assert failed(notify_customer.handler(outing, None)) == []


def mailed(cloud: MessageCloud) -> None:
    (announced,) = cloud.announced()
    assert failed(send_email.handler(announced, None)) == []


def test_a_message_that_goes_out_at_once_costs_six_write_units(cloud: MessageCloud) -> None:
    units = CapacityUnits()
    units.count(clients.dynamodb())
    told(cloud)
    assert (units.write, units.read) == (3, 8)  # the message, its place in the list, and that the shopper was told
    mailed(cloud)
    assert (units.write, units.read) == (6, 13)  # claimed; and sent, which with the service's id is over a KB
    assert (WRITE_UNITS, READ_UNITS) == (6, 13)


def test_a_repeat_of_what_was_sent_writes_nothing(cloud: MessageCloud) -> None:
    (outing,) = cloud.outings(1)
    notify_customer.handler(outing, None)
    (announced,) = cloud.announced()
    send_email.handler(announced, None)
    units = CapacityUnits()
    units.count(clients.dynamodb())
    notify_customer.handler(outing, None)
    send_email.handler(announced, None)
    assert units.write == 0
    assert cloud.announced() == []


def _forget() -> None:
    for module in (clients, notify_customer, send_email, importlib.import_module("shared.aws.message_means")):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
