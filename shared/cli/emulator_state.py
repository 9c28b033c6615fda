"""What the emulator keeps on disk between two runs, mended before it reads it again."""

from __future__ import annotations

import json
from pathlib import Path

_POSITIONS = "dynamodb_stream_positions"


def forget_stream_positions(state: Path) -> None:
    """Let the consumers of a table's stream begin where the stream begins.

    The emulator keeps how far they had read, but not the records: after a start the stream is empty, and whatever comes
    next would lie before where they wait. What cannot be read here, the emulator does not read either.
    """
    file = state / "lambda.json"
    try:
        kept = json.loads(file.read_text("utf-8"))
        kept["payload"][_POSITIONS] = {}
    except (OSError, ValueError, KeyError, TypeError):
        return
    file.write_text(json.dumps(kept), "utf-8")
