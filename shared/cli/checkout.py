"""The checkout the command line works in: where CDK, the samples and the local cloud's state are."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
STATE = ROOT / ".todoku"
"""What the local cloud keeps between runs. Not in git; `make clean` removes it."""


def tool(name: str) -> str:
    """A program of the virtual environment we run in."""
    return str(Path(sys.executable).with_name(name))
