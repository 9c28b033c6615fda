"""Photos and other files that shoppers show: uploaded by themselves, into a private bucket, and named where they count.

A name is given out for one order, and counts only once the file is there: nobody shows what they do not have, nor what
somebody else uploaded. What its form lets in once it lets in again until it runs out, and S3 has no condition against
that for forms; so each file is kept with the mark of what was looked at, and what was put in its place later is not
handed out.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.errors import Invalid, NotFound
from shared.evidence.evidence import Evidence
from shared.evidence.file_signature import ENOUGH_TO_KNOW, kind_of

MEGABYTE = 1024 * 1024
KINDS: Mapping[str, tuple[str, str, int]] = {
    "image/jpeg": ("photo", "jpg", 15 * MEGABYTE),
    "image/png": ("photo", "png", 15 * MEGABYTE),
    "image/webp": ("photo", "webp", 15 * MEGABYTE),
    "image/heic": ("photo", "heic", 15 * MEGABYTE),
    "video/mp4": ("video", "mp4", 100 * MEGABYTE),
    "video/quicktime": ("video", "mov", 100 * MEGABYTE),
    "application/pdf": ("document", "pdf", 15 * MEGABYTE),
}
"""Content type -> kind, ending, and how large such a file may be."""
PHOTO, VIDEO = "photo", "video"
"""The kinds that pages ask for."""
ACCEPTED: Mapping[str, tuple[str, ...]] = {
    kind: tuple(each for each, (of_kind, _, _) in KINDS.items() if of_kind == kind) for kind in (PHOTO, VIDEO)
}
"""Kind -> the types that can be sent."""
AS_SENT: Mapping[str, str] = {kind: types[0] for kind, types in ACCEPTED.items()}
"""Kind -> the type that is announced by a form without script, which cannot know the file yet."""
UPLOAD_SECONDS = 15 * 60
SHOWN_SECONDS = 60
ID = r"^[0-9a-f]{16}-[A-Za-z0-9_-]{22}\.(?:jpg|png|webp|heic|mp4|mov|pdf)$"
"""What a file is called towards clients: the order's digest, chance, and an ending."""
_PREFIX = "evidence/"
_BY_ENDING = {ending: (content_type, kind) for content_type, (kind, ending, _) in KINDS.items()}


class EvidenceUnknown(NotFound):
    """No such file is shown there, or it is not kept any more."""

    code = "evidence_unknown"


class EvidenceMissing(Invalid):
    """The file was not uploaded for this order, or not yet."""

    code = "evidence_not_uploaded"


class EvidenceReplaced(NotFound):
    """Another file was put in its place after it was shown: what counted is gone."""

    code = "evidence_replaced"


class WrongContent(Invalid):
    """The file is there, and holds something else than its type says."""

    code = "evidence_wrong_content"


@dataclass(frozen=True, slots=True)
class Upload:
    """Where a file is to be sent: by an HTML form's POST, `fields` first and the file last."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What lies under a key, as of one look."""

    content_type: str
    """As it was announced."""
    beginning: bytes
    mark: str
    """Another one as soon as other content lies there."""


class EvidenceFiles(Protocol):
    """Where such files lie, in private."""

    def upload(self, key: str, content_type: str, max_bytes: int, seconds: int, then: str = "") -> Upload:
        """How one file of this type and at most this size can be put under `key` within so many seconds.

        `then`: the address a browser is led to afterwards, with a query of its own; "" : to none.
        """

    def seen(self, key: str, count: int) -> Seen | None:
        """What lies there, with its first `count` bytes; None where nothing does, or nothing is in it."""

    def mark(self, key: str) -> str:
        """Of what lies there now; "" where nothing does."""

    def address(self, key: str, seconds: int) -> str:
        """Where it can be fetched for so many seconds, without any other credentials."""


def new_evidence_id(order_id: str, content_type: str, chance: bytes) -> str:
    """The name of a file to come. `content_type`: one of `KINDS`; `chance`: 16 random bytes."""
    letters = base64.urlsafe_b64encode(chance).rstrip(b"=").decode()
    return f"{_digest(order_id)}-{letters}.{KINDS[content_type][1]}"


def key_of(evidence_id: str) -> str:
    """Where it lies in the bucket."""
    return _PREFIX + evidence_id


def looked_at(files: EvidenceFiles, order_id: str, evidence_id: str, now: datetime) -> Evidence:
    """A file as something that counts; raises EvidenceMissing unless it was uploaded for this order, of its type.

    S3 believes the type that was announced; this does not: it raises WrongContent where the file begins as none of its
    kind does.
    """
    if not re.fullmatch(ID, evidence_id) or not evidence_id.startswith(f"{_digest(order_id)}-"):
        raise EvidenceMissing("No such file was uploaded for this order.", field="evidence")
    content_type, kind = _BY_ENDING[evidence_id.rpartition(".")[2]]
    seen = files.seen(key_of(evidence_id), ENOUGH_TO_KNOW)
    if seen is None or seen.content_type != content_type:
        raise EvidenceMissing("This file is not there: upload it first, of the type you announced.", field="evidence")
    if kind_of(seen.beginning) != kind:
        raise WrongContent("This file is not of the kind that was announced.", field="evidence")
    return Evidence(kind, key_of(evidence_id), now, seen.mark)


def id_of(evidence: Evidence) -> str:
    """What it is called towards clients."""
    return evidence.key.removeprefix(_PREFIX)


def address_of(files: EvidenceFiles, showing: Iterable[Evidence], evidence_id: str) -> str:
    """Where one of the files of `showing` can be fetched for a minute; raises EvidenceUnknown for any other.

    Raises EvidenceReplaced where it is no longer the file that was shown.
    """
    found = next((evidence for evidence in showing if id_of(evidence) == evidence_id), None)
    if found is None:
        raise EvidenceUnknown("No such file is shown here.", field="evidence_id")
    if found.mark and files.mark(found.key) != found.mark:
        raise EvidenceReplaced("This file is gone, or was replaced after it was shown.", field="evidence_id")
    return files.address(found.key, SHOWN_SECONDS)


def _digest(order_id: str) -> str:
    return hashlib.sha256(f"todoku-evidence\x1f{order_id}".encode()).hexdigest()[:16]
