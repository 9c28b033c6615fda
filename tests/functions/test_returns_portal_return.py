"""The page of one return over HTTP: each form does what its twin of the API does, once, and nobody sees another's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.aws import clients
from shared.aws.dynamodb_returns import DynamoReturns
from shared.errors import Unavailable
from shared.returns.request.number import make_number
from shared.returns.return_request import ReturnRequest
from tests.functions.conftest import BUCKET, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.sold import Headers, act, bowl, draft, draw_nothing, sell, shopper_of
from tests.functions.test_returns_rights import publish, recipient
from tests.pages.outline import Outline

FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
HOME = {
    "postal": "１５０－０００１",
    "region": "東京都",
    "city": "渋谷区",
    "line1": "神宮前4-5-6-CANARY",
    "name": "愛子 CANARY",
    "country": "JP",
}
TODAY = "2026-11-24T01:30:00Z"
"""From when on a policy holds that a test publishes."""
CANARIES = ("CANARY", "神宮前4-5-6")
MORE_WAYS = """    carrier: yamato
    pickups:
      areas: [{ country: "JP", postal_prefixes: ["15"], time_zone: "Asia/Tokyo" }]
      slots: [{ slot: "9-12", begins: "09:00", ends: "12:00", capacity: 1 }]
    points:
      - { id: shibuya, name: はなれ 渋谷店, store: true, address: { country: "JP", postal: "150-0043", region: 東京都, city: 渋谷区, lines: [道玄坂1-1] } }
"""  # noqa: E501


class Page:
    """A shopper with a browser, on the page of one return."""

    def __init__(self, api: HttpApi, token: str, return_id: str, portal: str = "returns") -> None:
        self.api, self.return_id = api, return_id
        self.place = f"/{portal}/{token}/{return_id}"

    def get(self, below: str = "", **query: str) -> Reply:
        return self.api.request("GET", self.place + below + (f"?{urlencode(query)}" if query else ""))

    def post(self, below: str, headers: Headers | None = None, **fields: str) -> Reply:
        return self.api.request("POST", self.place + below, headers=headers or FORM, body=urlencode(fields))

    def sent(self, below: str, **fields: str) -> Reply:
        """The page that a form led to."""
        reply = self.post(below, **fields)
        assert reply.status == 303, reply.text
        assert all(canary not in reply.headers["location"] for canary in CANARIES)
        return self.api.request("GET", reply.headers["location"])

    def form(self, below: str = "") -> dict[str, str]:
        """The hidden fields of the page's forms."""
        return hidden(self.get(below))


def hidden(page: Reply, *, first: bool = False) -> dict[str, str]:
    """Of two forms with a field of one name the last counts, or the first."""
    inputs = Outline(page.text).all("input")[:: -1 if first else 1]
    return {str(each["name"]): str(each["value"]) for each in inputs if each.get("type") == "hidden"}


def uploaded(page: Page, photo: bytes, at: str = "") -> str:
    """Send a photo as the page's form does; answers the path that S3 leads to."""
    shown = page.api.request("GET", at) if at else page.get()
    fields = hidden(shown, first=True)
    assert f"form-action 'self' https://{BUCKET}" in shown.headers["content-security-policy"]
    clients.s3().put_object(Bucket=BUCKET, Key=fields["key"], Body=photo, ContentType=fields["Content-Type"])
    return fields["success_action_redirect"].removeprefix("https://api.example.com")


def bought(api: HttpApi, merchant: Headers, *items: dict[str, Any], placed_at: str = "", **more: Any) -> Page:
    """A draft of a bowl, on its page."""
    sell(api, merchant, **({"placed_at": placed_at} if placed_at else {}))
    who = shopper_of(api, merchant)
    drafted = draft(api, who, *items, **more).json()
    return Page(api, who["authorization"].removeprefix("Bearer "), drafted["return_id"])


