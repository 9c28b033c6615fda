"""What the shopper shows: which photos are asked for, which are there, and where more can be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.evidence.evidence_files import ACCEPTED, AS_SENT, KINDS, MEGABYTE, PHOTO, VIDEO, Upload, id_of
from shared.locales import Words, page_words
from shared.pages.order_frame import Failure, Frame, failed
from shared.pages.pieces import name_of
from shared.pages.returns.choosing import Step, portal_page, progress
from shared.pages.returns.choosing_reasons import needed_of
from shared.returns.policy.policy import EvidenceNeeded
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import ReasonGroup
from shared.tracking.order import Order

_OFTEN_SHOWN = frozenset({ReasonGroup.DEFECT, ReasonGroup.DELIVERY, ReasonGroup.WARRANTY})
"""Reasons with which a photo helps, whether it has to be or not."""


@dataclass(frozen=True, slots=True)
class PhotosView:
    """What the page is made of."""

    order: Order
    request: ReturnRequest
    """The draft."""
    uploads: Mapping[tuple[str, str], Upload]
    """Item and kind -> where a form without script sends one file."""
    send_to: str
    """Where one goes on, and where a file is taken away again."""
    sign_at: str
    """Where a script asks for more to send to."""
    back: str
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A file that is there."""

    evidence_id: str
    label: str


@dataclass(frozen=True, slots=True)
class _Form:
    """Where one kind of file is sent."""

    kind: str
    label: str
    accept: str
    most_bytes: int
    upload: Upload


@dataclass(frozen=True, slots=True)
class _Item:
    item_id: str
    name: str
    wanted: str
    """How many are asked for, and how many are still to come."""
    shown: list[_Shown]
    forms: list[_Form]
    error: str


def photos_page(view: PhotosView, frame: Frame) -> str:
    """The page."""
    say = page_words(frame.language)
    return portal_page(
        "returns_photos.html.jinja",
        frame,
        say("returns_photos.heading"),
        steps=progress(Step.PHOTOS, say),
        view=view,
        items=[_item(item, view, say) for item in view.request.items if wants_photos(item)],
        limits=say("returns_photos.limits", megabytes=KINDS[AS_SENT[PHOTO]][2] // MEGABYTE),
    )


def wants_photos(item: ReturnItem) -> bool:
    """Whether photos are asked for, or help."""
    needed = needed_of(item)
    return bool(needed.photos or needed.video) or item.reason_group in _OFTEN_SHOWN


def missing_photos(item: ReturnItem) -> int:
    """How many photos are still to come."""
    return max(0, needed_of(item).photos - _count(item, PHOTO))


def missing_video(item: ReturnItem) -> bool:
    """Whether a video is."""
    return needed_of(item).video and not _count(item, VIDEO)


def _item(item: ReturnItem, view: PhotosView, say: Words) -> _Item:
    line = next((line for line in view.order.lines if line.position == item.line), None)
    return _Item(
        item_id=item.item_id,
        name=name_of(line) if line else item.sku,
        wanted=" ".join(_wanted(item, needed_of(item), say)),
        shown=_shown(item, say),
        forms=[_form(kind, upload, say) for (of, kind), upload in view.uploads.items() if of == item.item_id],
        error=failed(view.failures, f"photos-{item.item_id}"),
    )


def _wanted(item: ReturnItem, needed: EvidenceNeeded, say: Words) -> list[str]:
    if not needed.photos and not needed.video:
        return [say("returns_photos.helps")]
    told = []
    if needed.photos:
        told.append(
            say("returns_photos.needed" if needed.photos > 1 else "returns_photos.needed_one", count=needed.photos)
        )
        left = missing_photos(item)
        if 0 < left < needed.photos:
            told.append(say("returns_photos.left", count=left))
    if needed.video:
        told.append(say("returns_photos.needed_video"))
    if not missing_photos(item) and not missing_video(item):
        told.append(say("returns_photos.enough"))
    return told


def _shown(item: ReturnItem, say: Words) -> list[_Shown]:
    """Numbered by kind: nobody knows what the file was called."""
    counted: dict[str, int] = {}
    found = []
    for each in item.evidence:
        counted[each.kind] = counted.get(each.kind, 0) + 1
        found.append(_Shown(id_of(each), say(f"returns_photos.shown_{each.kind}", number=counted[each.kind])))
    return found


def _form(kind: str, upload: Upload, say: Words) -> _Form:
    return _Form(
        kind=kind,
        label=say(f"returns_photos.choose_{kind}"),
        accept=",".join(ACCEPTED[kind]),
        most_bytes=KINDS[AS_SENT[kind]][2],
        upload=upload,
    )


def _count(item: ReturnItem, kind: str) -> int:
    return len({each.key for each in item.evidence if each.kind == kind})
