"""What stores of shoppers and of short links must do, asked of the fakes and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.access.short_link import KeptShortLinks
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.dynamodb_short_links import DynamoShortLinks
from shared.shoppers.channel import Channel
from shared.shoppers.ports import Shoppers, StaleShopper
from shared.shoppers.shopper import Choice, Click, PushSubscription, Shopper
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryShoppers, InMemoryShortLinks
from tests.samples import NOW

SHOPPER = Shopper(
    "abc",
    choices={"email:feedback": Choice(False, NOW, "one_click"), "line:promotion": Choice(True, NOW, "checkout")},
    preferred=(Channel.LINE, Channel.EMAIL),
    dead={"hash": "bounced"},
    push=(PushSubscription("https://push.example/1", "key", "auth"),),
    recent={"message": NOW},
    last_click=Click("message", "A-1", NOW),
)
UNTIL = NOW + timedelta(days=180)


@pytest.fixture(params=["memory", "dynamodb"])
def shoppers(request: pytest.FixtureRequest) -> Shoppers:
    if request.param == "memory":
        return InMemoryShoppers()
    return DynamoShoppers(request.getfixturevalue("dynamodb"), TABLE)


@pytest.fixture(params=["memory", "dynamodb"])
def short_links(request: pytest.FixtureRequest) -> KeptShortLinks:
    if request.param == "memory":
        return InMemoryShortLinks()
    return DynamoShortLinks(request.getfixturevalue("dynamodb"), TABLE)


def test_of_whom_nothing_was_saved_nothing_is_known(shoppers: Shoppers) -> None:
    assert shoppers.get("abc") == Shopper("abc")


def test_every_field_comes_back_one_version_on(shoppers: Shoppers) -> None:
    assert shoppers.save(SHOPPER) == shoppers.get("abc") == replace(SHOPPER, version=1)
    assert shoppers.get("other") == Shopper("other")


def test_of_two_only_the_first_may_save(shoppers: Shoppers) -> None:
    shoppers.save(SHOPPER)
    for stale in (SHOPPER, replace(SHOPPER, version=2)):
        with pytest.raises(StaleShopper):
            shoppers.save(stale)
    assert shoppers.save(replace(SHOPPER, version=1)).version == 2


def test_a_code_stands_for_its_link_until_it_expires(short_links: KeptShortLinks) -> None:
    assert short_links.keep("A" * 10, "link", UNTIL)
    assert short_links.link_of("A" * 10, UNTIL - timedelta(seconds=1)) == "link"
    assert short_links.link_of("A" * 10, UNTIL) is None
    assert short_links.link_of("B" * 10, NOW) is None


def test_kept_again_a_code_lives_as_long_as_the_last_wants(short_links: KeptShortLinks) -> None:
    for days in (0, 100):
        assert short_links.keep("A" * 10, "link", UNTIL + timedelta(days=days))
    assert short_links.link_of("A" * 10, UNTIL + timedelta(days=99)) == "link"


def test_a_code_never_comes_to_stand_for_another_link(short_links: KeptShortLinks) -> None:
    short_links.keep("A" * 10, "link", UNTIL)
    assert not short_links.keep("A" * 10, "other", UNTIL + timedelta(days=365))
    assert short_links.link_of("A" * 10, NOW) == "link"
