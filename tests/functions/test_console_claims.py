"""Claims in the console: told with the order's story, answered as they were looked at, their files led to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.access.console_door import new_code
from shared.access.console_role import Role
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_claims import DynamoClaims
from shared.aws.dynamodb_orders import DynamoOrders
from shared.cases.case import Case, CaseLine, CaseNews
from shared.claims.claim import Claim, Said
from shared.claims.problem import Problem, Wish
from shared.claims.report_problem import Report, report_problem
from shared.evidence.evidence import Evidence
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.portal import Forms
from tests.functions.sold import Headers, sell
from tests.functions.test_console_api import EVIL, Staff, door, staff

__all__ = ["staff"]
FILE = "0123456789abcdef-aaaaaaaaaaaaaaaaaaaaaa.jpg"
ORDER = "/console/orders/A-1001"


@pytest.fixture
def claim(api: HttpApi, merchant: Headers, cloud: Cloud) -> Claim:
    """A chipped bowl, with a photo and words that are none of ours."""
    sell(api, merchant)
    dynamodb = clients.dynamodb()
    claims, cases, orders = (store(dynamodb, cloud.table) for store in (DynamoClaims, DynamoCases, DynamoOrders))
    order = orders.get("A-1001")
    assert order is not None
    report = Report(Problem.DAMAGED, "S-1", (CaseLine("KB-01", 1),), Wish.REPLACEMENT, f"canary {EVIL}")
    reported = report_problem(claims, cases, orders, order, report, NOW)
    return claims.save(replace(reported, evidence=(Evidence("photo", f"evidence/{FILE}", NOW),)))


def case(cloud: Cloud, claim: Claim) -> Case:
    stored = DynamoCases(clients.dynamodb(), cloud.table).get(claim.order_id, claim.claim_id)
    assert stored is not None
    return stored


def test_a_claim_is_told_beside_its_order_and_answered_once(claim: Claim, cloud: Cloud, staff: Staff) -> None:
    page = staff.get(f"{ORDER}?lang=en")
    assert EVIL not in page.text
    for said in ("arrived damaged", claim.claim_id, "1 × 飯碗 (KB-01)", "a replacement", "canary"):
        assert said in page.text
    forms = {form.fields.get("news", ""): form for form in Forms(page.text).forms}
    assert {*forms} >= {"approved", "needs_more", "resolved", "declined"}
    approved = forms["approved"]
    for _ in range(2):
        answered = staff.post(approved.action, approved.fields)
        assert (answered.status, answered.headers["location"]) == (303, f"{ORDER}?done=claim&lang=en")
    assert case(cloud, claim).version == 2
    outdated = staff.post(approved.action, {**approved.fields, "news": "resolved"})
    assert outdated.status == 409
    now = next(form for form in Forms(staff.get(ORDER).text).forms if form.fields.get("news") == "resolved")
    claims = DynamoClaims(clients.dynamodb(), cloud.table)
    claims.save(replace(claim, said=(*claim.said, Said(NOW, "A crack runs through it, too."))))
    assert staff.post(now.action, now.fields).status == 409
    assert {*case(cloud, claim).news} == {CaseNews.REQUESTED, CaseNews.APPROVED}


def test_a_denial_needs_what_the_shopper_is_told(claim: Claim, cloud: Cloud, staff: Staff) -> None:
    form = next(f for f in Forms(staff.get(ORDER).text).forms if f.fields.get("news") == "declined")
    lacking = staff.post(form.action, {**form.fields, "reason": "because"})
    assert lacking.status == 422
    assert 'aria-invalid="true"' in lacking.text
    assert "not_covered" in form.choices["reason"]
    assert staff.post(form.action, {**form.fields, "reason": "not_covered"}).status == 303
    declined = case(cloud, claim)
    assert (declined.is_open, declined.news[CaseNews.DECLINED].reason) == (False, "not_covered")
    assert all(f.fields.get("news") != "declined" for f in Forms(staff.get(ORDER).text).forms)


def test_what_was_shown_is_led_to_and_no_other_file_is(claim: Claim, staff: Staff) -> None:
    led = staff.get(f"{ORDER}/claims/{claim.claim_id}/evidence/{FILE}")
    assert (led.status, f"/evidence/{FILE}" in led.headers["location"]) == (303, True)
    assert led.headers["cache-control"] == "no-store"
    assert staff.get(f"{ORDER}/claims/{claim.claim_id}/evidence/{FILE.replace('a', 'b')}").status == 404
    assert staff.get(f"/console/orders/A-9/claims/{claim.claim_id}/evidence/{FILE}").status == 404
    assert Staff(staff.api).get(f"{ORDER}/claims/{claim.claim_id}/evidence/{FILE}").status == 403


@pytest.mark.parametrize("fields", [{"news": "refunded", "seen": "1-1"}, {"news": "approved", "seen": "٣-1"}, {}])
def test_an_answer_that_there_is_not_is_refused(
    claim: Claim, cloud: Cloud, staff: Staff, fields: dict[str, str]
) -> None:
    sent = staff.post(f"{ORDER}/claims/{claim.claim_id}", {"token": staff.token(), **fields})
    assert sent.status == 422
    assert staff.post(f"{ORDER}/claims/{claim.claim_id}", {**fields, "news": "approved", "seen": "1-1"}).status == 403
    assert {*case(cloud, claim).news} == {CaseNews.REQUESTED}


def test_who_only_reads_is_offered_neither_an_answer_nor_a_file(claim: Claim, cloud: Cloud, api: HttpApi) -> None:
    viewer = Staff(api)
    code = new_code("mika", bytes(32), NOW, Role.VIEWER)
    door(cloud).keep_code(code)
    viewer.sign_in(code.plain)
    page = viewer.get(ORDER)
    assert (page.status, claim.claim_id in page.text, "/evidence/" in page.text) == (200, True, False)
    assert all("news" not in form.fields for form in Forms(page.text).forms)
    fields = {"token": viewer.token(), "news": "approved", "seen": "1-1"}
    assert viewer.post(f"{ORDER}/claims/{claim.claim_id}", fields).status == 403
    assert viewer.get(f"{ORDER}/claims/{claim.claim_id}/evidence/{FILE}").status == 403
    assert {*case(cloud, claim).news} == {CaseNews.REQUESTED}
