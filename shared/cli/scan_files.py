"""Files of scans, sent from the command line: read here first, so that the sender sees at once what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.aws.s3_files import S3Files
from shared.carriers.scan_files.import_scan_file import scans_path
from shared.carriers.scan_files.receive_file import ReceivedFile, receive_file
from shared.cli.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a file was put, and what will become of it there."""

    address: str
    file: ReceivedFile


def send(deployment: Deployment, slug: str, file: Path, now: datetime) -> Sent:
    """Put a file of scans of the carrier `slug` into the deployment's bucket, in place of one of the same name.

    Raises OSError, and what `receive_file` raises: then nothing was sent.
    """
    raw = file.read_bytes()
    notation = file.suffix.removeprefix(".").lower()
    read = receive_file(slug, raw, notation=notation, merchant_id=deployment.merchant, now=now)
    path = scans_path(slug, file.name)
    S3Files(deployment.client("s3"), deployment.incoming_bucket).write(path, raw)
    return Sent(f"s3://{deployment.incoming_bucket}/{path}", read)
