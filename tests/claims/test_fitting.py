"""Where a shipment stands, and which problems can be reported of it: one readable table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.claims.fitting import Standing, fit_of
from shared.claims.problem import Problem

TODAY = date(2026, 11, 24)
STANDINGS = {
    "nobody said a day": Standing("S-1", False, False, False, None, TODAY),
    "due tomorrow": Standing("S-1", False, False, False, TODAY + timedelta(days=1), TODAY),
    "due today": Standing("S-1", False, False, False, TODAY, TODAY),
    "due yesterday": Standing("S-1", False, False, False, TODAY - timedelta(days=1), TODAY),
    "silent, due tomorrow": Standing("S-1", False, False, False, TODAY + timedelta(days=1), TODAY, is_silent=True),
    "lost, due tomorrow": Standing("S-1", False, True, False, TODAY + timedelta(days=1), TODAY),
    "damaged, due tomorrow": Standing("S-1", False, False, True, TODAY + timedelta(days=1), TODAY),
    "damaged, nobody said a day": Standing("S-1", False, False, True, None, TODAY),
    "delivered": Standing("S-1", True, False, False, TODAY - timedelta(days=1), TODAY),
    "delivered, and damaged": Standing("S-1", True, False, True, TODAY, TODAY),
    "perhaps there": Standing("S-1", False, False, False, TODAY - timedelta(days=1), TODAY, may_be_there=True),
    "perhaps there, and lost": Standing("S-1", False, True, False, TODAY, TODAY, may_be_there=True),
    "not sent, due yesterday": Standing("", False, False, False, TODAY - timedelta(days=1), TODAY),
}
TABLE = """
standing                   | not_arrived not_found damaged missing wrong defect
nobody said a day          | wait        no        no      no      no    no
due tomorrow               | wait        no        no      no      no    no
due today                  | wait        no        no      no      no    no
due yesterday              | now         no        no      no      no    no
silent, due tomorrow       | now         no        no      no      no    no
lost, due tomorrow         | now         no        no      no      no    no
damaged, due tomorrow      | wait        no        now     no      no    no
damaged, nobody said a day | wait        no        now     no      no    no
delivered                  | no          now       now     now     now   now
delivered, and damaged     | no          now       now     now     now   now
perhaps there              | now         no        now     now     now   now
perhaps there, and lost    | now         no        no      no      no    no
not sent, due yesterday    | now         no        no      no      no    no
"""
HEAD, *ROWS = [line.split("|") for line in TABLE.strip().splitlines()]
PROBLEMS = HEAD[1].split()
EXPECTED = {name.strip(): dict(zip(PROBLEMS, fits.split(), strict=True)) for name, fits in ROWS}


def test_the_table_is_whole() -> None:
    assert sorted(EXPECTED) == sorted(STANDINGS)
    assert {*PROBLEMS} == {*Problem}


@pytest.mark.parametrize("name", sorted(STANDINGS))
def test_what_can_be_reported_follows_from_where_it_stands(name: str) -> None:
    found = {problem.value: fit_of(problem, STANDINGS[name]).value for problem in Problem}
    assert found == EXPECTED[name]
