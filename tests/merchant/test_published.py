"""A published configuration reads back, or says that it must be published again."""

from __future__ import annotations

import pytest

from shared.merchant.configuration_file import read
from shared.merchant.published import UnreadableConfiguration, read_published
from tests.merchant.test_configuration import SAMPLE


def test_what_was_published_reads_back() -> None:
    configuration = read(SAMPLE)
    assert read_published(configuration.model_dump_json()) == configuration


@pytest.mark.parametrize("document", ["", "{}", '{"merchant": 1}', "[]"])
def test_what_another_version_published_is_unavailable_not_a_crash(document: str) -> None:
    with pytest.raises(UnreadableConfiguration):
        read_published(document)
