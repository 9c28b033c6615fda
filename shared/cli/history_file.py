"""History from a file or from S3: rows as they are read, compressed or not."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import IO, cast

from shared.cli import sign_in
from shared.history.past_orders import UnreadableHistory, check_columns

_S3 = "s3://"
_GZIP = b"\x1f\x8b"


def name_of(place: str) -> str:
    """The file's name without its endings: what it is called where it is kept."""
    return place.rstrip("/").rpartition("/")[2].removesuffix(".gz").removesuffix(".csv")


def rows(place: str) -> Iterator[Mapping[str, str]]:
    """The rows of the file at a path or `s3://bucket/key`, oldest first as they stand there.

    Raises UnreadableHistory for what is no CSV in the history format; NotSignedIn, and botocore's errors.
    """
    try:
        with closing(_opened(place)) as raw:
            yield from _read(raw)
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, zlib.error, csv.Error) as error:
        raise UnreadableHistory(f"{place} is no CSV in UTF-8, compressed or not ({type(error).__name__}).") from None
    except OSError as error:
        raise UnreadableHistory(f"{place} cannot be read: {error.strerror or type(error).__name__}.") from None


def _opened(place: str) -> IO[bytes]:
    if place.startswith(_S3):
        bucket, _, key = place.removeprefix(_S3).partition("/")
        return cast(IO[bytes], sign_in.session().client("s3").get_object(Bucket=bucket, Key=key)["Body"])
    return Path(place).open("rb")


def _read(raw: IO[bytes]) -> Iterator[Mapping[str, str]]:
    content = raw.read()
    text = gzip.decompress(content) if content.startswith(_GZIP) else content
    reader = csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    check_columns(reader.fieldnames or [])
    yield from reader
