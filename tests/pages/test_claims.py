"""Pages of reports: what is offered where a shipment stands, what a form says, and how a claim's story is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.brand import Brand
from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.claims.claim import Claim, Said
from shared.claims.problem import Problem, Wish
from shared.cli.sample_claims import claims_pages
from shared.cli.sample_order import SampleShop
from shared.locales import languages, page_words
from shared.pages.claims.claim_page import kinds_wanted
from shared.pages.claims.news import REASONS, history, newest_news
from shared.pages.claims.report_form import mistakes_in, report_in
from shared.pages.claims.shipments import ShownShipment, shown_shipments
from shared.pages.tracking_view import tracking_view
from shared.promise.money import Price
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.order import Contact, Destination, Order, OrderLine, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, Leg, join
from shared.tracking.sale import LineSale
from tests.pages.outline import Outline

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 12)
YESTERDAY = TODAY - timedelta(days=1)
CAME = {"not_found", "damaged", "missing", "wrong", "defect"}
ORDER = Order(
    order_id="A-1",
    placed_at=NOW - timedelta(days=9),
    contact=Contact("", "en"),
    destination=Destination("JP", "150-0001", "Asia/Tokyo"),
    lines=(
        OrderLine("KB-01", "Bowl", 2, sale=LineSale("L-1")),
        OrderLine("TG-02", "Pot", 1, sale=LineSale("L-2")),
        OrderLine("KB-01", "Bowl", 1, sale=LineSale("L-3")),
    ),
    link="x",
    promise=PromiseTold(TODAY, TODAY),
)
CLAIM = Claim("A-1", "CL-22222222", Problem.DAMAGED, "S-1", NOW, (CaseLine("KB-01", 2),), Wish.REFUND)

Checkpointed = Callable[..., Checkpoint]


def shipments(brand: Brand, order: Order, *parcels: Sequence[Checkpoint]) -> tuple[ShownShipment, ...]:
    """Each of `parcels` in a shipment of its own, behind what `order` has already."""
    for number, _ in enumerate(parcels, 1):
        order = order.with_shipment(Shipment(f"S-{number}", NOW, (ParcelNumber("yamato", f"49{number}"),)))
    known = [
        (
            join(ParcelId(ParcelNumber("yamato", f"49{number}"), TODAY), Assignment("A-1", f"S-{number}"), scans),
            tuple(scans),
        )
        for number, scans in enumerate(parcels, 1)
    ]
    return shown_shipments(order, tracking_view(order, known, NOW, brand))


def offered(shipment: ShownShipment) -> set[str]:
    return {problem.value for problem in Problem if shipment.can_report(problem)}


LATE = {"promise": PromiseTold(YESTERDAY, YESTERDAY)}
UNPROMISED: dict[str, object] = {"promise": None}


@pytest.mark.parametrize(
    ("said", "changes", "what"),
    [
        ((), {}, set()),
        ((), LATE, {"not_arrived"}),
        ((Detail.IN_TRANSIT,), {}, set()),
        ((Detail.IN_TRANSIT,), LATE, {"not_arrived"}),
        ((Detail.IN_TRANSIT,), UNPROMISED, {"not_arrived"}),
        ((Detail.NOBODY_HOME,), {}, set()),
        ((Detail.LOST,), {}, {"not_arrived"}),
        ((Detail.UNDER_INVESTIGATION,), {}, {"not_arrived"}),
        ((Detail.EXPIRED,), {}, {"not_arrived"}),
        ((Detail.DISPOSED,), {}, {"not_arrived", "damaged"}),
        ((Detail.DAMAGED,), {}, {"damaged"}),
        ((Detail.IN_TRANSIT, Detail.RETURNING), {}, {"not_arrived"}),
        ((Detail.DELIVERED,), {}, CAME),
        ((Detail.DAMAGED, Detail.DELIVERED), {}, CAME),
        ((Detail.DELIVERED_TO_LOCKER,), LATE, CAME),
    ],
)
def test_what_is_offered_follows_from_where_the_shipment_stands(
    said: Sequence[Detail], changes: dict[str, object], what: set[str], brand: Brand, checkpoint: Checkpointed
) -> None:
    scans = [checkpoint(len(said) - number, detail) for number, detail in enumerate(said)]
    (shipment,) = shipments(brand, replace(ORDER, **changes), scans)  # type: ignore[arg-type]
    assert offered(shipment) == what


@pytest.mark.parametrize(
    ("said", "sent", "promise", "is_there", "is_late"),
    [
        ((), 1, (TODAY, TODAY + timedelta(days=1)), True, False),
        ((), 1, (TODAY + timedelta(days=1), TODAY + timedelta(days=2)), False, False),
        ((), 1, None, False, True),
        ((), 2, None, True, True),
        ((Detail.IN_TRANSIT,), 1, (YESTERDAY, TODAY), False, False),
        ((Detail.IN_TRANSIT,), 2, (YESTERDAY, YESTERDAY), True, True),
        ((Detail.IN_TRANSIT,), 7, None, False, True),
        ((Detail.IN_TRANSIT,), 8, None, True, True),
        ((Detail.IN_TRANSIT, Detail.RETURNING), 8, (YESTERDAY, YESTERDAY), False, True),
    ],
)
def test_what_no_carrier_told_the_delivery_of_can_be_reported_broken_once_it_may_have_come(
    said: Sequence[Detail],
    sent: int,
    promise: tuple[date, date] | None,
    is_there: bool,
    is_late: bool,
    brand: Brand,
    checkpoint: Checkpointed,
) -> None:
    """`sent`: so many days ago. Most carriers of Japan push nothing, and bowls break there too."""
    shipped_at, number = NOW - timedelta(days=sent), ParcelNumber("yamato", "491")
    order = replace(
        ORDER,
        promise=PromiseTold(*promise) if promise else None,
        shipments={"S-1": Shipment("S-1", shipped_at, (number,))},
    )
    scans = tuple(checkpoint(len(said) - place, detail) for place, detail in enumerate(said))
    parcel = join(order.parcels()[0], Assignment("A-1", "S-1"), scans)
    (shipment,) = shown_shipments(order, tracking_view(order, [(parcel, scans)], NOW, brand))
    expected = (CAME - {"not_found"} if is_there else set()) | ({"not_arrived"} if is_late else set())
    assert offered(shipment) == expected


def test_what_was_not_sent_was_sent_without_a_number_or_comes_from_the_shopper(
    brand: Brand, checkpoint: Checkpointed
) -> None:
    (waiting,) = shipments(brand, ORDER)
    assert (waiting.shipment_id, offered(waiting), waiting.wait_until) == ("", set(), TODAY)
    assert offered(shipments(brand, replace(ORDER, promise=None))[0]) == set()
    assert shipments(brand, replace(ORDER, cancelled_at=NOW)) == ()
    untracked = ORDER.with_shipment(Shipment("U-1", NOW, ()))
    assert offered(shipments(brand, untracked)[0]) == CAME - {"not_found"}
    assert offered(shipments(brand, replace(untracked, promise=PromiseTold(YESTERDAY, YESTERDAY)))[0]) >= {
        "not_arrived"
    }
    sent_back = ORDER.with_shipment(Shipment("R-1", NOW, (ParcelNumber("yamato", "r"),), Leg.RETURN))
    there = [checkpoint(1, Detail.DELIVERED)]
    assert [each.shipment_id for each in shipments(brand, sent_back, there, there)] == ["S-1", "S-2"]


@pytest.mark.parametrize(
    ("form", "problem", "fields"),
    [
        ({"take.0": "L-1"}, Problem.DAMAGED, []),
        ({}, Problem.DAMAGED, ["items"]),
        ({"take.0": "L-9"}, Problem.WRONG, ["items"]),
        ({"take.0": "L-1", "quantity.0": "3"}, Problem.MISSING, ["items"]),
        ({"take.0": "L-1", "quantity.0": "0"}, Problem.MISSING, ["items"]),
        ({"take.0": "L-1", "quantity.0": "١"}, Problem.MISSING, ["items"]),
        ({}, Problem.NOT_FOUND, []),
        ({"words": "w" * 2001}, Problem.NOT_FOUND, ["words"]),
        ({"words": "\x00\x01 \n"}, Problem.DEFECT, ["items", "words"]),
    ],
)
def test_what_stands_against_a_form_is_said_at_its_field(
    form: dict[str, str], problem: Problem, fields: list[str]
) -> None:
    assert [each.field for each in mistakes_in(form, problem, ORDER, "ja")] == fields


def test_positions_of_one_article_are_one_line_and_a_wish_is_one_that_was_offered() -> None:
    form = {"take.0": "L-1", "quantity.0": "2", "take.2": "L-3", "wish": "repair", "words": "x"}
    report = report_in(form, Problem.DAMAGED, "S-1", ORDER)
    assert (report.lines, report.wish) == ((CaseLine("KB-01", 3),), Wish.UNDECIDED)
    assert report_in(form, Problem.DEFECT, "S-1", ORDER).wish is Wish.REPAIR
    assert report_in(form, Problem.NOT_FOUND, "S-1", ORDER).lines == ()


def test_a_story_is_told_newest_first_with_what_belongs_to_it_and_nothing_of_the_shops_own_codes() -> None:
    say = page_words("en")
    case = Case("A-1", CLAIM.claim_id, CaseKind.CLAIM).hearing(CaseNews.REQUESTED, Told(NOW))
    claim = replace(CLAIM, said=(Said(NOW, "Chipped."), Said(NOW + timedelta(hours=2), "Still here?")))
    later = {hours: NOW + timedelta(hours=hours) for hours in range(9)}
    declined = case.hearing(CaseNews.DECLINED, Told(later[1], reason="no_proof"))
    refunded = declined.hearing(CaseNews.REFUNDED, Told(later[3], Price(1200, "JPY"), url="https://x.example/r"))
    told = history(claim, refunded, ORDER.destination.zone, say)
    assert [each.title for each in told] == [
        "Your money is on its way", "You wrote", "We cannot accept this", "We have your report", "You wrote",
    ]  # fmt: skip
    assert told[0].texts == ("Amount: ¥1,200",)
    assert (told[0].url, told[1].said) == ("https://x.example/r", "Still here?")
    assert told[2].texts == ("We could not see from what we have what happened.",)
    assert told[0].day == "Thu 12 Nov, 13:30"
    own = case.hearing(CaseNews.DECLINED, Told(later[1], reason="suspected_fraud"))
    assert history(claim, own, ORDER.destination.zone, say)[1].texts == ()
    assert newest_news(None) is CaseNews.REQUESTED
    assert [newest_news(each) for each in (declined, refunded)] == [CaseNews.DECLINED, CaseNews.REFUNDED]


def test_photos_are_asked_for_where_they_show_something_and_not_once_it_is_settled() -> None:
    case = Case("A-1", CLAIM.claim_id, CaseKind.CLAIM).hearing(CaseNews.REQUESTED, Told(NOW))
    asked = case.hearing(CaseNews.NEEDS_MORE, Told(NOW + timedelta(hours=1)))
    settled = asked.hearing(CaseNews.RESOLVED, Told(NOW + timedelta(hours=2)))
    late = replace(CLAIM, problem=Problem.NOT_ARRIVED)
    assert kinds_wanted(CLAIM, case) == kinds_wanted(late, asked) == ("photo",)
    assert kinds_wanted(replace(CLAIM, problem=Problem.DEFECT), case) == ("photo", "video")
    assert kinds_wanted(late, case) == kinds_wanted(CLAIM, settled) == ()


@pytest.mark.parametrize("language", languages())
def test_every_problem_piece_of_news_and_reason_has_its_words(language: str) -> None:
    say = page_words(language)
    assert all(say(f"claims.{each}") and say(f"claims.{each}_means") for each in Problem)
    assert all(say(f"claim_report.hint_{each}") and say(f"claim_advice.{each}_2") for each in Problem)
    assert all(say(f"claim_report.wish_{each}") for each in Wish)
    assert all(say(f"claim_news.{each}") and say(f"claim_next.{each}") for each in CaseNews)
    assert all(say(f"claim_reason.{each}") for each in REASONS)
    assert all(say(f"claim_page.photos_{each}") for each in Problem if each.is_shown_by_photos)


def test_every_state_is_a_sound_page(brand: Brand) -> None:
    pages = claims_pages(SampleShop("hanare", brand, {"en": ("<b>Bowl</b>", "Pot")}), "en")
    assert len(pages) == 12
    for state, html in pages.items():
        page = Outline(html)
        assert (page.complaints, len(page.all("h1"))) == ([], 1), state
        assert "<b>Bowl" not in html
        labelled = {each["for"] for each in page.all("label") if "for" in each}
        fields = [each for tag in ("textarea", "select") for each in page.all(tag)]
        assert {each["id"] for each in fields} <= labelled, state
    assert "claim_news" not in "".join(pages.values())
