"""A partner's words: our own, the details of `shared/tracking/detail.py`, among which are all milestones."""

from __future__ import annotations

from shared.tracking.detail import Detail

_WORDS = {detail.value: detail for detail in Detail}


def detail(status: str) -> Detail:
    """What a status means; UNKNOWN for a word that is not ours."""
    return _WORDS.get(status, Detail.UNKNOWN)
