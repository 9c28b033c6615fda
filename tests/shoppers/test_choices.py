"""What shoppers chose: the latest word holds, and nobody else's gets lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.shoppers.change_shopper import TRIES, change_shopper
from shared.shoppers.channel import Channel
from shared.shoppers.consent import allows
from shared.shoppers.kind import Kind
from shared.shoppers.one_click import UnknownSubscription, resume, stop, subscription
from shared.shoppers.ports import StaleShopper
from shared.shoppers.publications import of_shopper
from shared.shoppers.record_choices import CannotBeRefused, ChosenInFuture, record_choices
from shared.shoppers.shopper import Choice, Shopper
from tests.fakes import InMemoryShoppers

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
MAIL_FEEDBACK = (Channel.EMAIL, Kind.FEEDBACK)
WORDS = st.lists(
    st.tuples(
        st.sampled_from(Channel), st.sampled_from([Kind.SERVICE, Kind.PROMOTION]), st.booleans(), st.integers(0, 3)
    ),
    max_size=6,
)


def record(shoppers: InMemoryShoppers, choices: dict[tuple[Channel, Kind], bool], minutes: int = 0) -> Shopper:
    at = NOW + timedelta(minutes=minutes - 60)
    return record_choices(shoppers, "s", choices, at=at, source="merchant", now=NOW)


@given(said=WORDS, data=st.data())
def test_in_whichever_order_and_however_often_choices_come_the_latest_holds(
    said: list[tuple[Channel, Kind, bool, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(said + said))
    one, other = InMemoryShoppers(), InMemoryShoppers()
    for shoppers, words in ((one, said), (other, shuffled)):
        for channel, kind, allowed, minutes in words:
            record(shoppers, {(channel, kind): allowed}, minutes)
    assert one.get("s").choices == other.get("s").choices


def test_an_older_choice_changes_nothing_and_is_not_saved() -> None:
    shoppers = InMemoryShoppers()
    saved = record(shoppers, {MAIL_FEEDBACK: False}, minutes=5)
    assert record(shoppers, {MAIL_FEEDBACK: True}, minutes=4) == saved


def test_yes_and_no_at_once_is_no() -> None:
    for words in permutations([True, False]):
        shoppers = InMemoryShoppers()
        for allowed in words:
            record(shoppers, {MAIL_FEEDBACK: allowed})
        choice = shoppers.get("s").choice(*MAIL_FEEDBACK)
        assert choice is not None
        assert choice.allowed is False


def test_what_is_required_cannot_be_refused_and_nothing_beside_it_is_kept() -> None:
    shoppers = InMemoryShoppers()
    with pytest.raises(CannotBeRefused):
        record(shoppers, {MAIL_FEEDBACK: False, (Channel.EMAIL, Kind.REQUIRED): False})
    assert shoppers.get("s") == Shopper("s")


def test_a_yes_by_a_clock_that_is_ahead_does_not_outlast_the_no_that_follows() -> None:
    shoppers = InMemoryShoppers()
    record(shoppers, {(Channel.EMAIL, Kind.PROMOTION): True}, minutes=4)
    later = NOW + timedelta(minutes=1)
    stopped = stop(shoppers, "s", Kind.PROMOTION, Channel.EMAIL, later)
    assert stopped.choice(Channel.EMAIL, Kind.PROMOTION) == Choice(False, later, "one_click")


def test_a_choice_from_the_future_is_refused() -> None:
    with pytest.raises(ChosenInFuture):
        record(InMemoryShoppers(), {MAIL_FEEDBACK: True}, minutes=120)


class Contended(InMemoryShoppers):
    """Somebody else is faster, `times` times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def save(self, shopper: Shopper) -> Shopper:
        if self.times:
            self.times -= 1
            other = Choice(True, NOW, "checkout")
            super().save(self.get("s").choosing(Channel.SMS, list(Kind)[self.times % 4], other))
        return super().save(shopper)


def test_who_was_slower_reads_anew_and_neither_word_is_lost() -> None:
    shoppers = Contended(TRIES - 1)
    record(shoppers, {MAIL_FEEDBACK: False})
    assert set(shoppers.get("s").choices) >= {"email:feedback", "sms:required"}