def approved(api: HttpApi, merchant: Headers, *items: dict[str, Any], **more: Any) -> Page:
    page = bought(api, merchant, *items, **more)
    assert page.post("/submit").status == 303
    return page


def kept(cloud: Cloud, page: Page) -> ReturnRequest:
    request = DynamoReturns(clients.dynamodb(), cloud.table).get(page.return_id)
    assert request is not None
    return request


def more_ways(cloud: Cloud) -> None:
    """A courier who comes, and a store: in force for orders placed from now on."""

    def changed(text: str) -> str:
        text = text.replace("methods: [qr, label, own_carrier]", "methods: [qr, label, pickup, store, own_carrier]")
        head, ways, tail = text.partition("  ways_back:")
        return head + ways + tail.replace("    carrier: yamato\n", MORE_WAYS)

    publish(cloud, changed)


def test_from_draft_to_label_to_file(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, logs: Callable[[], str]
) -> None:
    draw_nothing(monkeypatch)
    page = bought(api, merchant)
    shown = page.get()
    assert (shown.status, shown.headers["cache-control"]) == (200, "no-store")
    assert "form-action 'self'" in shown.headers["content-security-policy"]
    assert "この内容で返品を申し込む" in shown.text
    assert "−700円" in shown.text

    planned = page.sent("/plan", method="own_carrier", **page.form())
    assert "保存しました" in planned.text
    chosen = [each["value"] for each in Outline(planned.text).all("button") if each.get("aria-pressed") == "true"]
    assert chosen == ["own_carrier"]
    form = page.form()
    submitted = page.sent("/submit", **form)
    assert "お申し込みを受け付けました。" in submitted.text
    assert page.sent("/submit", **form).status == 200
    assert [entry.action for entry in kept(cloud, page).log] == ["change", "submit", "approve"]

    asked = page.get("/way/label")
    assert (asked.status, 'value="1500001"' in asked.text or "150" in asked.text) == (200, True)
    wrong = page.post("/way/label", **{**HOME, "postal": "1", "city": ""})
    assert wrong.status == 422
    assert "郵便番号：ご確認ください。" in wrong.text
    assert 'value="愛子 CANARY"' in wrong.text
    made = page.sent("/way/label", **HOME)
    assert "準備ができました" in made.text
    assert page.sent("/way/label", **HOME).status == 200
    (way,) = kept(cloud, page).shipments
    files = [link["href"] or "" for link in Outline(made.text).all("a") if "/files/" in (link["href"] or "")]
    got = {address.rpartition("/")[2]: api.request("GET", address) for address in files}
    assert {name: reply.body[:4] for name, reply in got.items()} == {
        "1-label.pdf": b"%PDF", "1-label.png": b"\x89PNG", "1-slip.pdf": b"%PDF",
    }  # fmt: skip
    assert got["1-label.pdf"].headers["content-disposition"] == (
        f'inline; filename="{kept(cloud, page).number}-label.pdf"'
    )
    assert way.tracking_number in page.get(lang="en").text
    told = logs() + repr([item for item in cloud.items() if "CONTACT" not in repr(item)])
    assert all(canary not in told for canary in CANARIES)
    assert page.place.split("/")[2] not in logs()


