"""Reporting what went wrong, from the first page to the answer, without script: every form is the page's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.claims_api import reporting
from shared.access.limits import Limit
from shared.access.shopper_link import seal
from shared.access.shopper_links import PROBLEMS
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_claims import DynamoClaims
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.cases.case import Case, CaseKind, CaseLine, CaseNews
from shared.claims.claim import MAX_EVIDENCE, MOST_SAID, Claim, Said
from shared.claims.claim_number import claim_id_of
from shared.claims.problem import Problem, Wish
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import new_evidence_id
from shared.returns.published import ReturnsOff
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from tests.functions.conftest import BUCKET, LINK_SECRET, NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.portal import SENT, Visitor
from tests.functions.sold import Headers, sell, stored

JPEG = b"\xff\xd8\xff\xe0 a bowl in pieces"
DAMAGED = claim_id_of("A-1001", Problem.DAMAGED, "S-1")


@pytest.fixture
def sold(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    """Two bowls and a pot, which came twelve days ago."""
    sell(api, merchant)
    scan(cloud, Detail.DELIVERED_TO_SAFE_PLACE, days_ago=12)


def scan(cloud: Cloud, detail: Detail, *, days_ago: float = 1, order_id: str = "A-1001") -> None:
    """The carrier says so."""
    (number,) = stored(cloud, order_id).shipments["S-1"].parcels
    said = Checkpoint(NOW - timedelta(days=days_ago), detail, f"code {detail}", "", Place("Tokyo", "", "", "JP"))
    DynamoParcels(clients.dynamodb(), cloud.table).add(number, said, "usps")


def link(cloud: Cloud, order_id: str = "A-1001", purpose: str = PROBLEMS) -> str:
    token = seal(stored(cloud, order_id).link, NOW + timedelta(days=30), LINK_SECRET, purpose)
    return f"/{PROBLEMS}/{token}"


def visitor(api: HttpApi, cloud: Cloud, place: str = "") -> Visitor:
    return Visitor(api, f"{link(cloud)}{place}{'&' if '?' in place else '?'}lang=en")


def at_form(api: HttpApi, cloud: Cloud, problem: Problem = Problem.DAMAGED) -> Visitor:
    return visitor(api, cloud, f"/report?problem={problem}&shipment=S-1")


def offered(at: Visitor) -> set[str]:
    """The problems that the page leads to."""
    return set(re.findall(r"report\?problem=(\w+)", at.text))


def kept(cloud: Cloud) -> list[Claim]:
    return list(DynamoClaims(clients.dynamodb(), cloud.table).of_order("A-1001"))


def case_of(cloud: Cloud, claim_id: str = DAMAGED) -> Case:
    found = DynamoCases(clients.dynamodb(), cloud.table).get("A-1001", claim_id)
    assert found is not None
    return found


def reported(api: HttpApi, cloud: Cloud, **filled: str) -> Visitor:
    """One bowl came damaged."""
    at = at_form(api, cloud)
    at.send(**{"take__0": "L-1", "quantity__0": "1", "words": "A rim is chipped.", **filled})
    assert at.reply.status == 200, at.text
    return at


def upload_form(at: Visitor) -> Any:
    return next(form for form in at.forms if BUCKET in form.action)


def uploaded(at: Visitor, body: bytes = JPEG) -> Reply:
    """What the browser and S3 do with the page's form for a photo: they come back to the page."""
    form = upload_form(at)
    clients.s3().put_object(Bucket=BUCKET, Key=form.fields["key"], Body=body, ContentType=form.fields["Content-Type"])
    return at.open(form.fields["success_action_redirect"].removeprefix("https://api.example.com"))


def answered(api: HttpApi, merchant: Headers, news: CaseNews, **more: Any) -> None:
    """The merchant answers by the cases API."""
    body = {"kind": "claim", "news": news, "happened_at": more.pop("at", "2026-11-24T01:31:00Z"), **more}
    reply = api.request("PUT", f"/v1/orders/A-1001/cases/{DAMAGED}", headers=merchant, body=body)
    assert reply.status in (200, 201), reply.text


