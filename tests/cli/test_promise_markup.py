"""`todoku promise markup` prints what other programs read, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from shared.cli.bring_up import SAMPLE
from tests.cli.conftest import Run


def test_the_sample_shop_has_markup_for_product_pages(run: Run) -> None:
    printed = run("promise", "markup", SAMPLE)
    assert (printed.exit_code, printed.stderr) == (0, "")
    document = json.loads(printed.stdout)
    assert document["@context"] == "https://schema.org"
    assert {each["@type"] for each in document["@graph"]} == {"OfferShippingDetails"}


def test_the_sample_shop_has_transit_tables(run: Run) -> None:
    printed = run("promise", "markup", "--format", "transit-table", SAMPLE)
    assert "ヤマト運輸 宅急便 (JP)" in [each["name"] for each in json.loads(printed.stdout)["services"]]


def test_a_lead_class_that_is_not_there_is_said_to_be_missing(run: Run) -> None:
    refused = run("promise", "markup", SAMPLE, "--lead-class", "made to order")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("✗ There is no such lead class. There are: ")


def test_a_configuration_with_mistakes_has_no_markup(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "merchant.yaml"
    file.write_text("merchant: [/not] a mapping\n", "utf-8")
    refused = run("promise", "markup", file)
    assert (refused.exit_code, refused.stdout) == (1, "")
