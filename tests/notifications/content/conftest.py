"""Letters to write from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.cli.sample_letters import Sample, sample_letter
from shared.notifications.catalogue import trigger_named
from shared.notifications.content.letter import Letter


@pytest.fixture
def letter() -> Callable[..., Letter]:
    """A letter of a trigger: ordinary and English, unless it says otherwise."""

    def of(name: str, language: str = "en", sample: Sample = Sample.NORMAL) -> Letter:
        trigger = trigger_named(name)
        assert trigger is not None
        return sample_letter(trigger, language, sample)

    return of
