"""What docs/return-policy-replay.md shows is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from shared.cli.main import app
from shared.returns.replay.past_return import Asked, Decided, Money, PastReturn
from tests.merchant.returning import WITHOUT, policy
from tests.returns.replay.past import made_history

PAGE = (Path(__file__).parents[3] / "docs" / "return-policy-replay.md").read_text("utf-8")
OLD = """
ways_back: { destinations: [{ warehouse: tokyo, address: { country: "JP", postal: "1", lines: ["a"] } }] }
window: { days: 30 }
outcomes: [refund, exchange, store_credit]
methods: [label, qr, own_carrier]
fees: { shipping: { fixed: 500 } }
rules:
  - name: our-fault
    when: { return: { reason_group: [defect, delivery] } }
    then: { fees: { shipping: free }, evidence: { photos: 1 } }
  - name: newcomers
    when: { customer: { orders_placed: { at_most: 0 } } }
    then: { review: manual }
  - name: final-sale
    when: { product: { final_sale: true }, return: { reason_group: [change_of_mind] } }
    then: { accept: false, because: final_sale }
"""
"""What decided the page's history."""


BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block(language: str) -> str:
    [found] = [text for named, text in BLOCKS if named == language]
    return str(found)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "draft.yaml").write_text(f"{WITHOUT}\n{block('yaml')}", "utf-8")
    rows = made_history(600, policy(OLD))
    (tmp_path / "history.jsonl").write_text("".join(f"{row.line_of_history()}\n" for row in rows), "utf-8")
    return tmp_path


def test_the_report_is_the_one_that_is_shown(folder: Path) -> None:
    command, _, shown = block("").partition("\n")
    assert command.startswith("$ todoku ")
    result = CliRunner().invoke(app, command.removeprefix("$ todoku ").split())
    assert (result.exit_code, result.stdout) == (0, shown)


def test_every_field_of_a_row_is_on_the_page() -> None:
    for model in (PastReturn, Asked, Decided, Money):
        for field in model.model_fields:
            assert f"`{field}`" in PAGE, field


def test_the_page_says_what_the_draft_is() -> None:
    assert set(yaml.safe_load(block("yaml"))) == {"returns"}
