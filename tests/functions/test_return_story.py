"""The demo's return and its report of a broken cup, told to the functions themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from functions.send_access_code import handler as send_access_code
from shared.aws import clients
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.stream_records import events_of
from shared.cli.claim_story import ClaimStory
from shared.cli.inbox import SentMail
from shared.cli.return_story import ReturnStory
from shared.cli.step import StoryFailed
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from tests.functions.conftest import Cloud
from tests.functions.http_api import HttpApi
from tests.functions.in_process import InProcess
from tests.functions.sold import stored
from tests.functions.triggers import from_bus

PARTNERS_SECRET = "a partner's"


@pytest.fixture
def told(api: HttpApi, merchant_key: str, at: Callable[[datetime], None], cloud: Cloud) -> ReturnStory:
    """A story whose parcel was delivered."""
    now = datetime.now(UTC)
    at(now)
    told = ReturnStory(InProcess(api), merchant_key, list, partner_secret=PARTNERS_SECRET, name="told", patience=0.2)
    told.buy()
    (number,) = stored(cloud, told.order_id).shipments["S-1"].parcels
    delivered = Checkpoint(now - timedelta(days=7), Detail.DELIVERED, "delivered")
    DynamoParcels(clients.dynamodb(), cloud.table).add(number, delivered, "custom")
    return told


def test_a_bowl_comes_back_for_credit_with_its_bonus(told: ReturnStory) -> None:
    assert told.page == ""
    assert told.ask_what_can_go_back().outcome.endswith("exchange, store_credit, refund")
    asked = told.ask_for_credit()
    assert asked.outcome.startswith("200, approved: ")
    assert "goods: 3,000 JPY" in asked.details
    assert told.take_it_in().outcome == "200, received, passed, money due"
    assert told.pay().outcome.startswith("200, resolved: ")


def test_its_page_opens_with_what_the_story_holds(told: ReturnStory, api: HttpApi) -> None:
    told.ask_what_can_go_back()
    told.ask_for_credit()
    assert api.request("GET", told.page).status == 200


def test_a_shopper_who_is_not_told_ends_the_story(told: ReturnStory) -> None:
    for step in (told.ask_what_can_go_back, told.ask_for_credit, told.take_it_in, told.pay):
        step()
    with pytest.raises(StoryFailed, match="the mail about the credit"):
        told.wait_for_the_mail()


def test_news_that_nobody_knows_the_sender_of_end_the_story(told: ReturnStory) -> None:
    with pytest.raises(StoryFailed, match="expected 202, got 401"):
        told.get_it_delivered()


def test_a_broken_cup_is_reported_through_the_mailed_code_and_read_by_the_shop(
    told: ReturnStory, api: HttpApi, merchant_key: str, cloud: Cloud
) -> None:
    claim = ClaimStory(
        InProcess(api), merchant_key, lambda: _mailed(cloud), order_id=told.order_id, shopper=told.shopper, patience=5
    )
    found, reported, read = claim.tell()
    assert found.outcome.startswith("303 ")
    assert reported.outcome.rpartition(" ")[2] == claim.page.rpartition("/")[2]
    assert read.outcome == "200, damaged: 1 × YN-03, wished for: replacement"
    assert read.details == ("“湯呑の縁が欠けていました。”",)
    assert api.request("GET", claim.page).status == 200


def _mailed(cloud: Cloud) -> list[SentMail]:
    """What who mails codes has sent by now."""
    asked = [event for record in cloud.changes("LOOKUP") for event in events_of(record, "hanare")]
    assert send_access_code.handler(from_bus(*asked), None) == {"batchItemFailures": []}
    return [
        SentMail(datetime.now(UTC), "", tuple(mail.destinations["ToAddresses"]), mail.subject, "", "")
        for mail in cloud.mails()
    ]
