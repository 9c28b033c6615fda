"""The portal from its first page to the draft, without script: every form is the page's own, and the server decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from functions.returns_portal_api import suggested
from shared.access.limits import Limit
from shared.aws import clients
from shared.aws.dynamodb_returns import DynamoReturns
from shared.evidence.evidence_files import new_evidence_id
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Outcome
from tests.functions.conftest import BUCKET, NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.portal import SENT, Visitor
from tests.functions.sold import LINES, SALE, Headers, sell, shopper_of, stored
from tests.functions.test_orders_api import ORDER
from tests.functions.test_returns_beside import learn
from tests.functions.test_returns_rights import GERMANY, gift_token, publish

JPEG = b"\xff\xd8\xff\xe0 a bowl in pieces"
SCRIPT = "<script>alert(1)</script>"
NEW = "2026-11-24T01:30:00Z"
"""Orders from then on are decided by what a test publishes."""


def link(api: HttpApi, merchant: Headers, order_id: str = "A-1001") -> str:
    """The address of an order's portal."""
    return f"/returns/{shopper_of(api, merchant, order_id)['authorization'].removeprefix('Bearer ')}"


def visitor(api: HttpApi, merchant: Headers, **changes: object) -> Visitor:
    """The shopper of two bowls and a pot, on the first page, in English."""
    sell(api, merchant, **changes)
    return Visitor(api, f"{link(api, merchant)}?lang=en")


def with_bowl(api: HttpApi, merchant: Headers, **changes: object) -> Visitor:
    """One bowl is chosen."""
    at = visitor(api, merchant, **changes)
    at.send(take__0="L-1", quantity__0="1")
    assert (at.reply.status, at.path) == (200, "/new/reasons")
    return at


def draft_at(cloud: Cloud, at: Visitor) -> ReturnRequest:
    """The draft that the address names, as it is kept."""
    found = re.search(r"draft=([0-9A-Z]{16})", at.address) or re.search(r"/([0-9A-Z]{16})", at.path)
    assert found, at.address
    request = DynamoReturns(clients.dynamodb(), cloud.table).get(found[1])
    assert request is not None
    return request


def drafts(cloud: Cloud) -> int:
    return sum(item["SK"]["S"] == "RETURN" or item["PK"]["S"].startswith("RETURN#") for item in cloud.items())


def uploaded(at: Visitor, body: bytes = JPEG) -> Reply:
    """Send a file with a form of the page, as S3 would take it, and go where it leads back to."""
    form = next(form for form in at.forms if form.action.startswith("https://"))
    clients.s3().put_object(Bucket=BUCKET, Key=form.fields["key"], Body=body, ContentType=form.fields["Content-Type"])
    back = urlsplit(form.fields["success_action_redirect"])
    assert f"{back.scheme}://{back.netloc}" == "https://api.example.com"
    return at.open(f"{back.path}?{back.query}&bucket={BUCKET}&key=x&etag=%22e%22")


def test_from_the_first_page_to_the_draft_without_script(
    api: HttpApi, merchant: Headers, cloud: Cloud, logs: Callable[[], str]
) -> None:
    at = visitor(api, merchant)
    assert all(said in at.text for said in ("飯碗", "土鍋", "Until Wed 16 Dec", "Returns and exchanges"))
    at.send(take__0="L-1", quantity__0="2", take__1="L-2")
    assert at.form().choices["reason.1"][:3] == ["style", "colour", "unwanted"]
    at.send(reason__1="unwanted", reason__2="damaged", next="on")
    assert (at.reply.status, at.path) == (422, "/new/reasons")
    assert "tell us in a few words what is wrong" in at.text
    at.send(words__2="In pieces. CANARY", next="on")
    assert (at.reply.status, at.path) == (200, "/new/photos")
    assert f"form-action 'self' https://{BUCKET}.s3" in at.reply.headers["content-security-policy"]
    at.send(-1, next="on")
    assert (at.reply.status, "photos are still missing (2)" in at.text) == (422, True)
    for _ in range(2):
        assert uploaded(at).status == 200
    assert "That is everything" in at.text
    at.send(-1, next="on")
    assert at.path == "/new/outcomes"
    assert at.form().choices == {
        "outcome.1": ["exchange", "store_credit", "refund"],
        "outcome.2": ["replacement", "refund"],
    }
    at.send(outcome__1="store_credit", outcome__2="refund", show="on")
    told = api.request("GET", f"/v1/returns/{draft_at(cloud, at).return_id}", headers=merchant).json()
    assert (at.path, f"¥{told['money']['balance']:,}" in at.text) == ("/new/outcomes", True)
    at.send(next="on")
    draft = draft_at(cloud, at)
    assert at.path == f"/{draft.return_id}"
    assert [(item.quantity, item.reason, item.outcome, len(item.evidence)) for item in draft.items] == [
        (2, "unwanted", Outcome.STORE_CREDIT, 0),
        (1, "damaged", Outcome.REFUND, 2),
    ]
    assert (draft.language, draft.page_url) == ("en", "")
    assert not re.search(r"CANARY|/returns/\S{20}", logs())
    assert "CANARY" not in at.address


