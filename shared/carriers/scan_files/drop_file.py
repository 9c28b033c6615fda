"""A drop as a file: read like a scan file, so that one scan that cannot be read does not keep the others back.

What a push must not be, a file may: longer than one drop holds, in Shift-JIS, and with scans of which some are wrong.
What a scan has beside the fields of a drop is passed over, as a scan file's other columns are.
"""

from __future__ import annotations

from shared import strict_json
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import drop
from shared.carriers.scan_files.scan_file import MAX_ROWS, Problem, Row, ScanFile, UnreadableScanFile, text_of


def read_drop_file(raw: bytes) -> ScanFile:
    """Each scan as a row, numbered from 1; raises UnreadableScanFile, and MalformedJson for what is not JSON."""
    document = strict_json.loads(text_of(raw).encode())
    if not isinstance(document, dict):
        raise UnreadableScanFile("A drop is a JSON object.")
    scans = document.get("scans")
    if not isinstance(scans, list) or len(scans) > MAX_ROWS:
        raise UnreadableScanFile(f"scans must be a list of at most {MAX_ROWS} objects.", field="scans")
    try:
        as_of = drop.read_as_of(document)
    except UnreadablePayload as refusal:
        raise UnreadableScanFile(refusal.detail, field=refusal.field) from None
    numbered = list(enumerate(scans, start=1))
    return ScanFile(
        rows=tuple(Row(line, _values(scan)) for line, scan in numbered if isinstance(scan, dict)),
        problems=tuple(
            Problem(line, "", "A scan is a JSON object.") for line, scan in numbered if not isinstance(scan, dict)
        ),
        as_of=as_of,
    )


def _values(scan: dict[str, object]) -> dict[str, object]:
    return {field: scan[field] for field in drop.FIELDS if scan.get(field) is not None}
