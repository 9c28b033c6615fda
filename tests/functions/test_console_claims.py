"""Claims in the console: told with the order's story, answered as they were looked at, their files led to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from shared.access.console_door import new_code
from shared.access.console_role import Role
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_claims import DynamoClaims
from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.claims.claim import Claim, Said
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.portal import Forms
from tests.functions.reported import FILE, report_chipped_bowls
from tests.functions.sold import Headers, sell
from tests.functions.test_console_api import EVIL, Staff, door, staff

__all__ = ["staff"]
ORDER = "/console/orders/A-1001"


@pytest.fixture
def claim(api: HttpApi, merchant: Headers, cloud: Cloud) -> Claim:
    """A chipped bowl, with a photo and words that are none of ours."""
    sell(api, merchant)
    return report_chipped_bowls(cloud, 1, f"canary {EVIL}")


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


def viewing(api: HttpApi, cloud: Cloud) -> Staff:
    """Somebody who may only read."""
    viewer = Staff(api)
    code = new_code("mika", bytes(32), NOW, Role.VIEWER)
    door(cloud).keep_code(code)
    viewer.sign_in(code.plain)
    return viewer


def test_reports_of_all_orders_wait_in_a_list_until_they_are_answered(
    claim: Claim, cloud: Cloud, api: HttpApi, staff: Staff
) -> None:
    cases = DynamoCases(clients.dynamodb(), cloud.table)
    asked = Case("A-9", "Q-1", CaseKind.SUPPORT).hearing(CaseNews.REQUESTED, Told(NOW - timedelta(days=2)))
    reopened = cases.save(asked.hearing(CaseNews.REOPENED, Told(NOW - timedelta(days=1))))
    viewer = viewing(api, cloud)
    page = viewer.get("/console/reports?lang=en")
    assert page.status == 200
    for said in ("Claim: arrived damaged", f"{ORDER}?lang=en#claims", "Support", "reopened", 'aria-current="page"'):
        assert said in page.text
    assert page.text.index("Q-1") < page.text.index(claim.claim_id)
    for kept in ("canary", EVIL, FILE, "飯碗", "aiko@", "090"):
        assert kept not in page.text
    home = viewer.get("/console?lang=en").text
    assert '<a class="card" href="/console/reports?lang=en"><b>2</b><span>Reports to answer</span>' in home

    approved = next(f for f in Forms(staff.get(ORDER).text).forms if f.fields.get("news") == "approved")
    assert staff.post(approved.action, approved.fields).status == 303
    cases.save(reopened.hearing(CaseNews.RESOLVED, Told(NOW)))
    assert "No report waits for an answer." in viewer.get("/console/reports?lang=en").text
    assert viewer.get("/console/reports?cursor=canary").status == 422
    assert Staff(api).get("/console/reports").status == 403


def test_more_reports_than_a_page_shows_go_on_behind_it(cloud: Cloud, staff: Staff) -> None:
    cases = DynamoCases(clients.dynamodb(), cloud.table)
    for number in range(21):
        told = Told(NOW - timedelta(hours=50 - number))
        cases.save(Case(f"A-{number}", "Q-1", CaseKind.SUPPORT).hearing(CaseNews.REQUESTED, told))
    page = staff.get("/console/reports").text
    on = re.search(r'class="goes-on"><a class="button quiet" href="([^"]+)"', page)
    assert on is not None
    rest = staff.get(unescape(on[1])).text
    assert ("/console/orders/A-19" in page, "/console/orders/A-20" in page) == (True, False)
    assert ("/console/orders/A-19" in rest, "/console/orders/A-20" in rest) == (False, True)


def test_who_only_reads_is_offered_neither_an_answer_nor_a_file(claim: Claim, cloud: Cloud, api: HttpApi) -> None:
    viewer = viewing(api, cloud)
    page = viewer.get(ORDER)
    assert (page.status, claim.claim_id in page.text, "/evidence/" in page.text) == (200, True, False)
    assert all("news" not in form.fields for form in Forms(page.text).forms)
    fields = {"token": viewer.token(), "news": "approved", "seen": "1-1"}
    assert viewer.post(f"{ORDER}/claims/{claim.claim_id}", fields).status == 403
    assert viewer.get(f"{ORDER}/claims/{claim.claim_id}/evidence/{FILE}").status == 403
    assert {*case(cloud, claim).news} == {CaseNews.REQUESTED}