def test_a_label_is_made_anew_once_however_often_the_form_is_sent(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_nothing(monkeypatch)
    page = approved(api, merchant)
    page.sent("/way/label", **HOME)
    lost = page.form("/way/label")
    assert lost["instead_of"] == f"{page.return_id}-1"
    for _ in range(2):
        page.sent("/way/label", **{**HOME, **lost, **HOME})
    assert [way.voided_at is None for way in kept(cloud, page).shipments] == [False, True]
    assert page.get("/files/1-label.pdf").status == 404


def test_a_code_is_shown_on_the_page_and_needs_no_address(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_nothing(monkeypatch)
    page = approved(api, merchant)
    assert "line1" not in page.get("/way/qr").text
    shown = page.sent("/way/qr", **page.form("/way/qr"))
    (image,) = Outline(shown.text).all("img")
    assert kept(cloud, page).shipments[0].code in (image["alt"] or "")
    assert "img-src 'self'" in shown.headers["content-security-policy"]
    assert api.request("GET", image["src"] or "").headers["content-type"] == "image/png"


def test_a_pickup_goes_from_the_address_over_the_free_times_to_the_booking(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_nothing(monkeypatch)
    more_ways(cloud)
    page = approved(api, merchant, key="k-2", placed_at=TODAY)
    assert "集荷に伺える日時がございません" not in page.get("/way/pickup").text
    step = page.post("/way/pickup", **HOME)
    assert step.status == 200
    slots = [each["value"] or "" for each in Outline(step.text).all("input") if each.get("name") == "slot"]
    assert slots[0] == "2026-11-26 9-12"
    booked = page.sent("/way/pickup", **HOME, slot=slots[0])
    assert "集荷を予約しました" in booked.text
    assert page.sent("/way/pickup", **HOME, slot=slots[0]).status == 200
    (way,) = kept(cloud, page).shipments
    assert (str(way.pickup_day), way.pickup_slot) == ("2026-11-26", "9-12")

    other = Page(api, page.place.split("/")[2], draft(api, shopper_of(api, merchant), key="k-3").json()["return_id"])
    other.sent("/submit")
    full = other.post("/way/pickup", **HOME, slot=slots[0])
    assert full.status == 422
    assert "予約がいっぱい" in full.text
    assert 'value="愛子 CANARY"' in full.text
    far = other.post("/way/pickup", **{**HOME, "postal": "530-0001"})
    assert "集荷に伺える日時がございません" in far.text
    assert "13:00" not in far.text
    assert other.post("/way/pickup", **HOME, slot="2026-99-99 9-12").status == 200


def test_a_store_is_chosen_among_the_nearest(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_nothing(monkeypatch)
    more_ways(cloud)
    page = approved(api, merchant, placed_at=TODAY)
    assert "はなれ 渋谷店" in page.get("/way/store").text
    near = page.post("/way/store", near="５３０－０００１", search="yes")
    assert (near.status, 'value="530-0001"' in near.text) == (200, True)
    gone = page.post("/way/store", point="nowhere")
    assert (gone.status, "お受け取りできません" in gone.text) == (422, True)
    page.sent("/way/store", point="shibuya")
    assert kept(cloud, page).method == "store"


def test_a_return_opens_by_its_number_too_as_messages_know_it_and_for_its_own_shopper_alone(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    page = approved(api, merchant)
    number = kept(cloud, page).number
    token = page.place.split("/")[2]
    by_id, by_number = page.get(), api.request("GET", f"/returns/{token}/{number.lower()}")
    assert by_number.status == 200
    assert Outline(by_number.text).all("form") == Outline(by_id.text).all("form")
    sell(api, merchant, "A-1002")
    stranger = shopper_of(api, merchant, "A-1002")["authorization"].removeprefix("Bearer ")
    unknown = f"{number[:-1]}{'X' if number[-1] != 'X' else 'Y'}"
    for whose, named in ((stranger, number), (token, unknown), (token, make_number(b"none" * 4))):
        assert api.request("GET", f"/returns/{whose}/{named}").status == 404


def test_who_sends_it_by_themselves_says_the_number_and_sees_the_parcel(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    page = approved(api, merchant)
    chosen = page.sent("/way/own_carrier")
    assert "神宮前1-2-3" in chosen.text
    wrong = page.post("/shipment", carrier="nobody", tracking="<i>")
    assert wrong.status == 422
    assert "<i>" not in wrong.text
    assert {"carrier", "tracking"} <= {
        str(each["id"])
        for tag in ("select", "input")
        for each in Outline(wrong.text).all(tag)
        if "aria-invalid" in each
    }
    for _ in range(2):
        told = page.sent("/shipment", carrier="yamato", tracking="1234-5678-9012")
    assert "123456789012" in told.text
    assert "まだ確認されていません" in told.text
    assert len(kept(cloud, page).shipments) == 1


def test_an_answer_an_appeal_and_a_cancellation(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    page = approved(api, merchant, bowl(order_id="A-1001", line="L-2"), key="k-9")
    asked = page.get("/cancel")
    assert (asked.status, "取り消しますか" in asked.text) == (200, True)
    assert kept(cloud, page).items[0].approval == "approved"
    form = page.form("/cancel")
    assert "取り消しました" in page.sent("/cancel", **form).text
    assert page.post("/cancel", **form).status == 303
    late = page.get("/cancel")
    assert (late.status, "現在は行えません" in late.text) == (409, True)


def test_more_is_answered_with_words_and_only_once(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    publish(cloud, lambda text: text.replace("review: automatic", "review: manual"))
    page = approved(api, merchant, placed_at=TODAY)
    need = act(api, merchant, page.return_id, "need-more", {"code": "photo_unclear"})
    assert need.status == 200, need.text
    shown = page.get()
    assert "写真では状況を確認することができませんでした" in shown.text
    empty = page.post("/answer", **{"words-1": "  "})
    assert (empty.status, kept(cloud, page).items[0].approval) == (422, "needs_more")
    stolen = page.post("/answer", **{"photo-1-1": "0123456789abcdef-AAAAAAAAAAAAAAAAAAAAAA.jpg"})
    assert stolen.status == 422
    assert "It is odd" in page.post("/answer", **{"words-1": "It is odd", "photo-1-1": "x"}).text
    led_to = uploaded(page, b"\xff\xd8\xff\xe0 a photo")
    with_photo = page.api.request("GET", led_to)
    assert "追加した写真：1枚" in with_photo.text
    assert uploaded(page, b"<html>", led_to) != led_to
    no_photo = page.api.request("GET", uploaded(page, b"<html>", led_to))
    assert (no_photo.status, "追加した写真：1枚" in no_photo.text) == (422, True)
    form = hidden(with_photo)
    said = page.sent("/answer", **{**form, "words-1": "It is\r\n<b>chipped</b>"})
    assert len(kept(cloud, page).items[0].evidence) == 1
    assert "ご回答ありがとうございます" in said.text
    assert kept(cloud, page).items[0].words == "It is\n<b>chipped</b>"
    assert page.post("/answer", **{**form, "words-1": "again"}).status == 303
    assert [entry.action for entry in kept(cloud, page).log].count("answer") == 1

    declined = {"code": "used", "may_appeal": True}
    assert act(api, merchant, page.return_id, "decline", declined).status == 200
    assert "お試しの範囲を超えた" in page.get().text
    form = page.form()
    for _ in range(2):
        appealed = page.sent("/appeal", **form, words="It was like that")
    assert "担当者があらためて確認いたします" in appealed.text
    assert [entry.note for entry in kept(cloud, page).log if entry.action == "appeal"] == ["It was like that"]


def test_where_nobody_makes_labels_the_form_stays_and_asks_for_patience(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = approved(api, merchant)

    def away(*_: object) -> None:
        raise Unavailable("EasyPost did not answer.")

    monkeypatch.setattr("shared.returns.methods.built_in_labels.BuiltInLabels.make", away)
    reply = page.post("/way/label", **HOME)
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert "数分後にもう一度" in reply.text
    assert "EasyPost" not in reply.text
    assert 'value="愛子 CANARY"' in reply.text
    assert kept(cloud, page).shipments == ()


def test_what_cannot_be_done_is_said_on_the_page_as_it_is_now(api: HttpApi, merchant: Headers) -> None:
    page = bought(api, merchant, bowl(reason="damaged"))
    refused = page.post("/submit")
    assert refused.status == 422
    assert "飯碗: 写真またはご説明が不足しています。" in refused.text
    assert page.get("/way/label").status == 422
    assert page.post("/way/label", **HOME).status in (409, 422)
    assert page.post("/appeal").status == 409
    assert page.post("/plan", method="teleport").status == 422
    assert page.get("/submit").headers["location"] == page.place


def test_nobody_opens_anothers_return_or_file(
    api: HttpApi, merchant: Headers, monkeypatch: pytest.MonkeyPatch, logs: Callable[[], str]
) -> None:
    draw_nothing(monkeypatch)
    page = approved(api, merchant)
    page.sent("/way/label", **HOME)
    sell(api, merchant, "B-2", sale={"buyer": {"customer_id": "C-99"}})
    stranger = shopper_of(api, merchant, "B-2")["authorization"].removeprefix("Bearer ")
    gift = recipient(api)["authorization"].removeprefix("Bearer ")
    key = merchant["authorization"].removeprefix("Bearer ")
    tracking = api.request("GET", "/v1/orders/A-1001", headers=merchant).json().get("tracking_url", "/t/x")
    tokens = {stranger: 404, gift: 404, key: 403, tracking.rpartition("/")[2].partition("?")[0]: 403, "x": 403}
    for token, status in tokens.items():
        for portal in ("returns", "gifts"):
            for below in ("", "/cancel", "/files/1-label.pdf", "/way/label"):
                reply = api.request("GET", f"/{portal}/{token}/{page.return_id}{below}")
                assert reply.status == status, (portal, below)
                assert "飯碗" not in reply.text
            forged = api.request("POST", f"/{portal}/{token}/{page.return_id}/cancel", headers=FORM)
            assert forged.status == status
    mine = page.place.split("/")[2]
    known = api.request("GET", f"/returns/{mine}/AAAAAAAAAAAAAAAA")
    strange = api.request("GET", f"/returns/{stranger}/{page.return_id}")
    assert (known.status, _plain(known)) == (404, _plain(strange))
    for file_id in (
        "1-label.pdf%2F..%2Fslip.pdf", "..%2F..%2Fevidence", "1-..%2Flabel.pdf", "2-label.pdf", "1-label.exe",
        "01-label.pdf", "1-", "-label.pdf", "1-label.pdf%00", "%2e%2e", "１-label.pdf",
    ):  # fmt: skip
        assert page.get(f"/files/{file_id}").status == 404, file_id
    assert all(token not in logs() for token in (mine, stranger, gift))


def test_no_other_site_sends_a_form(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    page = bought(api, merchant)
    for below in ("/submit", "/plan", "/answer", "/appeal", "/cancel", "/way/label", "/shipment"):
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
            kind = {"content-type": FORM["content-type"]}
            assert page.post(below, {**kind, **headers}, method="label").status == 403
    assert kept(cloud, page).items[0].approval == "draft"
    assert kept(cloud, page).method is None


def test_who_received_a_gift_sends_it_back_without_a_price(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_nothing(monkeypatch)
    sell(api, merchant)
    who = recipient(api)
    drafted = draft(api, who, bowl(outcome="store_credit")).json()
    page = Page(api, who["authorization"].removeprefix("Bearer "), drafted["return_id"], "gifts")
    shown = page.sent("/submit")
    assert "円" not in _plain(shown)
    asked = page.get("/way/label")
    assert "150-0001" not in asked.text
    assert page.sent("/way/label", **HOME).status == 200
    mine = shopper_of(api, merchant)["authorization"].removeprefix("Bearer ")
    assert api.request("GET", f"/returns/{mine}/{page.return_id}").status == 404


def _plain(reply: Reply) -> str:
    """Without what differs from answer to answer."""
    return re.sub(r"<style.*?</style>|nonce=\"[^\"]*\"", "", reply.text, flags=re.DOTALL)
