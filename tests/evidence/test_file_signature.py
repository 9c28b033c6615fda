"""A file is what it begins with, whatever it is called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.evidence.evidence_files import (
    EvidenceMissing,
    EvidenceReplaced,
    EvidenceUnknown,
    WrongContent,
    address_of,
    key_of,
    looked_at,
    new_evidence_id,
)
from shared.evidence.file_signature import kind_of
from tests.fakes.evidence import InMemoryEvidence
from tests.samples import NOW


def test_files_are_known_by_how_they_begin() -> None:
    known = {
        b"\xff\xd8\xff\xe1": "photo",
        b"\x89PNG\r\n\x1a\n\0\0": "photo",
        b"RIFF\x10\0\0\0WEBPVP8 ": "photo",
        b"\0\0\0\x18ftypheic\0\0": "photo",
        b"\0\0\0\x18ftypisom\0\0": "video",
        b"\0\0\0\x14ftypqt  \0\0": "video",
        b"%PDF-1.7": "document",
        b"\0\0\0\x18ftypM4A \0\0": "",
        b"RIFF\x10\0\0\0WAVEfmt ": "",
        b"<svg onload=alert(1)>": "",
        b"GIF89a": "",
        b"MZ\x90": "",
        b"\xff\xd8": "",
        b"": "",
    }
    assert {beginning: kind_of(beginning) for beginning in known} == known


def test_only_what_is_there_for_this_order_and_is_what_it_says_counts() -> None:
    files = InMemoryEvidence()
    mine = new_evidence_id("A-1", "image/jpeg", b"m" * 16)
    files.files[key_of(mine)] = "image/jpeg"
    with pytest.raises(WrongContent):
        looked_at(files, "A-1", mine, NOW)
    files.beginnings[key_of(mine)] = b"\xff\xd8\xff\xe0"
    assert looked_at(files, "A-1", mine, NOW).kind == "photo"
    with pytest.raises(EvidenceMissing):
        looked_at(files, "A-2", mine, NOW)


def test_a_file_that_was_replaced_after_it_was_looked_at_is_handed_out_to_nobody() -> None:
    files, mine = InMemoryEvidence(), new_evidence_id("A-1", "image/jpeg", b"m" * 16)
    key = key_of(mine)
    files.files[key], files.beginnings[key] = "image/jpeg", b"\xff\xd8\xff\xe0 a broken cup"
    shown = looked_at(files, "A-1", mine, NOW)
    assert key in address_of(files, [shown], mine)
    files.beginnings[key] = b"<script>"
    with pytest.raises(EvidenceReplaced):
        address_of(files, [shown], mine)
    assert key in address_of(files, [replace(shown, mark="")], mine)  # shown before marks were kept
    del files.files[key]
    with pytest.raises(EvidenceReplaced):
        address_of(files, [shown], mine)
    with pytest.raises(EvidenceUnknown):
        address_of(files, [], mine)
