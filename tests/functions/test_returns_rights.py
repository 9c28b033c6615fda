"""Gifts, cancellation, withdrawal, evidence and the public policy over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.returns_api import orders as routes
from functions.returns_api import setting
from functions.send_email import handler as send_email
from shared.access.limits import Limit
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_messages import DynamoMessages
from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.merchant.return_policy import compiled_returns
from shared.notifications.message import Message, MessageState
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from tests.functions.conftest import BUCKET, NOW, SAMPLE, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.sold import GIFT_CODE, LINES, Headers, act, bowl, draft, sell, shopper_of, stored, submitted
from tests.functions.test_orders_api import ORDER
from tests.functions.triggers import failed, from_queue

GERMANY = {"country": "DE", "postal": "10115"}


def gift_token(api: HttpApi, code: str = GIFT_CODE, order_id: str = "A-1001") -> Reply:
    return api.request("POST", f"/v1/orders/{order_id}/gift-token", body={"gift_code": code})


def recipient(api: HttpApi) -> Headers:
    """Headers with which who received the gift comes."""
    token = gift_token(api, "qx7t 29mk 4hzp").json()["token"]
    return {"authorization": f"Bearer {token}", "content-type": "application/json"}


def publish(cloud: Cloud, change: Callable[[str], str]) -> None:
    """The sample's configuration, changed."""
    configuration = read(change(SAMPLE.read_text("utf-8")))
    network = json.dumps(compile_network(configuration).to_json())
    returns = compiled_returns(configuration)
    DynamoConfiguration(clients.dynamodb(), cloud.table).publish(
        configuration.model_dump_json(), network, returns, now=NOW
    )


def acknowledging(number: str) -> Message:
    return Message(
        message_id="m-1",
        order_id="A-1001",
        trigger="withdrawal_received",
        subject=f"case:{number}",
        kind=Kind.REQUIRED,
        shopper="",
        language="de",
        state=MessageState.DECIDED,
        reason="told",
        occurred_at=NOW,
        decided_at=NOW,
        channel=Channel.EMAIL,
        facts={"case_id": number},
    )


@pytest.fixture
def european(api: HttpApi, merchant: Headers, cloud: Cloud) -> Headers:
    """A shopper in Germany, under a policy that takes up the law of the Union."""
    publish(cloud, lambda text: text.replace("laws: [jp]", "laws: [jp, eu]"))
    sell(api, merchant, placed_at="2026-11-24T01:30:00Z", destination=GERMANY)
    return shopper_of(api, merchant)


