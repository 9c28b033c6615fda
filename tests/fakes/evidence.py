"""Shoppers' photos in memory."""

from __future__ import annotations

from shared.evidence.evidence_files import Seen, Upload


class InMemoryEvidence:
    """Implements shared.evidence.evidence_files.EvidenceFiles."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        """Key -> content type."""
        self.beginnings: dict[str, bytes] = {}

    def upload(self, key: str, content_type: str, max_bytes: int, seconds: int, then: str = "") -> Upload:
        fields = {"key": key, "Content-Type": content_type, "policy": str(max_bytes)}
        return Upload("https://files.example.com/", fields | ({"success_action_redirect": then} if then else {}))

    def seen(self, key: str, count: int) -> Seen | None:
        content_type, beginning = self.files.get(key), self.beginnings.get(key, b"x")[:count]
        return Seen(content_type, beginning, self.mark(key)) if content_type else None

    def mark(self, key: str) -> str:
        return f"mark of {self.beginnings.get(key, b'x')!r}" if key in self.files else ""

    def address(self, key: str, seconds: int) -> str:
        return f"https://files.example.com/{key}?for={seconds}"
