"""A history of returns in parts: read as it is needed, compressed or not, so that it may be larger than the memory."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

from shared.errors import Invalid

_GZIP = b"\x1f\x8b"


class UnreadableHistory(Invalid):
    """The file is no history."""

    code = "unreadable_history"


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines that follow one another."""

    first: int
    """The number of the first, from 1."""
    lines: tuple[bytes, ...]


def parts_of(file: Path, size: int) -> Iterator[Part]:
    """The file's lines, `size` at a time. Raises UnreadableHistory."""
    try:
        with closing(_opened(file)) as raw:
            first = 1
            while lines := tuple(islice(raw, size)):
                yield Part(first, lines)
                first += len(lines)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableHistory(f"{file} cannot be decompressed ({type(error).__name__}).") from None
    except OSError as error:
        raise UnreadableHistory(f"{file} cannot be read: {error.strerror or type(error).__name__}.") from None


def _opened(file: Path) -> IO[bytes]:
    with file.open("rb") as raw:
        is_compressed = raw.read(2) == _GZIP
    return cast(IO[bytes], gzip.open(file, "rb")) if is_compressed else file.open("rb")
