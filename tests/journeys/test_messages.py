"""What shoppers are told on the local cloud, a journey for each part of the catalogue: one mail each."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from shared.cli import notifications
from shared.cli.inbox import SentMail
from shared.notifications.message import MessageState
from shared.reviews.help_case import case_id
from tests.journeys.conftest import Local
from tests.journeys.customer import BOOK, BOWL, Customer, ago, until, written

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ACCEPTED = ("in_transit", "received_at_origin_facility")
OUT = ("out_for_delivery", "out_for_delivery")
DELIVERED = ("delivered", "delivered")
IN_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture
def why(local: Local, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`todoku notifications …` with what it is asked; answers what it prints, on one line."""
    monkeypatch.setattr(notifications, "find", lambda stage: local.deployment)

    def asked(*arguments: str) -> str:
        result = CliRunner().invoke(notifications.notifications, [*arguments])
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    return asked


def link(mail: SentMail, page: str) -> str:
    """The mail's link to a page of ours."""
    found = re.search(rf"https?://\S+/{page}/\S+", mail.text)
    assert found, mail.text
    return found.group()


def test_before_shipping_a_new_order_less_of_it_later_and_its_end(local: Local, why: Any) -> None:
    aiko = Customer(local)
    promise = {"earliest": str(datetime.now(UTC).date() + DAY), "latest": str(datetime.now(UTC).date() + 5 * DAY)}
    aiko.orders({**BOWL, "quantity": 2}, BOOK, promise=promise)
    confirmed = aiko.gets("order_confirmed")
    assert IN_JAPANESE.search(confirmed.subject)
    later = datetime.now(UTC).date() + 9 * DAY
    aiko.orders({**BOWL, "quantity": 2, "cancelled": 1}, {**BOOK, "backordered_until": str(later)})
    assert BOWL["name"] in aiko.gets("item_cancelled").text
    assert f"{later.month}月{later.day}日" in aiko.gets("item_backordered").text
    aiko.orders(BOWL, BOOK, cancelled_at=written(ago()))
    aiko.gets("order_cancelled")
    assert len(aiko.mails()) == 4
    assert "order_confirmed (order): sent" in why("why", aiko.order_id)


def test_delivery_is_told_step_by_step_in_english_and_what_comes_later_is_planned(local: Local, why: Any) -> None:
    jordan = Customer(local, "en")
    jordan.orders(BOOK)
    jordan.gets_shipped()
    jordan.gets("dispatched")
    jordan.carrier_says((HOUR / 4, *ACCEPTED))
    jordan.gets("shipped")
    jordan.carrier_says((HOUR / 4, *ACCEPTED), (HOUR / 6, *OUT))
    assert "out for delivery" in jordan.gets("out_for_delivery").subject
    jordan.carrier_says((HOUR / 4, *ACCEPTED), (HOUR / 6, *OUT), (HOUR / 8, *DELIVERED))
    arrived = jordan.gets("delivered")
    assert "delivered" in arrived.subject.lower()
    assert BOOK["name"] in arrived.text
    assert jordan.plan("review_invited").due_at is not None
    assert len(jordan.mails()) == 5
    said = why("why", jordan.order_id)
    assert "channels: email; kind: service" in said
    assert "review_invited (line:BK-07): planned" in said


def test_a_split_order_counts_its_parcels_and_says_once_that_all_have_come(local: Local) -> None:
    aiko = Customer(local)
    aiko.orders(BOWL, BOOK)
    aiko.gets_shipped(2)
    aiko.carrier_says((HOUR, *ACCEPTED), (HOUR / 2, *DELIVERED), parcel=0)
    aiko.gets("parcel_delivered")
    aiko.carrier_says((HOUR, *ACCEPTED), (HOUR / 3, *DELIVERED), parcel=1)
    aiko.gets("all_delivered")
    assert [message.trigger for message in aiko.decided() if "deliver" in message.trigger].count("all_delivered") == 1
    assert aiko.message("delivered") is None


def test_trouble_is_told_and_a_promise_that_was_at_risk_is_restored(local: Local) -> None:
    jordan, today = Customer(local, "en"), datetime.now(UTC)
    day = today.date()
    jordan.orders(BOOK, promise={"earliest": str(day + DAY), "latest": str(day + 14 * DAY)})
    jordan.gets_shipped()
    jordan.carrier_says((HOUR, *ACCEPTED), expected=today + 20 * DAY)
    assert jordan.gets("delay_predicted").subject
    jordan.carrier_says((HOUR, *ACCEPTED), (HOUR / 2, "in_transit", "arrived_at_facility"), expected=today + 5 * DAY)
    jordan.gets("promise_restored")
    jordan.carrier_says(
        (HOUR, *ACCEPTED), (HOUR / 2, "in_transit", "arrived_at_facility"), (HOUR / 4, "failure", "address_correction")
    )
    assert "address" in jordan.gets("address_problem").text.lower()


