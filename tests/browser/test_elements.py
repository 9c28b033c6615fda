"""What shops embed, in a real browser: the promise on a product page and in a list, and where parcels are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import PICTURES, axe
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.site import IN_BROWSER
from tests.browser.storefront import API, ELEMENT, NOW, SHOP, Storefront, promised

pytestmark = IN_BROWSER

Open = Callable[..., Storefront]
HOSTILE = "\"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'\u202e"
TOKEN = "a-token"
TRACKING = (
    f'<parcel-tracking api="{API}" token="{TOKEN}"><a slot="fallback" href="/orders">注文を見る</a></parcel-tracking>'
)


@pytest.fixture
def shop(browser: Browser) -> Iterator[Open]:
    """`shop(size, …)`: a tab at a storefront. At the end no script may have failed, and no policy been broken."""
    contexts, complaints = [], list[str]()

    def opened(size: Mapping[str, Any] = PHONE, **more: Any) -> Storefront:
        context = browser.new_context(**{**size, "device_scale_factor": 2}, locale="ja-JP", **more)
        context.set_default_timeout(5_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        return Storefront(page)

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def heard(page: Page) -> list[Any]:
    """What the elements told the page's scripts since `listen`."""
    return list(page.evaluate("window.heard"))


def listen(page: Page) -> None:
    page.evaluate(
        """() => { window.heard = []; for (const name of ["change", "error"])
        document.addEventListener("delivery-promise:" + name, ({detail}) => heard.push([name, detail])) }"""
    )


def pass_time(page: Page, **time: float) -> None:
    """Let the page's own clock run."""
    page.clock.run_for(int(timedelta(**time).total_seconds() * 1000))


def test_until_the_answer_is_there_its_place_is_kept_and_then_nothing_moves(shop: Open) -> None:
    storefront = shop(DESKTOP)
    storefront.answers = lambda path, question: None
    page = storefront.open(ELEMENT.replace(" remember", " compact"))
    promise = page.locator("delivery-promise")
    expect(promise.locator("[part=base]")).to_have_attribute("aria-busy", "true")
    expect(promise.locator(".wait")).to_be_visible()
    before = page.locator("#after").bounding_box()
    storefront.answers = None
    promise.evaluate("element => element.refresh()")
    expect(promise.locator(".text")).to_have_text("あと2時間13分以内のご注文で、11月25日（水）までにお届けします")
    expect(promise.locator("[part=base]")).not_to_have_attribute("aria-busy", "true")
    assert page.locator("#after").bounding_box() == before


def test_it_counts_down_to_the_deadline_silently_and_stops_while_nobody_looks(shop: Open) -> None:
    storefront = shop()
    page = storefront.open()
    countdown = page.locator("delivery-promise .countdown")
    expect(countdown).to_have_text("2時間13分")
    pass_time(page, minutes=13, seconds=31)
    expect(countdown).to_have_text("1時間59分")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    pass_time(page, minutes=62)
    expect(countdown).to_have_text("1時間59分")
    page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')) }")
    before = countdown.inner_text()
    assert re.fullmatch("5[78]分[0-9]+秒", before)
    pass_time(page, seconds=5)
    assert re.fullmatch("5[78]分[0-9]+秒", countdown.inner_text())
    assert countdown.inner_text() != before
    expect(page.locator("delivery-promise .said[role=status]")).to_have_text("")


def test_who_wants_less_motion_sees_minutes_only(shop: Open) -> None:
    storefront = shop(reduced_motion="reduce")
    storefront.now = NOW + timedelta(hours=2)
    page = storefront.open()
    expect(page.locator("delivery-promise .countdown")).to_have_text("13分")
    pass_time(page, minutes=1)
    expect(page.locator("delivery-promise .countdown")).to_have_text("12分")


def test_it_ticks_in_every_language_of_the_api(shop: Open) -> None:
    left = {"ja": "2時間13分", "en": "2 h 13 min", "de": "2 Std. 13 Min.", "pt": "2 h 13 min"}
    page = shop().open("".join(ELEMENT.replace(" remember", f' compact lang="{language}"') for language in left))
    expect(page.locator("delivery-promise .countdown")).to_have_text([*left.values()])
    assert [text.get_attribute("lang") for text in page.locator("delivery-promise .text").all()] == [*left]


