"""What the local cloud has sent: the mails it was handed instead of the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.cli.local_cloud import LocalCloud


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail as the emulator kept it."""

    sent_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str


def mails(cloud: LocalCloud) -> list[SentMail]:
    """Every mail the local cloud was handed, oldest first."""
    by_account: dict[str, list[dict[str, Any]]] = cloud.inspect("ses/messages")["messages"]
    kept = [_mail(record) for records in by_account.values() for record in records]
    return sorted(kept, key=lambda mail: mail.sent_at)


def save(sent: list[SentMail], folder: Path) -> list[Path]:
    """Write each mail as a page that a browser opens: 1.html is the oldest."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number}.html" for number, _ in enumerate(sent, start=1)]
    for file, mail in zip(files, sent, strict=True):
        file.write_text(mail.html, "utf-8")
    return files


def _mail(record: dict[str, Any]) -> SentMail:
    return SentMail(
        sent_at=datetime.fromtimestamp(record["Timestamp"], UTC),
        sender=record["Source"],
        recipients=tuple(record["To"]),
        subject=record["Subject"],
        text=record["BodyText"],
        html=record["BodyHtml"] or "",
    )
