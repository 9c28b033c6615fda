"""What outlives one order: bounded, and without an address in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.masked import masked
from shared.shoppers.preferences import preferences
from shared.shoppers.shopper import (
    MOST_RECENT,
    MOST_SUBSCRIPTIONS,
    RECENT,
    Click,
    PushSubscription,
    Shopper,
)
from shared.shoppers.shopper_of_order import NoContact, shopper_of_order
from shared.tracking.order import Contact, Destination, Order

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
CONTACT = Contact("aiko@example.com", "ja", "+819012345678", "U" + "0" * 32)
USED = (Channel.EMAIL, Channel.LINE, Channel.SMS, Channel.PUSH)


def browser(number: int) -> PushSubscription:
    return PushSubscription(f"https://push.example/{number}", "key", "auth")


def test_five_browsers_are_kept_and_the_first_makes_room() -> None:
    shopper = Shopper("s")
    for number in range(MOST_SUBSCRIPTIONS + 2):
        shopper = shopper.subscribing(browser(number))
    assert [known.endpoint[-1] for known in shopper.push] == ["2", "3", "4", "5", "6"]
    assert shopper.subscribing(browser(4)) is shopper
    renewed = shopper.subscribing(PushSubscription(browser(4).endpoint, "new", "auth"))
    assert len(renewed.push) == MOST_SUBSCRIPTIONS
    assert [known.endpoint[-1] for known in renewed.unsubscribing([browser(4).endpoint]).push] == ["2", "3", "5", "6"]


@given(hours=st.lists(st.integers(0, 100), max_size=90))
def test_what_was_told_lately_is_remembered_within_bounds(hours: list[int]) -> None:
    shopper = Shopper("s")
    for number, hour in enumerate(sorted(hours)):
        at = NOW + timedelta(hours=hour)
        shopper = shopper.remembering({f"m{number}": at}, at)
    assert len(shopper.recent) <= MOST_RECENT
    if hours:
        assert all(NOW + timedelta(hours=max(hours)) - at < RECENT for at in shopper.recent.values())
        assert f"m{len(hours) - 1}" in shopper.recent


def test_who_complained_stays_so_whatever_bounces_later() -> None:
    address = ["Aiko@Example.com "]
    shopper = Shopper("s").losing(address, "bounced").losing(address, "complained").losing(address, "bounced")
    assert shopper.why_dead("aiko@example.com") == "complained"
    assert "example" not in repr(shopper)


def test_the_last_click_is_the_latest() -> None:
    late, early = Click("m2", "A-1", NOW), Click("m1", "A-1", NOW - timedelta(days=1))
    assert Shopper("s").clicking(late).clicking(early).last_click == late


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        (Channel.EMAIL, "aiko@example.com", "a•••@e•••.com"),
        (Channel.EMAIL, "a@b.co.jp", "a•••@b•••.jp"),
        (Channel.SMS, "+819012345678", "•••78"),
        (Channel.WHATSAPP, "+819012345678", "•••78"),
        (Channel.LINE, "U" + "0" * 32, ""),
        (Channel.PUSH, "", ""),
    ],
)
def test_addresses_are_shown_so_that_only_their_owner_knows_them(channel: Channel, address: str, shown: str) -> None:
    assert masked(channel, address) == shown


def test_only_channels_that_reach_the_shopper_and_that_the_merchant_uses_can_be_chosen() -> None:
    mail_only = preferences(Shopper("s"), Contact("a@b.example", "ja"), USED, feedback_needs_consent=False)
    assert mail_only.channels == (Channel.EMAIL,)
    everything = preferences(Shopper("s", push=(browser(1),)), CONTACT, USED, feedback_needs_consent=False)
    assert everything.channels == USED
    assert {kind for _, kind in everything.allowed} == {Kind.SERVICE, Kind.FEEDBACK, Kind.PROMOTION}


def test_their_own_order_comes_first_and_the_merchants_behind() -> None:
    shopper = Shopper("s").preferring([Channel.SMS, Channel.WHATSAPP, Channel.SMS])
    assert shopper.preferred == (Channel.SMS, Channel.WHATSAPP)
    holds = preferences(shopper, CONTACT, USED, feedback_needs_consent=False)
    assert holds.channels == (Channel.SMS, Channel.EMAIL, Channel.LINE)


def test_an_order_without_contact_is_nobodys() -> None:
    order = Order("A-1", NOW, Contact("", "ja"), Destination("JP", "", "Asia/Tokyo"), (), "l")
    with pytest.raises(NoContact):
        shopper_of_order(order)