def test_it_asks_again_when_the_answers_time_is_over(shop: Open) -> None:
    storefront = shop()
    page = storefront.open()
    page.locator("delivery-promise .countdown").wait_for()
    storefront.forget()
    storefront.now = NOW + timedelta(hours=2, minutes=14)
    pass_time(page, hours=2, minutes=13, seconds=31)
    expect(page.locator("delivery-promise .text")).to_contain_text("11月26日（木）")
    assert len(storefront.asked) == 1


def test_whatever_fails_the_shops_own_words_stand_there(shop: Open) -> None:
    storefront = shop()
    fails: dict[str, Any] = {
        "/a": ((403, "{}"), "http"),
        "/b": ((500, "no JSON"), "http"),
        "/c": ((200, "<html>"), "malformed"),
        "/d": ((200, '{"options": [{"text": 1}]}'), "malformed"),
        "/e": ((200, "null"), "malformed"),
        "/f": ((0, ""), "network"),
        "/g": (None, "timeout"),
    }
    storefront.answers = lambda path, question: fails[path.removesuffix("/v1/promise")][0]
    page = storefront.open("".join(ELEMENT.replace(API, f"{API}{path}") for path in fails))
    listen(page)
    fallbacks, bases = page.locator("[slot=fallback]"), page.locator("delivery-promise [part=base]")
    expect(bases.nth(5)).to_be_hidden()
    page.evaluate("() => { for (const e of document.querySelectorAll('delivery-promise')) e.refresh() }")
    page.wait_for_function("count => new Set(heard.map(([, {reason}]) => reason)).size === count", arg=3)
    pass_time(page, seconds=9)
    for number in range(len(fails)):
        expect(fallbacks.nth(number)).to_be_visible()
        expect(bases.nth(number)).to_be_hidden()
    told = {detail["reason"] for name, detail in heard(page) if name == "error"}
    assert told == {reason for _, reason in fails.values()}


def test_what_may_pass_is_tried_again_and_what_holds_stays_meanwhile(shop: Open) -> None:
    storefront = shop()
    storefront.answers = lambda path, question: (503, "{}")
    page = storefront.open()
    expect(page.locator("delivery-promise [slot=fallback]")).to_be_visible()
    storefront.answers = None
    pass_time(page, seconds=31)
    text = page.locator("delivery-promise .text")
    expect(text).to_contain_text("11月25日（水）")
    storefront.answers = lambda path, question: (503, "{}")
    page.locator("delivery-promise").evaluate("element => element.refresh()")
    pass_time(page, minutes=3)
    expect(text).to_contain_text("2時間9分")
    pass_time(page, hours=2, minutes=10)
    expect(page.locator("delivery-promise [slot=fallback]")).to_be_visible()


def test_a_place_is_kept_on_the_device_only_while_the_shopper_wants_it(shop: Open) -> None:
    storefront = shop()
    page = storefront.open(ELEMENT + ELEMENT.replace(' postal="150"', " compact"))
    promise = page.locator("delivery-promise").first
    kept = "JSON.stringify(localStorage)"
    promise.get_by_label("郵便番号").fill("060-0001")
    storefront.forget()
    promise.get_by_role("button").click()
    expect(promise.locator(".said[role=status]")).to_contain_text("11月27日（金）")
    assert page.evaluate(kept) == "{}"
    assert [(path, question["postal"]) for _, path, question in storefront.asked] == [("/v1/promise", "060-0001")]
    expect(page.locator("delivery-promise").nth(1).locator(".text")).to_contain_text("11月27日（金）")
    promise.get_by_label("この端末に保存する").check()
    assert "060-0001" in page.evaluate(kept)
    page.reload()
    expect(promise.get_by_label("郵便番号")).to_have_value("060-0001")
    promise.get_by_label("この端末に保存する").uncheck()
    assert page.evaluate(kept) == "{}"


