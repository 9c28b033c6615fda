"""The merchant's console over HTTP: who gets in, the story of an order, and decisions about returns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.access.console_door import COOKIE, new_code
from shared.aws import clients
from shared.aws.dynamodb_console import DynamoConsoleDoor
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_returns import DynamoReturns
from shared.aws.dynamodb_reviews import DynamoReviews
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.evidence.evidence import Evidence
from shared.notifications.message import Check, Message, MessageState
from shared.returns.axes import Action
from shared.returns.vocabulary import Actor
from shared.reviews.review import Review
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.portal import Forms
from tests.functions.sold import Headers, bowl, sell, shopper_of, submitted
from tests.functions.test_cases_api import CASE

EVIL = '<script>alert("x")</script>'
NUMBER = ParcelNumber("usps", f"94001362082312345{sum(map(ord, 'A-1001')):05d}")
PARCEL = ParcelId(NUMBER, date(2026, 11, 11))
COSTLY: dict[str, Any] = {
    "lines": [
        {"sku": "KB-01", "name": f"飯碗{EVIL}", "quantity": 2, "sale": {"line_id": "L-1", "price": 66000, "tax": 6000}},
    ],
    "sale": {"payments": [{"payment_id": "P-1", "method": "card", "amount": 132550}]},
}
"""What the sample policy lets nobody decide but a person."""


def door(cloud: Cloud) -> DynamoConsoleDoor:
    return DynamoConsoleDoor(clients.dynamodb(), cloud.table)


def code_for(cloud: Cloud, name: str = "aiko", number: int = 1, at: datetime = NOW) -> str:
    code = new_code(name, bytes([number]) * 32, at)
    door(cloud).keep_code(code)
    return code.plain


class Staff:
    """A browser without scripts. Their cookie is all that they have."""

    def __init__(self, api: HttpApi, cookie: str = "") -> None:
        self.api, self.cookie = api, cookie

    def get(self, address: str, **headers: str) -> Reply:
        return self._send("GET", address, headers)

    def post(self, address: str, fields: dict[str, str], **headers: str) -> Reply:
        sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send("POST", address, sent | told, urlencode(fields))

    def sign_in(self, code: str, **fields: str) -> Reply:
        reply = self.post("/console/sign-in", {"code": code, **fields})
        for cookie in reply.cookies:
            self.cookie = cookie.partition(";")[0]
        return reply

    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.get("/console/parcels").text)
        assert found is not None
        return found[1]

    def _send(self, method: str, address: str, headers: dict[str, str], body: str = "") -> Reply:
        sent = {**headers, **({"cookie": self.cookie} if self.cookie else {})}
        return self.api.request(method, address, headers=sent, body=body)


@pytest.fixture
def staff(api: HttpApi, cloud: Cloud) -> Staff:
    """Somebody who is signed in."""
    somebody = Staff(api)
    assert somebody.sign_in(code_for(cloud)).status == 303
    return somebody


def test_a_code_opens_the_console_once(api: HttpApi, cloud: Cloud) -> None:
    code = code_for(cloud)
    page = api.request("GET", "/console/sign-in")
    assert page.status == 200
    assert code not in page.text
    first, second = Staff(api), Staff(api)
    entered = first.sign_in(code)
    assert (entered.status, entered.headers["location"]) == (303, "/console")
    assert re.fullmatch(
        rf"{COOKIE}=[\w-]{{43}}; Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax", entered.cookies[0]
    )
    refused = second.sign_in(code)
    assert (refused.status, refused.cookies) == (403, ())
    assert first.get("/console").status == 200
    assert second.get("/console").status == 403


def test_neither_codes_nor_sessions_are_kept_as_they_are(api: HttpApi, cloud: Cloud) -> None:
    code = code_for(cloud)
    assert code not in repr(cloud.items())
    somebody = Staff(api)
    somebody.sign_in(code)
    assert somebody.cookie.partition("=")[2] not in repr(cloud.items())


def test_codes_and_sessions_end(api: HttpApi, cloud: Cloud, staff: Staff, at: Callable[[datetime], None]) -> None:
    late = code_for(cloud, number=2)
    at(NOW + timedelta(minutes=5))
    assert Staff(api).sign_in(late).status == 403
    assert staff.get("/console").status == 200
    at(NOW + timedelta(hours=12))
    assert staff.get("/console").status == 403


def test_who_signs_out_is_out_wherever_the_cookie_is(cloud: Cloud, staff: Staff) -> None:
    kept = Staff(staff.api, staff.cookie)
    left = staff.post("/console/sign-out", {"token": staff.token()})
    assert left.status == 303
    assert "Max-Age=0" in left.cookies[0]
    assert kept.get("/console").status == 403
    again = Staff(staff.api)
    again.sign_in(code_for(cloud, number=3))
    code_for(cloud, number=4)
    assert door(cloud).end_all() == 1
    assert again.get("/console").status == 403
    assert [item for item in cloud.items() if item["PK"]["S"] == "CONSOLE"] == []


def test_nobody_chooses_a_session_for_somebody_else(api: HttpApi, cloud: Cloud) -> None:
    planted = f"{COOKIE}={'A' * 43}"
    victim = Staff(api, planted)
    victim.sign_in(code_for(cloud))
    assert victim.cookie != planted
    assert Staff(api, planted).get("/console").status == 403


def test_a_sign_in_leads_back_to_where_somebody_was_and_nowhere_else(api: HttpApi, cloud: Cloud) -> None:
    closed = api.request("GET", "/console/orders/A-1001")
    assert closed.status == 403
    assert Forms(closed.text).forms[0].fields["to"] == "orders/A-1001"
    assert Staff(api).sign_in(code_for(cloud), to="orders/A-1001").headers["location"] == "/console/orders/A-1001"
    for number, to in enumerate(("//evil.example", "https://evil.example", "../t", "orders/../../x"), 2):
        assert Staff(api).sign_in(code_for(cloud, number=number), to=to).headers["location"] == "/console"


def test_a_form_is_taken_from_the_sessions_own_pages_only(api: HttpApi, cloud: Cloud, staff: Staff) -> None:
    other = Staff(api)
    other.sign_in(code_for(cloud, number=2))
    token = staff.token()
    for fields, headers in (
        ({}, {}),
        ({"token": other.token()}, {}),
        ({"token": token}, {"sec_fetch_site": "cross-site"}),
        ({"token": token}, {"sec_fetch_site": "same-site"}),
    ):
        assert staff.post("/console/sign-out", fields, **headers).status == 403
    assert staff.get("/console").status == 200
    code = code_for(cloud, number=3)
    assert Staff(api).post("/console/sign-in", {"code": code}, sec_fetch_site="cross-site").status == 403
    assert Staff(api).sign_in(code).status == 303


def test_shoppers_tokens_and_keys_do_not_open_the_console_and_its_cookie_opens_nothing_else(
    api: HttpApi, merchant: Headers, merchant_key: str, staff: Staff
) -> None:
    sell(api, merchant)
    shopper = shopper_of(api, merchant)["authorization"].partition(" ")[2]
    for shown in (shopper, merchant_key, shopper[:43]):
        assert Staff(api, f"{COOKIE}={shown}").get("/console/orders/A-1001").status == 403
        assert api.request("GET", "/console", headers={"authorization": f"Bearer {shown}"}).status == 403
    cookie = staff.cookie.partition("=")[2]
    for address in ("/v1/orders/A-1001", "/v1/returns", "/v1/parcels"):
        assert staff.get(address).status == 401
        assert staff.get(address, authorization=f"Bearer {cookie}").status in (401, 403)
    assert api.request("GET", f"/t/{cookie}").status == 403


def tell_a_rich_story(api: HttpApi, merchant: Headers, cloud: Cloud) -> str:
    """An order of which every chapter can be told; the return's id. Whoever may write, wrote a script."""
    sell(api, merchant, **COSTLY)
    dynamodb, table = clients.dynamodb(), cloud.table
    parcels = DynamoParcels(dynamodb, table)
    place = Place(f"Tokyo{EVIL}", "", "", "JP")
    for hours, detail in ((-200, Detail.PICKED_UP), (-150, Detail.CUSTOMS_HELD), (-100, Detail.DELIVERED)):
        scan = Checkpoint(NOW + timedelta(hours=hours), detail, f"C{EVIL}", f"scan{EVIL}", place)
        parcels.add(NUMBER, scan, "easypost")
    estimate = Estimate(
        date(2026, 11, 14), date(2026, 11, 15), date(2026, 11, 16), 9_000, EstimateSource.STAGE, NOW, (Reason.CUSTOMS,)
    )
    DynamoEstimates(dynamodb, table).save(
        LiveEstimate(
            "A-1001", "Asia/Tokyo", PARCEL, promised=date(2026, 11, 13), at_risk=True, warned_at=NOW,
            revisions=(Revision(1, NOW - timedelta(days=9), Reason.FIRST, estimate),),
        )
    )  # fmt: skip
    DynamoMessages(dynamodb, table).save(
        Message(
            "m1", "A-1001", "dispatched", "order", Kind.SERVICE, "s", "ja", MessageState.SUPPRESSED,
            "quiet_hours", NOW, NOW, Channel.SMS, checks=(Check("quiet_hours", False, f"02:00{EVIL}"),),
        )
    )  # fmt: skip
    assert api.request("PUT", "/v1/orders/A-1001/cases/RMA-7", headers=merchant, body=CASE).status in (200, 201)
    DynamoReviews(dynamodb, table).save(
        Review("A-1001", "KB-01", 2, f"words{EVIL}", NOW, help_requested=True, help_words=f"help{EVIL}", help_at=NOW)
    )
    words = {"words": f"too small{EVIL}"}
    return str(submitted(api, shopper_of(api, merchant), bowl(quantity=2, **words))["return_id"])


