"""A published configuration reads back, or says that it must be published again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from shared.merchant.configuration_file import read
from shared.merchant.published import UnreadableConfiguration, read_published, read_whole
from tests.merchant.test_configuration import SAMPLE

ROOT = Path(__file__).parents[2]


def test_what_was_published_reads_back() -> None:
    configuration = read(SAMPLE)
    assert read_whole(configuration.model_dump_json()) == configuration


def test_functions_read_all_but_returns_and_import_none_of_their_models() -> None:
    document = read(SAMPLE).model_dump_json(exclude_none=True)
    assert read_published(document) == read(SAMPLE).model_copy(update={"returns": None})
    program = (
        "import sys\n"
        "from shared.merchant.published import read_published\n"
        "read_published(sys.stdin.read())\n"
        "sys.exit('shared.merchant.returns' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], input=document, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 0


@pytest.mark.parametrize("document", ["", "{}", '{"merchant": 1}', "[]"])
def test_what_another_version_published_is_unavailable_not_a_crash(document: str) -> None:
    with pytest.raises(UnreadableConfiguration):
        read_published(document)
