"""Return labels and pickups by EasyPost: one label per shipment, the cheapest, and errors that say what to mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.errors import Unavailable
from shared.outbound.easypost_labels import EasyPostLabels, easypost_desk
from shared.outbound.easypost_pickups import EasyPostPickups
from shared.returns.methods.ports import PickupSlot, WayBackRefused
from shared.returns.methods.rules import Destination
from shared.returns.vocabulary import Method
from tests.returns.methods.samples import AMERICAN, GERMAN, NOW, PORTLAND, RULES, TABLE, wanted
from tests.standins.easypost import KEY, PDF, PNG, EasyPost
from tests.standins.in_process import transport_of
from tests.standins.service import Fault

WANTED = wanted(sender=AMERICAN, recipient=PORTLAND, language="en")
AREA = replace(TABLE.areas[0], country="US", postal_prefixes=("972",), time_zone="America/Los_Angeles")
US_RULES = replace(RULES, pickup_table=replace(TABLE, areas=(AREA,)), pickup_windows=TABLE.slots)
MORNING = PickupSlot(date(2026, 11, 30), "am")


@pytest.fixture
def easypost() -> EasyPost:
    return EasyPost()


def labels(easypost: EasyPost, key: str = KEY, **rules: object) -> EasyPostLabels:
    desk = easypost_desk(transport_of(easypost), key, "https://stand-in")
    return EasyPostLabels(desk, replace(US_RULES, **rules))  # type: ignore[arg-type]


def test_the_cheapest_rate_is_bought_as_a_return(easypost: EasyPost) -> None:
    made = labels(easypost).make(WANTED, NOW)
    assert (made.carrier, made.cost, made.cost_currency) == ("usps", 758, "USD")
    assert made.tracking_number == "9400100000000000000001"
    assert made.files == (("image/png", PNG), ("application/pdf", PDF))
    asked = easypost.shipments[made.reference]["asked"]
    assert asked["to_address"]["name"] == AMERICAN.name, "as on the way out: EasyPost turns them round"
    assert asked["from_address"]["name"] == PORTLAND.name
    assert asked["options"]["print_custom_1"] == WANTED.return_number
    assert easypost.objections == ["not found"], "it was looked for first"


def test_asking_again_finds_what_was_bought(easypost: EasyPost) -> None:
    first = labels(easypost).make(WANTED, NOW)
    assert labels(easypost).make(WANTED, NOW) == first
    assert easypost.bought == [WANTED.shipment_id]


@pytest.mark.parametrize(
    "fault", [Fault.SILENCE, Fault.HALF_ANSWER, Fault.BROKEN_BUT_TAKEN, Fault.BROKEN, Fault.TOO_MANY]
)
@pytest.mark.parametrize("step", range(1, 6))
def test_a_crash_at_any_step_buys_no_second_label(easypost: EasyPost, fault: Fault, step: int) -> None:
    easypost.faults.extend([None] * step)  # type: ignore[list-item]
    easypost.fails(fault)
    with pytest.raises(Unavailable):
        labels(easypost).make(WANTED, NOW)
    made = labels(easypost).make(WANTED, NOW)
    assert made.tracking_number == "9400100000000000000001"
    assert easypost.bought == [WANTED.shipment_id]


def test_a_service_that_is_named_is_taken_whatever_it_costs(easypost: EasyPost) -> None:
    assert labels(easypost, service="Ground").make(WANTED, NOW).cost == 910
    with pytest.raises(WayBackRefused):
        labels(easypost, service="Teleport").make(replace(WANTED, shipment_id="R-2"), NOW)


def test_an_address_that_is_refused_names_the_field_and_repeats_nothing(easypost: EasyPost) -> None:
    with pytest.raises(WayBackRefused) as refused:
        labels(easypost).make(replace(WANTED, sender=replace(AMERICAN, postal="")), NOW)
    assert refused.value.field == "address.postal"
    assert "ADDRESS.PARAMETERS.INVALID" in refused.value.detail
    assert "Canary" not in refused.value.detail


def test_where_no_carrier_takes_it_nobody_repeats_their_words(easypost: EasyPost) -> None:
    easypost.carriers = []
    with pytest.raises(WayBackRefused) as refused:
        labels(easypost).make(WANTED, NOW)
    assert "rate_error" in refused.value.detail
    assert "99999" not in refused.value.detail


def test_a_wrong_key_is_the_merchants_to_mend_and_not_the_shoppers(easypost: EasyPost) -> None:
    with pytest.raises(Unavailable) as refused:
        labels(easypost, key="wrong").make(WANTED, NOW)
    assert refused.value.code == "label_provider_unavailable"


def test_a_code_to_show_is_made_once_and_no_label_is_loaded(easypost: EasyPost) -> None:
    shown = replace(WANTED, method=Method.QR)
    first = labels(easypost).make(shown, NOW)
    assert first.files == (("image/png", PNG),)
    assert labels(easypost).make(shown, NOW) == first
    (shipment,) = easypost.shipments.values()
    assert len(shipment["forms"]) == 1


def test_a_carrier_without_codes_says_to_choose_a_label(easypost: EasyPost) -> None:
    easypost.has_codes = False
    with pytest.raises(WayBackRefused) as refused:
        labels(easypost).make(replace(WANTED, method=Method.QR), NOW)
    assert refused.value.field == "method"


def test_over_a_border_customs_are_told(easypost: EasyPost) -> None:
    destination = Destination("pdx", PORTLAND, "Pat Signer")
    made = labels(easypost, destinations=(destination,)).make(replace(WANTED, sender=GERMAN), NOW)
    customs = easypost.shipments[made.reference]["asked"]["customs_info"]
    assert (customs["customs_certify"], customs["customs_signer"]) == (True, "Pat Signer")
    assert [item["hs_tariff_number"] for item in customs["customs_items"]] == ["6912.00", "6912.00"]
    assert [item["value"] for item in customs["customs_items"]] == [2200.0, 9800.0]


@pytest.mark.parametrize(("says", "given_back"), [("submitted", True), ("refunded", True), ("not_applicable", False)])
def test_postage_is_asked_back(easypost: EasyPost, says: str, given_back: bool) -> None:
    made = labels(easypost).make(WANTED, NOW)
    easypost.refunds_as = says
    assert labels(easypost).void(made.reference) is given_back
    assert not labels(easypost).void("shp_404")


def pickups(easypost: EasyPost) -> EasyPostPickups:
    return EasyPostPickups(easypost_desk(transport_of(easypost), KEY, "https://stand-in"), US_RULES)


def test_a_pickup_is_booked_once_for_the_label_and_can_be_cancelled(easypost: EasyPost) -> None:
    label = labels(easypost).make(WANTED, NOW)
    assert MORNING in pickups(easypost).slots(AMERICAN, NOW)
    booked = pickups(easypost).book("R-1", AMERICAN, MORNING, NOW, label.reference)
    assert pickups(easypost).book("R-1", AMERICAN, MORNING, NOW, label.reference) == booked
    assert len(easypost.pickups) == 1
    assert pickups(easypost).cancel(booked)
    assert not pickups(easypost).cancel("pickup_404")


def test_where_the_carrier_does_not_come_the_slot_is_to_blame(easypost: EasyPost) -> None:
    label = labels(easypost).make(WANTED, NOW)
    easypost.comes = False
    with pytest.raises(WayBackRefused) as refused:
        pickups(easypost).book("R-1", AMERICAN, MORNING, NOW, label.reference)
    assert refused.value.field == "slot"
    assert "Elm" not in refused.value.detail
