"""A return on the simulated cloud, killed at each step that it takes from asking to the money."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.simulated_cloud import Killer
from tests.journeys.simulated_return import Moment, ReturnStory, return_story
from tests.journeys.test_simulated_story import READS, first_of_each

PAYS = frozenset({"follow_return_parcels", "pay_return_settlement", "expire_returns", "publish_events"})
"""Who carries a return from one step to the next, beside the API."""
DELIVERED = PAYS | {"ingest_carrier_update", "project_shipment"}
"""Without whom it would not go on. What else hears of it hears the same events, which are compared."""

Told = dict[str, tuple[Moment, Killer, dict[str, Any]]]
"""Part of the story -> where it begins, what it calls, and what is true at its end."""


@pytest.fixture(scope="session")
def told(template: dict[str, Any]) -> Told:
    """The story without a crash."""
    found: Told = {}
    killer = Killer()
    with return_story(template, killer) as story:
        story.cloud.only = DELIVERED
        story.tells("is_ordered")
        for part in ReturnStory.PARTS:
            moment = Moment.now(part, story)
            killer.calls, killer.callers, killer.begun = [], [], set()
            story.tells(part)
            watched = Killer(calls=killer.calls, callers=killer.callers, begun=killer.begun)
            found[part] = moment, watched, story.facts()
    return found


def test_the_story_ends_with_one_refund_and_the_shopper_told(template: dict[str, Any]) -> None:
    with return_story(template) as story:
        for part in ("is_ordered", *ReturnStory.PARTS):
            story.tells(part)
        end = story.facts()
    assert (end["refunds"], end["objections"], end["waiting"]) == ([2300], [], {})
    sent = sorted(trigger for trigger, state, _ in end["messages"] if state == "sent")
    assert "refund_issued" in sent
    assert end["mails"] == len(sent)


@pytest.mark.parametrize("part", ReturnStory.PARTS)
def test_a_crash_at_any_step_loses_nothing_and_pays_nothing_twice(
    template: dict[str, Any], told: Told, part: str, request: pytest.FixtureRequest
) -> None:
    moment, watched, expected = told[part]
    tried = crashes(watched, int(request.config.getoption("--crashes")))
    assert tried
    for killer in tried:
        with return_story(template, killer) as story:
            story.cloud.only = DELIVERED
            moment.goes_on(story)
            found = story.facts()
        assert killer.killed
        assert found == expected, (part, killer.at, killer.function, killer.killed, killer.after_the_effect)


def crashes(watched: Killer, times: int) -> list[Killer]:
    """Before a function's first call, and after each kind of call with an effect: of the API and of `PAYS`."""
    own = {caller for caller in watched.callers if caller in PAYS or " " in caller}
    steps = [each for each in enumerate(zip(watched.callers, watched.calls, strict=True)) if each[1][0] in own]
    before = [(at, step) for at, step in steps if at in watched.begun]
    after = [(at, step) for at, step in steps if step[1] not in {*READS, "Stripe GET"}]
    return [
        *(Killer(at) for at in first_of_each(before, times)),
        *(Killer(at, after_the_effect=True) for at in first_of_each(after, times)),
    ]
