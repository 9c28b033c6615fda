from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from shared.disruptions.advisory import Code, Days, Severity
from shared.disruptions.rules import Rules
from shared.merchant.disruptions import DisruptionsConfiguration
from shared.merchant.published import UnreadableConfiguration, read_rules
from shared.promise.slowdown import SlowdownKind

SECTION = {
    "days": {"severe": {"least": 1, "most": 2}},
    "days_by_kind": {"snow": {"extreme": {"most": 9}}},
    "places": [
        {"scheme": "EMMA_ID", "value": "DE001", "country": "DE", "postal_prefixes": ["80", "81"]},
        {"scheme": "EMMA_ID", "value": "LU001", "country": "LU"},
    ],
}


def test_the_merchants_figures_and_places_become_rules() -> None:
    rules = read_rules(json.dumps({"disruptions": SECTION}))
    assert rules == Rules(
        days={Severity.SEVERE: Days(1, 2)},
        days_by_kind={SlowdownKind.SNOW: {Severity.EXTREME: Days(0, 9)}},
        places={
            Code("EMMA_ID", "DE001"): (("DE", "80"), ("DE", "81")),
            Code("EMMA_ID", "LU001"): (("LU", ""),),
        },
    )


@pytest.mark.parametrize("document", [{}, {"disruptions": None}, {"disruptions": {}}])
def test_a_configuration_that_says_nothing_about_it_leaves_the_built_in_rules(document: dict[str, object]) -> None:
    assert read_rules(json.dumps(document)) == Rules()


def test_a_published_configuration_of_another_version_is_unreadable() -> None:
    with pytest.raises(UnreadableConfiguration):
        read_rules('{"disruptions": {"snowfall": 3}}')


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": {"severe": {"least": 3, "most": 2}}},
        {"days": {"terrible": {"most": 2}}},
        {"days": {"severe": {"most": 61}}},
        {"places": [{"scheme": "EMMA_ID", "value": "DE001", "country": "XX"}]},
        {"places": [{"scheme": "EMMA_ID", "value": "DE001", "country": "DE", "postal_prefixes": []}]},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DisruptionsConfiguration.model_validate(wrong)
