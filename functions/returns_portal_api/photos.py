"""The step of photos: the browser sends files to the bucket itself, and comes back with their names.

Without script a form sends one file and is led back by S3 (`success_action_redirect`). With a little script several are
sent at once, each with its own type. Either way a file counts only once it was looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from functions.returns_portal_api.api import SignedUpload
from functions.returns_portal_api.drafting import MAX_FIELDS, at_both, draft_of, frame_of, name_in, saved
from functions.returns_portal_api.setting import (
    Visit,
    desk,
    evidence_files,
    logger,
    returns,
    see_other,
    settings,
    visit,
)
from shared.errors import Invalid
from shared.evidence.evidence_files import (
    KINDS,
    UPLOAD_SECONDS,
    EvidenceMissing,
    Upload,
    WrongContent,
    id_of,
    key_of,
    looked_at,
    new_evidence_id,
)
from shared.locales import page_words
from shared.pages.content_security_policy import Allowed
from shared.pages.returns.choosing import Failure
from shared.pages.returns.choosing_photos import (
    ACCEPTED,
    AS_SENT,
    PHOTO,
    VIDEO,
    PhotosView,
    missing_photos,
    missing_video,
    photos_page,
    wants_photos,
)
from shared.pages.returns.choosing_reasons import needed_of
from shared.returns.abuse.limits import look_ups, new_returns
from shared.returns.put_together import wanted_of
from shared.returns.request.legal import ItemUnknown
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.wanted_items import MAX_EVIDENCE, WantedItem
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form

_WRONG: Mapping[str, str] = {"type": "wrong_type", "failed": "wrong_failed", "many": "wrong_many"}
"""What the address says went wrong -> its words."""


def get_photos(request: Request) -> Response:
    """GET /returns/{token}/new/photos"""

    def show(nonce: str) -> Response:
        here = visit(request)
        returns().limited(request, here.caller, look_ups)
        draft = draft_of(here, request)
        wrong, item_id = _WRONG.get(request.query.get("wrong", "")), request.query.get("item", "")
        text = page_words(here.language)(f"returns_photos.{wrong}") if wrong else ""
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
            return see_other(back(item=item_id, wrong="many"))
        try:
            evidence = looked_at(evidence_files(), here.order.order_id, named, clock.now())
        except (EvidenceMissing, WrongContent) as refused:
            logger.info("file refused", extra={"return_id": draft.return_id, "code": refused.code})
            return see_other(back(item=item_id, wrong="type" if isinstance(refused, WrongContent) else "failed"))
        if all(each.key != evidence.key for each in item.evidence):
            _save(here, draft, item_id, lambda asked: replace(asked, evidence=(*asked.evidence, evidence)))
        logger.info("file added", extra={"return_id": draft.return_id, "kind": evidence.kind})
        return see_other(back())

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
        returns().limited(request, here.caller, new_returns)
        draft, content_type = draft_of(here, request), form.get("type", "")
        item = draft.item(form.get("item", ""))
        if item is None or content_type not in (*ACCEPTED[PHOTO], *ACCEPTED[VIDEO]):
            raise Invalid("A file of this type is not taken.", field="type")
        evidence_id = _new_id(here, content_type)
        upload = _upload(evidence_id, content_type)
        logger.info("upload signed", extra={"return_id": draft.return_id, "kind": KINDS[content_type][0]})
        added = _added(here, draft, item, evidence_id)
        signed = SignedUpload(url=upload.url, fields=dict(upload.fields), added=added)
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
        (item.item_id, kind): _form(here, draft, item, kind)
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


def _form(here: Visit, draft: ReturnRequest, item: ReturnItem, kind: str) -> Upload:
    """Where a form without script sends one file of an item: S3 leads back, to where it is added."""
    evidence_id = _new_id(here, AS_SENT[kind])
    public = urlsplit(settings().public_url)
    then = f"{public.scheme}://{public.netloc}{_added(here, draft, item, evidence_id)}"
    return _upload(evidence_id, AS_SENT[kind], then)


def _new_id(here: Visit, content_type: str) -> str:
    return new_evidence_id(here.order.order_id, content_type, clock.random_bytes(16))


def _upload(evidence_id: str, content_type: str, then: str = "") -> Upload:
    return evidence_files().upload(key_of(evidence_id), content_type, KINDS[content_type][2], UPLOAD_SECONDS, then)


def _added(here: Visit, draft: ReturnRequest, item: ReturnItem, evidence_id: str) -> str:
    """The address that adds a file once it is there."""
    return here.place("new", "photos", "added", draft=draft.return_id, item=item.item_id, file=evidence_id)


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
