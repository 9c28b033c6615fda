"""Behind every step on which shoppers show something: their browser sends files to the bucket itself, and comes back.

Without script a form sends one file, and S3 leads back with its name (`success_action_redirect`). With a little script
several are sent at once, each with its own type. Either way a file counts only once it was looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from shared.aws import clients
from shared.aws.s3_evidence_files import S3EvidenceFiles
from shared.errors import Invalid
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import (
    ACCEPTED,
    AS_SENT,
    KINDS,
    UPLOAD_SECONDS,
    EvidenceMissing,
    Upload,
    WrongContent,
    key_of,
    looked_at,
    new_evidence_id,
)
from shared.evidence.signed_upload import SignedUpload
from shared.runtime import clock
from shared.runtime.http import Request

CountedAt = Callable[[str], str]
"""The name of a file -> the path, with its query, that counts it once it is there."""


class Wrong(StrEnum):
    """What went wrong with a file. The values stand in addresses."""

    TYPE = "type"
    FAILED = "failed"
    MANY = "many"


def wrong_named(name: str) -> Wrong | None:
    """None for what an address of ours does not say."""
    return Wrong(name) if name in {*Wrong} else None


@dataclass(frozen=True)
class EvidenceDesk:
    """One per function and process; nothing is asked before it is needed."""

    bucket: str
    public_url: str

    @cached_property
    def files(self) -> S3EvidenceFiles:
        return S3EvidenceFiles(clients.s3(), self.bucket)

    def form(self, order_id: str, kind: str, added: CountedAt) -> Upload:
        """Where a form without script sends one file of this kind: S3 leads back to where it is counted."""
        evidence_id = self._new_id(order_id, AS_SENT[kind])
        public = urlsplit(self.public_url)
        return self._upload(evidence_id, AS_SENT[kind], f"{public.scheme}://{public.netloc}{added(evidence_id)}")

    def sign(self, order_id: str, content_type: str, kinds: Collection[str], added: CountedAt) -> SignedUpload:
        """Where a page's script sends one file; Invalid where its type is of none of these kinds."""
        if not any(content_type in ACCEPTED[kind] for kind in kinds):
            raise Invalid("A file of this type is not taken.", field="type")
        evidence_id = self._new_id(order_id, content_type)
        upload = self._upload(evidence_id, content_type)
        return SignedUpload(url=upload.url, fields=dict(upload.fields), added=added(evidence_id))

    def looked_at(self, order_id: str, evidence_id: str) -> Evidence:
        """A file of the order as something that counts; raises EvidenceMissing and WrongContent."""
        return looked_at(self.files, order_id, evidence_id, clock.now())

    def led_back(
        self, request: Request, order_id: str, evidence_id: str, count: Callable[[Evidence], object]
    ) -> Wrong | None:
        """Count the file that the browser comes back with; answers what is wrong with it.

        It comes by GET, because S3 leads there; so it counts each file once, and only what lies in the bucket under a
        name that was made for this order. HEAD asks without coming: it counts nothing.
        """
        if request.method == "HEAD":
            return None
        try:
            evidence = self.looked_at(order_id, evidence_id)
        except WrongContent:
            return Wrong.TYPE
        except EvidenceMissing:
            return Wrong.FAILED
        count(evidence)
        return None

    def _new_id(self, order_id: str, content_type: str) -> str:
        return new_evidence_id(order_id, content_type, clock.random_bytes(16))

    def _upload(self, evidence_id: str, content_type: str, then: str = "") -> Upload:
        most_bytes = KINDS[content_type][2]
        return self.files.upload(key_of(evidence_id), content_type, most_bytes, UPLOAD_SECONDS, then)
