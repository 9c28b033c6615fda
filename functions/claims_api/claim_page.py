"""The page of one claim: what became of it, and what its shopper adds: words, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from functions.claims_api.setting import Visit, cases, claims, desk, evidence_desk, logger, see_other, visit
from shared.access.limits import claim_forms, look_ups, uploads
from shared.access.shopper_link import TRACKING
from shared.cases.case import Case
from shared.claims.add_to_claim import TooMuchShown, add_evidence, add_words
from shared.claims.claim import MAX_EVIDENCE, MOST_SAID, MOST_WORDS, Claim
from shared.claims.report_problem import TooMuchSaid, UnreadableReport
from shared.errors import Invalid
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import id_of
from shared.free_text import readable
from shared.locales import page_words
from shared.pages.claims.claim_page import ClaimView, claim_page, kinds_wanted
from shared.pages.claims.parcel_words import which_of
from shared.pages.claims.shipments import shown_shipments
from shared.pages.content_security_policy import Allowed
from shared.pages.order_frame import Failure
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form
from shared.wiring.evidence_desk import Wrong, wrong_named


@dataclass(frozen=True, slots=True)
class Here:
    """One claim, opened by its shopper's link."""

    visit: Visit
    claim: Claim
    case: Case | None
    """None only in the moment before it is opened."""

    def place(self, *parts: str, **query: str) -> str:
        """The address of a page below the claim's."""
        return self.visit.place(self.claim.claim_id, *parts, **query)

    def added(self, file: str) -> str:
        """The address that adds a file once it is there."""
        return self.place("added", file=file)


def get_claim(request: Request) -> Response:
    """GET /problem/{token}/{claim_id}"""

    def show(nonce: str) -> Response:
        opened = visit(request)
        opened.limited(look_ups)
        here = _here(opened, request)
        desk().note_click(request, opened.order.order_id)
        wrong = wrong_named(request.query.get("wrong", ""))
        say = page_words(opened.language)
        failures = [Failure("photos", say(f"claim_page.wrong_{wrong}", count=MAX_EVIDENCE))] if wrong else []
        return _page(here, nonce, failures, done=request.query.get("done", ""))

    return desk().answered(request, show)


def post_words(request: Request) -> Response:
    """POST /problem/{token}/{claim_id}/words: more of it. Of a settled claim: it is not settled."""

    def take(nonce: str) -> Response:
        opened = visit(request)
        opened.limited(claim_forms)
        here, words = _here(opened, request), read_form(request).get("words", "")
        try:
            add_words(claims(), cases(), desk().orders, opened.order, here.claim.claim_id, words, clock.now())
        except (UnreadableReport, TooMuchSaid) as refused:
            return _page(here, nonce, [Failure("words", _against(opened, words, refused))], filled=words)
        logger.info("claim added to", extra={"claim_id": here.claim.claim_id})
        return see_other(here.place(done="words"))

    return desk().answered(request, take)


def back(request: Request) -> Response:
    """GET of an address that only does something: on to the claim's page."""
    return desk().answered(request, lambda _: see_other(_here(visit(request), request).place()))


def get_added(request: Request) -> Response:
    """GET /problem/{token}/{claim_id}/added: where S3 leads back to. It adds only what was uploaded for this order."""

    def add(nonce: str) -> Response:
        opened = visit(request)
        opened.limited(look_ups)
        here, named = _here(opened, request), request.query.get("file", "")
        if len(here.claim.evidence) >= MAX_EVIDENCE and named not in map(id_of, here.claim.evidence):
            return see_other(here.place(wrong=Wrong.MANY))
        try:
            wrong = evidence_desk().led_back(request, opened.order.order_id, named, partial(_add, here))
        except TooMuchShown:
            wrong = Wrong.MANY
        logger.info("file led back", extra={"claim_id": here.claim.claim_id, "wrong": wrong})
        return see_other(here.place(wrong=wrong) if wrong else here.place(done="photo"))

    return desk().answered(request, add)


def post_sign(request: Request) -> Response:
    """POST /problem/{token}/{claim_id}/sign: for the page's script, where one more file can be sent."""

    def sign(nonce: str) -> Response:
        opened = visit(request)
        opened.limited(uploads)
        here, content_type = _here(opened, request), read_form(request).get("type", "")
        signed = evidence_desk().sign(
            opened.order.order_id, content_type, kinds_wanted(here.claim, here.case), here.added
        )
        logger.info("upload signed", extra={"claim_id": here.claim.claim_id})
        return Response(200, signed.model_dump(), headers={"cache-control": "no-store"})

    return desk().answered(request, sign)


ROUTES: Routes = {
    "/problem/{token}/{claim_id}": {"GET": get_claim},
    "/problem/{token}/{claim_id}/words": {"GET": back, "POST": post_words},
    "/problem/{token}/{claim_id}/added": {"GET": get_added},
    "/problem/{token}/{claim_id}/sign": {"POST": post_sign},
}


def _here(opened: Visit, request: Request) -> Here:
    claim = opened.claim(request.path["claim_id"])
    return Here(opened, claim, cases().get(claim.order_id, claim.claim_id))


def _add(here: Here, shown: Evidence) -> None:
    add_evidence(claims(), here.visit.order, here.claim.claim_id, shown, clock.now())


def _against(opened: Visit, words: str, refused: Invalid) -> str:
    """What stands against words that were sent."""
    say = page_words(opened.language)
    if isinstance(refused, TooMuchSaid):
        return say("claim_report.said_enough", count=MOST_SAID)
    return say("claim_report.too_long", count=MOST_WORDS) if readable(words) else say("claim_page.words_missing")


def _page(here: Here, nonce: str, failures: Sequence[Failure], *, done: str = "", filled: str = "") -> Response:
    order = here.visit.order
    uploads = {
        kind: evidence_desk().form(order.order_id, kind, here.added) for kind in kinds_wanted(here.claim, here.case)
    }
    view = ClaimView(
        order=order,
        claim=here.claim,
        case=here.case,
        which=_which(here),
        uploads=uploads,
        sign_at=here.place("sign"),
        words_to=here.place("words"),
        home=here.visit.place(),
        tracking=here.visit.elsewhere(TRACKING),
        answer_within=desk().configuration().claims.answer_within,
        done="" if failures else done,
        filled=filled[: 2 * MOST_WORDS],
        failures=failures,
    )
    frame = here.visit.frame(nonce)
    bucket = next((upload.url for upload in uploads.values()), "")
    allowed = Allowed(script=bool(uploads), uploads_to=bucket)
    status = 422 if any(failure.field == "words" for failure in failures) else 200
    return desk().answer(status, claim_page(view, frame), nonce, frame.shop, has_form=True, allowed=allowed)


def _which(here: Here) -> str:
    """The parcel in words; "" where the order has no other."""
    order, shipment_id = here.visit.order, here.claim.shipment_id
    if len(order.shipments) < 2:
        return ""
    shipments = shown_shipments(*desk().seen(order))
    found = [(number, each) for number, each in enumerate(shipments, 1) if each.shipment_id == shipment_id]
    say = page_words(here.visit.language)
    return which_of(found[0][0], len(shipments), found[0][1], say) if found and len(shipments) > 1 else ""
