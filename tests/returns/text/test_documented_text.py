"""What docs/return-policy-text.md shows is what comes out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from shared.returns.text.case_table import as_table
from shared.returns.text.cases import generated_cases
from shared.returns.text.columns import COLUMNS
from shared.returns.text.europe import acknowledgement
from shared.returns.text.human import Contact, policy_text
from shared.returns.text.japan import notice
from shared.returns.text.render import to_plain
from shared.returns.text.schema_org import return_policies
from shared.returns.withdrawal import WithdrawnLine
from tests.returns.text.policies import sample
from tests.returns.text.test_notices import WITHDRAWAL

PAGE = (Path(__file__).parents[3] / "docs" / "return-policy-text.md").read_text("utf-8")
COSMETICS = Contact("そらコスメ", "support@sora-cosme.example", "https://sora-cosme.example/help")


def test_the_japanese_text_is_the_samples() -> None:
    assert to_plain(policy_text(sample("cosmetics-jp"), "ja", COSMETICS)) in PAGE
    assert notice(sample("cosmetics-jp")).short in PAGE


def test_the_english_sentences_are_the_samples() -> None:
    document = policy_text(sample("apparel-us"), "en")

    for key in ("fees", "tiers"):
        section = document.section(key)
        assert section is not None
        assert all(sentence.text in PAGE for sentence in (*section.paragraphs, *section.items))


def test_the_acknowledgement_is_what_is_sent() -> None:
    withdrawal = replace(WITHDRAWAL, lines=(WithdrawnLine("Headphones", 2),))

    assert to_plain(acknowledgement(withdrawal, "en")) in PAGE


def test_the_markup_is_the_samples() -> None:
    url = "https://voltaro.example/returns"
    [node] = return_policies(sample("electronics-eu"), ["CH"], url=url, returned_to="DE")

    assert json.dumps(node, ensure_ascii=False, indent=2) in PAGE


def test_the_rows_are_the_samples_and_every_column_is_named() -> None:
    policy = sample("cosmetics-jp")
    rows = [line for line in PAGE.splitlines() if line.startswith('  - {"case"')]

    assert len(rows) == 3
    assert set(rows) <= set(as_table(generated_cases(policy), policy).splitlines())
    assert all(f"`{column}`" in PAGE for column in COLUMNS)
