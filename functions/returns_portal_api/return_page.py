"""The page of one return: how it stands, and what its shopper decides, answers and takes back there."""

from __future__ import annotations

from collections.abc import Iterator

from functions.returns_portal_api import ways
from functions.returns_portal_api.answer_photos import evidence_of, read_added, that_are_there
from functions.returns_portal_api.labels import labels
from functions.returns_portal_api.one_return import (
    Form,
    Here,
    NothingAnswered,
    back,
    doing,
    here,
    html,
    one_of,
    page,
    refused,
)
from functions.returns_portal_api.setting import desk, logger, returns
from shared.access.limits import look_ups, new_returns
from shared.locales import page_words
from shared.pages.order_frame import Failure
from shared.pages.returns.one_return import cancel_page
from shared.pages.returns.one_return_view import Told
from shared.returns.answer_return import Answered, answer_return
from shared.returns.appeal_return import appeal_return
from shared.returns.axes import Action, Approval
from shared.returns.cancel_return import cancel_return
from shared.returns.plan_way_back import plan_way_back
from shared.returns.request.obstacles import ActionNotLegal, Obstacle
from shared.returns.return_request import ReturnItem
from shared.returns.submit_return import submit_return
from shared.returns.wanted_items import MAX_EVIDENCE
from shared.runtime.http import Request, Response, Routes

LONGEST_SERIAL = 100


def get_page(request: Request) -> Response:
    """GET /returns/{token}/{return_id}"""

    def show(nonce: str) -> Response:
        opened = here(request)
        returns().limited(request, opened.visit.caller, look_ups)
        logger.info("return shown", extra={"return_id": opened.return_id})
        return page(opened, nonce, Told(done=request.query.get("done", "")))

    return desk().answered(request, show)


def submit(opened: Here, form: Form) -> Action:
    """Ask for it; what was asked for before is answered as it is."""
    submit_return(returns().means, opened.return_id, opened.telling(form))
    return Action.SUBMIT


def plan(opened: Here, form: Form) -> Action:
    """Say in a draft how it is to come back."""
    plan_way_back(returns().means, opened.return_id, ways.method_of(form.get("method", "")), opened.telling(form))
    return Action.CHANGE


def appeal(opened: Here, form: Form) -> Action:
    """Object to a denial, once."""
    appeal_return(returns().means, opened.return_id, opened.telling(form, note=form.get("words", "").strip()))
    return Action.APPEAL


def cancel(opened: Here, form: Form) -> Action:
    """Take it back before the goods moved; labels that nobody needs any more are given back."""
    cancel_return(returns().means, opened.return_id, opened.telling(form), (), labels().ways().give_back)
    return Action.CANCEL


def get_cancel(request: Request) -> Response:
    """GET /returns/{token}/{return_id}/cancel: asks first."""

    def show(nonce: str) -> Response:
        opened = here(request)
        made = one_of(opened)
        if Action.CANCEL not in made.can:
            return refused(opened, ActionNotLegal(Action.CANCEL, Obstacle("return", "as it is")), nonce)
        return html(cancel_page(made, opened.visit.language, nonce), nonce, made)

    return desk().answered(request, show)


def get_answer(request: Request) -> Response:
    """GET /returns/{token}/{return_id}/answer: where S3 leads back to, with the photos that were added so far."""

    def show(nonce: str) -> Response:
        opened = here(request)
        returns().limited(request, opened.visit.caller, look_ups)
        named = read_added(request.query.get("added", ""))
        there = that_are_there(opened.stored, named)
        say = page_words(opened.visit.language)
        lost = [item_id for item_id, names in named.items() if len(there.get(item_id, ())) < len(names)]
        failures = [Failure(f"photo-{item_id}", say("one_return.answer_photo_wrong")) for item_id in lost]
        return page(opened, nonce, Told(failures=failures), 422 if failures else 200, added=there)

    return desk().answered(request, show)


def answer(opened: Here, form: Form) -> Action:
    """Give what was asked for; once, however often the form is sent."""
    answers = [one for item in opened.stored.items if (one := _answered(opened, item, form))]
    if not answers and not any(entry.action is Action.ANSWER for entry in opened.stored.log):
        raise NothingAnswered("There is no answer in it.")
    answer_return(returns().means, opened.return_id, answers, opened.telling(form))
    return Action.ANSWER


BELOW: Routes = {
    "": {"GET": get_page},
    "/submit": {"GET": back, "POST": doing(submit, new_returns)},
    "/plan": {"GET": back, "POST": doing(plan)},
    "/answer": {"GET": get_answer, "POST": doing(answer)},
    "/appeal": {"GET": back, "POST": doing(appeal)},
    "/cancel": {"GET": get_cancel, "POST": doing(cancel)},
    **ways.BELOW,
}
"""Below the address of one return."""
ROUTES: Routes = {
    f"/{portal}/{{token}}/{{return_id}}{place}": methods
    for portal in ("returns", "gifts")
    for place, methods in BELOW.items()
}


def _answered(opened: Here, item: ReturnItem, form: Form) -> Answered | None:
    """None where nothing was said or shown of the item."""
    words = form.get(f"words-{item.item_id}", "").replace("\r\n", "\n").strip()
    serial = form.get(f"serial-{item.item_id}", "").strip()
    photos = list(_photos(item, form))
    if item.approval is not Approval.NEEDS_MORE or not (words or serial or photos):
        return None
    return Answered(item.item_id, evidence_of(item, photos), words, serial[:LONGEST_SERIAL])


def _photos(item: ReturnItem, form: Form) -> Iterator[str]:
    for number in range(1, MAX_EVIDENCE + 1):
        if evidence_id := form.get(f"photo-{item.item_id}-{number}", ""):
            yield evidence_id