def test_a_way_a_day_and_a_time_are_chosen_with_the_keyboard_alone(shop: Open) -> None:
    page = shop(DESKTOP).open()
    listen(page)
    promise = page.locator("delivery-promise")
    promise.get_by_role("radio").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(promise.get_by_role("radio").nth(1)).to_be_focused()
    expect(promise.locator(".said[role=status]")).to_contain_text("11月26日（木）")
    page.keyboard.press("Tab")
    expect(promise.get_by_role("combobox", name="お届け日")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    promise.get_by_role("combobox", name="時間帯").wait_for()
    page.keyboard.press("Tab")
    expect(promise.get_by_role("combobox", name="時間帯")).to_be_focused()
    page.keyboard.press("ArrowDown")
    name, chosen = heard(page)[-1]
    assert (name, chosen["option"]["method"], chosen["day"], chosen["slot"]) == ("change", "home", "2026-11-27", "0812")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(promise.locator("details")).to_have_attribute("open", "")


def test_many_elements_ask_in_one_request_and_each_question_once(shop: Open) -> None:
    storefront = shop(DESKTOP)
    line = f'<delivery-promise api="{API}" key="pk_x" country="JP" compact sku="S-%d"></delivery-promise>'
    page = storefront.open("".join(line % (number % 60) for number in range(120)))
    expect(page.locator("delivery-promise .text")).to_have_count(120)
    ((method, path, questions),) = storefront.asked
    assert (method, path, len(questions)) == ("POST", "/v1/promise:batch", 60)
    storefront.forget()
    page.locator("delivery-promise").first.evaluate("element => element.setAttribute('sku', 'OTHER')")
    page.wait_for_timeout(60)
    assert [(method, path) for method, path, _ in storefront.asked] == [("GET", "/v1/promise")]


def test_only_the_last_question_is_answered(shop: Open) -> None:
    storefront = shop()
    page = storefront.open()
    page.locator("delivery-promise .option").first.wait_for()
    storefront.forget()
    page.locator("delivery-promise").evaluate(
        "element => { element.setAttribute('sku', 'A'); element.setAttribute('postal', '900') }"
    )
    expect(page.locator("delivery-promise .text")).to_contain_text("11月29日（日）")
    assert [(method, question["sku"]) for method, _, question in storefront.asked] == [("GET", "A")]


def test_texts_stay_texts_whoever_wrote_them(shop: Open) -> None:
    storefront = shop()

    def hostile(path: str, question: Any) -> tuple[int, str]:
        answer = json.loads(promised(path, question, NOW)[1])
        for option in answer["options"]:
            option |= {"service": HOSTILE, "text": HOSTILE, "countdown_text": f"{HOSTILE} 2時間13分 {HOSTILE}"}
            option["conditions"] = [{"text": HOSTILE}]
            option["explanation"] = [{"text": HOSTILE}]
        answer["options"][0]["days"] = {
            "slots": [{"code": HOSTILE, "label": HOSTILE}],
            "days": [{"date": "2026-11-26", "slots": [HOSTILE]}],
        }
        return 200, json.dumps(answer)

    storefront.answers = hostile
    page = storefront.open()
    expect(page.locator("delivery-promise .text")).to_contain_text("<script>alert(2)</script>")
    assert page.locator("delivery-promise").evaluate("e => e.shadowRoot.querySelectorAll('img,script').length") == 0


def test_a_place_we_do_not_reach_and_a_wrong_code_are_told_at_the_field(shop: Open) -> None:
    page = shop().open(ELEMENT.replace('country="JP" postal="150"', 'country="BR"'))
    promise = page.locator("delivery-promise")
    expect(promise.locator("[role=alert]")).to_contain_text("お届け日をご案内できません")
    promise.get_by_label("郵便番号").fill("〒！！")
    promise.get_by_role("button").click()
    expect(promise.locator("[role=alert]")).to_contain_text("郵便番号をご確認ください")
    expect(promise.get_by_label("郵便番号")).to_have_attribute("aria-invalid", "true")


def test_another_script_than_the_one_named_does_not_run_and_the_shops_words_stand_there(shop: Open) -> None:
    storefront = shop()
    storefront.integrity = "sha384-" + "A" * 64
    page = storefront.open()
    expect(page.locator("delivery-promise [slot=fallback]")).to_be_visible()
    assert page.evaluate("customElements.get('delivery-promise') === undefined")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_fits_the_smallest_phone_and_is_photographed(shop: Open, scheme: str) -> None:
    storefront = shop({"viewport": {"width": 320, "height": 900}}, color_scheme=scheme)
    storefront.answers = everything
    direction = "rtl" if scheme == "dark" else "ltr"
    page = storefront.open(ELEMENT + TRACKING, lang="ja" if scheme == "light" else "en", direction=direction)
    page.locator("delivery-promise").get_by_role("radio").nth(1).check()
    page.locator("delivery-promise summary").click()
    page.locator("parcel-tracking .news").wait_for()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=PICTURES / f"elements-{scheme}-{width}.png", full_page=True)
    assert axe(page) == []