def test_a_whole_report_without_script(
    sold: None, api: HttpApi, merchant: Headers, cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    page = visitor(api, cloud)
    assert "Left in a safe place" in page.text
    assert offered(page) == {"not_found", "damaged", "missing", "wrong", "defect"}
    page.open(
        next(each for each in re.findall(r'href="([^"]+)"', page.text) if "=damaged" in each).replace("&amp;", "&")
    )
    assert page.text.index("Keep the box") < page.text.index("The quickest way: send it back")
    page.send(take__0="L-1", quantity__0="1", take__1="L-2", wish="replacement", words="The rim is chipped.\r\nBadly.")
    assert page.address.split("?")[0] == f"{link(cloud)}/{DAMAGED}"
    assert "within 2 working days of Tue 24 Nov" in page.text
    (claim,) = kept(cloud)
    assert (claim.problem, claim.shipment_id, claim.wish) == (Problem.DAMAGED, "S-1", Wish.REPLACEMENT)
    assert claim.lines == (CaseLine("KB-01", 1), CaseLine("TG-02", 1))
    assert [said.words for said in claim.said] == ["The rim is chipped.\nBadly."]
    assert (case_of(cloud).kind, set(case_of(cloud).news)) == (CaseKind.CLAIM, {CaseNews.REQUESTED})

    uploaded(page)
    uploaded(page)
    assert page.text.count("✓ Photo") == 2
    assert len(kept(cloud)[0].evidence) == 2
    answered(api, merchant, CaseNews.NEEDS_MORE, until="2026-12-01")
    at(NOW + timedelta(minutes=5))
    page.open(page.address)
    assert "We need something from you" in page.text
    assert "by Tue 1 Dec" in page.text
    page.send(len(page.forms) - 1, words="The box was soft, too.")
    answered(api, merchant, CaseNews.DECLINED, at="2026-11-24T01:36:00Z", reason="no_proof")
    at(NOW + timedelta(minutes=9))
    page.open(page.address)
    told = [
        page.text.index(each) for each in ("We could not see", "The box was soft", "We need something from you</b>")
    ]
    assert told == sorted(told)
    assert [form for form in page.forms if BUCKET in form.action] == []
    page.send(words="It is not solved: look at the second photo.")
    assert "We are looking at it again" in page.text
    assert case_of(cloud).is_open
    assert set(case_of(cloud).news) >= {CaseNews.REOPENED, CaseNews.DECLINED}
    first = visitor(api, cloud)
    assert DAMAGED in first.text
    assert "We are looking at it again" in first.text


def test_what_is_offered_follows_from_where_the_shipment_stands(
    api: HttpApi, merchant: Headers, cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    sell(api, merchant, promise={"earliest": "2026-11-24", "latest": "2026-11-26"})
    scan(cloud, Detail.IN_TRANSIT, days_ago=0.5)
    page = visitor(api, cloud)
    assert offered(page) == set()
    assert "by the end of Thu 26 Nov" in page.text
    assert "/help/" in page.text
    assert at_form(api, cloud, Problem.NOT_ARRIVED).address.partition("?")[0] == link(cloud)
    assert kept(cloud) == []
    forged = {"problem": "not_arrived", "shipment": "S-1", "words": "Where is it?"}
    assert (page.post(f"{link(cloud)}/report", forged).status, kept(cloud)) == (409, [])
    scan(cloud, Detail.DAMAGED, days_ago=0.2)
    assert offered(visitor(api, cloud)) == {"damaged"}
    at(datetime.fromisoformat("2026-11-27T00:00:00+09:00"))
    assert offered(visitor(api, cloud)) == {"damaged", "not_arrived", "missing", "wrong", "defect"}  # who knows?
    page.post(f"{link(cloud)}/report?lang=en", forged)
    assert [claim.problem for claim in kept(cloud)] == [Problem.NOT_ARRIVED]
    scan(cloud, Detail.DELIVERED, days_ago=-3)
    assert "not_arrived" not in offered(visitor(api, cloud))
    again = page.post(f"{link(cloud)}/report", {**forged, "words": "It says it came."})  # known, so it is added to
    assert (again.status, len(kept(cloud)[0].said)) == (200, 2)


def test_where_the_policy_takes_it_back_that_is_the_way_and_where_not_the_form(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_order(*_: object) -> None:
        raise ReturnsOff

    sell(api, merchant)
    scan(cloud, Detail.DELIVERED, days_ago=12)
    damaged, missing, lost = (at_form(api, cloud, Problem(each)).text for each in ("damaged", "missing", "not_found"))
    assert "/returns/" in damaged
    assert damaged.index("/returns/") < damaged.index("Report it without sending it back")
    assert missing.index("<textarea") < missing.index("/returns/")  # what never came cannot be sent back
    assert "/returns/" not in lost
    monkeypatch.setattr(reporting, "find_returnable", out_of_order)
    alone = at_form(api, cloud)
    assert (alone.reply.status, "/returns/" in alone.text, "<textarea" in alone.text) == (200, False, True)


def test_a_form_that_is_sent_twice_is_one_report(sold: None, api: HttpApi, cloud: Cloud) -> None:
    form = at_form(api, cloud)
    filled = {**form.form().fields, "take.0": "L-1", "quantity.0": "1", "words": "Chipped."}
    places = {form.post(f"{link(cloud)}/report", filled).status for _ in range(3)}
    assert places == {200}
    (claim,) = kept(cloud)
    assert (len(claim.said), claim.version) == (1, 1)
    more = at_form(api, cloud)
    assert "You have reported this before" in more.text
    more.send(take__1="L-2", words="And the pot.")
    (claim,) = kept(cloud)
    assert (len(claim.said), {line.sku for line in claim.lines}) == (2, {"KB-01", "TG-02"})


def test_what_is_missing_from_a_report_is_named_at_its_field_and_nothing_is_kept(
    sold: None, api: HttpApi, cloud: Cloud
) -> None:
    at = at_form(api, cloud, Problem.DEFECT)
    assert at.send(words="\x00 \x1b").status == 422
    assert at.text.count("Choose at least one item.") == 2  # in the summary, and at the field
    assert at.text.count("Tell us in a few words what does not work.") == 2
    assert 'aria-invalid="true"' in at.text
    for forged in ({"take.0": "L-9"}, {"take.0": "L-1", "quantity.0": "3"}, {"take.0": "L-1", "quantity.0": "-1"}):
        assert at.post(at.form().action, {**at.form().fields, **forged, "words": "x"}).status == 422, forged
    assert at.send(take__0="L-1", words="w" * 2001).status == 422
    assert at.form().fields["words"] == "w" * 2000
    for problem, shipment in (("stolen", "S-1"), ("defect", "S-9"), ("", ""), ("defect", "")):
        forged = {"problem": problem, "shipment": shipment, "take.0": "L-1", "words": "x"}
        assert at.post(f"{link(cloud)}/report", forged).status == 409
    assert kept(cloud) == []


def test_of_another_order_nothing_is_seen_or_changed(sold: None, api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    at = reported(api, cloud)
    added = upload_form(at).fields["success_action_redirect"].partition("/added")[2]
    sell(api, merchant, "A-1002")
    other, before = link(cloud, "A-1002"), kept(cloud)
    absent = "CL-22222222"
    for below, method in (
        ("", "GET"),
        ("/words", "GET"),
        ("/words", "POST"),
        (f"/added{added}", "GET"),
        ("/sign", "POST"),
    ):
        replies = [
            api.request(
                method,
                f"{other}/{claim_id}{below}",
                headers=SENT,
                body="words=x&type=image/png" if method == "POST" else b"",
            )
            for claim_id in (DAMAGED, absent)
        ]
        assert [reply.status for reply in replies] == [404, 404]
        plain = [re.sub(r"nonce[-=\"]+[\w+/=]+", "", reply.text) for reply in replies]
        assert plain[0].replace(DAMAGED, "") == plain[1].replace(absent, "")
    for strange in ("CL-" + "9" * 3000, "CLAIM", "cl-22222222", "%00"):
        assert api.request("GET", f"{link(cloud)}/{strange}").status == 404
    for purpose in ("t", "returns", "help"):
        wrong = link(cloud, purpose=purpose)
        assert api.request("GET", f"{wrong}/{DAMAGED}").status == 403
    assert kept(cloud) == before


def test_a_file_counts_once_if_it_is_a_photo_of_this_order_and_never_for_who_only_asks(
    sold: None, api: HttpApi, cloud: Cloud
) -> None:
    at = reported(api, cloud)
    theirs = new_evidence_id("A-1002", "image/jpeg", b"t" * 16)
    clients.s3().put_object(Bucket=BUCKET, Key=f"evidence/{theirs}", Body=JPEG, ContentType="image/jpeg")
    for file in (theirs, new_evidence_id("A-1001", "image/jpeg", b"n" * 16), "../returns/x", ""):
        at.open(f"{link(cloud)}/{DAMAGED}/added?file={file}&lang=en")
        assert "did not arrive" in at.text, file
    uploaded(at, body=b"<html>no photo</html>")
    assert "This file is of another kind" in at.text
    form = upload_form(at)
    clients.s3().put_object(Bucket=BUCKET, Key=form.fields["key"], Body=JPEG, ContentType="image/jpeg")
    back = form.fields["success_action_redirect"].removeprefix("https://api.example.com")
    assert (api.request("HEAD", back).status, kept(cloud)[0].evidence) == (303, ())
    for _ in range(2):
        at.open(back)
    assert len(kept(cloud)[0].evidence) == 1
    script = api.request("POST", f"{link(cloud)}/{DAMAGED}/sign", headers=SENT, body="type=image/png").json()
    assert (script["fields"]["Content-Type"], "success_action_redirect" in script["fields"]) == ("image/png", False)
    for kind in ("text/html", "image/svg+xml", "video/mp4", "application/pdf", ""):
        assert api.request("POST", f"{link(cloud)}/{DAMAGED}/sign", headers=SENT, body=f"type={kind}").status == 422


def test_a_claim_has_no_room_without_end(
    sold: None, api: HttpApi, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limit, "check", lambda *_: None)
    at = reported(api, cloud)
    back = upload_form(at).fields["success_action_redirect"].removeprefix("https://api.example.com")
    store = DynamoClaims(clients.dynamodb(), cloud.table)
    full = tuple(Evidence("photo", f"evidence/{number}.jpg", NOW) for number in range(MAX_EVIDENCE))
    words = tuple(Said(NOW, f"And {number}.") for number in range(MOST_SAID - 1))
    store.save(replace(kept(cloud)[0], evidence=full, said=words))
    at.open(back)
    assert f"We keep {MAX_EVIDENCE} files at most" in at.text
    assert [form for form in at.forms if BUCKET in form.action] == []
    assert at.post(f"{link(cloud)}/{DAMAGED}/words?lang=en", {"words": "The last."}).status == 200
    refused = at.post(f"{link(cloud)}/{DAMAGED}/words?lang=en", {"words": "One more."})
    assert (refused.status, "messages at most" in refused.text) == (422, True)
    assert at.post(f"{link(cloud)}/{DAMAGED}/words?lang=en", {"words": " "}).status == 422
    assert len(kept(cloud)[0].said) == MOST_SAID


def test_words_stand_on_no_log_and_run_on_no_page(
    sold: None, api: HttpApi, cloud: Cloud, logs: Callable[[], str]
) -> None:
    at = reported(api, cloud, words='CANARY <script>alert(1)</script>\u202e"><img src=x onerror=alert(1)>{{ 7 * 7 }}')
    assert "CANARY &lt;script&gt;" in at.text
    assert "\u202e" not in at.text
    assert "<img src=x" not in at.text
    assert at.reply.headers["content-security-policy"].count("script-src 'nonce-") == 1
    for secret in ("CANARY", link(cloud).rpartition("/")[2], "A rim"):
        assert secret not in logs()


def test_who_holds_the_tracking_link_alone_keeps_nobody_from_reporting(sold: None, api: HttpApi, cloud: Cloud) -> None:
    token = seal(stored(cloud, "A-1001").link, NOW + timedelta(days=30), LINK_SECRET, "help")
    calls = [api.request("POST", f"/help/{token}", headers=SENT, body="sku=KB-01").status for _ in range(41)]
    assert calls[-1] == 429
    reported(api, cloud)
    assert [claim.claim_id for claim in kept(cloud)] == [DAMAGED]
