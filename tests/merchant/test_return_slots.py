"""Slots of the section `returns`."""

from __future__ import annotations

import json
from datetime import date

import pytest

from shared.aws.dynamodb_policies import read_returns
from shared.merchant.problem import ConfigurationErrors
from shared.merchant.return_policy import compiled_returns, returns_of
from tests.merchant.returning import shop

SLOTS = """
slots:
  - name: socks
    kind: promotion
    title: { ja: 靴下, en: Socks }
    text: { en: Warm ones. }
    url: https://a.example/socks
    from: 2026-11-01
    until: 2026-12-31
    countries: ["JP"]
    categories: [tops]
    reasons: [unwanted]
"""


def test_slots_are_published_with_the_returns_and_read_back() -> None:
    configuration = shop(SLOTS)
    published = returns_of(configuration)
    assert published is not None
    (slot,) = published.slots
    assert (slot.name, slot.begins, slot.reasons) == ("socks", date(2026, 11, 1), ("unwanted",))
    assert read_returns(compiled_returns(configuration), 0) == published


def test_what_was_published_before_there_were_slots_can_be_read() -> None:
    written = json.loads(compiled_returns(shop("")))
    assert "slots" not in written
    assert read_returns(json.dumps(written), 0).slots == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("reasons: [unwanted]", "reasons: [defective]"),
            "returns.slots[0].reasons[0]: expected a reason of change_of_mind",
        ),
        (("from: 2026-11-01", "from: 2027-11-01"), "returns.slots[0].until: expected a day not before from"),
        (("kind: promotion", "kind: advert"), "returns.slots[0].kind"),
    ],
)
def test_a_slot_that_cannot_be_meant_is_refused(change: tuple[str, str], says: str) -> None:
    with pytest.raises(ConfigurationErrors) as refused:
        shop(SLOTS.replace(*change))
    assert any(f"{problem.path}: {problem.message}".startswith(says) for problem in refused.value.problems)
