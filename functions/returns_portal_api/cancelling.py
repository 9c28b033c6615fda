"""Cancelling an order as pages, before anything was sent: what it comes to, then the wish, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.returns_portal_api.drafting import MAX_FIELDS, frame_of, new_visit, visit_of
from functions.returns_portal_api.setting import Visit, desk, logger, returns, see_other, settings, visit
from shared.access.limits import look_ups, new_returns
from shared.access.shopper_links import RETURNS
from shared.locales import page_words
from shared.pages.order_frame import Failure
from shared.pages.pieces import pieces_in
from shared.pages.returns.cancellation import CancellationPageView, cancellation_page, confirm_cancellation_page
from shared.returns.cancel_order import CancellationRefused, cancel_order
from shared.returns.cancellation import CancellationAsk, CancellationPreview, CancellationRules, WhyNot
from shared.returns.preview_cancellation import preview_cancellation
from shared.returns.published import ReturnsOff
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form

Form = Mapping[str, str]


def is_worth_a_look(here: Visit) -> bool:
    """Whether the page has something to say: it can be cancelled, or was asked for."""
    rules = rules_of_today()
    return rules.enabled and (bool(here.order.cancellations) or _preview(here, None, rules).is_possible)


def rules_of_today() -> CancellationRules:
    """A shop that takes no returns here cancels nothing for shoppers either."""
    try:
        return returns().policies.current().cancellation
    except ReturnsOff:
        return CancellationRules()


def get_cancellation(request: Request) -> Response:
    """GET /returns/{token}/cancellation"""

    def show(nonce: str) -> Response:
        here = _of_buyer(request)
        returns().limited(request, here.caller, look_ups)
        return _page(here, nonce, {}, _preview(here, None, rules_of_today()))

    return desk().answered(request, show)


def post_cancellation(request: Request) -> Response:
    """POST /returns/{token}/cancellation: says what it comes to; once confirmed, asks for it."""

    def take(nonce: str) -> Response:
        here, form, rules = _of_buyer(request), read_form(request, MAX_FIELDS), rules_of_today()
        returns().limited(request, here.caller, new_returns)
        ask = _ask(form, rules)
        if form.get("confirmed"):
            return _asked(here, nonce, form, ask, rules)
        preview = _preview(here, ask, rules)
        if preview.why_not:
            return _page(here, nonce, form, preview, _failures(here, preview.why_not))
        frame = frame_of(here, nonce)
        html = confirm_cancellation_page(_view(here, form, preview, rules), frame)
        return desk().answer(200, html, nonce, frame.shop, has_form=True)

    return desk().answered(request, take)


ROUTES: Routes = {f"/{RETURNS}/{{token}}/cancellation": {"GET": get_cancellation, "POST": post_cancellation}}


def _of_buyer(request: Request) -> Visit:
    here = visit(request)
    here.caller.of_buyer()
    return here


def _ask(form: Form, rules: CancellationRules) -> CancellationAsk:
    """All that is left, where some of it cannot be chosen."""
    return CancellationAsk(tuple(pieces_in(form).items()) if rules.partial else None)


def _preview(here: Visit, ask: CancellationAsk | None, rules: CancellationRules) -> CancellationPreview:
    means = returns().means
    return preview_cancellation(
        means.orders,
        means.returns,
        here.order.order_id,
        ask or CancellationAsk(),
        rules=rules,
        actor=here.caller.actor,
        now=clock.now(),
    )


def _asked(here: Visit, nonce: str, form: Form, ask: CancellationAsk, rules: CancellationRules) -> Response:
    try:
        _, is_new = cancel_order(
            returns().means.orders,
            returns().means.returns,
            here.order.order_id,
            ask,
            idempotency_key=visit_of(form),
            rules=rules,
            actor=here.caller.actor,
            merchant_id=settings().merchant_id,
            now=clock.now(),
        )
    except CancellationRefused as refused:
        return _page(here, nonce, form, _preview(here, None, rules), _failures(here, refused.why_not))
    logger.info("cancellation asked for", extra={"order_id": here.order.order_id, "is_new": is_new})
    return see_other(here.place("cancellation"))


def _failures(here: Visit, why_not: Sequence[WhyNot]) -> list[Failure]:
    say = page_words(here.language)
    return [Failure("items", say(f"returns_cancellation.{why}")) for why in why_not]


def _page(
    here: Visit, nonce: str, form: Form, preview: CancellationPreview, failures: Sequence[Failure] = ()
) -> Response:
    """Of a choice that cannot be, what can is offered anew."""
    rules = rules_of_today()
    whole = _preview(here, None, rules) if failures else preview
    view = _view(here, form, whole, rules, failures)
    frame = frame_of(here, nonce)
    return desk().answer(422 if failures else 200, cancellation_page(view, frame), nonce, frame.shop, has_form=True)


def _view(
    here: Visit,
    form: Form,
    preview: CancellationPreview,
    rules: CancellationRules,
    failures: Sequence[Failure] = (),
) -> CancellationPageView:
    return CancellationPageView(
        order=returns().orders.get(here.order.order_id) or here.order,
        preview=preview,
        partial=rules.partial,
        send_to=here.place("cancellation"),
        back=here.place(),
        pieces=pieces_in(form),
        visit=new_visit(),
        failures=failures,
    )
