"""What docs/return-policy.md shows is what the file may say and the command line answers."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.cli.main import app
from shared.merchant.return_actions import RuleActionsConfiguration
from shared.merchant.return_conditions import CustomerWhen, OrderWhen, ProductWhen, ReturnWhen
from shared.merchant.return_reasons import ReasonsConfiguration, built_in
from shared.merchant.return_windows import WindowConfiguration
from shared.merchant.returns import ReturnsConfiguration
from shared.returns.vocabulary import ReasonGroup
from tests.merchant.returning import SHOP, WITHOUT, read

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "return-policy.md").read_text("utf-8")
WAYS_BACK = (DOCS / "return-labels.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ (.*)\n((?:[^$`].*\n)*)", PAGE, re.MULTILINE)


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the page speaks of: the sample shop and an order."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "merchant.yaml").write_text(SHOP, "utf-8")
    [order] = blocks("json")
    (tmp_path / "order.json").write_text(order, "utf-8")
    return tmp_path


@pytest.mark.parametrize("block", [*blocks("yaml"), *blocks("yaml", WAYS_BACK)])
def test_every_section_that_is_shown_can_be_read(block: str) -> None:
    assert read(f"{WITHOUT}\n{block}").returns is not None


def test_every_command_answers_what_is_shown(folder: Path) -> None:
    for line, shown in COMMANDS:
        if line.startswith("todoku "):
            result = CliRunner().invoke(app, shlex.split(line)[1:])
            assert result.output == shown, line
        else:
            subprocess.run(line, cwd=folder, check=True, shell=True)  # noqa: S602 - the page's own line


def test_the_table_of_reasons_is_the_built_in_ones() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (`.*`) \|$", PAGE.partition("| group | built in |")[2], re.MULTILINE))
    assert {group: re.findall(r"`(\w+)`", codes) for group, codes in rows.items()} == {
        str(group): [reason.code for reason in built_in(group)] for group in ReasonGroup
    }


def test_every_field_is_on_the_page() -> None:
    sections = (
        ReturnsConfiguration,
        RuleActionsConfiguration,
        WindowConfiguration,
        CustomerWhen,
        OrderWhen,
        ProductWhen,
        ReturnWhen,
        ReasonsConfiguration,
    )
    fields = {field.alias or name for section in sections for name, field in section.model_fields.items()}
    assert {name for name in fields if not re.search(rf"`{name}\b|`.*\b{name}:", PAGE)} == set()
