"""What is put together is what the merchant's rules name, and no credential of anybody else is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.outbound.ways_back import ways_back
from shared.returns.methods.ports import WantedWayBack
from shared.returns.methods.rules import LabelProvider, PickupProvider, WayBackRules
from shared.returns.vocabulary import Method
from tests.fakes.ways_back import InMemoryLabelFiles, InMemoryPickupCapacity, InMemoryWayBackClaims
from tests.returns.methods.samples import AMERICAN, CONTENTS, NOW, RULES, request
from tests.standins.easypost import KEY, EasyPost
from tests.standins.in_process import transport_of
from tests.standins.service import Service
from tests.standins.shippo import TOKEN, Shippo

SECRETS = {"easypost": {"api_key": KEY}, "shippo": {"token": TOKEN}}


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """How it looks is tested elsewhere; here, that costs time only."""
    monkeypatch.setattr("shared.returns.methods.drawing.pdf.as_pdf", lambda _: b"%PDF")
    monkeypatch.setattr("shared.returns.methods.built_in_labels.as_pdf", lambda _: b"%PDF")
    monkeypatch.setattr("shared.returns.methods.built_in_labels.as_png", lambda _: b"PNG")


def prepared(rules: WayBackRules, service: Service) -> tuple[str, str, list[str]]:
    """Who made the label, its number, and whose credentials were read."""
    read: list[str] = []

    def credentials(provider: str) -> dict[str, str]:
        read.append(provider)
        return SECRETS[provider]

    ways = ways_back(
        rules,
        credentials=credentials,
        transport=transport_of(service),
        files=InMemoryLabelFiles(),
        claims=InMemoryWayBackClaims(),
        capacity=InMemoryPickupCapacity(),
        addresses={"easypost": "https://stand-in", "shippo": "https://stand-in"},
    )
    wanted = WantedWayBack(Method.LABEL, ("1", "2"), sender=AMERICAN, contents=CONTENTS)
    shipment = ways.prepare(request(), wanted, NOW).shipment
    return shipment.provider, shipment.tracking_number[:4], sorted(set(read))


@pytest.mark.parametrize(
    ("provider", "service", "made"),
    [
        (LabelProvider.EASYPOST, EasyPost(), ("easypost", "9400", ["easypost"])),
        (LabelProvider.SHIPPO, Shippo(), ("shippo", "9200", ["shippo"])),
        (LabelProvider.TODOKU, EasyPost(), ("todoku", "TDKR", [])),
    ],
)
def test_labels_are_made_by_who_the_rules_name(
    provider: LabelProvider, service: Service, made: tuple[str, str, list[str]]
) -> None:
    assert prepared(replace(RULES, labels=provider), service) == made


def test_pickups_by_easypost_need_its_key_whoever_makes_other_labels() -> None:
    rules = replace(RULES, pickups=PickupProvider.EASYPOST)
    assert prepared(rules, EasyPost()) == ("todoku", "TDKR", ["easypost"])
