"""What the bus hears of a claim: that it was made, and that more is known of it; never a word of it."""

from __future__ import annotations

from datetime import timedelta

from shared.claims.problem import Problem
from shared.claims.publications import of_claim
from shared.claims.report_problem import Report
from tests.claims.reporting import BROKEN, ReportingDesk
from tests.samples import NOW


def test_a_new_claim_is_published_without_its_words() -> None:
    claim = ReportingDesk().report()
    [event] = of_claim(None, claim, merchant_id="hanare")
    assert (event.data["is_new"], event.data["has_words"], event.data["files"]) == (True, True, 0)
    assert event.data["lines"] == [{"sku": line.sku, "quantity": line.quantity} for line in BROKEN.lines]
    assert BROKEN.words not in event.model_dump_json()


def test_what_is_not_known_is_left_out() -> None:
    [event] = of_claim(None, ReportingDesk().report(Report(Problem.NOT_ARRIVED)), merchant_id="hanare")
    assert {"lines", "shipment_id"}.isdisjoint(event.data)


def test_more_is_published_once_under_an_id_of_its_own_and_a_repeat_not_at_all() -> None:
    desk = ReportingDesk()
    first = desk.report()
    again = desk.report(at=NOW + timedelta(seconds=1))
    assert of_claim(first, again, merchant_id="hanare") == []
    more = desk.show(first.claim_id, "evidence/1", NOW + timedelta(hours=1))
    [event] = of_claim(again, more, merchant_id="hanare")
    assert (event.data["is_new"], event.data["files"]) == (False, 1)
    assert event.metadata.event_id != of_claim(None, first, merchant_id="hanare")[0].metadata.event_id
    assert event.metadata.occurred_at == NOW + timedelta(hours=1)
