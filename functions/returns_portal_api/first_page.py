"""The portal's first page: what can come back and why not, what is on its way, and the choice of what it is to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.returns_portal_api import cancelling, withdrawing
from functions.returns_portal_api.drafting import (
    MAX_FIELDS,
    Form,
    at_both,
    draft_named,
    draft_of,
    frame_of,
    is_open,
    known_draft,
    new_visit,
    offers_of,
    policy_of,
    saved,
    spoken,
    visit_of,
)
from functions.returns_portal_api.setting import Visit, desk, logger, returns, see_other, visit
from shared.access.limits import look_ups, new_returns
from shared.locales import page_words
from shared.pages.content_security_policy import Allowed
from shared.pages.order_frame import Failure
from shared.pages.pieces import pieces_in
from shared.pages.returns.choosing_items import Elsewhere, HomeView, home_page
from shared.returns.draft_return import Draft
from shared.returns.gift_returns import gift_code_of
from shared.returns.open_draft import open_draft
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Eligibility
from shared.returns.put_together import wanted_of, with_pieces
from shared.returns.return_request import ReturnRequest
from shared.returns.text.human import Contact, policy_text
from shared.returns.view.answer import ReturnSummary
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form


def get_home(request: Request) -> Response:
    """GET /returns/{token}, and GET /returns/{token}/new with a draft that is to be changed"""

    def show(nonce: str) -> Response:
        here = visit(request)
        returns().limited(request, here.caller, look_ups)
        draft = draft_of(here, request, "change") if request.query.get("change") else None
        desk().note_click(request, here.order.order_id)
        return _home(here, nonce, offers_of(here), draft)

    return desk().answered(request, show)


def post_items(request: Request) -> Response:
    """POST /returns/{token}/new"""

    def take(nonce: str) -> Response:
        here, form = visit(request), read_form(request, MAX_FIELDS)
        returns().limited(request, here.caller, new_returns)
        found, pieces = offers_of(here), pieces_in(form)
        return_id = form.get("draft", "") or here.caller.new_return_id(f"portal:{visit_of(form)}")
        known = draft_named(here, return_id) if form.get("draft") else known_draft(here, return_id)
        if known is not None and not is_open(known):
            return see_other(here.place(known.return_id))
        failure = _wrong_pieces(pieces, found)
        if failure:
            failures = [Failure("items", page_words(here.language)(f"returns.{failure}"))]
            return _home(here, nonce, found, known, form=form, failures=failures)
        draft = _put_together(here, return_id, pieces, known)
        logger.info("items chosen", extra={"return_id": draft.return_id, "items": len(draft.items)})
        return see_other(here.place("new", "reasons", draft=draft.return_id))

    return desk().answered(request, take)


ROUTES: Routes = at_both({"": {"GET": get_home}, "/new": {"GET": get_home, "POST": post_items}})


def _home(
    here: Visit,
    nonce: str,
    found: Sequence[Eligibility],
    draft: ReturnRequest | None,
    *,
    form: Form | None = None,
    failures: Sequence[Failure] = (),
) -> Response:
    policy = policy_of(here)
    shop = desk().brand()
    theirs = [each for each in returns().means.returns.of_order(here.order.order_id) if here.caller.may_see(each)]
    chosen = pieces_in(form) if form is not None else _pieces(draft)
    view = HomeView(
        order=here.order,
        found=found,
        policy=policy,
        text=policy_text(policy, here.language, Contact(shop.name)),
        returns=[(ReturnSummary.of(each), here.place(each.return_id)) for each in reversed(theirs)],
        pieces=chosen,
        send_to=here.place("new"),
        visit=visit_of(form or {}) if form is not None else new_visit(),
        draft=draft.return_id if draft else "",
        elsewhere=Elsewhere() if here.caller.is_gift else _elsewhere(here, policy),
        failures=failures,
    )
    frame = frame_of(here, nonce, change=draft.return_id if draft else "")
    images = tuple(line.image_url for line in here.order.lines if line.image_url)
    logger.info("portal shown", extra={"order_id": here.order.order_id, "positions": len(found)})
    return desk().answer(
        422 if failures else 200,
        home_page(view, frame),
        nonce,
        frame.shop,
        has_form=True,
        allowed=Allowed(images=images),
    )


def _elsewhere(here: Visit, policy: Policy) -> Elsewhere:
    return Elsewhere(
        withdrawal=here.place("withdrawal") if withdrawing.has_right(here, policy) else "",
        cancellation=here.place("cancellation") if cancelling.is_worth_a_look(here) else "",
    )


def _pieces(draft: ReturnRequest | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in draft.items if draft else ():
        found[item.line] = found.get(item.line, 0) + item.quantity
    return found


def _wrong_pieces(pieces: Mapping[str, int], found: Sequence[Eligibility]) -> str:
    """The word for what is wrong with the choice; "" : nothing. The policy decides anew when it is asked for."""
    if not any(pieces.values()):
        return "choose_something"
    open_ones = {each.line: each.open_quantity for each in found if each.eligible}
    fits = all(0 < count <= open_ones.get(line, 0) for line, count in pieces.items())
    return "" if fits else "not_these"


def _put_together(here: Visit, return_id: str, pieces: Mapping[str, int], known: ReturnRequest | None) -> ReturnRequest:
    order_id = here.order.order_id
    if known is not None:
        return saved(here, known, with_pieces(order_id, pieces, wanted_of(known)))
    desk_of_returns = returns()
    draft = Draft(
        return_id=return_id,
        chance=clock.random_bytes(16),
        items=with_pieces(order_id, pieces, ()),
        filed_by=here.caller.actor,
        language=spoken(here),
        gift_code=gift_code_of(desk_of_returns.orders, here.caller, order_id, None, ()),
    )
    shown, _ = open_draft(desk_of_returns.means, here.caller, draft, clock.now())
    return shown.request
