"""The demo's promise, told to the functions themselves: asked, kept, snowed upon, and expected after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from functions.revise_estimate import handler as revise_estimate
from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.cli.step import StoryFailed
from shared.cli.story import Keys, Story
from shared.estimates.revise_estimate import revise_parcel
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from tests.functions.conftest import EASYPOST_SECRET, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.in_process import InProcess


@pytest.fixture
def story(api: HttpApi, storefront_key: str, merchant_key: str, at: Callable[[datetime], None]) -> Story:
    at(datetime.now(UTC))
    keys = Keys(storefront_key, merchant_key, EASYPOST_SECRET)
    return Story(InProcess(api), keys, list, name="told", patience=10)


def test_a_promise_is_asked_for_with_its_reasons_and_several_at_once(story: Story) -> None:
    asked = story.ask_for_a_promise()
    assert asked.outcome.startswith("Order by ")
    assert len(asked.details) >= 2
    several = story.ask_for_several()
    assert several.outcome.startswith("3 questions, ")
    assert several.outcome.endswith(" options, 1 problem (no_lane)")
    assert all(": Order by " in line for line in several.details)


def test_it_is_kept_signed_and_snow_makes_it_later_in_japanese_until_it_is_over(story: Story) -> None:
    before = story.ask_in_japanese()
    kept = story.keep_the_promise()
    assert kept.outcome.startswith("201, pr_")
    assert kept.outcome.endswith("HMAC-SHA256")
    assert story.warn_of_snow().outcome == "201, parcels come 1 to 3 days later"
    snowed = story.ask_in_the_snow()
    (reason,) = snowed.details
    assert "札幌市" in reason
    assert "雪" in reason
    assert "days later" in snowed.outcome
    over = story.end_the_snow()
    assert over.outcome.split("、")[-1] == before.outcome.split("、")[-1]


def test_a_promise_that_does_not_heed_the_snow_ends_the_story(
    api: HttpApi, storefront_key: str, merchant_key: str
) -> None:
    keys = Keys(storefront_key, merchant_key, EASYPOST_SECRET)
    story = Story(InProcess(api), keys, list, name="deaf", patience=0.2)
    story.ask_in_japanese()
    with pytest.raises(StoryFailed, match="the promise to know of the snow"):
        story.ask_in_the_snow()


def test_the_tracking_says_when_the_parcel_comes_after_all(story: Story, cloud: Cloud) -> None:
    for step in (story.ask_for_a_promise, story.place_the_order, story.register_the_shipment):
        step()
    number, now = ParcelNumber("usps", story.tracking_number), datetime.now(UTC)
    DynamoParcels(clients.dynamodb(), cloud.table).add(
        number, Checkpoint(now, Detail.OUT_FOR_DELIVERY, "OFD"), "easypost"
    )
    revise_parcel(revise_estimate.means(), number, now)
    told = story.wait_for_the_estimate()
    assert ", on_time; promised by " in told.outcome