def test_what_was_said_is_still_there_when_one_goes_back(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = with_bowl(api, merchant)
    at.send(reason__1="unwanted", words__1="Too many.", next="on")
    outcomes = at.address
    at.send(outcome__1="store_credit", next="on")
    draft = draft_at(cloud, at)
    at.open(outcomes)
    assert at.form().fields["outcome.1"] == "store_credit"
    at.open(outcomes.replace("/outcomes", "/reasons"))
    assert (at.form().fields["reason.1"], at.form().fields["words.1"]) == ("unwanted", "Too many.")
    at.open(f"{link(api, merchant)}/new?change={draft.return_id}")
    assert (at.form().fields["take.0"], at.form().fields["quantity.0"]) == ("L-1", "1")
    at.send(quantity__0="2", take__1="L-2")
    changed = draft_at(cloud, at)
    assert changed.return_id == draft.return_id
    assert [(item.line, item.quantity, item.reason) for item in changed.items] == [
        ("L-1", 2, "unwanted"),
        ("L-2", 1, ""),
    ]


def test_a_form_that_is_sent_twice_makes_one_draft(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = visitor(api, merchant)
    form = at.form()
    chosen = {**form.fields, "take.0": "L-1", "quantity.0": "1"}
    first, again = (at.post(form.action, chosen) and draft_at(cloud, at).return_id for _ in range(2))
    assert first == again
    at.open(at.home)
    at.send(take__0="L-1")
    assert draft_at(cloud, at).return_id != first


def test_two_pieces_may_have_two_reasons(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = visitor(api, merchant)
    at.send(take__0="L-1", quantity__0="2")
    at.send(reason__1="unwanted", split="1")
    at.send(reason__1="unwanted", reason__2="colour", next="on")
    assert [(item.quantity, item.reason) for item in draft_at(cloud, at).items] == [(1, "unwanted"), (1, "colour")]


def test_nothing_is_taken_that_is_not_in_the_order_or_not_offered(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    at = visitor(api, merchant)
    for forged in ({"take.0": "L-9"}, {"take.0": "L-1", "quantity.0": "3"}, {"take.0": "L-1", "quantity.0": "-1"}, {}):
        assert at.post(at.form().action, {**forged, "visit": "0" * 32}).status == 422, forged
    assert drafts(cloud) == 0
    at.open(at.home)
    at.send(take__0="L-1", quantity__0="1")
    for reason in ("nobody_knows", "", "stopped_working"):
        assert at.send(reason__1=reason, next="on").status == 422, reason
    at.send(reason__1="unwanted", next="on")
    outcomes = at.address
    for outcome in ("gift_card", "repair", "other_item", "", "approved"):
        assert at.send(outcome__1=outcome, next="on").status == 422, outcome
    at.send(outcome__1="refund", unit_price="999999", **{"wanted.1.refund": "GOLD"}, next="on")
    draft = draft_at(cloud, at)
    assert (draft.items[0].outcome, draft.items[0].wanted, draft.settlements) == (Outcome.REFUND, None, ())
    at.open(outcomes)
    assert "¥2,300" in at.text


def test_what_is_wanted_instead_costs_what_the_shop_says(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    goods = "  goods:\n    VASE: { price: { amount: 5000, currency: JPY } }\n"

    def with_vases(text: str) -> str:
        text = text.replace("outcomes: [exchange, store_credit, refund]", "outcomes: [other_item, exchange, refund]")
        return re.sub(r"(?m)^products:.*\n", lambda found: found[0] + goods, text, count=1)

    publish(cloud, with_vases)
    at = with_bowl(api, merchant, placed_at=NEW)
    at.send(reason__1="unwanted", next="on")
    refused = at.send(outcome__1="other_item", wanted__1__other_item="GOLD-WATCH", next="on")
    assert (refused.status, "We do not know what this costs" in at.text) == (422, True)
    at.send(outcome__1="other_item", wanted__1__other_item="VASE", show="on")
    assert at.form().fields["wanted.1.other_item"] == "VASE"
    assert "You pay ¥2,700" in at.text
    wanted = draft_at(cloud, at).items[0].wanted
    assert wanted
    assert (wanted.sku, wanted.unit_price) == ("VASE", 5000)


def test_somebody_elses_draft_order_and_link_open_nothing(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = with_bowl(api, merchant)
    draft = draft_at(cloud, at)
    sell(api, merchant, "A-1002")
    other = link(api, merchant, "A-1002")
    steps = [f"{other}/new/{step}?draft={draft.return_id}" for step in ("reasons", "photos", "outcomes")]
    refused = [api.request("GET", step) for step in steps]
    refused += [api.request("GET", f"{other}/new?change={draft.return_id}")]
    refused += [api.request("POST", step, headers=SENT, body="next=on") for step in steps]
    refused += [api.request("POST", f"{other}/new", headers=SENT, body=f"take.0=L-1&draft={draft.return_id}")]
    refused += [api.request("GET", f"{other}/withdrawal/{draft.return_id}")]
    assert {reply.status for reply in refused} == {404}
    assert not any("飯碗" in reply.text for reply in refused)
    broken = [f"{other[:-1]}{'A' if other[-1] != 'A' else 'B'}", "/returns/sk_live_0123456789", f"{other}~{other[9:]}"]
    assert {api.request("GET", each).status for each in broken} == {403}
    assert draft_at(cloud, at) == draft


def test_a_photo_of_another_order_or_another_kind_does_not_count(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = with_bowl(api, merchant)
    at.send(reason__1="damaged", words__1="Broken.", next="on")
    photos = at.address
    theirs = new_evidence_id("A-1002", "image/jpeg", b"t" * 16)
    clients.s3().put_object(Bucket=BUCKET, Key=f"evidence/{theirs}", Body=JPEG, ContentType="image/jpeg")
    for file in (theirs, new_evidence_id("A-1001", "image/jpeg", b"n" * 16), "../returns/x", ""):
        at.open(photos.replace("/photos?", f"/photos/added?item=1&file={file}&"))
        assert "did not arrive" in at.text, file
    uploaded(at, body=b"<html>no photo</html>")
    assert "This file is of another kind" in at.text
    form = next(form for form in at.forms if BUCKET in form.action)
    clients.s3().put_object(Bucket=BUCKET, Key=form.fields["key"], Body=JPEG, ContentType="image/jpeg")
    back = form.fields["success_action_redirect"].removeprefix("https://api.example.com")
    assert api.request("HEAD", back).status == 303  # scanners ask so, and add nothing
    assert draft_at(cloud, at).items[0].evidence == ()
    uploaded(at)
    (kept,) = draft_at(cloud, at).items[0].evidence
    at.send(remove=kept.key.removeprefix("evidence/"))
    assert draft_at(cloud, at).items[0].evidence == ()


def test_the_pages_script_is_told_where_to_send_a_file_of_a_known_type(api: HttpApi, merchant: Headers) -> None:
    at = with_bowl(api, merchant)
    at.send(reason__1="damaged", words__1="Broken.", next="on")
    sign = at.address.replace("/photos?", "/photos/sign?")
    assert "script-src 'nonce-" in at.reply.headers["content-security-policy"]
    told = api.request("POST", sign, headers=SENT, body="item=1&type=image/png").json()
    assert told["fields"]["Content-Type"] == "image/png"
    assert "success_action_redirect" not in told["fields"]
    clients.s3().put_object(
        Bucket=BUCKET, Key=told["fields"]["key"], Body=b"\x89PNG\r\n\x1a\n", ContentType="image/png"
    )
    at.open(told["added"])
    assert "Still to come: 1." in at.text
    signed = [api.request("POST", sign, headers=SENT, body="item=1&type=image/png").status for _ in range(45)]
    assert set(signed) == {200}  # as often as drafts and submissions together may be asked for, and more
    for body in ("item=1&type=text/html", "item=9&type=image/png", "type=image/png"):
        assert api.request("POST", sign, headers=SENT, body=body).status == 422, body


def test_forms_from_other_sites_are_refused(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = visitor(api, merchant)
    elsewhere = {**SENT, "sec-fetch-site": "cross-site"}
    for place in (
        "/new",
        "/new/reasons",
        "/new/photos",
        "/new/photos/sign",
        "/new/outcomes",
        "/cancellation",
        "/withdrawal",
    ):
        reply = api.request("POST", f"{link(api, merchant)}{place}", headers=elsewhere, body="take.0=L-1&confirmed=yes")
        assert (place, reply.status) == (place, 403)
    assert drafts(cloud) == 0
    assert at.text


def test_names_and_words_are_shown_and_never_run(api: HttpApi, merchant: Headers) -> None:
    lines = [{**LINES[0], "name": f"{SCRIPT}飯碗"}]
    at = with_bowl(api, merchant, lines=lines)
    at.send(reason__1="damaged", words__1=f"</textarea>{SCRIPT}", next="on")
    pages = [at.text, at.open(at.address.replace("/photos", "/reasons")).text, at.open(at.home).text]
    assert all(SCRIPT not in page for page in pages)
    assert sum("&lt;script&gt;" in page for page in pages) == 3


def test_who_asks_too_often_is_told_to_wait(api: HttpApi, merchant: Headers, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.returns_portal_api import first_page

    at = visitor(api, merchant)
    monkeypatch.setattr(first_page, "new_returns", lambda counters: Limit("new_return", 1, counters))
    at.send(take__0="L-1")
    at.open(at.home)
    refused = at.send(take__0="L-1")
    assert (refused.status, "Nothing is lost" in refused.text, int(refused.headers["retry-after"]) > 0) == (
        429,
        True,
        True,
    )


def test_what_is_over_leads_on_or_says_so(
    api: HttpApi, merchant: Headers, cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    shopper = with_bowl(api, merchant)
    shopper.send(reason__1="unwanted", next="on")
    outcomes = shopper.address
    at(NOW + timedelta(days=2))
    gone = shopper.open(outcomes)
    assert (gone.status, "no draft any more" in gone.text) == (409, True)
    at(NOW + timedelta(days=100))
    late = Visitor(api, f"{link(api, merchant)}?lang=en")
    assert "Nothing can be sent back just now" not in late.text  # a defect is heard for a year in Japan
    late.send(take__0="L-1")
    assert "It could be sent back until Mon 30 Nov." in late.text


def test_a_gift_comes_back_without_a_price(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    sell(api, merchant)
    at = Visitor(api, f"/gifts/{gift_token(api).json()['token']}?lang=en")
    pages = [at.text]
    at.send(take__0="L-1", quantity__0="1")
    at.send(reason__1="unwanted", next="on")
    pages.append(at.text)
    assert at.form().choices["outcome.1"] == ["exchange", "store_credit"]
    assert at.send(outcome__1="refund", next="on").status == 422
    at.send(outcome__1="store_credit", next="on")
    draft = draft_at(cloud, at)
    assert (draft.is_gift, draft.customer_id, draft.page_url) == (True, "", "")
    assert not any("¥" in page or "円" in page for page in pages)
    buyers = link(api, merchant)
    assert api.request("GET", f"{buyers}/{draft.return_id}").status == 404
    assert api.request("GET", f"{buyers}/new/outcomes?draft={draft.return_id}").status == 404


def test_what_kept_others_stands_beside_the_outcomes(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    learn(cloud)
    suggested.models.cache_clear()
    glazed = [{**LINES[0], "sale": {**LINES[0]["sale"], "options": [{"name": "size", "value": "M"}]}}]
    at = with_bowl(api, merchant, lines=glazed)
    at.send(reason__1="unwanted", next="on")
    assert "were exchanged for one size up" in at.text
    assert at.form().choices["outcome.1"] == ["exchange", "store_credit", "refund"]
    assert at.form().fields["outcome.1"] == "refund"


def test_a_withdrawal_takes_two_steps_and_is_acknowledged_once(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    publish(cloud, lambda text: text.replace("laws: [jp]", "laws: [jp, eu]"))
    sell(api, merchant, placed_at=NEW, destination=GERMANY)
    at = Visitor(api, f"{link(api, merchant)}?lang=de")
    assert "Vertrag widerrufen" in at.text
    at.open(f"{link(api, merchant)}/withdrawal?lang=de")
    at.send(quantity__0="1", words=f"Passt nicht. {SCRIPT}")
    assert (drafts(cloud), SCRIPT in at.text, "Widerruf bestätigen" in at.text) == (0, False, True)
    form = at.form()
    confirmed = {**form.fields, "confirmed": "yes"}
    at.post(form.action, confirmed)
    assert re.fullmatch(r"/withdrawal/[0-9A-Z]{16}", at.path)
    assert all(said in at.text for said in ("1 × 飯碗", "1 × 土鍋", "CET", "RMA-", "Passt nicht."))
    first = at.address
    at.post(form.action, confirmed)
    assert at.address == first
    file = api.request("GET", first.replace("?", "/file?"))
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="RMA-[0-9A-Z-]+\.txt"', file.headers["content-disposition"])
    assert f"Passt nicht. {SCRIPT}" in file.text
    assert api.request("POST", form.action, headers=SENT, body="take.0=L-9&confirmed=yes").status in (404, 422)


def test_where_the_law_gives_no_withdrawal_no_page_offers_it(api: HttpApi, merchant: Headers) -> None:
    at = visitor(api, merchant)
    assert "/withdrawal" not in at.text
    assert at.open(f"{link(api, merchant)}/withdrawal").status == 409


def test_an_order_is_cancelled_after_its_amount_was_told(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    placed = (NOW - timedelta(minutes=20)).isoformat()
    body = {**ORDER, "placed_at": placed, "lines": LINES, "sale": SALE}
    assert api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body).status == 201
    at = Visitor(api, f"{link(api, merchant)}?lang=en")
    assert "Cancel the order" in at.text
    at.open(f"{link(api, merchant)}/cancellation?lang=en")
    assert at.send(quantity__0="9").status == 422
    at.open(f"{link(api, merchant)}/cancellation?lang=en")
    at.send(quantity__0="1")
    assert (stored(cloud, "A-1001").cancellations, "¥14,000" in at.text) == ((), True)
    form = at.form()
    for _ in range(2):
        at.post(form.action, {**form.fields, "confirmed": "yes"})
    (asked,) = stored(cloud, "A-1001").cancellations
    assert [(piece.line, piece.quantity) for piece in asked.pieces] == [("L-1", 1), ("L-2", 1)]
    assert (at.path, "the shop has not answered yet" in at.text) == ("/cancellation", True)


def test_what_was_sent_is_not_cancelled(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = visitor(api, merchant)
    assert "/cancellation" not in at.text
    place = f"{link(api, merchant)}/cancellation?lang=en"
    assert "Something of it has left already" in at.open(place).text
    refused = api.request("POST", place, headers=SENT, body="take.0=L-1&confirmed=yes")
    assert (refused.status, stored(cloud, "A-1001").cancellations) == (422, ())
