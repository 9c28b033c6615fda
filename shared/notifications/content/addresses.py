"""Addresses that may stand in a message: https, and nothing that could be anything but an address."""

from __future__ import annotations

import re

_SAFE = re.compile(r"(https://|http://(127\.0\.0\.1|localhost)(?=[:/]))[^\s\"'<>\\^`{|}\x00-\x20\x7f]{1,2000}")
"""Unencrypted only to this machine: there the local cloud listens."""


def safe_address(url: str | None) -> str:
    """The address, or "" for what must not be linked to."""
    return url if url and _SAFE.fullmatch(url) else ""
