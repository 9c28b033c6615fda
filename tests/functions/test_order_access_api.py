"""Finding an order by its number: a code goes to who ordered, and nobody learns whether there is such an order."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.order_access_api import handler as order_access_api
from functions.send_access_code import handler as send_access_code
from shared.access.access_code import code_of
from shared.access.limits import lookups_of_number, lookups_of_number_nearby, order_lookups
from shared.access.lookup import MOST_TRIES, VALID_FOR
from shared.access.shopper_link import open_token, seal
from shared.access.target import Target
from shared.access.verified_shopper import COOKIE, cookie_for
from shared.access.verified_shopper import VALID_FOR as KNOWN_FOR
from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.stream_records import events_of
from tests.fakes.limits import InMemoryCounters
from tests.functions.conftest import LINK_SECRET, NOW, Cloud
from tests.functions.http_api import Handler, HttpApi, Reply
from tests.functions.test_shoppers_api import CANARY, FORM, link
from tests.functions.triggers import from_bus, on_bus

__all__ = ["link"]

At = Callable[[datetime], None]
HIT = {"number": "a－1001", "proof": CANARY}
MISS = {"number": "a－1002", "proof": CANARY}


def ask(api: HttpApi, query: str = "", **fields: str) -> Reply:
    return api.request("POST", f"/orders{query}", headers=FORM, body=urlencode(fields))


def enter(api: HttpApi, place: str, code: str, **headers: str) -> Reply:
    return api.request("POST", place, headers={**FORM, **headers}, body=urlencode({"code": code}))


def asking_from(api: HttpApi, address: str) -> HttpApi:
    """The same API, asked from this address."""

    def asked(handler: Handler) -> Handler:
        def answer(event: dict[str, Any], context: object) -> dict[str, Any]:
            event["requestContext"]["http"]["sourceIp"] = address
            return handler(event, context)

        return answer

    return HttpApi({route: asked(handler) for route, handler in api.routes.items()})


def token(link: str, purpose: str = "t", lives: timedelta = timedelta(days=1), secret: str = LINK_SECRET) -> str:
    return seal(link, NOW + lives, secret, purpose)


def id_in(place: str) -> str:
    return place.partition("?")[0].rpartition("/")[2]


def wrong(place: str) -> str:
    right = code_of(id_in(place), LINK_SECRET)
    return f"{(int(right) + 1) % 1_000_000:06}"


@pytest.fixture
def post_office(cloud: Cloud) -> Callable[[], list[str]]:
    """Whatever was asked since reaches who mails codes; answers the codes that were mailed."""
    handled: set[str] = set()

    def deliver() -> list[str]:
        before = len(cloud.mails())
        asked = [event for record in cloud.changes("LOOKUP") for event in events_of(record, "hanare")]
        new = [event for event in asked if event.metadata.event_id not in handled]
        handled.update(event.metadata.event_id for event in new)
        assert send_access_code.handler(from_bus(*new), None) == {"batchItemFailures": []}
        return [re.findall(r"[0-9]{6}", mail.subject)[0] for mail in cloud.mails()[before:]]

    return deliver


@contextmanager
def calls() -> Iterator[list[tuple[str, str]]]:
    """Every call to the table meanwhile: the operation, and the first word of its key."""
    seen: list[tuple[str, str]] = []

    def note(params: dict[str, Any], model: Any, **_: object) -> None:
        key = params.get("Key") or params.get("Item") or {"PK": {"S": "?"}}
        seen.append((model.name, key["PK"]["S"].partition("#")[0]))

    events = clients.dynamodb().meta.events
    events.register("provide-client-params.dynamodb.*", note)
    yield seen
    events.unregister("provide-client-params.dynamodb.*", note)


def test_who_ordered_finds_the_order_with_the_code_from_the_mail(
    api: HttpApi, link: str, post_office: Callable[[], list[str]], cloud: Cloud, logs: Callable[[], str]
) -> None:
    page = api.request("GET", "/orders?to=returns&lang=en")
    assert (page.status, 'value="returns"' in page.text) == (200, True)
    asked = ask(api, "?lang=en", **HIT, to="returns")
    assert asked.status == 303
    place = asked.headers["location"]
    assert re.fullmatch(r"/orders/code/[\w-]{22}\?to=returns&lang=en", place)
    assert "one-time-code" in api.request("GET", place).text
    [code] = post_office()
    opened = enter(api, place, f" {code[:3]} {code[3:]} ")
    assert opened.status == 303
    page_name, sealed = re.fullmatch(r"/(\w+)/([^/?]+)\?lang=en", opened.headers["location"]).groups()  # type: ignore[union-attr]
    assert page_name == "returns"
    assert open_token(sealed, [LINK_SECRET], NOW, "returns") == link
    [cookie] = opened.cookies
    assert cookie.startswith(f"{COOKIE}=")
    assert cookie.endswith("; Secure; HttpOnly; SameSite=Lax")
    assert cloud.mails()[-1].destinations["ToAddresses"] == [CANARY]
    for told in (logs(), str(cloud.items()), str(cloud.published()), str(cloud.changes("LOOKUP"))):
        assert code not in told
    for told in (logs(), str([item for item in cloud.items() if item["SK"]["S"] == "LOOKUP"])):
        assert CANARY not in told


def test_hit_and_miss_differ_in_nothing_but_the_look_ups_id(api: HttpApi, link: str, cloud: Cloud) -> None:
    answers, traces = [], []
    for fields in (HIT, MISS, {**HIT, "proof": "mallory@shopper.example"}):
        with calls() as trace:
            answers.append(ask(api, **fields))
        traces.append(trace)
    assert traces[0] == traces[1] == traces[2]
    assert {operation for operation, _ in traces[0]} == {"UpdateItem", "PutItem"}
    assert {place for _, place in traces[0]} == {"LIMIT", "LOOKUP"}
    places = [answer.headers["location"] for answer in answers]
    alike = [
        (answer.status, {**answer.headers, "location": re.sub(r"[\w-]{22}", "", place)}, answer.body, answer.cookies)
        for answer, place in zip(answers, places, strict=True)
    ]
    assert alike[0] == alike[1] == alike[2]
    kept = [item for item in cloud.items() if item["SK"]["S"] == "LOOKUP"]
    assert len({len(item["body"]["S"]) for item in kept}) == 1


def test_a_code_costs_the_same_whether_an_order_was_found_or_not(
    api: HttpApi, link: str, post_office: Callable[[], list[str]]
) -> None:
    places = [ask(api, **fields).headers["location"] for fields in (HIT, MISS)]
    places.append("/orders/code/" + "x" * 22 + "?to=track")
    assert len(post_office()) == 1
    api.request("GET", places[0])  # reads the brand, which is kept for a minute
    pages, traces = [], []
    for place in places:
        with calls() as trace:
            answered = enter(api, place, wrong(place))
        traces.append(trace)
        pages.append((answered.status, re.sub(r"nonce=\"[^\"]+\"", "", answered.text)))
    assert traces[0] == traces[1] == traces[2] == [("UpdateItem", "LOOKUP")]
    assert pages[0] == pages[1] == pages[2]
    assert pages[0][0] == 422


def test_hits_and_misses_cannot_be_told_apart_by_time(api: HttpApi, link: str, at: At) -> None:
    """A rank test (Mann-Whitney) over interleaved runs, beside the proof above that both do the same."""
    rounds = 40
    took: dict[str, list[float]] = {"hit": [], "miss": []}
    for number in range(rounds):
        at(NOW + number * timedelta(hours=1))
        pair = [("hit", HIT), ("miss", MISS)]
        for name, fields in pair if number % 2 else reversed(pair):
            began = time.thread_time()
            ask(api, **fields)
            took[name].append(time.thread_time() - began)
    wins = sum(hit < miss for hit in took["hit"] for miss in took["miss"]) / rounds**2
    assert 0.2 < wins < 0.8  # by chance 0.5; beyond these once in 200,000 runs


def test_after_five_wrong_codes_the_right_one_is_wrong_and_another_may_be_asked_for(
    api: HttpApi, link: str, post_office: Callable[[], list[str]]
) -> None:
    place = ask(api, "?lang=en", **HIT).headers["location"]
    [code] = post_office()
    pages = [enter(api, place, wrong(place)) for _ in range(MOST_TRIES)]
    assert "does not fit" in pages[0].text
    assert "last of 5 tries" in pages[-1].text
    assert 'name="code"' not in pages[-1].text
    assert enter(api, place, code).status == 422
    again = api.request("POST", place, headers=FORM, body="again=1")
    assert again.status == 303
    assert id_in(again.headers["location"]) != id_in(place)
    [another] = post_office()
    assert enter(api, again.headers["location"], another).status == 303


def test_of_many_codes_at_once_five_are_tried(
    api: HttpApi, link: str, post_office: Callable[[], list[str]], cloud: Cloud
) -> None:
    place = ask(api, **HIT).headers["location"]
    post_office()
    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(lambda n: enter(api, place, f"{n:06}"), range(24)))
    [item] = [item for item in cloud.items() if item["SK"]["S"] == "LOOKUP"]
    assert item["tries"]["N"] == str(MOST_TRIES)


def test_a_code_opens_nothing_after_ten_minutes_nor_twice_nor_another_look_up(
    api: HttpApi, link: str, post_office: Callable[[], list[str]], at: At
) -> None:
    places = [ask(api, **HIT).headers["location"] for _ in range(2)]
    codes = post_office()
    assert enter(api, places[1], codes[0]).status == 422
    assert enter(api, places[0], codes[0]).status == 303
    at(NOW + timedelta(minutes=1))
    assert enter(api, places[0], codes[0]).status == 422
    at(NOW + VALID_FOR)
    assert enter(api, places[1], codes[1]).status == 422


def test_what_is_missing_is_named_beside_its_field_and_asks_nobody(api: HttpApi, cloud: Cloud) -> None:
    for fields, shown in (
        ({"number": "", "proof": CANARY}, "number-error"),
        ({"number": "1001", "proof": "Tokyo"}, "proof-error"),
        ({}, "number-error"),
    ):
        page = ask(api, "?lang=en", **fields)
        assert (page.status, shown in page.text) == (422, True)
    evil = ask(api, number='"><script>alert(1)</script>', proof="<b>")
    assert "<script>alert" not in evil.text
    place = "/orders/code/" + "x" * 22
    assert "code-error" in enter(api, place, "12345").text
    assert not [item for item in cloud.items() if item["SK"]["S"] == "LOOKUP"]


def test_who_asks_too_often_is_told_to_wait_whatever_they_ask_for(api: HttpApi, link: str) -> None:
    most = order_lookups(InMemoryCounters()).most
    answers = [ask(api, "?lang=en", number=f"N-{n}", proof="150-0001") for n in range(most)]
    assert {answer.status for answer in answers} == {303}
    for fields in (HIT, MISS):
        page = ask(api, "?lang=en", **fields)
        assert (page.status, page.headers["retry-after"], "too often" in page.text) == (429, "1800", True)


def test_a_stranger_who_asks_for_a_number_all_day_shuts_out_their_own_network_only(api: HttpApi, link: str) -> None:
    nearby, alone = (limit(InMemoryCounters()).most for limit in (lookups_of_number_nearby, order_lookups))
    for n in range(nearby):
        assert ask(asking_from(api, f"203.0.113.{n // alone}"), **MISS).status == 303
    assert ask(asking_from(api, "203.0.113.200"), **MISS).status == 429
    assert ask(asking_from(api, "203.0.113.200"), **HIT).status == 303
    assert ask(asking_from(api, "198.51.100.4"), **MISS).status == 303
    assert lookups_of_number(InMemoryCounters()).most >= 20 * nearby


def test_a_form_of_another_site_is_refused_and_changes_nothing(api: HttpApi, link: str, cloud: Cloud) -> None:
    foreign = {**FORM, "sec-fetch-site": "cross-site"}
    for place in ("/orders", "/orders/code/" + "x" * 22, f"/verify/{token(link)}?to=returns"):
        assert api.request("POST", place, headers=foreign, body=urlencode(HIT)).status == 403
    assert not [item for item in cloud.items() if item["SK"]["S"] == "LOOKUP"]


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/../x", "", "evil\r\nset-cookie: a=b"])
def test_no_answer_leads_to_another_site(
    api: HttpApi, link: str, to: str, post_office: Callable[[], list[str]]
) -> None:
    asked = ask(api, **HIT, to=to)
    assert re.fullmatch(r"/orders/code/[\w-]{22}\?to=track", asked.headers["location"])
    opened = enter(api, asked.headers["location"], post_office()[0])
    assert re.fullmatch(r"/t/[\w.-]+", opened.headers["location"])
    verify = api.request("GET", f"/verify/{token(link)}?{urlencode({'to': to})}")
    assert (verify.status, verify.headers["location"]) == (303, f"/t/{token(link)}")


@pytest.mark.parametrize("to", sorted({*Target} - {Target.TRACK}))
def test_who_has_a_tracking_link_is_sent_a_code_and_then_known_for_two_hours(
    api: HttpApi, link: str, to: str, post_office: Callable[[], list[str]], at: At
) -> None:
    place = f"/verify/{token(link)}?to={to}"
    page = api.request("GET", place)
    assert (page.status, CANARY in page.text, "canary" in page.text.lower()) == (200, False, False)
    assert post_office() == []
    asked = api.request("POST", place, headers=FORM)
    [code] = post_office()
    opened = enter(api, asked.headers["location"], code)
    cookie = opened.cookies[0].partition(";")[0]
    at(NOW + KNOWN_FOR - timedelta(seconds=1))
    known = api.request("GET", place, headers={"cookie": f"other=1; {cookie}"})
    assert known.status == 303
    assert known.headers["location"].split("/")[1] == opened.headers["location"].split("/")[1]
    at(NOW + KNOWN_FOR)
    assert api.request("GET", place, headers={"cookie": cookie}).status == 200


@pytest.mark.parametrize(
    ("number", "below"),
    [("RMA-7K3F9-2M4XQ", "/RMA-7K3F9-2M4XQ"), ("../x", ""), ("//evil.example", ""), ("RMA-7K3F9-2M4XQ/..", "")],
)
def test_the_return_that_was_asked_for_is_kept_through_the_code_and_nothing_else_is(
    api: HttpApi, link: str, number: str, below: str, post_office: Callable[[], list[str]]
) -> None:
    place = f"/verify/{token(link)}?{urlencode({'to': 'returns', 'number': number})}"
    asked = api.request("POST", place, headers=FORM)
    assert asked.headers["location"].endswith(f"to=returns&number={number}" if below else "to=returns")
    opened = enter(api, asked.headers["location"], post_office()[0])
    assert re.fullmatch(rf"/returns/[\w.-]+{below}", opened.headers["location"])
    cookie = opened.cookies[0].partition(";")[0]
    known = api.request("GET", place, headers={"cookie": cookie})
    assert re.fullmatch(rf"/returns/[\w.-]+{below}", known.headers["location"])


def test_no_other_cookie_leads_on(api: HttpApi, link: str, merchant: dict[str, str], cloud: Cloud) -> None:
    other = "o" * 22
    forged = [
        cookie_for(other, LINK_SECRET, NOW),
        cookie_for(link, "another-secret", NOW),
        f"{COOKIE}={token(link)}",
        f"{COOKIE}={token(link, 'returns')}",
        f"{COOKIE}=",
        f"{COOKIE}=%00",
    ]
    for cookie in forged:
        page = api.request("GET", f"/verify/{token(link)}?to=returns", headers={"cookie": cookie.partition(";")[0]})
        assert page.status == 200


def test_a_link_that_is_forged_over_or_anothers_opens_no_page_and_asks_nobody(
    api: HttpApi, link: str, cloud: Cloud
) -> None:
    bad = [
        token(link, "returns"),
        token(link, "verified"),
        token(link, lives=timedelta(seconds=-1)),
        token(link, secret="another-secret"),
        token("o" * 22),
        token(link)[:-1],
        "x",
    ]
    pages = [
        api.request(method, f"/verify/{each}?to=returns", headers=FORM) for each in bad for method in ("GET", "POST")
    ]
    assert {page.status for page in pages} == {403}
    assert len({re.sub(r"nonce=\"[^\"]+\"", "", page.text) for page in pages}) == 1
    assert not [item for item in cloud.items() if item["SK"]["S"] == "LOOKUP"]


def test_what_is_no_look_up_is_parked_and_a_tried_look_up_is_not_published_again(
    api: HttpApi, link: str, post_office: Callable[[], list[str]], cloud: Cloud
) -> None:
    place = ask(api, **HIT).headers["location"]
    enter(api, place, wrong(place))
    post_office()
    published = [event for record in cloud.changes("LOOKUP") for event in events_of(record, "hanare")]
    assert [event.detail_type for event in published] == ["OrderLookupAsked"]
    other = on_bus({"detail-type": "OrderLookupAsked", "detail": {}})
    send_access_code.handler(from_bus(other), None)
    [(_, code, _)] = cloud.parked()
    assert code == "unreadable_event"


def test_an_order_that_went_meanwhile_is_a_wrong_code(
    api: HttpApi, link: str, post_office: Callable[[], list[str]], cloud: Cloud
) -> None:
    place = ask(api, **HIT).headers["location"]
    [code] = post_office()
    order = DynamoOrders(clients.dynamodb(), cloud.table).get("A-1001")
    assert order
    for key in ({"PK": {"S": f"LINK#{order.link}"}, "SK": {"S": "LINK"}},):
        clients.dynamodb().delete_item(TableName=cloud.table, Key=key)
    gone = enter(api, place, code)
    assert (gone.status, gone.cookies) == (422, ())
    assert set(order_access_api.ROUTES) == {"/orders", "/orders/code/{lookup_id}", "/verify/{token}"}
