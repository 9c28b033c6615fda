"""`todoku returns policy tests --against TABLE`: a table of cases, held against a policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.cli.case_file import read_cases
from shared.returns.text.case_rows import UnreadableCase
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "shared" / "merchant" / "samples" / "cosmetics-jp.yaml"
TABLE = ROOT / "tests" / "returns" / "cases" / "cosmetics-jp.yaml"


def test_a_table_that_fits_is_said_to_fit(run: Run) -> None:
    answer = run("returns", "policy", "tests", SAMPLE, "--against", TABLE)

    assert answer.exit_code == 0
    assert "cases are decided as the table wants" in answer.stdout + answer.stderr


def test_a_case_that_is_decided_otherwise_is_named_with_its_columns(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "cases.yaml"
    table.write_text('cases: [{ case: gold, reason: unwanted, want: { fee: 500, until: "2026-06-18" } }]', "utf-8")

    answer = run("returns", "policy", "tests", SAMPLE, "--against", table)

    assert answer.exit_code == 1
    assert "gold: fee: wanted 500, got by_shopper" in answer.stdout


@pytest.mark.parametrize(
    "written",
    [
        b"cases: [",
        b"[]",
        b"cases: 3",
        b"cases: [3]",
        b"defaults: 3\ncases: []",
        b"cases: [{case: a, colour: red}]",
        b"cases: [{case: a, day: soon}]",
        b"cases: [{case: a, order: 3}]",
        b"\xff\xfe\xff",
    ],
)
def test_what_is_no_table_of_cases_is_refused(written: bytes) -> None:
    with pytest.raises(UnreadableCase):
        read_cases(written)
