"""The section `claims`: what shoppers are told of the time for an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

import shared.merchant
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.configuration_file import read
from shared.merchant.problem import ConfigurationErrors
from shared.merchant.published import read_published

SAMPLE = (Path(shared.merchant.__file__).parent / "sample.yaml").read_text("utf-8")
BEFORE = SAMPLE.split("notifications:\n")[0]


def shop(section: str) -> MerchantConfiguration:
    return read_published(read(f"{BEFORE}{section}\n").model_dump_json())


def test_no_time_is_promised_unless_the_shop_says_one() -> None:
    assert shop("").claims.answer_within is None
    assert shop("claims: {}").claims.answer_within is None
    assert shop("claims: { answer_within: 3 }").claims.answer_within == 3
    assert read(SAMPLE).claims.answer_within == 2


@pytest.mark.parametrize("written", ["0", "31", "2 days", "1.5", "true", "-1", "[2]"])
def test_what_is_no_number_of_working_days_is_refused_with_what_is_expected(written: str) -> None:
    with pytest.raises(ConfigurationErrors) as refused:
        shop(f"claims: {{ answer_within: {written} }}")
    (problem,) = refused.value.problems
    assert problem.path == "claims.answer_within"
    assert "a whole number of working days, 1 to 30" in problem.message


def test_a_misspelled_field_is_refused_by_its_name() -> None:
    with pytest.raises(ConfigurationErrors) as refused:
        shop("claims: { answer_in: 2 }")
    assert refused.value.problems[0].path == "claims.answer_in"