def test_who_is_slower_again_and_again_gives_up() -> None:
    with pytest.raises(StaleShopper):
        record(Contended(TRIES), {MAIL_FEEDBACK: False})


def test_a_change_that_changes_nothing_is_not_saved() -> None:
    shoppers = InMemoryShoppers()
    assert change_shopper(shoppers, "s", lambda shopper: shopper).version == 0


def test_without_a_word_only_promotions_need_consent_and_feedback_where_the_law_says_so() -> None:
    held = {kind: allows(Shopper("s"), Channel.EMAIL, kind, feedback_needs_consent=False) for kind in Kind}
    assert held == {Kind.REQUIRED: True, Kind.SERVICE: True, Kind.FEEDBACK: True, Kind.PROMOTION: False}
    assert not allows(Shopper("s"), Channel.EMAIL, Kind.FEEDBACK, feedback_needs_consent=True)


@pytest.mark.parametrize("consent", [True, False])
def test_what_was_said_holds_whatever_would_hold_by_itself(consent: bool) -> None:
    for kind in (Kind.SERVICE, Kind.FEEDBACK, Kind.PROMOTION):
        for said in (True, False):
            shopper = Shopper("s").choosing(Channel.EMAIL, kind, Choice(said, NOW, "checkout"))
            assert allows(shopper, Channel.EMAIL, kind, feedback_needs_consent=consent) is said


def test_no_choice_stops_what_is_required() -> None:
    shopper = Shopper("s").choosing(Channel.EMAIL, Kind.REQUIRED, Choice(False, NOW, "checkout"))
    assert allows(shopper, Channel.EMAIL, Kind.REQUIRED, feedback_needs_consent=True)


def test_one_click_stops_what_its_address_names_and_can_be_taken_back() -> None:
    shoppers = InMemoryShoppers()
    kind, channel = subscription("feedback", "email")
    stopped = stop(shoppers, "s", kind, channel, NOW)
    assert {name: choice.allowed for name, choice in stopped.choices.items()} == {"email:feedback": False}
    resumed = resume(shoppers, "s", kind, channel, NOW + timedelta(seconds=1))
    assert resumed.choices["email:feedback"].allowed


def test_an_address_that_lost_its_end_stops_everything_and_cannot_be_taken_back() -> None:
    shoppers = InMemoryShoppers()
    stopped = stop(shoppers, "s", *subscription("", ""), NOW)
    assert len(stopped.choices) == len(Channel) * 3
    assert not any(choice.allowed for choice in stopped.choices.values())
    with pytest.raises(UnknownSubscription):
        resume(shoppers, "s", None, None, NOW)


@pytest.mark.parametrize(("kind", "channel"), [("news", ""), ("feedback", "fax"), ("required", "email")])
def test_what_nobody_can_stop_is_refused(kind: str, channel: str) -> None:
    with pytest.raises((UnknownSubscription, CannotBeRefused)):
        subscription(kind, channel)


def test_each_new_yes_or_no_is_published_once_and_nothing_else_is() -> None:
    before = Shopper("abc").choosing(*MAIL_FEEDBACK, Choice(True, NOW, "checkout"))
    later = NOW + timedelta(hours=1)
    after = before.choosing(*MAIL_FEEDBACK, Choice(False, later, "one_click")).remembering({"m": NOW}, NOW)
    [event] = of_shopper(before, after, merchant_id="hanare")
    assert event.data == {
        "shopper": "abc",
        "channel": "email",
        "kind": "feedback",
        "allowed": False,
        "chosen_at": "2026-11-24T02:30:00Z",
        "chosen_in": "one_click",
    }
    assert event == of_shopper(before, after, merchant_id="hanare")[0]
    assert of_shopper(after, after.remembering({"n": later}, later), merchant_id="hanare") == []
    again = after.choosing(*MAIL_FEEDBACK, Choice(False, later + timedelta(hours=1), "one_click"))
    assert of_shopper(after, again, merchant_id="hanare") == []
