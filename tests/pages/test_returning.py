"""A parcel on its way back to the shop: said plainly, and never as a delivery to the shopper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.locales import languages, page_words
from shared.pages.parcel_view import Mark
from shared.pages.tracking_page import tracking_page
from shared.pages.tracking_view import TrackingView
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import Checkpoint, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg
from tests.pages.outline import NONCE, Outline

View = Callable[..., TrackingView]
Scan = Callable[..., Checkpoint]


def headlines(language: str) -> tuple[str, str]:
    """While it is on its way back, and once it is there."""
    say = page_words(language)
    return say("page.headline_returning"), say("page.headline_returned")


def delivered(language: str) -> tuple[str, ...]:
    """What the page says of a delivery to the shopper."""
    say = page_words(language)
    return say("milestones.delivered"), say("page.headline_delivered"), say("page.next_delivered")


def texts(html: str) -> str:
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)


@pytest.fixture
def refused(checkpoint: Scan) -> list[Checkpoint]:
    """Tried, refused, and on its way back."""
    return [checkpoint(40, Milestone.OUT_FOR_DELIVERY), checkpoint(30, Detail.RETURNING), checkpoint(9, Detail.ARRIVED)]


@pytest.mark.parametrize("language", languages())
def test_the_page_says_that_a_parcel_is_on_its_way_back(view: View, refused: list[Checkpoint], language: str) -> None:
    outline = Outline(tracking_page(view(refused), language, NONCE))
    assert outline.complaints == []
    assert outline.texts["h1"] == headlines(language)[0]
    assert page_words(language)("page.incident") not in outline.texts["p"]
    steps = [attributes.get("class") for attributes in outline.all("li") if attributes.get("class")]
    assert steps == ["current", "todo"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("home", [Milestone.DELIVERED, Detail.RETURNED, Detail.DELIVERED_IN_PERSON])
def test_what_is_back_with_the_sender_is_never_called_delivered(
    view: View, checkpoint: Scan, refused: list[Checkpoint], language: str, home: Milestone | Detail
) -> None:
    html = tracking_page(view([*refused, checkpoint(1, home, "Received by canary")]), language, NONCE)
    assert Outline(html).texts["h1"] == headlines(language)[1]
    assert not [word for word in delivered(language) if word in texts(html)]
    assert "canary" not in html


details = st.sampled_from([d for d in Detail if d is not Detail.REOPENED])


@pytest.mark.parametrize("language", languages())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(before=st.lists(details, max_size=4), after=st.lists(details, max_size=4))
def test_no_history_of_a_parcel_that_came_back_reads_as_a_delivery(
    view: View, checkpoint: Scan, language: str, before: list[Detail], after: list[Detail]
) -> None:
    story = [*(d for d in before if d.milestone is not Milestone.DELIVERED), Detail.RETURNING, *after, Detail.DELIVERED]
    scans = [checkpoint(90 - n, detail) for n, detail in enumerate(story)]
    for returns in ((), (0,)):
        shown = texts(tracking_page(view(scans, returns=returns), language, NONCE))
        assert not [word for word in delivered(language) if word in shown]


@pytest.mark.parametrize("language", languages())
def test_what_the_shopper_sends_back_is_told_in_the_same_words(view: View, checkpoint: Scan, language: str) -> None:
    for scans, headline in (
        ([checkpoint(9, Milestone.IN_TRANSIT)], headlines(language)[0]),
        ([checkpoint(9, Milestone.IN_TRANSIT), checkpoint(1, Milestone.DELIVERED)], headlines(language)[1]),
        ([checkpoint(9, Milestone.INFO_RECEIVED)], page_words(language)("page.headline_return_expected")),
        (None, page_words(language)("page.headline_return_expected")),
    ):
        html = tracking_page(view(scans, returns=[0]), language, NONCE)
        assert Outline(html).texts["h1"] == headline
        assert not [word for word in delivered(language) if word in texts(html)]


def test_a_return_beside_the_order_does_not_change_what_is_said_of_the_order(view: View, checkpoint: Scan) -> None:
    arrived, moving = [checkpoint(50, Milestone.DELIVERED)], [checkpoint(3, Milestone.IN_TRANSIT)]
    html = tracking_page(view(arrived, moving, returns=[1]), "en", NONCE)
    assert Outline(html).texts["h1"] == "Your order has been delivered"
    assert "On its way back" in html


def test_a_parcel_that_comes_back_is_counted_as_not_delivered(
    view: View, checkpoint: Scan, refused: list[Checkpoint]
) -> None:
    html = tracking_page(view([checkpoint(50, Milestone.DELIVERED)], refused), "en", NONCE)
    assert Outline(html).texts["h1"] == "1 of 2 parcels delivered"
    home = tracking_page(
        view([checkpoint(50, Milestone.DELIVERED)], [*refused, checkpoint(1, Milestone.DELIVERED)]), "en", NONCE
    )
    assert Outline(home).texts["h1"] == "1 of 2 parcels delivered"


def test_a_return_that_the_carrier_brings_back_to_the_shopper_is_a_problem_and_not_with_the_shop(
    view: View, checkpoint: Scan
) -> None:
    scans = [checkpoint(9, Milestone.IN_TRANSIT), checkpoint(5, Detail.RETURNING), checkpoint(1, Milestone.DELIVERED)]
    for seen in (scans[:2], scans):
        html = tracking_page(view(seen, returns=[0]), "en", NONCE)
        assert Outline(html).texts["h1"] == "There is a problem with your delivery"


def test_new_trouble_on_the_way_back_is_told_as_trouble(
    view: View, checkpoint: Scan, refused: list[Checkpoint]
) -> None:
    seen = view([*refused, checkpoint(2, Detail.LOST)])
    assert seen.parcels[0].in_trouble
    assert Outline(tracking_page(seen, "en", NONCE)).texts["h1"] == "There is a problem with your delivery"


def test_the_json_says_which_way_and_why(view: View, refused: list[Checkpoint]) -> None:
    (parcel,) = json.loads(json.dumps(view(refused).to_json()))["parcels"]
    assert (parcel["leg"], parcel["milestone"], parcel["return_milestone"]) == (
        Leg.RETURN,
        "out_for_delivery",
        "in_transit",
    )
    assert (parcel["detail"], parcel["incident"], parcel["cause"]) == ("arrived", True, None)
    assert parcel["incident_since"] == "2026-11-10T19:30:00Z"
    assert [scan["detail"] for scan in parcel["timeline"]] == ["arrived", "returning", "out_for_delivery"]
    assert [(step["milestone"], step["mark"]) for step in parcel["steps"]] == [
        ("in_transit", Mark.CURRENT),
        ("delivered", Mark.AHEAD),
    ]


def test_the_json_tells_detail_cause_and_the_carriers_date(view: View, checkpoint: Scan) -> None:
    held = checkpoint(3, Detail.CUSTOMS_HELD)
    said = checkpoint(2, None)
    dated = Checkpoint(said.occurred_at, said.detail, "ZZ", carrier_estimate=date(2026, 11, 15))
    (parcel,) = view([held, dated]).to_json()["parcels"]  # type: ignore[misc]
    assert (parcel["detail"], parcel["cause"]) == (Detail.CUSTOMS_HELD, Cause.CUSTOMS)
    assert parcel["carrier_estimate"] == "2026-11-15"
    (silent,) = view(None).to_json()["parcels"]  # type: ignore[misc]
    assert (silent["detail"], silent["incident_since"], silent["leg"]) == (None, None, Leg.OUTBOUND)


@pytest.mark.parametrize("language", languages())
def test_the_merchants_reason_to_reopen_is_not_for_the_shopper(view: View, checkpoint: Scan, language: str) -> None:
    proof = ProofOfDelivery("canary", "https://canary.example/1.jpg", "canary")
    handed = checkpoint(9, Milestone.DELIVERED)
    seen = view(
        [
            checkpoint(20, Milestone.IN_TRANSIT),
            Checkpoint(handed.occurred_at, handed.detail, "DL", proof=proof),
            checkpoint(2, Detail.REOPENED, "canary lies"),
        ]
    )
    html = tracking_page(seen, language, NONCE)
    assert page_words(language)("milestones.reopened") in html
    assert page_words(language)("page.headline_in_transit") in html
    assert "canary" not in html + json.dumps(seen.to_json())