def test_the_story_holds_every_chapter_and_runs_no_script_of_others(
    api: HttpApi, merchant: Headers, cloud: Cloud, staff: Staff
) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    english = staff.get("/console/orders/A-1001?lang=en")
    assert english.status == 200, english.text
    text = unescape(re.sub(r"<[^>]+>", " ", english.text))
    for said in (
        "Promised: ", "Ordered", "Sent", "Incident: customs_held, put down to: customs", "Expected: ",
        "The promise is at risk", "Message dispatched: not sent", "It is night where the shopper is.",
        "asked for", "Return: asked for", "Reviewed: 2 of 5 stars", "Asked for help", "looked-at-first",
    ):  # fmt: skip
        assert said in text, said
    chips = set(re.findall(r'class="chip">([^<]+)<', english.text))
    assert {"Order", "Promise", "Shipment", "Scan", "Incident", "Estimate", "Message", "Return", "Case"} <= chips
    for address in (
        "/console",
        "/console/parcels",
        "/console/returns",
        f"/console/returns/{return_id}",
        "/console/orders/A-1001",
    ):
        reply = staff.get(address)
        assert reply.status == 200, (address, reply.text)
        assert EVIL not in reply.text, address
        assert "script-src" not in reply.headers["content-security-policy"], address
    assert f"too small{EVIL}" in unescape(staff.get(f"/console/returns/{return_id}").text)