def test_who_holds_a_gift_gets_credit_and_the_buyer_hears_nothing(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    buyer, holder = shopper_of(api, merchant), recipient(api)
    offered = api.request("GET", "/v1/orders/A-1001/returnable", headers=holder).json()
    outcomes = {each["outcome"] for choice in offered["items"][0]["choices"] for each in choice["outcomes"]}
    assert "refund" not in outcomes
    assert "store_credit" in outcomes
    assert draft(api, holder, bowl(outcome="refund")).code == "wrong_items"
    answer = submitted(api, holder, key="k-2")
    assert (answer["is_gift"], answer["items"][0]["outcome"], answer["money"]["entries"]) == (True, "store_credit", [])
    place = f"/v1/returns/{answer['return_id']}"
    assert [api.request("GET", place, headers=who).status for who in (holder, merchant, buyer)] == [200, 200, 404]
    listed = [
        len(api.request("GET", "/v1/orders/A-1001/returns", headers=who).json()["returns"])
        for who in (holder, merchant, buyer)
    ]
    assert listed == [1, 1, 0]
    assert "C-77" not in json.dumps(answer) + json.dumps(offered)
    bought = draft(api, buyer, key="k-3").json()["return_id"]
    assert api.request("GET", f"/v1/returns/{bought}", headers=holder).code == "return_unknown"
    for place in ("cancellation", "withdrawal"):
        assert api.request("POST", f"/v1/orders/A-1001/{place}", headers=holder, body={}).code == "forbidden"


def test_a_gift_opens_by_its_code_alone_and_guessing_is_stopped(
    api: HttpApi, merchant: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(api, merchant)
    wrong = [gift_token(api, "WRONG-CODE-99"), gift_token(api, order_id="A-4040")]
    assert {(reply.status, reply.code, reply.text) for reply in wrong} == {(403, "not_this_gift", wrong[0].text)}
    monkeypatch.setattr(routes, "gift_codes", lambda counters: Limit("gift_code", 2, counters))
    assert gift_token(api).status == 429


def test_the_shop_files_a_gift_for_who_holds_it(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    assert draft(api, merchant, gift_code="WRONG-CODE-99").code == "not_this_gift"
    assert draft(api, merchant, gift_code=GIFT_CODE.lower()).json()["is_gift"] is True


def test_a_photo_counts_once_it_is_there_for_its_order_alone(api: HttpApi, merchant: Headers) -> None:
    for order_id in ("A-1001", "A-1002"):
        sell(api, merchant, order_id)
    who, other = shopper_of(api, merchant, "A-1001"), shopper_of(api, merchant, "A-1002")
    asked = {"order_id": "A-1001", "content_type": "image/jpeg"}
    assert api.request("POST", "/v1/returns/evidence", headers=other, body=asked).code == "order_unknown"
    refused = api.request("POST", "/v1/returns/evidence", headers=who, body={**asked, "content_type": "text/html"})
    assert refused.code == "invalid_body"
    upload = api.request("POST", "/v1/returns/evidence", headers=who, body=asked).json()
    evidence_id = upload["evidence_id"]
    broken = bowl(reason="damaged", words="In pieces.", evidence=[evidence_id])
    assert draft(api, who, broken).code == "evidence_not_uploaded"

    def put(body: bytes) -> None:
        clients.s3().put_object(Bucket=BUCKET, Key=upload["fields"]["key"], Body=body, ContentType="image/jpeg")

    put(b"<html>no photo</html>")
    assert draft(api, who, broken).code == "evidence_wrong_content"
    put(b"\xff\xd8\xff\xe0 in pieces")
    assert draft(api, other, {**broken, "order_id": "A-1002"}).code == "evidence_not_uploaded"
    answer = draft(api, who, broken).json()
    (shown,) = answer["items"][0]["evidence"]
    assert shown["kind"] == "photo"
    led = api.request("GET", shown["href"], headers=who)
    assert (led.status, evidence_id in led.headers["location"]) == (302, True)
    unknown = api.request("GET", f"/v1/returns/{answer['return_id']}/evidence/x.jpg", headers=who)
    assert unknown.code == "evidence_unknown"
    put(b"\xff\xd8\xff\xe0 of something else")
    assert api.request("GET", shown["href"], headers=who).code == "evidence_replaced"


def test_a_shopper_cancels_before_it_is_sent_once(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    body = {**ORDER, "placed_at": "2026-11-24T01:10:00Z", "lines": LINES}
    sale = {"currency": "JPY", "payments": [{"payment_id": "P-1", "method": "card", "amount": 17000}]}
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body={**body, "sale": sale})
    who, place = shopper_of(api, merchant), "/v1/orders/A-1001/cancellation"
    seen = api.request("GET", place, headers=who).json()
    assert (seen["is_possible"], seen["money"]["paid_back"], seen["until"]) == (True, 17000, "2026-11-24T02:10:00Z")
    some: dict[str, Any] = {"lines": [{"line": "L-2", "quantity": 1}]}
    assert api.request("POST", place, headers=who, body=some).json()["money"]["paid_back"] == 11000
    some["confirmed"] = True
    assert api.request("POST", place, headers=who, body=some).json()["field"] == "Idempotency-Key"
    once = {**who, "idempotency-key": "c-1"}
    first, again = (api.request("POST", place, headers=once, body=some) for _ in range(2))
    assert (first.status, again.status, first.json()) == (201, 201, again.json())
    assert len(cloud.changes("EVENT#")) == 2
    refused = api.request("POST", place, headers={**who, "idempotency-key": "c-2"}, body=some)
    assert (refused.status, refused.json()["why_not"]) == (409, ["more_than_left"])


def test_a_shop_without_returns_cancels_nothing_for_shoppers(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    publish(cloud, lambda text: text[: text.index("\nreturns:")])
    api.request(
        "PUT", "/v1/orders/A-1001", headers=merchant, body={**ORDER, "lines": LINES, "sale": {"currency": "JPY"}}
    )
    token = setting.desk().links.token("returns", stored(cloud, "A-1001").link, NOW)
    seen = api.request("GET", "/v1/orders/A-1001/cancellation", headers={"authorization": f"Bearer {token}"})
    assert seen.json()["is_possible"] is False
    assert api.request("GET", "/v1/return-policy?country=JP").code == "returns_off"


def test_a_consumer_withdraws_in_two_steps_and_keeps_the_acknowledgement(
    api: HttpApi, merchant: Headers, european: Headers, at: Callable[[Any], None]
) -> None:
    place, once = "/v1/orders/A-1001/withdrawal", {**european, "idempotency-key": "w-1"}
    first = api.request("POST", place, headers=european, body={"language": "en"}).json()
    assert [(line["line"], line["quantity"], line["whys"]) for line in first["lines"]] == [
        ("L-1", 2, []), ("L-2", 1, []),
    ]  # fmt: skip
    assert (first["withdraw_label"], first["confirm_label"]) == (
        "withdraw from contract here",
        "confirm withdrawal here",
    )
    assert api.request("GET", "/v1/orders/A-1001/returns", headers=european).json() == {"returns": []}
    body = {"lines": [{"line": "L-1", "quantity": 2}], "statement": "I changed my mind.", "language": "en"}
    assert api.request("POST", place, headers=european, body={**body, "confirmed": True}).status == 400
    second, again = (api.request("POST", place, headers=once, body={**body, "confirmed": True}) for _ in range(2))
    assert (second.status, second.json()) == (201, again.json())
    told = second.json()
    assert (told["withdrawal"]["state"], told["withdrawal"]["channel"]) == ("approved", "withdrawal")
    assert told["received_at"] == "2026-11-24T01:30:00Z"
    for part in ("飯碗", "I changed my mind.", told["withdrawal"]["number"], "02:30:00"):
        assert part in told["acknowledgement"]["text"]


def test_the_acknowledgement_of_a_withdrawal_comes_by_mail_with_what_was_stated(
    api: HttpApi, merchant: Headers, european: Headers, cloud: Cloud
) -> None:
    body = {"lines": [{"line": "L-1", "quantity": 2}], "statement": "I <changed> my mind.", "confirmed": True}
    once = {**european, "idempotency-key": "w-1"}
    told = api.request("POST", "/v1/orders/A-1001/withdrawal", headers=once, body=body).json()
    DynamoMessages(clients.dynamodb(), cloud.table).keep(acknowledging(told["withdrawal"]["number"]))
    announced = json.dumps({"order_id": "A-1001", "message_id": "m-1"})
    assert failed(send_email.handler(from_queue(announced), None)) == []
    (mail,) = cloud.mails()
    text = str(mail.body)
    for part in ("A-1001", told["withdrawal"]["number"], "I &lt;changed&gt; my mind.", "飯碗", "× 2"):
        assert part in text
    assert "24. November 2026, 02:30:00 (CET, UTC+01:00)" in text
    assert "土鍋" not in text  # which was not withdrawn from


def test_an_acknowledgement_says_what_was_stated_whatever_is_said_later(
    api: HttpApi, merchant: Headers, european: Headers
) -> None:
    costly = [{**LINES[0], "sale": {**LINES[0]["sale"], "price": 66000, "tax": 6000}}, *LINES[1:]]
    paid = {"payments": [{"payment_id": "P-1", "method": "card", "amount": 200000}]}
    sell(api, merchant, "A-1002", placed_at="2026-11-24T01:30:00Z", destination=GERMANY, lines=costly, sale=paid)
    who = {**shopper_of(api, merchant, "A-1002"), "idempotency-key": "w-1"}
    said = "Bitte\u202e\u0007 nehmen Sie es zur\u00fcck.\r\nDanke!"
    body = {"lines": [{"line": "L-1", "quantity": 2}], "statement": said, "confirmed": True, "language": "en"}
    told = api.request("POST", "/v1/orders/A-1002/withdrawal", headers=who, body=body).json()
    text = told["acknowledgement"]["text"]
    assert "Bitte nehmen Sie es zur\u00fcck.\nDanke!" in text
    return_id = told["withdrawal"]["return_id"]
    assert act(api, merchant, return_id, "need-more", {"code": "photo_unclear"}).status == 200
    answers = {"items": [{"item_id": "1", "words": "I never said so."}]}
    assert act(api, who, return_id, "answer", answers).status == 200
    again = api.request("POST", "/v1/orders/A-1002/withdrawal", headers=who, body=body).json()
    assert again["acknowledgement"]["text"] == text


def test_outside_the_union_nobody_withdraws_by_its_law(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    for body in ({}, {"confirmed": True}):
        refused = api.request(
            "POST", "/v1/orders/A-1001/withdrawal", headers={**who, "idempotency-key": "w"}, body=body
        )
        assert (refused.status, refused.code) == (409, "no_right_of_withdrawal")


def test_everybody_reads_the_policy_and_keeps_it_for_a_while(api: HttpApi) -> None:
    told = api.request("GET", "/v1/return-policy?country=JP&language=ja")
    assert told.headers["cache-control"] == "public, max-age=300"
    answer = told.json()
    assert (answer["version"], answer["language"], answer["withdrawal"]) == (1, "ja", None)
    assert "14日" in answer["text"]["html"]
    assert answer["schema_org"][0]["@type"] == "MerchantReturnPolicy"
    known = {"if-none-match": told.headers["etag"]}
    again = api.request("GET", "/v1/return-policy?country=JP&language=ja", headers=known)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", told.headers["etag"])
    assert api.request("GET", "/v1/return-policy?country=JP&language=en", headers=known).status == 200
    assert api.request("GET", "/v1/return-policy?country=Japan").code == "invalid_query"


def test_in_the_union_the_policy_tells_of_withdrawal(api: HttpApi, cloud: Cloud) -> None:
    publish(cloud, lambda text: text.replace("laws: [jp]", "laws: [jp, eu]"))
    told = api.request("GET", "/v1/return-policy?country=DE").json()["withdrawal"]
    assert told["confirm_label"] == "confirm withdrawal here"
    assert "14 days" in told["information"]["markdown"]
