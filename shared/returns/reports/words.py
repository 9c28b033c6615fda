"""What shoppers said in their own words, for those who read them on demand. Such words may name people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.returns.reports.row_file import as_csv
from shared.returns.return_request import ReturnRequest

WARNING = (
    "These are the shoppers' own words. They may name people, health or addresses: hand them on only to those who need"
    " them, and delete the file when it was read."
)
_COLUMNS = ("asked_on", "number", "sku", "reason", "words")


def words(requests: Iterable[ReturnRequest]) -> str:
    """A CSV of every item about which something was said: by the return's number, and no customer."""
    return as_csv(_COLUMNS, _rows(requests))


def _rows(requests: Iterable[ReturnRequest]) -> Iterator[dict[str, object]]:
    for request in requests:
        for item in request.items:
            if item.words.strip():
                yield {
                    "asked_on": request.created_at.date(),
                    "number": request.number,
                    "sku": item.sku,
                    "reason": item.reason,
                    "words": item.words,
                }