def test_a_contact_is_shown_on_request_and_the_look_is_logged_without_it(
    api: HttpApi, merchant: Headers, staff: Staff, logs: Callable[[], str]
) -> None:
    sell(api, merchant)
    page = staff.get("/console/orders/A-1001").text
    [mail] = re.findall(r"<dd>(\S)•••@(\S)•••</dd>", page)
    shown = staff.post("/console/orders/A-1001", {"token": staff.token()})
    assert shown.status == 200
    [address] = re.findall(r"<dd>(\S+@[\w.]+)</dd>", shown.text)
    assert (address[0], address.partition("@")[2][0]) == mail
    assert address not in page
    assert "contact shown" in logs()
    assert address not in logs()
    assert staff.cookie.partition("=")[2] not in logs()


def test_a_return_is_approved_with_one_click_and_the_log_says_who_did_it(
    api: HttpApi, merchant: Headers, cloud: Cloud, staff: Staff
) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    assert ">1<" in re.sub(r"\s", "", staff.get("/console").text)
    waiting = Forms(staff.get("/console/returns").text).forms
    [form] = [each for each in waiting if each.fields.get("do") == "approve"]
    approved = staff.post(form.action, form.fields)
    assert (approved.status, approved.headers["location"]) == (303, "/console/returns?done=approve")
    stored = DynamoReturns(clients.dynamodb(), cloud.table).get(return_id)
    assert stored is not None
    [entry] = [entry for entry in stored.log if entry.action is Action.APPROVE]
    assert (entry.actor, entry.note) == (Actor.STAFF, "aiko")
    assert staff.post(form.action, form.fields).status in (303, 409)
    assert return_id not in staff.get("/console/returns").text
    assert "Nothing waits" in staff.get("/console/returns?lang=en").text


