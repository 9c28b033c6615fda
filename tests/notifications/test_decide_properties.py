"""What holds of decisions whatever comes in whatever order, however often."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.cases.case import Case, CaseKind, CaseNews
from shared.estimates.reason import Reason
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.checks.quiet_hours import quiet_until
from shared.notifications.decide import decide
from shared.notifications.decision import Verdict
from shared.notifications.facts import Facts
from shared.notifications.occasion import Occasion
from shared.notifications.occasions import Heard
from shared.notifications.rules import NotificationRules, Told
from shared.notifications.situation import Situation
from shared.notifications.subject import of_parcel
from shared.notifications.trigger import Trigger
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, PushSubscription, Shopper, address_hash
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact
from tests.notifications.shop import Shop
from tests.notifications.situations import (
    ALL,
    NIGHT,
    SECOND,
    at_risk,
    case,
    changed,
    in_trouble,
    live,
    opened,
    parcel,
    reached,
    revised,
    shipped,
    situation,
)
from tests.samples import MAIL_ADDRESS, NOW, OTHER_PARCEL, PARCEL, PARCEL_ID, checkpoint

CHANNELS = st.lists(st.sampled_from(list(Channel)), min_size=1, unique=True).map(tuple)
CHOICES = st.dictionaries(
    st.tuples(st.sampled_from(list(Channel)), st.sampled_from(list(Kind))).map(lambda pair: f"{pair[0]}:{pair[1]}"),
    st.booleans().map(lambda allowed: Choice(allowed, NOW, "preference_page")),
)
SHOPPERS = st.builds(
    Shopper,
    st.just("s"),
    choices=CHOICES,
    preferred=CHANNELS,
    push=st.sampled_from([(), (PushSubscription("https://push.example/1", "k", "a"),)]),
    dead=st.sampled_from([{}, {address_hash(MAIL_ADDRESS): "bounced"}]),
)
CONTACTS = st.builds(
    Contact,
    st.sampled_from(["", MAIL_ADDRESS]),
    st.just("ja"),
    st.sampled_from(["", "+819012345678"]),
    st.sampled_from(["", "U" + "0" * 32]),
)
CASES = st.sampled_from(
    [
        (),
        (case(CaseKind.RETURN, CaseNews.REQUESTED),),
        (case(CaseKind.SUPPORT, CaseNews.REQUESTED, CaseNews.RESOLVED),),
        (case(CaseKind.CLAIM, CaseNews.RESOLVED, CaseNews.REOPENED),),
    ]
)
PARCELS = st.sampled_from(
    [parcel(), parcel(Milestone.IN_TRANSIT), parcel(Milestone.DELIVERED), in_trouble(Detail.CUSTOMS_HELD)]
)
MOMENTS = st.integers(0, 48 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    around = situation(draw(PARCELS), order=shipped(contact=draw(CONTACTS)), shopper=draw(SHOPPERS), cases=draw(CASES))
    return replace(around, estimates=draw(st.sampled_from([{}, {PARCEL_ID: live()}])))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Occasion, NotificationRules, datetime]:
    """An occasion of any trigger, told on any channels, at any time of the day."""
    trigger: Trigger = draw(st.sampled_from(TRIGGERS))
    now = draw(MOMENTS)
    about = Occasion(
        trigger,
        "A-1",
        of_parcel(PARCEL_ID),
        now,
        Facts(sku="SKU-1", case_id="R-7"),
        PARCEL_ID if trigger.good_news else None,
    )
    return about, replace(NIGHT, told={trigger.name: Told(draw(CHANNELS))}), now


@settings(max_examples=60)
@given(questions(), situations())
def test_nobody_is_asked_or_offered_anything_while_a_case_is_open(
    asked: tuple[Occasion, NotificationRules, datetime], around: Situation
) -> None:
    occasion, rules, now = asked
    calm_only = occasion.trigger.kind in (Kind.FEEDBACK, Kind.PROMOTION)
    if calm_only and any(each.is_open for each in around.cases):
        assert decide(occasion, around, rules, now).verdict is not Verdict.TELL


@settings(max_examples=60)
@given(questions(), situations())
def test_nothing_rings_in_quiet_hours_unless_it_is_urgent(
    asked: tuple[Occasion, NotificationRules, datetime], around: Situation
) -> None:
    occasion, rules, now = asked
    decision = decide(occasion, around, rules, now)
    assert rules.quiet is not None
    quiet = quiet_until(now, rules.quiet, around.order.destination.zone)
    if quiet and decision.verdict is Verdict.TELL and not occasion.trigger.urgent:
        assert not any(channel.is_loud for channel in decision.channels)
    if decision.reason == "quiet_hours":
        assert quiet is not None
        assert decision.due_at == quiet
        assert quiet_until(quiet, rules.quiet, around.order.destination.zone) is None


@settings(max_examples=60)
@given(st.sampled_from([t for t in TRIGGERS if t.kind is Kind.REQUIRED]), situations(), CHANNELS, MOMENTS)
def test_what_is_required_is_told_whatever_the_preferences_if_any_address_works(
    trigger: Trigger, around: Situation, channels: tuple[Channel, ...], now: datetime
) -> None:
    occasion = Occasion(trigger, "A-1", "case:R-7", now, Facts(case_id="R-7"))
    rules = replace(ALL, told={trigger.name: Told(channels)})
    works = decide(occasion, replace(around, shopper=replace(around.shopper, choices={})), rules, now)
    decision = decide(occasion, around, rules, now)
    assert decision.channels == works.channels
    assert decision.verdict is (Verdict.SUPPRESS if works.reason == "no_address" else Verdict.TELL)


@settings(max_examples=60)
@given(questions(), situations())
def test_a_decision_is_a_function_of_what_it_is_asked(
    asked: tuple[Occasion, NotificationRules, datetime], around: Situation
) -> None:
    occasion, rules, now = asked
    decision = decide(occasion, around, rules, now)
    assert decide(occasion, around, rules, now) == decision
    assert decision.verdict is not Verdict.LATER or (decision.due_at is not None and decision.due_at > now)
    assert decision.channels
    assert decision.checks[-1].passed is (decision.verdict is Verdict.TELL)


STORY: list[Heard] = [
    reached(Milestone.IN_TRANSIT),
    reached(Milestone.OUT_FOR_DELIVERY),
    reached(Milestone.DELIVERED),
    reached(Milestone.DELIVERED, replace(PARCEL_ID, number=OTHER_PARCEL)),
    at_risk(),
    opened(Detail.DELAYED),
    revised(Reason.FIRST, live().latest.latest),  # type: ignore[union-attr]
    changed(CaseKind.CLAIM, CaseNews.NEEDS_MORE),
    changed(CaseKind.CLAIM, CaseNews.REFUNDED),
]
STORIES = st.permutations(STORY).flatmap(
    lambda told: st.lists(st.sampled_from(STORY), max_size=6).map(lambda repeats: [*told, *repeats])
)


def lived_through() -> Shop:
    """A shop in which all of the story has happened: what is told depends on the facts, not on what comes first."""
    shop = Shop(parcels=(PARCEL, OTHER_PARCEL))
    for number in (PARCEL, OTHER_PARCEL):
        for hour, milestone in enumerate((Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)):
            shop.parcels.add(number, checkpoint(milestone, hour - 2), "usps")
        shop.scan(number)
    shop.estimates.save(live(at_risk=True))
    claim = case(CaseKind.CLAIM, CaseNews.REFUNDED, CaseNews.NEEDS_MORE)
    shop.cases.save(Case("A-1", claim.case_id, claim.kind, news=claim.news))
    return shop


EXPECTED = ["all_delivered", "claim_needs_photo", "refund_issued"]


@settings(max_examples=10)
@given(STORIES)
def test_in_any_order_and_however_often_the_same_is_told_once(story: list[Heard]) -> None:
    shop = lived_through()
    for heard in story:
        shop.hear(heard)
    assert sorted(shop.told()) == EXPECTED
    ids = [message.message_id for message in shop.messages.messages.values()]
    assert len(set(ids)) == len(ids)
    first = {message.message_id: message for message in shop.announced.messages}
    assert all(message == first[message.message_id] for message in shop.announced.messages)
    assert SECOND.number == OTHER_PARCEL
