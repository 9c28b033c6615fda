"""The steps of putting a return together, as pages: whole and readable in every language, and nothing in them runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.brand import Brand
from shared.evidence.evidence_files import Upload
from shared.locales import languages, page_words
from shared.pages.content_security_policy import Allowed, content_security_policy
from shared.pages.order_frame import Failure, Frame
from shared.pages.pieces import MOST_SHOWN, pieces_of
from shared.pages.returns.choosing_items import Elsewhere, HomeView, home_page
from shared.pages.returns.choosing_outcomes import OutcomesView, outcomes_page
from shared.pages.returns.choosing_photos import PhotosView, photos_page
from shared.pages.returns.choosing_reasons import ReasonsView, reasons_page
from shared.pages.returns.choosing_words import whys_in_words
from shared.returns.draft_return import Draft, draft_return, show_return
from shared.returns.find_returnable import find_returnable
from shared.returns.policy.policy import Accept, Actions, EvidenceNeeded, Fact, Policy
from shared.returns.policy.terms import Why
from shared.returns.preview_outcomes import preview_outcomes
from shared.returns.text.human import policy_text
from shared.returns.view.answer import ReturnSummary
from shared.returns.vocabulary import Actor, Condition, Outcome
from shared.returns.wanted_items import WantedItem
from shared.tracking.order import OrderLine
from shared.tracking.sale import LineSale
from tests.pages.outline import NONCE, Outline
from tests.returns.request.setting import RETURN_ID, Shop, order, policy, rule

SHOP = Brand("はなれ", "#1e6f5c", None, "help@hanare.example", None)
EVIL = '"><script>alert(1)</script>'
NO_CUPS = rule("no-cups", Fact.PRODUCT_SKU, "CUP", Actions(accept=Accept(False, "glaze")))
BROKEN = rule(
    "broken",
    Fact.RETURN_REASON,
    "broken",
    Actions(evidence=EvidenceNeeded(photos=2, video=True, words=True, serial_number=True)),
)
WORN = rule("worn", Fact.RETURN_CONDITION, Condition.USED, Actions(credit_basis_points=5000))
RULES = replace(policy(NO_CUPS, BROKEN, WORN), names=(("no-cups", (("ja", "割引品"), ("en", "Bargains"))),))
LINES = (
    OrderLine("SHIRT-M", f"Shirt{EVIL}", 3, sale=LineSale("L-1", 3000, options=(("size", f"M{EVIL}"),))),
    OrderLine("CUP", "Cup", 1, sale=LineSale("L-2", 1000)),
)


class Portal:
    """A shop in memory, and the pages of one of its orders."""

    def __init__(self, language: str, *, is_gift: bool = False, rules: Policy = RULES) -> None:
        self.shop = Shop(rules, order(lines=LINES))
        self.policy, self.order = rules, order(lines=LINES)
        self.found = find_returnable(self.shop.means, "A-1", self.shop.now)
        self.frame = Frame(language, NONCE, SHOP, "#1001", "/returns/t", is_gift=is_gift)
        words = f"</textarea>{EVIL}"
        items = (
            WantedItem("A-1", "L-1", 2, "broken", words=words, serial_number=EVIL),
            WantedItem("A-1", "L-1", 1, "too_small"),
        )
        self.draft = draft_return(self.shop.means, Draft(RETURN_ID, b"c" * 16, items), self.shop.now).request

    def home(self, failures: tuple[Failure, ...] = ()) -> str:
        return home_page(
            HomeView(
                order=self.order,
                found=self.found,
                policy=self.policy,
                text=policy_text(self.policy, self.frame.language),
                returns=[(ReturnSummary.of(self.draft), "/returns/t/R")],
                pieces={"L-1": 2},
                send_to="/returns/t/new",
                visit="v" * 32,
                elsewhere=Elsewhere("/returns/t/withdrawal", "/returns/t/cancellation"),
                failures=failures,
            ),
            self.frame,
        )

    def reasons(self, failures: tuple[Failure, ...] = ()) -> str:
        by_line = {each.line: each for each in self.found}
        view = ReasonsView(self.order, self.draft, by_line, self.policy, True, "/send", "/back", failures)
        return reasons_page(view, self.frame)

    def photos(self) -> str:
        upload = Upload("https://bucket.example/", {"key": "evidence/x", "policy": EVIL})
        uploads = {("1", "photo"): upload, ("1", "video"): upload}
        return photos_page(PhotosView(self.order, self.draft, uploads, "/send", f"/sign?{EVIL}", "/back"), self.frame)

    def outcomes(self) -> str:
        offered = {item.item_id: [Outcome.REFUND, Outcome.EXCHANGE, Outcome.STORE_CREDIT] for item in self.draft.items}
        return outcomes_page(
            OutcomesView(
                order=self.order,
                shown=show_return(self.shop.means, self.draft, Actor.SHOPPER, self.shop.now),
                found={each.line: each for each in self.found},
                previews=preview_outcomes(self.shop.means, self.draft, offered, self.shop.now),
                suggested={},
                policy=self.policy,
                send_to="/send",
                back="/back",
            ),
            self.frame,
        )

    def all(self) -> list[str]:
        return [self.home(), self.reasons(), self.photos(), self.outcomes()]


@pytest.mark.parametrize("language", languages())
def test_every_page_is_whole_in_every_language_and_nothing_in_it_runs(language: str) -> None:
    for page in Portal(language).all():
        outline = Outline(page)
        assert outline.complaints == []
        assert [each["lang"] for each in outline.all("html")] == [language]
        assert len(outline.all("h1")) == 1
        assert all(script.get("nonce") == NONCE for script in outline.all("script"))
        assert "<script>alert" not in page
        ids = [str(attributes["id"]) for _, attributes in outline.tags if attributes.get("id")]
        assert len(ids) == len(set(ids))
        named = {str(label["for"]) for label in outline.all("label") if label.get("for")}
        asked = [each for name in ("select", "textarea") for each in outline.all(name)]
        asked += [each for each in outline.all("input") if each.get("type") not in ("hidden", "radio")]
        assert {str(each["id"]) for each in asked} <= named


def test_what_cannot_come_back_says_why_in_the_shops_own_words() -> None:
    no_faults = replace(RULES, reasons=RULES.reasons[:1])  # what is broken is heard whatever rules say
    assert "返品対象外：割引品" in Portal("ja", rules=no_faults).home()
    assert "Not taken back: Bargains." in Portal("en", rules=no_faults).home()
    say = page_words("en")
    closed = Why("window_closed", day=date(2026, 11, 30))
    assert whys_in_words([closed, closed, Why("nobody_knows")], RULES, say) == [
        "It could be sent back until Mon 30 Nov.",
        "We cannot take this back. If something is wrong with it, please write to us.",
    ]
    assert len(whys_in_words([], RULES, say)) == 1


def test_errors_are_said_above_and_at_their_field() -> None:
    page = Portal("en").reasons((Failure("words-1", "Tell us more."), Failure("reason-2", "Choose one.")))
    outline = Outline(page)
    assert {each["href"] for each in outline.all("a")} >= {"#words-1", "#reason-2"}
    (field,) = [each for each in outline.all("textarea") if each.get("aria-invalid")]
    assert (field["id"], field["aria-describedby"]) == ("words-1", "words-1-error")
    assert page.count("Tell us more.") == 2


def test_the_reason_decides_what_is_asked() -> None:
    outline = Outline(Portal("en").reasons())
    assert [each["id"] for each in outline.all("input") if str(each.get("name")).startswith("serial")] == ["serial-1"]
    photos = Portal("en").photos()
    assert "2 photos are needed. A short video is needed" in photos
    assert {each.get("accept") for each in Outline(photos).all("input") if each.get("type") == "file"} == {
        "image/jpeg,image/png,image/webp,image/heic",
        "video/mp4,video/quicktime",
    }


def test_each_outcome_has_its_amount_and_a_gift_has_none() -> None:
    portal = Portal("ja")
    assert "2,000円" in portal.outcomes()
    assert "3,000円" in portal.outcomes()
    gift = Portal("ja", is_gift=True)
    assert "円" not in gift.outcomes()
    assert "円" not in gift.home()


def test_all_of_many_pieces_can_be_chosen() -> None:
    many = pieces_of(LINES[0], 0, 400, 400)
    assert (many.quantities[0], many.quantities[-1], many.chosen, len(many.quantities)) == (1, 400, 400, MOST_SHOWN)
    assert pieces_of(LINES[0], 0, 3, 7).chosen == 3


def test_a_page_that_takes_files_reaches_its_bucket_and_no_other_host() -> None:
    told = content_security_policy(
        "n", SHOP, has_form=True, allowed=Allowed(script=True, uploads_to="https://b.s3.example/x?y")
    )
    assert "form-action 'self' https://b.s3.example;" in told
    assert "connect-src 'self' https://b.s3.example;" in told
    assert "script-src 'nonce-n';" in told
    plain = content_security_policy(
        "n", SHOP, allowed=Allowed(images=("https://a.example/1.jpg", "javascript:alert(1)"))
    )
    assert "img-src https://a.example data:;" in plain
    assert "form-action 'none'" in plain
    assert "script-src" not in plain