def test_a_denial_needs_what_the_shopper_is_told_and_more_can_be_asked_for(
    api: HttpApi, merchant: Headers, cloud: Cloud, staff: Staff
) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    address, fields = f"/console/returns/{return_id}", {"token": staff.token(), "items": "1"}
    lacking = staff.post(address, {**fields, "do": "decline", "code": ""})
    assert (lacking.status, 'aria-describedby="error-decline"' in lacking.text) == (422, True)
    assert staff.post(address, {**fields, "do": "decline", "code": "made_up"}).status == 422
    assert staff.post(address, {**fields, "do": "pay"}).status == 422
    assert staff.post(address, {**fields, "items": "99", "do": "approve"}).status in (404, 409, 422)
    assert staff.post(address, {**fields, "do": "need_more", "code": "photo_unclear", "note": "the box"}).status == 303
    stored = DynamoReturns(clients.dynamodb(), cloud.table).get(return_id)
    assert stored is not None
    assert (stored.log[-1].code, stored.log[-1].note) == ("photo_unclear", "aiko: the box")
    declined = staff.post(address, {**fields, "do": "decline", "code": "used"})
    assert declined.status in (303, 409)


def test_numbers_lead_to_their_order_or_return(api: HttpApi, merchant: Headers, cloud: Cloud, staff: Staff) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    stored = DynamoReturns(clients.dynamodb(), cloud.table).get(return_id)
    assert stored is not None
    for typed, place in (
        ("A-1001", "/console/orders/A-1001"),
        (stored.number.lower(), f"/console/returns/{return_id}"),
        (NUMBER.tracking_number, "/console/orders/A-1001"),
    ):
        assert staff.get(f"/console/find?{urlencode({'q': typed})}").headers.get("location") == place, typed
    assert staff.get("/console/find?q=nothing").status == 200
    assert staff.get(f"/console/parcels/usps/{NUMBER.tracking_number}").headers["location"] == "/console/orders/A-1001"
    for gone in ("/console/orders/NOBODY", "/console/orders/%00", "/console/parcels/usps/1", "/console/returns/NOBODY"):
        assert staff.get(gone).status == 404, gone


def test_a_parcel_is_reopened_once_however_often_the_form_is_sent(
    api: HttpApi, merchant: Headers, cloud: Cloud, staff: Staff
) -> None:
    tell_a_rich_story(api, merchant, cloud)
    forms = Forms(staff.get("/console/orders/A-1001").text).forms
    [form] = [each for each in forms if "ship_date" in each.fields]
    assert staff.post(form.action, form.fields).status == 422
    for _ in range(2):
        reply = staff.post(form.action, form.fields | {"reason": "not there"})
        assert (reply.status, reply.headers["location"]) == (303, "/console/orders/A-1001?done=reopen")
    said = [scan for scan in DynamoParcels(clients.dynamodb(), cloud.table).history(NUMBER).checkpoints
            if scan.detail is Detail.REOPENED]  # fmt: skip
    assert [scan.message for scan in said] == ["not there"]


def test_what_a_shopper_showed_is_led_to_for_a_minute_and_no_other_file_is(
    api: HttpApi, merchant: Headers, cloud: Cloud, staff: Staff
) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    returns = DynamoReturns(clients.dynamodb(), cloud.table)
    stored = returns.get(return_id)
    assert stored is not None
    name = f"0123456789abcdef-{'a' * 22}.jpg"
    [item] = stored.items
    returns.save(replace(stored, items=(replace(item, evidence=(Evidence("photo", f"evidence/{name}", NOW),)),)))
    address = f"/console/returns/{return_id}/evidence/{name}"
    assert f'href="{address}"' in staff.get(f"/console/returns/{return_id}").text
    led = staff.get(address)
    assert (led.status, f"/evidence/{name}?response-content-disposition=attachment" in led.headers["location"]) == (
        303,
        True,
    )
    assert staff.get(address.replace("aaa", "bbb")).status == 404
    assert Staff(api).get(f"/console/returns/{return_id}/evidence/x").status == 403
