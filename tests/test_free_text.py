"""What people write is kept as they wrote it, without what only disturbs."""

from __future__ import annotations

import pytest

from shared.free_text import readable


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  The rim\r\nis chipped.\r", "The rim\nis chipped."),
        ("箱が\u3000つぶれていました。", "箱が\u3000つぶれていました。"),
        ("Bonjour\u00a0!\tC’est\u2028cassé", "Bonjour\u00a0! C’est\ncassé"),
        ("a\0b\x1b[31m\u202ec\u2066d\u2069\ud800\ufeff", "ab[31mcd"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
    ],
)
def test_words_stay_as_they_were_written(written: str, kept: str) -> None:
    assert readable(written) == kept
    assert readable(kept) == kept


@pytest.mark.parametrize("written", ["", " \n ", "\u200d", "\u200d \u200d", "\u3164\u2800", "\ufe0f\u200b"])
def test_what_nobody_can_see_is_nothing(written: str) -> None:
    assert readable(written) == ""