def test_a_return_from_its_request_to_the_money(local: Local) -> None:
    aiko = Customer(local)
    aiko.orders(BOWL)
    lines = [{"sku": BOWL["sku"], "quantity": 1}]
    aiko.case("RMA-1", "return", "requested", lines=lines)
    aiko.gets("return_requested")
    last_day = str(datetime.now(UTC).date() + 10 * DAY)
    aiko.case(
        "RMA-1", "return", "label_ready", lines=lines, until=last_day, url="https://returns.example.com/RMA-1.pdf"
    )
    assert "https://returns.example.com/RMA-1.pdf" in aiko.gets("return_label_ready").text
    aiko.time_comes_for("return_reminder")
    aiko.gets("return_reminder")
    aiko.case("RMA-1", "return", "refunded", lines=lines, amount={"amount": 2200, "currency": "JPY"})
    assert "2,200" in aiko.gets("refund_issued").text


def test_a_claim_told_on_the_bus_waits_for_a_photo_and_reminds_once(local: Local, why: Any) -> None:
    jordan = Customer(local, "en")
    jordan.orders(BOOK)
    jordan.gets("order_confirmed")
    jordan.case_on_the_bus("C-1", "claim", "requested")
    jordan.gets("claim_filed")
    jordan.case_on_the_bus("C-1", "claim", "needs_more", url="https://claims.example.com/C-1/photos")
    assert "https://claims.example.com/C-1/photos" in jordan.gets("claim_needs_photo").text
    jordan.time_comes_for("claim_photo_reminder")
    jordan.gets("claim_photo_reminder")
    local.invoke("TellDueMessages", {})
    assert len(jordan.mails()) == 4
    assert "claim_photo_reminder" in why("log", "--since", f"{datetime.now(UTC):%Y-%m-%d}")


def test_a_warranty_that_ends_soon_is_told_of_an_order_of_the_past_which_itself_is_not(local: Local, why: Any) -> None:
    aiko = Customer(local)
    ends = datetime.now(UTC).date() + 25 * DAY
    aiko.orders({**BOWL, "warranty_until": str(ends)}, days_ago=60)
    assert f"{ends.month}月{ends.day}日" in aiko.gets("warranty_ending").text
    assert (aiko.becomes_of("order_confirmed").state, aiko.becomes_of("order_confirmed").reason) == (
        MessageState.SUPPRESSED,
        "too_old",
    )
    aiko.case("W-1", "warranty", "requested")
    aiko.gets("warranty_filed")
    aiko.case("W-1", "warranty", "repaired")
    aiko.gets("warranty_repaired")
    assert len(aiko.mails()) == 3
    assert "It was old news by the time it was decided." in why("why", aiko.order_id)


def test_a_review_is_invited_help_comes_first_and_one_click_ends_it(local: Local, why: Any) -> None:
    aiko = Customer(local)
    aiko.orders(BOWL, BOOK, days_ago=30)
    aiko.gets_shipped(days_ago=29)
    aiko.carrier_says((28 * DAY, *ACCEPTED), (25 * DAY, *DELIVERED))
    invited = aiko.gets("review_invited")
    assert aiko.follows(link(invited, "reviews")).status == 200
    sku = str(until(lambda: aiko.message("review_invited"), lambda: "the invitation").facts["sku"])
    assert aiko.follows(link(invited, "help"), "words=%E6%AC%A0%E3%81%91").status == 200
    aiko.case(case_id(sku), "support", "resolved")
    aiko.gets("help_answered")
    aiko.plan("review_invited_again")
    stopped = aiko.follows(link(invited, "unsubscribe"), "List-Unsubscribe=One-Click")
    assert stopped.status == 200
    aiko.time_comes_for("review_invited_again")
    again = aiko.becomes_of("review_invited_again")
    assert (again.state, again.reason) == (MessageState.SUPPRESSED, "no_consent")
    assert "stopped no_consent: email: refused at one_click" in why("why", aiko.order_id)


def test_one_event_delivered_five_times_at_once_is_one_mail(local: Local) -> None:
    aiko = Customer(local)
    aiko.orders(BOWL)
    aiko.gets("order_confirmed")
    data = {"order_id": aiko.order_id, "case_id": "C-9", "kind": "claim", "news": "approved", "is_open": True}
    metadata = {"event_id": f"case:{aiko.order_id}", "version": 1, "merchant_id": "hanare", "correlation_id": "C-9"}
    now = written(ago())
    detail = {"metadata": {**metadata, "occurred_at": now}, "data": {**data, "happened_at": now}}
    body = json.dumps({"source": "postpurchase.cases", "detail-type": "CaseChanged", "detail": detail})
    records = {"Records": [{"messageId": "m-1", "body": body, "eventSource": "aws:sqs"}]}
    with ThreadPoolExecutor(5) as at_once:
        answers = list(at_once.map(lambda _: local.invoke("NotifyCustomer", records), range(5)))
    for _ in (answer for answer in answers if answer["batchItemFailures"]):  # as the queue does with what was refused
        assert local.invoke("NotifyCustomer", records)["batchItemFailures"] == []
    aiko.gets("claim_approved")
    assert len(aiko.mails()) == 2
