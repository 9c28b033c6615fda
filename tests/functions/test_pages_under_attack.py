"""Every page and form at once, as somebody in bad faith meets them: what is true of all of them is asked here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest

from shared.access.limits import Limit
from shared.access.shopper_link import seal
from shared.access.shopper_links import GIFTS, PAGES, PROBLEMS, RETURNS
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_claims import DynamoClaims
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_returns import DynamoReturns
from shared.claims.problem import Problem
from shared.claims.report_problem import Report, report_problem
from tests.functions.conftest import LINK_SECRET, NOW, Cloud
from tests.functions.http_api import HANDLERS, HttpApi, Reply
from tests.functions.portal import SENT, Visitor
from tests.functions.sold import LINES, Headers, bowl, draft, draw_nothing, sell, shopper_of, stored

FORM = "application/x-www-form-urlencoded"
FOREIGN = ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"})
PAGES_OF_ALL = {
    template: frozenset(methods)
    for module in HANDLERS
    for template, methods in module.ROUTES.items()
    if not template.startswith(("/v1/", "/elements/"))
}
"""Path template -> methods, of all that people open in a browser."""
FORMS = sorted(template for template, methods in PAGES_OF_ALL.items() if "POST" in methods)
FROM_ANYWHERE = "/unsubscribe/{token}"
"""Mail services send its one click (RFC 8058); its yes comes from our page only."""
KEYLESS = "/console"
"""Who is signed in there is known by a session: it has tests of its own."""
UNCOUNTED = {FROM_ANYWHERE, "/orders/code/{lookup_id}", *(each for each in FORMS if each.startswith(KEYLESS))}
"""What stops mails must always work, a code has five tries of its own, and behind the console's door is the shop."""
FILLED = {
    "take.0": "L-1", "quantity.0": "1", "number": "A-1001", "proof": "150-0001", "code": "123456", "stars": "1",
    "sku": "KB-01", "words": "x", "words-1": "x", "method": "label", "carrier": "yamato", "tracking": "123456789012",
    "reason.1": "unwanted", "outcome.1": "store_credit", "confirmed": "yes", "do": "approve", "item": "1",
    "type": "image/jpeg", "problem": "not_arrived", "shipment": "S-1", "wish": "refund",
}  # fmt: skip
"""Something for whatever a form may ask."""
BAD = "\u202e\x00\x1b[2J\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>"
HOSTILE = (
    b"\xff\xfe=1",
    b"words=%ff",
    b"words=1&words=2",
    b"&".join(b"a%d=1" % number for number in range(2000)),
    urlencode(dict.fromkeys(FILLED, BAD)).encode(),
    urlencode({**FILLED, "words": "w" * 60_000, "words.1": "w" * 9_000, "words-1": "w" * 9_000}).encode(),
    urlencode({**FILLED, "quantity.0": "99999", "item": "../../x", "remove": "x", "split": "99", "key": BAD}).encode(),
)
STRANGE = ("x" * 300, f"../{BAD}")
NAME = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7 * 7 }}\u202eevil</bdi></title>'


