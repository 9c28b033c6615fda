"""The step of photos of a return that is put together: which are asked for, which are there, and where more are sent.

How a file comes and what it must be is `shared/wiring/evidence_desk.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from functions.returns_portal_api.drafting import MAX_FIELDS, at_both, draft_of, frame_of, name_in, saved
from functions.returns_portal_api.setting import Visit, desk, evidence_desk, logger, returns, see_other, visit
from shared.access.limits import look_ups, uploads
from shared.errors import Invalid
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import PHOTO, VIDEO, id_of
from shared.locales import page_words
from shared.pages.content_security_policy import Allowed
from shared.pages.order_frame import Failure
from shared.pages.returns.choosing_photos import (
    PhotosView,
    missing_photos,
    missing_video,
    photos_page,
    wants_photos,
)
from shared.pages.returns.choosing_reasons import needed_of
from shared.returns.put_together import wanted_of
from shared.returns.request.legal import ItemUnknown
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.wanted_items import MAX_EVIDENCE, WantedItem
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form
from shared.wiring.evidence_desk import CountedAt, Wrong, wrong_named


def get_photos(request: Request) -> Response:
    """GET /returns/{token}/new/photos"""

    def show(nonce: str) -> Response:
        here = visit(request)
        returns().limited(request, here.caller, look_ups)
        draft = draft_of(here, request)
        wrong, item_id = wrong_named(request.query.get("wrong", "")), request.query.get("item", "")
        text = page_words(here.language)(f"returns_photos.wrong_{wrong}") if wrong else ""
        return _photos(here, nonce, draft, [Failure(f"photos-{item_id}", text)] if draft.item(item_id) and text else ())

    return desk().answered(request, show)


def get_added(request: Request) -> Response:
    """GET /returns/{token}/new/photos/added: where S3 leads back to. It adds only what was uploaded for this order."""

    def add(nonce: str) -> Response:
        here = visit(request)
        returns().limited(request, here.caller, look_ups)
        draft, item_id, named = draft_of(here, request), request.query.get("item", ""), request.query.get("file", "")
        item = draft.item(item_id)
        if item is None:
            raise ItemUnknown("The return has no such item.", field="item")
        back = partial(here.place, "new", "photos", draft=draft.return_id)
        if len(item.evidence) >= MAX_EVIDENCE:
            return see_other(back(item=item_id, wrong=Wrong.MANY))
        wrong = evidence_desk().led_back(request, here.order.order_id, named, partial(_add, here, draft, item))
        logger.info("file led back", extra={"return_id": draft.return_id, "wrong": wrong})
        return see_other(back(item=item_id, wrong=wrong) if wrong else back())

    return desk().answered(request, add)


def post_photos(request: Request) -> Response:
    """POST /returns/{token}/new/photos: on, or one file is taken away again."""

    def take(nonce: str) -> Response:
        here, form = visit(request), read_form(request, MAX_FIELDS)
        returns().limited(request, here.caller, look_ups)
        draft = draft_of(here, request)
        if removed := form.get("remove", ""):
            _save(here, draft, form.get("item", ""), partial(_without, evidence_id=removed))
            return see_other(here.place("new", "photos", draft=draft.return_id))
        failures = _missing(here, draft)
        if failures:
            return _photos(here, nonce, draft, failures)
        return see_other(here.place("new", "outcomes", draft=draft.return_id))

    return desk().answered(request, take)


def post_sign(request: Request) -> Response:
    """POST /returns/{token}/new/photos/sign: for the page's script, where one more file can be sent."""

    def sign(nonce: str) -> Response:
        here, form = visit(request), read_form(request)
        returns().limited(request, here.caller, uploads)
        draft = draft_of(here, request)
        item = draft.item(form.get("item", ""))
        if item is None:
            raise Invalid("The return has no such item.", field="item")
        added = _added(here, draft, item)
        signed = evidence_desk().sign(here.order.order_id, form.get("type", ""), (PHOTO, VIDEO), added)
        logger.info("upload signed", extra={"return_id": draft.return_id})
        return Response(200, signed.model_dump(), headers={"cache-control": "no-store"})

    return desk().answered(request, sign)


ROUTES: Routes = at_both(
    {
        "/new/photos": {"GET": get_photos, "POST": post_photos},
        "/new/photos/added": {"GET": get_added},
        "/new/photos/sign": {"POST": post_sign},
    }
)


def _photos(here: Visit, nonce: str, draft: ReturnRequest, failures: Sequence[Failure]) -> Response:
    draft_id = draft.return_id
    uploads = {
        (item.item_id, kind): evidence_desk().form(here.order.order_id, kind, _added(here, draft, item))
        for item in draft.items
        if wants_photos(item) and len(item.evidence) < MAX_EVIDENCE
        for kind in _kinds(item)
    }
    view = PhotosView(
        order=here.order,
        request=draft,
        uploads=uploads,
        send_to=here.place("new", "photos", draft=draft_id),
        sign_at=here.place("new", "photos", "sign", draft=draft_id),
        back=here.place("new", "reasons", draft=draft_id),
        failures=failures,
    )
    frame = frame_of(here, nonce, draft=draft_id)
    bucket = next((upload.url for upload in uploads.values()), "")
    return desk().answer(
        422 if failures else 200,
        photos_page(view, frame),
        nonce,
        frame.shop,
        has_form=True,
        allowed=Allowed(script=True, uploads_to=bucket),
    )


def _kinds(item: ReturnItem) -> tuple[str, ...]:
    return (PHOTO, VIDEO) if needed_of(item).video else (PHOTO,)


def _added(here: Visit, draft: ReturnRequest, item: ReturnItem) -> CountedAt:
    """The address that adds a file once it is there."""
    return lambda file: here.place("new", "photos", "added", draft=draft.return_id, item=item.item_id, file=file)


def _add(here: Visit, draft: ReturnRequest, item: ReturnItem, shown: Evidence) -> None:
    if all(each.key != shown.key for each in item.evidence):
        _save(here, draft, item.item_id, lambda asked: replace(asked, evidence=(*asked.evidence, shown)))


def _save(here: Visit, draft: ReturnRequest, item_id: str, change: Callable[[WantedItem], WantedItem]) -> None:
    asked = wanted_of(draft)
    changed = tuple(
        change(each) if item.item_id == item_id else each for each, item in zip(asked, draft.items, strict=True)
    )
    saved(here, draft, changed)


def _without(asked: WantedItem, evidence_id: str) -> WantedItem:
    return replace(asked, evidence=tuple(each for each in asked.evidence if id_of(each) != evidence_id))


def _missing(here: Visit, draft: ReturnRequest) -> list[Failure]:
    say, failures = page_words(here.language), []
    for item in draft.items:
        field, name = f"photos-{item.item_id}", name_in(here, item)
        if left := missing_photos(item):
            failures.append(Failure(field, say("returns_photos.missing", name=name, count=left)))
        if missing_video(item):
            failures.append(Failure(field, say("returns_photos.missing_video", name=name)))
    return failures