def everything(path: str, question: Any) -> tuple[int, str]:
    """The promise's own answer, or one order's tracking."""
    return (200, json.dumps(ORDER)) if path.startswith("/v1/track/") else promised(path, question, NOW)


def scan(**changes: Any) -> dict[str, Any]:
    said = {"occurred_at": "2026-11-24T01:10:00Z", "milestone": "out_for_delivery", "message": "配達中"}
    return {**said, "place": {"city": "渋谷区", "region": "", "country": "JP"}, **changes}


PARCEL: dict[str, Any] = {
    "leg": "outbound",
    "milestone": "out_for_delivery",
    "return_milestone": None,
    "detail": "out_for_delivery",
    "incident": False,
    "expected": {"earliest": "2026-11-24", "latest": "2026-11-25", "standing": "at_risk", "reason": None},
    "steps": [
        {"milestone": "info_received", "mark": "done"},
        {"milestone": "in_transit", "mark": "done"},
        {"milestone": "out_for_delivery", "mark": "current"},
        {"milestone": "delivered", "mark": "todo"},
    ],
    "timeline": [scan()],
}
ORDER: dict[str, Any] = {"as_of": "2026-11-24T03:47:00Z", "cancelled": False, "expected": None, "parcels": [PARCEL]}


def test_an_orders_parcels_are_told_with_their_newest_fact_and_a_way_to_all_of_it(shop: Open) -> None:
    storefront = shop()
    storefront.answers = everything
    tracking = storefront.open(TRACKING).locator("parcel-tracking")
    expect(tracking.locator(".headline")).to_have_text("配達中")
    expect(tracking.locator(".expected")).to_contain_text("ご案内した日より遅れる可能性がございます")
    expect(tracking.locator(".news")).to_have_text("渋谷区 · 配達中 · 2 時間前")
    expect(tracking.locator("[aria-current=step]")).to_have_text("配達中")
    expect(tracking.get_by_role("link")).to_have_attribute("href", f"{API}/t/{TOKEN}")


def test_without_tracking_the_shops_own_link_stands_there(shop: Open) -> None:
    storefront = shop()
    fails = {"a": (404, "{}"), "b": (200, "{}"), "c": (200, "<"), "d": (0, "")}
    storefront.answers = lambda path, question: fails[path[-1]]
    page = storefront.open("".join(TRACKING.replace(TOKEN, token) for token in fails))
    for number in range(len(fails)):
        expect(page.locator("parcel-tracking [slot=fallback]").nth(number)).to_be_visible()
        expect(page.locator("parcel-tracking [part=base]").nth(number)).to_be_hidden()


def test_carriers_texts_and_strange_links_do_no_harm(shop: Open) -> None:
    storefront = shop()
    parcel = {**PARCEL, "timeline": [scan(message=HOSTILE, place={"city": HOSTILE})]}
    storefront.answers = lambda path, question: (200, json.dumps({**ORDER, "parcels": [parcel]}))
    strange = TRACKING.replace(" token", ' page="javascript:alert(3)" token')
    tracking = storefront.open(strange).locator("parcel-tracking")
    expect(tracking.locator(".news")).to_contain_text("<script>alert(2)</script>")
    assert tracking.evaluate("e => e.shadowRoot.querySelectorAll('img,script,a').length") == 0


def test_nobody_but_the_api_and_the_shop_hears_of_it(shop: Open) -> None:
    storefront = shop()
    storefront.answers = everything
    strangers: list[str] = []
    storefront.page.on("request", lambda sent: strangers.append(sent.url) if "example" not in sent.url else None)
    page = storefront.open(ELEMENT + TRACKING)
    page.locator("parcel-tracking .news").wait_for()
    assert page.context.cookies(SHOP) == []
    assert strangers == []
