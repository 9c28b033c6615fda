"""Carriers' own pages: the right one for where a parcel stands, and nothing in its address but the number."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest

from shared.carriers.registry import SLUGS
from shared.carriers.self_service import PAGES, Errand, carrier_pages
from shared.locales import languages, page_words
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.milestone import Milestone

NUMBER = "491234567890"
OPEN_STAGES = (Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY, Milestone.ATTEMPT_FAILED)


def errands(milestone: Milestone, carrier: str = "yamato", *, is_over: bool = False) -> list[Errand]:
    return [page.errand for page in carrier_pages(ParcelNumber(carrier, NUMBER), milestone, is_over=is_over)]


def test_what_makes_sense_comes_first_and_following_it_always_last() -> None:
    assert errands(Milestone.PENDING) == [Errand.TRACK]
    assert errands(Milestone.OUT_FOR_DELIVERY) == [Errand.CHANGE, Errand.TRACK]
    assert errands(Milestone.ATTEMPT_FAILED) == [Errand.REDELIVER, Errand.TRACK]
    assert errands(Milestone.AVAILABLE_FOR_PICKUP) == [Errand.REDELIVER, Errand.TRACK]
    assert errands(Milestone.DELIVERED, is_over=True) == [Errand.TRACK]
    assert errands(Milestone.IN_TRANSIT, "correios") == [Errand.TRACK]
    assert errands(Milestone.IN_TRANSIT, "nobody-knows") == []


@pytest.mark.parametrize("carrier", sorted(PAGES))
def test_every_address_is_https_and_holds_the_number_encoded_at_most_once(carrier: str) -> None:
    hostile = 'A&b=c#d/../e?"<>\u202e'
    for milestone in OPEN_STAGES:
        for page in carrier_pages(ParcelNumber(carrier, hostile), milestone, is_over=False):
            plain = urlsplit(carrier_pages(ParcelNumber(carrier, "1"), milestone, is_over=False)[-1].url)
            assert urlsplit(page.url).scheme == "https"
            assert not set('"<>\u202e ') & set(page.url)
            if page.errand is Errand.TRACK:
                assert (urlsplit(page.url).netloc, page.url.count("A%26b%3Dc%23d%2F..%2Fe")) == (plain.netloc, 1)
                assert hostile in unquote(page.url)


def test_every_listed_carrier_is_one_we_hear_of_and_every_choice_has_its_word() -> None:
    assert set(PAGES) - set(SLUGS) <= {"correios"}
    for language in languages():
        say = page_words(language)
        for pages in PAGES.values():
            assert all(say(f"errand.{choice}") for choice in pages.choices)


def test_a_shops_own_spelling_of_a_carrier_finds_its_pages() -> None:
    assert errands(Milestone.ATTEMPT_FAILED, "Japan-Post") == [Errand.REDELIVER, Errand.TRACK]
