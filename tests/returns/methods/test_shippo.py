"""Return labels by Shippo: found again by their metadata, and errors that say what to mend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.errors import Unavailable
from shared.outbound.shippo_labels import A_PAGE, ShippoLabels, shippo_desk
from shared.returns.methods.ports import WayBackRefused
from shared.returns.vocabulary import Method
from tests.returns.methods.samples import AMERICAN, NOW, PORTLAND, RULES, wanted
from tests.standins.in_process import transport_of
from tests.standins.service import Fault
from tests.standins.shippo import PDF, PNG, TOKEN, Shippo

WANTED = wanted(sender=AMERICAN, recipient=PORTLAND, language="en")


@pytest.fixture
def shippo() -> Shippo:
    return Shippo()


def labels(shippo: Shippo, token: str = TOKEN) -> ShippoLabels:
    return ShippoLabels(shippo_desk(transport_of(shippo), token, "https://stand-in"), RULES)


def test_the_cheapest_rate_is_bought_as_a_return(shippo: Shippo) -> None:
    made = labels(shippo).make(WANTED, NOW)
    assert (made.carrier, made.cost, made.cost_currency) == ("usps", 690, "USD")
    assert made.files == (("application/pdf", PDF),)
    (asked,) = shippo.shipments.values()
    assert (asked["address_to"]["name"], asked["address_from"]["name"]) == (AMERICAN.name, PORTLAND.name)
    assert asked["extra"] == {"is_return": True, "reference_1": WANTED.return_number}
    assert shippo.objections == []


def test_a_code_to_show_is_asked_for(shippo: Shippo) -> None:
    assert labels(shippo).make(replace(WANTED, method=Method.QR), NOW).files == (("image/png", PNG),)


@pytest.mark.parametrize("fault", [Fault.SILENCE, Fault.BROKEN_BUT_TAKEN, Fault.TOO_MANY])
@pytest.mark.parametrize("step", range(5))
def test_a_crash_at_any_step_buys_no_second_label(shippo: Shippo, fault: Fault, step: int) -> None:
    shippo.faults.extend([None] * step)  # type: ignore[list-item]
    shippo.fails(fault)
    with pytest.raises(Unavailable):
        labels(shippo).make(WANTED, NOW)
    labels(shippo).make(WANTED, NOW)
    assert [bought["metadata"] for bought in shippo.transactions] == [WANTED.shipment_id]


def test_a_label_is_found_behind_a_page_of_others(shippo: Shippo) -> None:
    first = labels(shippo).make(WANTED, NOW)
    shippo.transactions = [
        *({"metadata": f"R-{n}", "status": "SUCCESS"} for n in range(A_PAGE + 5)),
        *shippo.transactions,
    ]
    assert labels(shippo).make(WANTED, NOW) == first


def test_a_label_that_is_still_being_made_is_waited_for(shippo: Shippo) -> None:
    shippo.buys_as = "QUEUED"
    for _ in range(2):
        with pytest.raises(Unavailable):
            labels(shippo).make(WANTED, NOW)
    shippo.transactions[0]["status"] = "SUCCESS"
    assert labels(shippo).make(WANTED, NOW).tracking_number
    assert len(shippo.transactions) == 1


def test_a_purchase_that_failed_is_told_by_its_code_and_tried_anew(shippo: Shippo) -> None:
    shippo.buys_as = "ERROR"
    with pytest.raises(WayBackRefused) as refused:
        labels(shippo).make(WANTED, NOW)
    assert "carrier_refused" in refused.value.detail
    assert "Elm" not in refused.value.detail
    shippo.buys_as = "SUCCESS"
    assert labels(shippo).make(WANTED, NOW).tracking_number


def test_an_address_that_is_refused_names_the_field_and_repeats_nothing(shippo: Shippo) -> None:
    with pytest.raises(WayBackRefused) as refused:
        labels(shippo).make(replace(WANTED, sender=replace(AMERICAN, postal="")), NOW)
    assert refused.value.field == "address.postal"
    assert "Sakura" not in refused.value.detail


def test_where_no_carrier_takes_it_the_address_is_to_blame(shippo: Shippo) -> None:
    shippo.rates = []
    with pytest.raises(WayBackRefused) as refused:
        labels(shippo).make(WANTED, NOW)
    assert refused.value.field == "address"


@pytest.mark.parametrize(("says", "given_back"), [("PENDING", True), ("SUCCESS", True), ("ERROR", False)])
def test_postage_is_asked_back(shippo: Shippo, says: str, given_back: bool) -> None:
    made = labels(shippo).make(WANTED, NOW)
    shippo.refunds_as = says
    assert labels(shippo).void(made.reference) is given_back
    assert not labels(shippo).void("unknown")


def test_a_wrong_token_is_the_merchants_to_mend(shippo: Shippo) -> None:
    with pytest.raises(Unavailable):
        labels(shippo, "wrong").make(WANTED, NOW)
