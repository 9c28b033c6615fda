"""A decision asks everything, in an order that stays, and says what it found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.cases.case import Case, CaseKind, CaseNews
from shared.cases.events import CaseChanged
from shared.estimates.live_estimate import Outcome
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.channels.dead_on import on_channel
from shared.notifications.checks.quiet_hours import quiet_until
from shared.notifications.decide import decide
from shared.notifications.decision import Decision, Verdict
from shared.notifications.facts import Facts
from shared.notifications.local_time import local_moment
from shared.notifications.message import MessageState, message_id
from shared.notifications.occasion import Occasion
from shared.notifications.occasions import occasions
from shared.notifications.rules import ChannelSettings, NotificationRules, QuietHours, Told
from shared.notifications.situation import Situation
from shared.notifications.subject import of_parcel
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, PushSubscription, Shopper, address_hash
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, OrderLine
from tests.notifications.situations import (
    ALL,
    EVERYONE,
    MIDNIGHT,
    MORNING,
    NIGHT,
    SECOND,
    TOMORROW,
    case,
    changed,
    in_trouble,
    limited,
    live,
    messages,
    named,
    occasion,
    parcel,
    shipped,
    situation,
    split,
    told,
)
from tests.samples import MAIL_ADDRESS, NOW, PARCEL_ID

ON_ITS_WAY = situation(parcel(Milestone.IN_TRANSIT))
REVIEW = occasion("review_invited", subject="line:SKU-1", parcel=None, facts=Facts(sku="SKU-1"))
OF_CASE: dict[str, Any] = {"subject": "case:R-7", "parcel": None, "facts": Facts(case_id="R-7")}
NO, YES = Choice(False, NOW, "preference_page"), Choice(True, NOW, "checkout")


def asked(
    about: Occasion, around: Situation = ON_ITS_WAY, rules: NotificationRules = ALL, now: datetime = NOW
) -> tuple[str, str]:
    """Verdict and reason."""
    decision = decide(about, around, rules, now)
    return decision.verdict, decision.reason


def says(decision: Decision) -> str:
    """What the last check found."""
    return decision.checks[-1].says


def chose(choice: Choice, kind: Kind, *channels: Channel) -> Shopper:
    """A shopper who said so about a kind of message on channels."""
    shopper = Shopper("s")
    for channel in channels or tuple(Channel):
        shopper = shopper.choosing(channel, kind, choice)
    return shopper


def test_what_is_true_wanted_and_reachable_is_told_and_every_check_is_named() -> None:
    decision = decide(occasion("shipped"), ON_ITS_WAY, ALL, NOW)
    assert (decision.verdict, decision.reason, decision.channels) == (Verdict.TELL, "told", (Channel.EMAIL,))
    assert [check.name for check in decision.checks] == [
        "duplicate",
        "not_due",
        "order_cancelled",
        "too_old",
        "superseded",
        "parcel_in_trouble",
        "no_longer_true",
        "no_consent",
        "no_address",
        "open_case",
        "rate_limit",
        "quiet_hours",
    ]


def test_what_the_merchant_does_not_tell_is_asked_nothing() -> None:
    assert decide(occasion("shipped"), ON_ITS_WAY, NotificationRules({}), NOW).checks == ()
    assert asked(occasion("shipped"), rules=NotificationRules({"shipped": Told(())})) == ("suppress", "not_enabled")


@pytest.mark.parametrize("state", [state for state in MessageState if state is not MessageState.PLANNED])
def test_the_first_decision_stands(state: MessageState) -> None:
    known = replace(told("shipped"), state=state)
    assert asked(occasion("shipped"), replace(ON_ITS_WAY, messages=messages(known))) == ("suppress", "duplicate")


def test_what_was_put_off_is_decided_anew() -> None:
    known = replace(told("shipped"), state=MessageState.PLANNED)
    assert asked(occasion("shipped"), replace(ON_ITS_WAY, messages=messages(known))) == ("tell", "told")


def test_what_is_not_due_is_asked_nothing_else_and_is_decided_then() -> None:
    soon = occasion("arriving_soon", at=MIDNIGHT, due_at=MIDNIGHT, facts=Facts(expected="2026-11-25"))
    decision = decide(soon, situation(in_trouble()), ALL, NOW)
    assert (decision.verdict, decision.reason, decision.due_at) == (Verdict.LATER, "not_due", MIDNIGHT)
    assert asked(soon, situation(in_trouble()), now=MIDNIGHT) == ("suppress", "parcel_in_trouble")


CANCELLED = shipped(cancelled_at=NOW)


@pytest.mark.parametrize(
    ("name", "milestones", "reason"),
    [
        ("order_confirmed", (), "order_cancelled"),
        ("item_cancelled", (), "order_cancelled"),
        ("order_cancelled", (), "told"),
        ("dispatched", (), "order_cancelled"),
        ("out_for_delivery", (Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY), "told"),
        ("refund_issued", (), "told"),
        ("return_requested", (), "told"),
        ("warranty_ending", (), "order_cancelled"),
        ("review_invited", (), "order_cancelled"),
        ("help_answered", (), "told"),
    ],
)
def test_a_cancelled_order_ends_what_would_come_of_it(
    name: str, milestones: tuple[Milestone, ...], reason: str
) -> None:
    about = occasion(name, parcel=PARCEL_ID if milestones else None, facts=Facts(sku="SKU-1"))
    assert asked(about, situation(parcel(*milestones), order=CANCELLED))[1] == reason


def test_old_news_is_not_told_and_says_how_old_it_was() -> None:
    old = occasion("out_for_delivery", NOW - timedelta(hours=19))
    decision = decide(old, situation(parcel(Milestone.OUT_FOR_DELIVERY)), ALL, NOW)
    assert (decision.reason, says(decision)) == ("too_old", "19 h, at most 18 h")
    assert asked(occasion("shipped", NOW - timedelta(days=2))) == ("tell", "told")


def test_a_parcel_that_has_come_further_makes_it_old_news() -> None:
    further = situation(parcel(Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY))
    decision = decide(occasion("shipped"), further, ALL, NOW)
    assert (decision.reason, says(decision)) == ("superseded", "reached out_for_delivery")
    back = situation(parcel(Milestone.IN_TRANSIT, returned={Milestone.IN_TRANSIT: NOW}))
    assert says(decide(occasion("delivery_late"), back, ALL, NOW)) == "goes back: in_transit"


@pytest.mark.parametrize("state", [MessageState.DECIDED, MessageState.SENDING, MessageState.SENT])
def test_a_message_that_takes_its_place_makes_it_old_news(state: MessageState) -> None:
    late = replace(told("delivery_late"), state=state)
    around = replace(ON_ITS_WAY, messages=messages(late))
    assert asked(occasion("carrier_delay"), replace(around, parcels={PARCEL_ID: in_trouble()}))[1] == "superseded"


def test_only_what_is_told_takes_a_place_or_what_waits_for_the_morning() -> None:
    stopped = replace(told("delivery_late"), state=MessageState.SUPPRESSED)
    waiting = replace(told("delivery_late"), state=MessageState.PLANNED, reason="quiet_hours")
    trouble = situation(in_trouble())
    assert asked(occasion("carrier_delay"), replace(trouble, messages=messages(stopped)))[1] == "told"
    assert asked(occasion("carrier_delay"), replace(trouble, messages=messages(waiting)))[1] == "superseded"


def test_another_parcel_takes_no_place_but_the_whole_order_does() -> None:
    other = told("delivery_late", of_parcel(SECOND))
    assert asked(occasion("carrier_delay"), situation(in_trouble(), messages=messages(other)))[1] == "told"
    everything = told("all_delivered", "order")
    around = split(parcel(Milestone.DELIVERED), messages=messages(everything))
    assert asked(occasion("parcel_delivered"), around)[1] == "superseded"


def test_a_return_told_by_its_scan_is_not_told_by_its_case_but_the_next_return_is() -> None:
    by_case = occasion("return_on_its_way", **OF_CASE)
    lately = messages(told("return_on_its_way"))
    long_ago = messages(told("return_on_its_way", at=NOW - timedelta(days=20)))
    assert asked(by_case, situation(messages=lately))[1] == "superseded"
    assert asked(by_case, situation(messages=long_ago))[1] == "told"


LIFE = ("label_ready", "sent_back", "received", "inspection_passed", "refunded")


@pytest.mark.parametrize(("earlier", "later"), tuple(pairwise(LIFE)))
def test_of_a_return_whatever_comes_first_only_the_newest_of_two_is_told(earlier: str, later: str) -> None:
    """Events overtake one another: the one that happened first is decided when the case knows the other."""
    known = case(CaseKind.RETURN, CaseNews(earlier), CaseNews(later))
    first, second = (next(iter(occasions(heard, situation(), ALL))) for heard in _news_of(known))
    around = situation(cases=[known])
    assert decide(first, around, ALL, NOW).reason == "superseded"
    assert decide(second, around, ALL, NOW).reason == "told"


def _news_of(known: Case) -> list[CaseChanged]:
    return [changed(CaseKind.RETURN, news, happened_at=heard.at) for news, heard in known.news.items()]


def test_money_that_was_paid_before_the_goods_came_leaves_their_receipt_news() -> None:
    paid_first = case(CaseKind.RETURN, CaseNews.REFUNDED, CaseNews.RECEIVED)
    paid = replace(told("refund_issued", "case:R-7", NOW - timedelta(hours=1)), facts=Facts(case_id="R-7"))
    around = situation(cases=[paid_first], messages=messages(paid))
    assert asked(occasion("return_received", **OF_CASE), around)[1] == "told"


def test_the_parcel_of_an_earlier_return_leaves_the_label_of_the_next_one_news() -> None:
    around = situation(messages=messages(told("return_on_its_way", at=NOW - timedelta(hours=1))))
    assert asked(occasion("return_label_ready", **OF_CASE), around)[1] == "told"


def test_what_is_required_is_told_whatever_was_told_since() -> None:
    assert [each.name for each in TRIGGERS if each.kind is Kind.REQUIRED and each.superseded_by] == []


@pytest.mark.parametrize("trigger", [t for t in TRIGGERS if t.good_news], ids=lambda trigger: trigger.name)
def test_good_news_about_a_parcel_in_trouble_is_untrue(trigger: object) -> None:
    decision = decide(occasion(trigger.name), situation(parcel(incident=in_trouble().incident)), ALL, NOW)  # type: ignore[attr-defined]
    assert (decision.reason, says(decision)) == ("parcel_in_trouble", "delayed")


SAFE, RISKY = live(), live(at_risk=True)


@pytest.mark.parametrize(
    ("about", "changes", "found"),
    [
        (occasion("delay_predicted"), {"estimates": {PARCEL_ID: SAFE}}, "at risk no more"),
        (occasion("delay_predicted"), {"estimates": {PARCEL_ID: RISKY}}, ""),
        (occasion("delay_predicted"), {"estimates": {PARCEL_ID: live(outcome=Outcome.MISSED)}}, "promise missed"),
        (occasion("pickup_delayed"), {"estimates": {PARCEL_ID: SAFE}, "parcels": {}}, ""),
        (occasion("dispatch_delayed", subject="order", parcel=None), {}, "shipped"),
        (occasion("dispatch_overdue", subject="order", parcel=None), {}, "shipped"),
        (occasion("promise_restored"), {}, "no warning was told"),
        (
            occasion("promise_restored"),
            {"messages": messages(told("delay_predicted")), "estimates": {PARCEL_ID: RISKY}},
            "at risk again",
        ),
        (occasion("promise_restored"), {"messages": messages(told("delay_predicted"))}, ""),
        (
            occasion("arriving_soon", facts=Facts(expected="2026-11-25")),
            {"estimates": {PARCEL_ID: live(date(2026, 11, 27))}},
            "expected 2026-11-27",
        ),
        (occasion("arriving_soon", facts=Facts(expected="2026-11-25")), {"estimates": {PARCEL_ID: live()}}, ""),
        (
            occasion("delivery_rescheduled", facts=Facts(expected="2026-11-25")),
            {"estimates": {PARCEL_ID: live(None)}},
            "no day",
        ),
        (occasion("carrier_delay"), {}, "cleared"),
        (
            occasion("claim_photo_reminder", **OF_CASE),
            {"cases": (case(CaseKind.CLAIM, CaseNews.NEEDS_MORE, CaseNews.APPROVED),)},
            "answered",
        ),
        (occasion("claim_photo_reminder", **OF_CASE), {"cases": (case(CaseKind.CLAIM, CaseNews.NEEDS_MORE),)}, ""),
        (
            occasion("return_reminder", **OF_CASE),
            {"cases": (case(CaseKind.RETURN, CaseNews.APPROVED, CaseNews.SENT_BACK),)},
            "sent back",
        ),
        (
            occasion("return_reminder", **OF_CASE),
            {"cases": (case(CaseKind.RETURN, CaseNews.APPROVED, CaseNews.CANCELLED),)},
            "closed",
        ),
        (REVIEW, {"reviewed": frozenset({"SKU-1"})}, "reviewed"),
        (REVIEW, {"order": shipped(lines=(OrderLine("SKU-1", "tea", 1, cancelled=1),))}, "line cancelled"),
        (REVIEW, {"cases": (case(CaseKind.RETURN, CaseNews.REQUESTED, CaseNews.RESOLVED),)}, "returned"),
        (REVIEW, {"cases": (case(CaseKind.RETURN, CaseNews.REQUESTED, CaseNews.DECLINED),)}, ""),
        (REVIEW, {"parcels": {PARCEL_ID: parcel(returned={Milestone.DELIVERED: NOW})}}, "went back"),
    ],
)
def test_what_is_no_longer_true_is_not_told(about: Occasion, changes: dict[str, object], found: str) -> None:
    decision = decide(about, replace(ON_ITS_WAY, **changes), ALL, NOW)  # type: ignore[arg-type]
    expected = ("no_longer_true", found) if found else ("told", "")
    assert (decision.reason, says(decision)) == expected


def test_one_of_several_parcels_is_not_told_once_all_have_come() -> None:
    both = split(parcel(Milestone.DELIVERED), parcel(Milestone.DELIVERED, id=SECOND))
    assert asked(occasion("parcel_delivered"), both)[1] == "no_longer_true"


def test_what_was_refused_is_not_told_on_that_channel() -> None:
    refused = chose(NO, Kind.SERVICE, Channel.LINE, Channel.EMAIL)
    decision = decide(occasion("shipped"), replace(ON_ITS_WAY, shopper=refused), ALL, NOW)
    assert (decision.reason, says(decision)) == ("no_consent", "email: refused at preference_page")
    out = situation(parcel(Milestone.OUT_FOR_DELIVERY), shopper=refused)
    assert decide(occasion("out_for_delivery"), out, ALL, NOW).channels == (Channel.WHATSAPP, Channel.SMS)


def test_a_review_is_asked_for_unless_refused_or_only_after_a_yes_where_the_law_wants_it() -> None:
    strict = replace(ALL, reviews=replace(ALL.reviews, needs_consent=True))
    assert asked(REVIEW)[1] == "told"
    assert asked(REVIEW, replace(ON_ITS_WAY, shopper=chose(NO, Kind.FEEDBACK)))[1] == "no_consent"
    assert asked(REVIEW, rules=strict)[1] == "no_consent"
    assert asked(REVIEW, replace(ON_ITS_WAY, shopper=chose(YES, Kind.FEEDBACK)), strict)[1] == "told"


def test_a_promotion_needs_a_yes() -> None:
    offer = replace(REVIEW, trigger=replace(REVIEW.trigger, kind=Kind.PROMOTION))
    assert asked(offer)[1] == "no_consent"
    assert asked(offer, replace(ON_ITS_WAY, shopper=chose(YES, Kind.PROMOTION)))[1] == "told"


LINE_FIRST = Told((Channel.LINE, Channel.SMS))


def reaching(
    contact: Contact, rules: NotificationRules = ALL, shopper: Shopper | None = None, trigger: str = "out_for_delivery"
) -> tuple[Channel, ...]:
    """The channels that a trigger would take, and nothing where none is left."""
    around = situation(parcel(Milestone.IN_TRANSIT), order=shipped(contact=contact), shopper=shopper or Shopper("s"))
    decision = decide(occasion(trigger), around, rules, NOW)
    return decision.channels if decision.verdict is Verdict.TELL else ()


def test_only_channels_with_an_address_are_tried() -> None:
    assert reaching(Contact(MAIL_ADDRESS, "ja")) == (Channel.EMAIL,)
    assert reaching(Contact("", "ja", phone="+819012345678")) == (Channel.WHATSAPP, Channel.SMS)
    assert reaching(Contact("", "ja")) == ()
    browser = Shopper("s", push=(PushSubscription("https://push.example/1", "k", "a"),))
    assert reaching(Contact("", "ja"), shopper=browser) == (Channel.PUSH,)


def test_line_notices_reach_a_telephone_number_where_they_are_switched_on_and_have_a_template() -> None:
    stranger, told = Contact("", "ja", phone="+819012345678"), {"shipped": LINE_FIRST, "out_for_delivery": LINE_FIRST}
    notices = replace(ALL, told=told, channels=ChannelSettings(line_notice=True))
    assert reaching(stranger, notices, trigger="shipped") == (Channel.LINE, Channel.SMS)
    assert reaching(stranger, notices) == (Channel.SMS,)
    assert reaching(stranger, replace(notices, channels=ChannelSettings()), trigger="shipped") == (Channel.SMS,)


def test_a_number_that_takes_no_texts_may_have_whatsapp() -> None:
    stranger = Contact("", "ja", phone="+819012345678")
    without_texts = Shopper("s", dead={address_hash(on_channel(Channel.SMS, stranger.phone)): "invalid"})
    assert reaching(stranger, shopper=without_texts) == (Channel.WHATSAPP,)


def test_nothing_is_sent_to_a_dead_address() -> None:
    dead = Shopper("s", dead={address_hash(MAIL_ADDRESS): "bounced"})
    decision = decide(occasion("shipped"), replace(ON_ITS_WAY, shopper=dead), ALL, NOW)
    assert (decision.reason, says(decision)) == ("no_address", "email: bounced")


def test_the_shoppers_own_order_of_channels_goes_before_the_merchants() -> None:
    shopper = Shopper("s", preferred=(Channel.PUSH, Channel.EMAIL, Channel.SMS))
    assert reaching(EVERYONE, shopper=shopper) == (Channel.EMAIL, Channel.SMS, Channel.LINE, Channel.WHATSAPP)


def test_no_review_is_asked_for_while_something_is_wrong() -> None:
    for wrong, found in (
        (replace(ON_ITS_WAY, cases=(case(CaseKind.SUPPORT, CaseNews.REQUESTED),)), "case R-7"),
        (situation(in_trouble(Detail.CUSTOMS_HELD)), "incident customs_held"),
        (replace(ON_ITS_WAY, estimates={PARCEL_ID: live(outcome=Outcome.MISSED)}), "late since 2026-11-25"),
    ):
        decision = decide(REVIEW, wrong, ALL, NOW)
        assert (decision.verdict, decision.reason, says(decision)) == (Verdict.LATER, "open_case", found)
        assert decision.due_at == NOW + timedelta(days=3)
    came_late = replace(ON_ITS_WAY, estimates={PARCEL_ID: live(outcome=Outcome.MISSED, arrived_on=TOMORROW)})
    assert asked(REVIEW, came_late)[1] == "told"


def test_enough_is_enough_until_there_is_room_again() -> None:
    recent = {"a": NOW - timedelta(hours=20), "b": NOW - timedelta(hours=3), "c": NOW - timedelta(hours=30)}
    around = replace(ON_ITS_WAY, shopper=Shopper("s", recent=recent))
    decision = decide(occasion("shipped"), around, limited(2), NOW)
    assert (decision.verdict, decision.reason) == (Verdict.LATER, "rate_limit")
    assert decision.due_at == NOW + timedelta(hours=4)
    assert asked(occasion("shipped"), around, limited(3))[1] == "told"
    out = replace(around, parcels={PARCEL_ID: parcel(Milestone.OUT_FOR_DELIVERY)})
    assert asked(occasion("out_for_delivery"), out, limited(1))[1] == "told"
    assert asked(occasion("refund_issued", **OF_CASE), around, limited(1))[1] == "told"


def test_a_message_does_not_count_itself() -> None:
    own = message_id("A-1", "shipped", of_parcel(PARCEL_ID))
    around = replace(ON_ITS_WAY, shopper=Shopper("s", recent={own: NOW}))
    assert asked(occasion("shipped"), around, limited(1))[1] == "told"


def test_what_rings_waits_for_the_morning_unless_it_is_urgent() -> None:
    label = occasion("return_pickup_scheduled", MIDNIGHT, **OF_CASE)
    decision = decide(label, ON_ITS_WAY, NIGHT, MIDNIGHT)
    assert (decision.verdict, decision.reason, decision.due_at) == (Verdict.LATER, "quiet_hours", MORNING)
    out = situation(parcel(Milestone.OUT_FOR_DELIVERY))
    assert decide(occasion("out_for_delivery", MIDNIGHT), out, NIGHT, MIDNIGHT).channels[0] is Channel.LINE
    assert asked(label, rules=NIGHT, now=MORNING)[1] == "told"


def test_at_night_a_mail_goes_and_nothing_that_rings_is_tried_after_it() -> None:
    both = replace(NIGHT, told={"shipped": Told((Channel.EMAIL, Channel.SMS))})
    assert decide(occasion("shipped", MIDNIGHT), ON_ITS_WAY, both, MIDNIGHT).channels == (Channel.EMAIL,)


def test_what_is_required_goes_by_mail_at_night() -> None:
    both = replace(NIGHT, told={"refund_issued": Told((Channel.LINE, Channel.EMAIL))})
    refund = occasion("refund_issued", MIDNIGHT, **OF_CASE)
    assert decide(refund, ON_ITS_WAY, both, MIDNIGHT).channels == (Channel.EMAIL,)
    only_line = replace(NIGHT, told={"refund_issued": Told((Channel.LINE,))})
    assert asked(refund, rules=only_line, now=MIDNIGHT) == ("later", "quiet_hours")


def test_nothing_keeps_back_the_acknowledgement_of_a_withdrawal() -> None:
    refused = replace(
        chose(NO, Kind.REQUIRED, Channel.EMAIL), recent={str(n): MIDNIGHT for n in range(9)}, preferred=(Channel.LINE,)
    )
    cancelled = shipped(cancelled_at=MIDNIGHT)
    around = replace(ON_ITS_WAY, order=cancelled, shopper=refused, cases=(case(CaseKind.RETURN, CaseNews.REQUESTED),))
    strict = replace(NIGHT, rate=limited(1).rate)
    filed = occasion("withdrawal_received", MIDNIGHT, **OF_CASE)
    decision = decide(filed, around, strict, MIDNIGHT + timedelta(days=20))
    assert (decision.verdict, decision.channels) == (Verdict.TELL, (Channel.EMAIL,))


def test_quiet_hours_end_in_the_shoppers_zone_also_when_clocks_change() -> None:
    night, berlin = QuietHours(time(21), time(8)), ZoneInfo("Europe/Berlin")
    set_back = local_moment(date(2026, 10, 24), time(23), berlin)
    assert quiet_until(set_back, night, berlin) == local_moment(date(2026, 10, 25), time(8), berlin)
    assert quiet_until(local_moment(date(2026, 10, 24), time(20, 59), berlin), night, berlin) is None
    assert quiet_until(local_moment(date(2026, 10, 25), time(8), berlin), night, berlin) is None
    at_noon = QuietHours(time(12), time(14))
    assert quiet_until(local_moment(date(2026, 10, 25), time(13), berlin), at_noon, berlin) is not None
    assert quiet_until(local_moment(date(2026, 10, 25), time(15), berlin), at_noon, berlin) is None


def test_what_stops_a_message_is_said_before_what_delays_it() -> None:
    around = replace(ON_ITS_WAY, shopper=chose(NO, Kind.SERVICE))
    assert asked(occasion("return_label_ready", **OF_CASE), around, NIGHT, MIDNIGHT)[1] == "no_consent"


def test_a_channels_own_message_is_about_that_channel_only() -> None:
    out = situation(parcel(Milestone.OUT_FOR_DELIVERY))
    decision = decide(occasion("out_for_delivery"), out, ALL, NOW, Channel.SMS)
    assert decision.channels == (Channel.SMS,)


def test_every_trigger_can_be_told() -> None:
    for trigger in TRIGGERS:
        assert named(trigger.name) is trigger
        assert trigger.channels
        assert {*trigger.superseded_by} <= {each.name for each in TRIGGERS}
