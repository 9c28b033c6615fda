"""Shoppers' photos in memory."""

from __future__ import annotations

from shared.evidence.evidence_files import Upload


class InMemoryEvidence:
    """Implements shared.evidence.evidence_files.EvidenceFiles."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        """Key -> content type."""
        self.beginnings: dict[str, bytes] = {}

    def upload(self, key: str, content_type: str, max_bytes: int, seconds: int, then: str = "") -> Upload:
        fields = {"key": key, "Content-Type": content_type, "policy": str(max_bytes)}
        return Upload("https://files.example.com/", fields | ({"success_action_redirect": then} if then else {}))

    def content_type(self, key: str) -> str | None:
        return self.files.get(key)

    def first_bytes(self, key: str, count: int) -> bytes:
        return self.beginnings.get(key, b"")[:count]

    def address(self, key: str, seconds: int) -> str:
        return f"https://files.example.com/{key}?for={seconds}"
