"""The bars that real payloads of others are held to. `make corpus` prints the figures behind them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from shared.carriers.registry import SLUGS, carrier
from tests.corpus.measure import CORPUS, REFUSED, explained, measure, payloads, read

pytestmark = pytest.mark.skipif(
    not (CORPUS / "index.csv").exists(), reason="no published payloads beside the repository (../shared/corpus)"
)


def test_every_payload_of_a_current_api_is_read_and_every_retired_one_refused_cleanly() -> None:
    figures, _ = measure()
    for folder, measured in figures.items():
        assert measured.retired == sum(p.is_retired for p in payloads() if p.folder == folder), folder
    listed_without_its_tracker = 1  # EasyPost lists an event without the result that the push has
    assert sum(m.payloads - m.retired - m.read for m in figures.values()) == listed_without_its_tracker


def test_97_percent_of_the_scans_have_a_meaning() -> None:
    figures, _ = measure()
    known, scans = sum(m.known for m in figures.values()), sum(m.checkpoints for m in figures.values())
    assert scans > 100
    assert known >= 0.97 * scans


def test_each_difference_from_what_a_source_says_is_explained_and_no_other() -> None:
    assert measure()[1] == explained()


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*/*")), ids=lambda file: file.name)
def test_any_carriers_payload_is_read_or_refused_by_every_adapter(file: Path) -> None:
    for slug in SLUGS:
        with suppress(*REFUSED):
            carrier(slug).parse(file.read_bytes())


def test_no_scan_of_a_retired_or_error_answer_is_made_up() -> None:
    for payload in payloads():
        if payload.is_retired or payload.expected == "ERROR":
            assert not read(payload), payload.name