class Shop:
    """Two orders, each with a draft, and the addresses of all pages about the first."""

    def __init__(self, api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
        self.api, self.cloud = api, cloud
        for order_id in ("A-1001", "A-1002"):
            sell(api, merchant, order_id)
        self.mine, self.theirs = (self._draft(merchant, order_id) for order_id in ("A-1001", "A-1002"))
        self.link = stored(cloud, "A-1001").link
        self.claim = _report(cloud, "A-1001")

    def token(self, purpose: str) -> str:
        return seal(self.link, NOW + timedelta(days=1), LINK_SECRET, purpose)

    def address(self, template: str, return_id: str = "", token: str = "") -> str:
        """Of a page as its shopper would open it."""
        filled = {
            "token": token or self.token(purpose_of(template)),
            "return_id": return_id or self.mine,
            "claim_id": self.claim,
            "method": "label",
            "file_id": "1-label.pdf",
            "lookup_id": "A" * 22,
        }
        found = re.sub(r"\{(\w+)\}", lambda match: filled.get(match[1], "x"), template)
        return f"{found}?draft={return_id or self.mine}&item=1" if "/new" in template else found

    def ask(self, method: str, address: str, fields: Mapping[str, str] | bytes = FILLED, **headers: str) -> Reply:
        """As our own page would, but for `headers`."""
        if method != "POST":
            return self.api.request(method, address)
        body = fields if isinstance(fields, bytes) else urlencode(fields)
        return self.api.request("POST", address, headers={"content-type": FORM, **(headers or SENT)}, body=body)

    def kept(self) -> str:
        """Everything that is kept, but for counts of who asks."""
        items = [item for item in self.cloud.items() if not item["PK"]["S"].startswith("LIMIT#")]
        return json.dumps(sorted(items, key=lambda item: (item["PK"]["S"], item["SK"]["S"])), default=str)

    def _draft(self, merchant: Headers, order_id: str) -> str:
        who = shopper_of(self.api, merchant, order_id)
        return str(draft(self.api, who, bowl(order_id=order_id)).json()["return_id"])


def _report(cloud: Cloud, order_id: str) -> str:
    """A parcel that did not come; answers the claim's number."""
    dynamodb = clients.dynamodb()
    claims, cases, orders = (store(dynamodb, cloud.table) for store in (DynamoClaims, DynamoCases, DynamoOrders))
    return report_problem(
        claims, cases, orders, stored(cloud, order_id), Report(Problem.NOT_ARRIVED, "S-1"), NOW
    ).claim_id


class Running(HTMLParser):
    """What would run on a page, and is none of ours."""

    def __init__(self, page: Reply) -> None:
        super().__init__()
        self.found: list[str] = []
        self._ours = "script-src 'nonce-" in page.headers["content-security-policy"]
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        runs = any(name.startswith("on") for name in told) or told.get("src") == "x"
        leads = any(str(told.get(name)).lower().startswith("javascript:") for name in ("href", "action", "src"))
        if runs or leads or (tag == "script" and not (self._ours and "nonce" in told)):
            self.found.append(tag)


def purpose_of(template: str) -> str:
    page = template.split("/")[1]
    return page if page in PAGES else "t"


def plain(page: Reply, return_id: str) -> str:
    """The page without what differs from one answer to the next."""
    return re.sub(r"nonce[-=\"]+[\w+/=]+", "", page.text).replace(return_id, "")


@pytest.fixture
def shop(api: HttpApi, merchant: Headers, cloud: Cloud) -> Shop:
    return Shop(api, merchant, cloud)


@pytest.fixture
def uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is stopped for asking often."""
    monkeypatch.setattr(Limit, "check", lambda *_: None)


def test_no_other_site_sends_any_form(shop: Shop) -> None:
    before = shop.kept()
    for template in FORMS:
        for headers in FOREIGN:
            fields = {"again": "yes"} if template == FROM_ANYWHERE else FILLED
            reply = shop.ask("POST", shop.address(template), fields, **headers)
            assert (template, reply.status, reply.cookies) == (template, 403, ())
    assert shop.kept() == before


def test_every_form_of_a_shopper_is_counted_and_changes_nothing_for_who_asks_too_often(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shop.kept()
    monkeypatch.setattr("shared.aws.dynamodb_limits.DynamoCounters.take", lambda *_: False)
    for template in sorted({*FORMS} - UNCOUNTED):
        if template.startswith("/gifts/{token}/{return_id}"):  # nothing of the buyer's is there, nor counted
            continue
        reply = shop.ask("POST", shop.address(template))
        assert (template, reply.status) == (template, 429)
    assert shop.kept() == before


def test_a_token_opens_the_pages_it_was_made_for_and_no_other(shop: Shop) -> None:
    before = shop.kept()
    for template in (template for template in PAGES_OF_ALL if "{token}" in template):
        both = {RETURNS, GIFTS} if purpose_of(template) in (RETURNS, GIFTS) else {purpose_of(template)}
        for purpose in {*PAGES, "verified", ""} - both:
            for method in PAGES_OF_ALL[template]:
                reply = shop.ask(method, shop.address(template, token=shop.token(purpose)))
                assert (template, purpose, reply.status) == (template, purpose, 403)
    assert shop.kept() == before


def test_anothers_return_is_answered_as_one_that_is_not_there(shop: Shop, uncounted: None) -> None:
    before, nothing = shop.kept(), "0" * 16
    for template in PAGES_OF_ALL:
        is_of_one = "{return_id}" in template or "/new/" in template
        if not is_of_one or template.startswith(KEYLESS):
            continue
        for method in PAGES_OF_ALL[template]:
            theirs = shop.ask(method, shop.address(template, shop.theirs))
            absent = shop.ask(method, shop.address(template, nothing))
            assert (template, theirs.status) == (template, absent.status)
            assert theirs.status in (403, 404)
            assert plain(theirs, shop.theirs) == plain(absent, nothing)
    assert shop.kept() == before


def test_nobody_chooses_what_a_new_return_is_called(shop: Shop) -> None:
    before = shop.kept()
    for wish in (shop.theirs, "S", "A" * 16, "x#y/../z", "a" * 2000, "\x00", "Ａ" * 16):
        reply = shop.ask("POST", f"/returns/{shop.token(RETURNS)}/new", {**FILLED, "draft": wish})
        assert reply.status == 404
    assert shop.kept() == before


def test_no_form_however_it_is_written_breaks_a_page(shop: Shop, uncounted: None, logs: Callable[[], str]) -> None:
    for template in FORMS:
        if template.startswith(("/gifts/", KEYLESS)):  # the same routes as for who bought it
            continue
        for body in HOSTILE if "{" in template else HOSTILE[-3:]:
            reply = shop.ask("POST", shop.address(template), body)
            assert (template, reply.status < 500) == (template, True)
            assert reply.headers.get("location", "/").startswith("/")
    assert "unforeseen" not in logs()
    assert "SCRIPT" not in logs().upper()


def test_no_query_however_it_is_written_breaks_a_page_or_leads_away(
    shop: Shop, uncounted: None, logs: Callable[[], str]
) -> None:
    names = (
        "lang",
        "to",
        "done",
        "added",
        "m",
        "country",
        "stars",
        "wrong",
        "file",
        "kind",
        "change",
        "all",
        "problem",
        "shipment",
    )
    for template in PAGES_OF_ALL:
        if "GET" not in PAGES_OF_ALL[template] or template.startswith("/gifts/"):
            continue
        for value in STRANGE:
            address = shop.address(template)
            more = "&".join(f"{name}={quote(value)}" for name in names)[:3500]
            reply = shop.ask("GET", f"{address}{'&' if '?' in address else '?'}{more}")
            assert (template, reply.status < 500) == (template, True)
            assert not re.search(r"[\r\n]", "".join(reply.headers.values()))
            assert reply.headers.get("location", "/").startswith("/")
            if "script" in value and reply.headers["content-type"].startswith("text/html") and reply.text:
                assert (template, Running(reply).found) == (template, [])
    assert "unforeseen" not in logs()


def test_what_others_wrote_is_shown_on_every_page_and_runs_on_none(
    api: HttpApi, merchant: Headers, cloud: Cloud, uncounted: None
) -> None:
    sell(api, merchant, lines=[{**line, "name": f"{NAME}{line['name']}"} for line in LINES], name=NAME[:60])
    link = stored(cloud, "A-1001").link

    def address(page: str) -> str:
        return f"/{page}/{seal(link, NOW + timedelta(days=1), LINK_SECRET, page)}?lang=en"

    def look(page: Reply) -> None:
        assert page.headers["content-type"].startswith("text/html")
        assert Running(page).found == []
        assert "\u202e" not in page.text

    for page in ("t", "help", "reviews", "preferences", "unsubscribe"):
        look(api.request("GET", address(page)))
    for page in ("help", "reviews"):
        fields = urlencode({"words": NAME, "stars": "2", "sku": "KB-01"})
        look(api.request("POST", f"{address(page)}&sku=KB-01", headers=SENT, body=fields))
    claim = _report(cloud, "A-1001")
    look(api.request("GET", address(PROBLEMS)))
    for below in ("/report", f"/{claim}/words"):
        place = address(PROBLEMS).replace("?", f"{below}?problem=not_arrived&shipment=S-1&")
        said = Visitor(api, place)
        look(said.reply)
        look(said.post(place, {**FILLED, "words": NAME, "wish": NAME}))
        assert "&lt;script&gt;" in said.text
    at = Visitor(api, address(RETURNS))
    look(at.reply)
    look(at.send(take__0="L-1", quantity__0="1", take__1="L-2"))
    words = NAME.replace("\u202e", "")
    look(at.send(reason__1="unwanted", reason__2="unwanted", words__1=words, serial__2=words))
    look(at.send(outcome__1="store_credit", outcome__2="exchange", wanted__2__exchange=words, next="on"))
    one = at.address.partition("?")[0]
    look(at.post(f"{one}/submit", {}))
    look(at.post(f"{one}/way/label", dict.fromkeys(("name", "line1", "city", "region", "postal", "phone"), words)))
    look(at.post(f"{one}/shipment", {"carrier": words, "tracking": words}))
    look(at.open(f"{one}?done={quote(words)}"))


def test_a_whole_walk_leaves_no_secret_and_nobody_in_logs_and_tokens_in_one_place_only(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, logs: Callable[[], str]
) -> None:
    draw_nothing(monkeypatch)
    sell(api, merchant)
    token = shopper_of(api, merchant)["authorization"].removeprefix("Bearer ")
    at = Visitor(api, f"/returns/{token}?lang=en")
    at.send(take__0="L-1", quantity__0="1")
    at.send(reason__1="unwanted", words__1="CANARY words", next="on")
    at.send(outcome__1="store_credit", next="on")
    one = at.address.partition("?")[0]
    at.post(f"{one}/submit", {})
    home = {"name": "CANARY Aiko", "line1": "CANARY 4-5-6", "postal": "150-0001", "region": "東京都", "city": "渋谷区"}
    at.post(f"{one}/way/label", {**home, "country": "JP"})
    assert "Your label is ready" in at.text or "/files/" in at.text
    told = logs()
    contact = stored(cloud, "A-1001").contact
    for secret in ("CANARY", token, token.rpartition(".")[2], contact.email, "150-0001", "1500001", LINK_SECRET):
        assert secret not in told
    kept = [item for item in cloud.items() if "CANARY 4-5-6" in str(item) or "CANARY Aiko" in str(item)]
    assert kept == []  # an address goes to who makes the label, and is kept nowhere
    request = DynamoReturns(clients.dynamodb(), cloud.table).get(one.rpartition("/")[2])
    assert request is not None
    assert (request.language, request.page_url) == ("en", "")
    assert not [item for item in cloud.items() if token in str(item)]  # nor, therefore, in any event


def test_of_the_language_in_an_address_only_what_is_known_is_kept(shop: Shop, uncounted: None) -> None:
    shop.ask("POST", f"/returns/{shop.token(RETURNS)}/new?lang={quote('ja<script>')}", {**FILLED, "visit": "v" * 16})
    assert "<script" not in shop.kept()


def test_a_body_that_is_no_one_click_is_not_searched_to_its_end(shop: Shop) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    part = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    address = f"/unsubscribe/{shop.token('unsubscribe')}?kind=feedback"
    before = b"name=List-Unsubscribe\r\n" * 1000
    assert shop.api.request("POST", address, headers=kind, body=before + part).status == 400
    assert shop.api.request("POST", address, headers=kind, body=part).status == 200
