"""What the tracking page says beyond where a parcel is: reasons, delays, what to do, questions and offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.brand import Brand
from shared.carriers.self_service import Choice, Errand
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import NO_SETBACK, Reason
from shared.estimates.revision import Revision
from shared.locales import languages, page_words
from shared.pages.order_actions import NO_RETURNS, Action, ActionKind, ReturnsOffer, open_actions
from shared.pages.promotions import Promotion, Segment, shown_promotions
from shared.pages.questions import BUILT_IN_ONLY, Asked, Faq, OwnQuestion, asked_questions, topics
from shared.pages.tracking_page import ALONE, Around, tracking_page
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.pages.trouble import Trouble, trouble_of
from shared.promise.slowdown import Slowdown, SlowdownKind
from shared.receipts.ports import Told
from shared.receipts.receipt import AskedFor, NominatedSlot, PromisedItem, PromiseReceipt, SignedReceipt, ToldReason
from shared.receipts.sign import Signature
from shared.shoppers.common_question import CommonQuestion
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination, Order, OrderLine, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, join
from shared.tracking.sale import Buyer, Sale
from shared.tracking.shown_stage import ShownStage
from tests.pages.outline import NONCE, Outline

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 12)
PROMISE_ID = "pr_" + "a" * 22
HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(1)'>"

Seen = tuple[Order, TrackingView]
See = Callable[..., Seen]


def receipt(text: str) -> SignedReceipt:
    item = PromisedItem(
        id="1",
        quantity=1,
        method="home",
        carrier="yamato",
        service="宅急便",
        warehouse="tokyo",
        order_by=NOW,
        ship_date=TODAY,
        earliest=TODAY,
        likely=TODAY,
        latest=TODAY + timedelta(days=1),
        promised=TODAY + timedelta(days=1),
        time_zone="Asia/Tokyo",
        confidence=90,
        confidence_code="own_history",
        source="own_history",
        sample_size=10,
        explanation=(ToldReason("transit", 2, text),),
        slot=NominatedSlot("1416", "14:00–16:00", "14:00", "16:00"),
    )
    question = AskedFor("JP", "150", "en")
    made = PromiseReceipt(PROMISE_ID, "A-1", NOW, NOW, question, (item,), TODAY, 1)
    return SignedReceipt(made.document(), Signature("k", "v"))


@pytest.fixture
def see(brand: Brand) -> See:
    """An order with a parcel per list of scans, and what may be seen of it."""

    def of(
        *parcels: Sequence[Checkpoint],
        live: Callable[[ParcelId | None], LiveEstimate] | None = None,
        told: Told | None = None,
        advisories: Sequence[Slowdown] = (),
        **changes: object,
    ) -> Seen:
        ids = [ParcelId(ParcelNumber("yamato", f"49123456789{number}"), TODAY) for number in range(len(parcels))]
        order = Order(
            order_id="A-1",
            placed_at=NOW - timedelta(days=2),
            contact=Contact("", "en"),
            destination=Destination("JP", "150-0001", "Asia/Tokyo"),
            lines=(OrderLine("S", "Bowl", 2, category="ceramics"),),
            link="x",
            promise=PromiseTold(TODAY, TODAY + timedelta(days=1), PROMISE_ID if told else ""),
            shipments={"S-1": Shipment("S-1", NOW, tuple(parcel.number for parcel in ids))} if ids else {},
        )
        order = replace(order, **changes)  # type: ignore[arg-type]
        known = [
            (join(parcel, Assignment("A-1", "S-1"), scans), tuple(scans))
            for parcel, scans in zip(order.parcels(), parcels, strict=True)
        ]
        whose: list[ParcelId | None] = [*ids] or [None]
        lives = {parcel: live(parcel) for parcel in whose} if live else {}
        return order, tracking_view(order, known, NOW, brand, lives, told, advisories)

    return of


def late(*reasons: Reason) -> Callable[[ParcelId | None], LiveEstimate]:
    def of(parcel: ParcelId | None) -> LiveEstimate:
        day = TODAY + timedelta(days=4)
        told = Revision(1, NOW, Reason.FIRST, Estimate(day, day, day, 9_000, EstimateSource.STAGE, NOW, reasons))
        return LiveEstimate("A-1", "Asia/Tokyo", parcel, promised=TODAY, at_risk=True, revisions=(told,))

    return of


def snow(**changes: object) -> Slowdown:
    found = Slowdown(
        "a", SlowdownKind.SNOW, (("JP", "15"),), "severe", 1, 3, NOW - timedelta(hours=1), headlines={"en": "Deep snow"}
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def test_the_promise_shows_the_reasons_that_were_told_and_the_time_that_was_chosen(see: See) -> None:
    signed = receipt(HOSTILE)
    _, view = see(told=Told(signed, signed))
    english, japanese = (tracking_page(view, language, NONCE) for language in ("en", "ja"))
    outline = Outline(english)
    assert HOSTILE in outline.texts["li"]
    assert outline.all("img") == [{"src": view.brand.logo_url, "alt": view.brand.name}]
    assert "14:00–16:00" in english
    assert '<ol lang="en">' in japanese
    assert '<ol lang="en">' not in english
    assert view.to_json()["promise"]["slot"] == "14:00–16:00"  # type: ignore[index]


def test_of_another_promise_no_reasons_are_shown(see: See) -> None:
    signed = receipt("Why.")
    _, view = see(told=Told(signed, signed), promise=PromiseTold(TODAY, TODAY, "pr_" + "b" * 22))
    assert view.promise is not None
    assert view.promise.basis is None


def test_the_first_promise_and_the_one_that_stands_are_both_shown(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    first = PromiseTold(date(2026, 11, 9), date(2026, 11, 10))
    _, view = see([checkpoint(3, Milestone.IN_TRANSIT)], replaced_promise=first, live=late(Reason.STALLED))
    terms = Outline(tracking_page(view, "en", NONCE)).texts
    for day in ("Mon 9 Nov – Tue 10 Nov", "Thu 12 Nov – Fri 13 Nov", "Mon 16 Nov"):
        assert day in terms["dd"]
    assert "Promised since" in terms["dt"]


@pytest.mark.parametrize("language", languages())
def test_every_delay_and_every_trouble_says_what_to_do(
    see: See, checkpoint: Callable[..., Checkpoint], language: str
) -> None:
    say = page_words(language)
    for reason in Reason:
        if reason not in NO_SETBACK:
            _, view = see([checkpoint(3, Milestone.IN_TRANSIT)], live=late(reason))
            assert say(f"delay.{reason}") in tracking_page(view, language, NONCE)
    assert all(say(f"trouble.{trouble}") and say(f"trouble.{trouble}_do") for trouble in Trouble)
    assert all(say(f"errand.{word}") for word in (*Errand, *Choice))
    assert all(say(f"actions.{kind}") for kind in ActionKind)
    assert all(say(f"handover.{detail}") for detail in Detail if detail.milestone is Milestone.DELIVERED)


def test_an_advisory_in_force_stands_behind_its_reason_and_no_other_does(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    elsewhere = snow(id="b", areas=(("JP", "9"),), headlines={"en": "Elsewhere"})
    over = snow(id="c", ends_at=NOW, headlines={"en": "Over"})
    strike = snow(id="d", kind=SlowdownKind.STRIKE, headlines={"en": "Strike"})
    every = (elsewhere, over, strike, snow())
    _, view = see([checkpoint(3, Milestone.IN_TRANSIT)], live=late(Reason.WEATHER), advisories=every)
    page = tracking_page(view, "en", NONCE)
    assert "Deep snow" in page
    assert not any(word in page for word in ("Elsewhere", "Over</", "Strike"))
    _, other = see([checkpoint(3, Milestone.IN_TRANSIT)], live=late(Reason.STALLED), advisories=every)
    assert "Deep snow" not in tracking_page(other, "en", NONCE)


def test_an_incident_says_what_to_do_and_nothing_claims_that_all_is_well(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    def on_time(parcel: ParcelId | None) -> LiveEstimate:
        return replace(late()(parcel), at_risk=False)

    scans = [checkpoint(9, Milestone.IN_TRANSIT), checkpoint(1, Detail.ADDRESS_PROBLEM)]
    _, view = see(scans, live=on_time)
    page = tracking_page(view, "en", NONCE, Around(help_url="https://x.example/help/t"))
    assert page_words("en")("trouble.address_do") in page
    assert "on time" not in page
    assert page_words("en")("next.heading") not in page
    assert not view.is_calm
    assert trouble_of(Detail.DELAYED_BY_WEATHER) is Trouble.DELAYED


def test_a_delivery_says_how_and_never_who_or_which_door(see: See, checkpoint: Callable[..., Checkpoint]) -> None:
    proof = ProofOfDelivery("CANARY TANAKA", "https://carrier.example/canary.jpg", "CANARY DOOR", 35.1, 139.1)
    scan = replace(checkpoint(1, Detail.DELIVERED_TO_SAFE_PLACE), proof=proof)
    _, view = see([checkpoint(9, Milestone.IN_TRANSIT), scan, checkpoint(0.5, Milestone.DELIVERED)])
    for shown in (tracking_page(view, "en", NONCE), str(view.to_json())):
        assert "canary" not in shown.lower()
        assert "35.1" not in shown
    page = tracking_page(view, "ja", NONCE)
    assert "置き配" in page
    assert page_words("ja")("handover.photo") in page
    assert view.parcels[0].to_json()["delivery"] == {
        "at": "2026-11-12T10:00:00+09:00",
        "how": "delivered_to_safe_place",
        "signed": True,
        "photo": True,
    }


def test_links_to_the_carrier_tell_it_nothing_but_the_number(see: See, checkpoint: Callable[..., Checkpoint]) -> None:
    _, view = see([checkpoint(1, Milestone.ATTEMPT_FAILED)])
    links = [each for each in Outline(tracking_page(view, "en", NONCE)).all("a") if "kuroneko" in (each["href"] or "")]
    assert len(links) == 4  # two errands, and the answers to two questions
    assert {link.get("rel") for link in links} == {"noreferrer"}
    assert all((link["href"] or "").endswith("=491234567890") for link in links)


def test_the_way_is_a_list_of_towns_each_once_in_a_row(see: See, checkpoint: Callable[..., Checkpoint]) -> None:
    towns = ["Kyoto", "KYOTO", "Nagoya", "", "Tokyo"]
    scans = [checkpoint(9 - n, Milestone.IN_TRANSIT, place=Place(town, "", "", "JP")) for n, town in enumerate(towns)]
    assert see(scans)[1].parcels[0].places == ("Kyoto", "Nagoya", "Tokyo")


def words(language: str = "en") -> dict[CommonQuestion, list[str]]:
    say = page_words(language)
    return {
        topic: [say(f"faq.{topic}"), *(say(f"faq.{topic}_{step + 1}") for step in range(steps))]
        for topic, steps in topics().items()
    }


def asked(view: TrackingView, faq: Faq = BUILT_IN_ONLY, *, takes_back: bool = False) -> list[Asked]:
    return list(asked_questions(view, faq, "en", words(), takes_back=takes_back))


@pytest.mark.parametrize("language", languages())
def test_every_built_in_question_has_its_answer(language: str) -> None:
    assert set(topics()) == set(CommonQuestion)
    assert all(all(texts) for texts in words(language).values())


def test_questions_fit_where_the_order_stands(see: See, checkpoint: Callable[..., Checkpoint]) -> None:
    say = page_words("en")
    for milestone, topic in (
        (None, CommonQuestion.NO_SCAN_YET),
        (Milestone.IN_TRANSIT, CommonQuestion.NO_MOVEMENT),
        (Milestone.ATTEMPT_FAILED, CommonQuestion.NEW_ATTEMPT),
        (Milestone.DELIVERED, CommonQuestion.NOT_FOUND),
    ):
        _, view = see([checkpoint(1, milestone)])
        assert say(f"faq.{topic}") in [each.question for each in asked(view)]
    arrived = see([checkpoint(1, Milestone.DELIVERED)])[1]
    assert [
        say("faq.send_back") in [each.question for each in asked(arrived, takes_back=on)] for on in (True, False)
    ] == [
        True,
        False,
    ]
    held = see([checkpoint(1, Detail.CUSTOMS_HELD)])[1]
    assert say("faq.customs") == asked(held)[0].question


def test_a_merchants_question_comes_first_or_in_the_place_of_a_built_in_one(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    view = see([checkpoint(1, Milestone.DELIVERED)])[1]
    own = OwnQuestion("care", {ShownStage.DELIVERED}, {"ja": HOSTILE}, {"ja": "水洗い"}, "https://x.example/care")
    instead = OwnQuestion("not_found", (), {"en": "Where is it?"}, {"en": "Ask us."})
    elsewhere = replace(own, name="other", stages={ShownStage.PREPARING})
    faq = Faq((instead, elsewhere, own), {CommonQuestion.NOT_RIGHT})
    assert [each.question for each in asked(view, faq)] == [HOSTILE, "Where is it?"]
    page = tracking_page(view, "en", NONCE, Around(faq=faq))
    assert len(Outline(page).all("img")) == 1
    assert '<details name="faq" lang="ja">' in page


ON = ReturnsOffer(is_on=True, cancels=True, cancel_within=timedelta(days=7), withdrawal_countries={"DE"})


def test_what_can_be_set_going_follows_where_the_order_stands(see: See, checkpoint: Callable[..., Checkpoint]) -> None:
    preparing, arrived = see(), see([checkpoint(1, Milestone.DELIVERED)])
    assert open_actions(*preparing, ON) == (ActionKind.CANCEL,)
    assert open_actions(*preparing, replace(ON, cancel_within=timedelta(hours=1))) == ()
    assert open_actions(*see([]), ON) == ()
    assert open_actions(*see(cancelled_at=NOW), ON) == ()
    assert open_actions(*arrived, ON) == (ActionKind.RETURN, ActionKind.PROBLEM)
    assert open_actions(*arrived, NO_RETURNS) == (ActionKind.PROBLEM,)
    assert open_actions(*preparing, NO_RETURNS) == ()


def test_what_may_be_wrong_is_led_to_its_report_and_what_is_not_late_is_not(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    there, moving = [checkpoint(1, Milestone.DELIVERED)], [checkpoint(1, Milestone.IN_TRANSIT)]
    overdue = {"promise": PromiseTold(TODAY, TODAY - timedelta(days=1))}
    for seen, is_wrong in (
        (see(there), True),
        (see([checkpoint(1, Detail.LOST)]), True),
        (see([checkpoint(1, Detail.DAMAGED)]), True),
        (see([checkpoint(1, Detail.EXPIRED)]), True),
        (see(moving, **overdue), True),
        (see(moving), False),
        (see([checkpoint(1, Milestone.ATTEMPT_FAILED)]), False),
        (see(moving, there), True),
        (see(there, cancelled_at=NOW), True),
    ):
        assert (ActionKind.PROBLEM in open_actions(*seen, NO_RETURNS)) is is_wrong
    around = Around(help_url="https://x.example/help/t", problem_url="https://x.example/verify/t?to=problem")
    for view, links in ((see(there)[1], 2), (see(moving)[1], 1), (see([checkpoint(1, Detail.LOST)])[1], 1)):
        hrefs = [link["href"] for link in Outline(tracking_page(view, "en", NONCE, around)).all("a")]
        assert hrefs.count(around.problem_url) == links


def test_a_consumer_of_the_union_may_withdraw_from_the_order_on_until_the_time_is_over(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    germany = Destination("DE", "10115", "Europe/Berlin")
    for hours, is_open in ((1, True), (24 * 20, True), (24 * 23, False)):
        seen = see([checkpoint(hours, Milestone.DELIVERED)], destination=germany)
        assert (ActionKind.WITHDRAW in open_actions(*seen, ON)) is is_open
    assert ActionKind.WITHDRAW in open_actions(*see(destination=germany), ON)
    assert ActionKind.WITHDRAW not in open_actions(*see(destination=germany), replace(ON, withdrawal_countries=()))


def sent(days_ago: int, *numbers: str) -> dict[str, object]:
    parcels = tuple(ParcelNumber("yamato", number) for number in numbers)
    return {"shipments": {"S-1": Shipment("S-1", NOW - timedelta(days=days_ago), parcels)}}


def test_what_no_carrier_told_of_can_go_back_once_the_policy_takes_it_as_come(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    """The clock of the policy: most carriers of Japan push nothing."""
    moving, lost = [checkpoint(30, Milestone.IN_TRANSIT)], [checkpoint(30, Detail.LOST)]
    back = [checkpoint(30, Milestone.IN_TRANSIT), checkpoint(2, Detail.RETURNING)]
    known = "491234567890"
    in_store = Sale(currency="JPY", channel="store", buyer=Buyer())
    for seen, is_open in (
        (see([], **sent(4, known)), False),
        (see([], **sent(5, known)), True),
        (see(moving, **sent(5, known)), True),
        (see(**sent(4)), False),
        (see(**sent(5)), True),
        (see(lost, **sent(9, known)), False),
        (see(back, **sent(9, known)), False),
        (see([], **sent(9, known), cancelled_at=NOW), False),
        (see(placed_at=NOW - timedelta(days=5)), False),
        (see(placed_at=NOW - timedelta(days=5), promise=None), True),
        (see(sale=in_store), True),
    ):
        assert (ActionKind.RETURN in open_actions(*seen, replace(ON, presumed_after=timedelta(days=5)))) is is_open


def test_a_withdrawal_ends_where_no_carrier_told_of_the_parcel_but_not_while_one_moves(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    germany, known = Destination("DE", "10115", "Europe/Berlin"), "491234567890"
    for seen, is_open in (
        (see([], **sent(28, known), destination=germany), True),
        (see([], **sent(29, known), destination=germany), False),
        (see(**sent(29), destination=germany), False),
        (see([checkpoint(500, Milestone.IN_TRANSIT)], **sent(60, known), destination=germany), True),
    ):
        assert (ActionKind.WITHDRAW in open_actions(*seen, ON)) is is_open


def test_actions_stand_on_the_page_with_their_ways(see: See) -> None:
    action = Action(ActionKind.CANCEL, "https://x.example/verify/t?to=cancellation&lang=de")
    page = tracking_page(see()[1], "de", NONCE, Around((action,), "https://x.example/help/t"))
    hrefs = [link["href"] for link in Outline(page).all("a")]
    assert action.url in hrefs
    assert "https://x.example/help/t" in hrefs


def offer(id: str = "winter", **changes: Any) -> Promotion:
    words = {"en": f"Title {id}"}
    return replace(Promotion(id, "promotion", words, {"en": "Text"}, {"en": "Look"}, "https://x.example/"), **changes)


@pytest.mark.parametrize(
    ("changes", "is_shown"),
    [
        ({}, True),
        ({"begins": TODAY, "ends": TODAY}, True),
        ({"begins": TODAY + timedelta(days=1)}, False),
        ({"ends": TODAY - timedelta(days=1)}, False),
        ({"segment": Segment(countries={"JP"}, languages={"en"}, stages={ShownStage.IN_TRANSIT})}, True),
        ({"segment": Segment(countries={"US"})}, False),
        ({"segment": Segment(languages={"ja"})}, False),
        ({"segment": Segment(stages={ShownStage.DELIVERED})}, False),
        ({"segment": Segment(categories={"ceramics"}, tiers={"gold"}, gift=False, first_order=True)}, True),
        ({"segment": Segment(categories={"books"})}, False),
        ({"segment": Segment(tiers={"silver"})}, False),
        ({"segment": Segment(gift=True)}, False),
        ({"segment": Segment(first_order=False)}, False),
    ],
)
def test_an_offer_is_shown_in_its_time_and_to_its_segment(
    see: See, checkpoint: Callable[..., Checkpoint], changes: dict[str, Any], is_shown: bool
) -> None:
    sale = Sale("JPY", buyer=Buyer(tier="gold", orders_placed=0))
    order, view = see([checkpoint(1, Milestone.IN_TRANSIT)], sale=sale)
    assert bool(shown_promotions([offer(**changes)], order, view, "en")) is is_shown


def test_two_offers_are_shown_at_most_by_priority_and_none_in_trouble_that_does_not_say_so(
    see: See, checkpoint: Callable[..., Checkpoint]
) -> None:
    offers = [offer("a"), offer("b", priority=1), offer("c"), offer("d", priority=5, also_in_trouble=True)]
    order, view = see([checkpoint(1, Milestone.IN_TRANSIT)])
    assert [each.id for each in shown_promotions(offers, order, view, "en")] == ["d", "b"]
    for scans, live in (
        ([checkpoint(1, Detail.DAMAGED)], None),
        ([checkpoint(1, Milestone.IN_TRANSIT)], late(Reason.STALLED)),
        ([checkpoint(1, Milestone.ATTEMPT_FAILED)], None),
        ([checkpoint(1, Detail.RETURNING)], None),
    ):
        order, view = see(scans, live=live)
        assert [each.id for each in shown_promotions(offers, order, view, "en")] == ["d"]


def test_an_offers_words_stay_words_and_its_link_leads_to_us(see: See) -> None:
    order, view = see()
    hostile = offer(title={"ja": HOSTILE}, text={"ja": HOSTILE}, label={"ja": HOSTILE}, image_url="https://i.example/a")
    around = Around(promotions=shown_promotions([hostile], order, view, "en"), promotion_url="https://x.example/t/k/p/")
    outline = Outline(tracking_page(view, "en", NONCE, around))
    assert outline.complaints == []
    assert [image["src"] for image in outline.all("img")][1:] == ["https://i.example/a"]
    assert HOSTILE in outline.texts["h2"]
    assert "https://x.example/t/k/p/winter" in [link["href"] for link in outline.all("a")]
    assert {"class": "card offer", "lang": "ja", "aria-labelledby": "offer-1"} in outline.all("section")


def test_an_order_without_anything_around_it_is_whole(see: See) -> None:
    assert Outline(tracking_page(see()[1], "en", NONCE, ALONE)).complaints == []
