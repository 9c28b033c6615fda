"""The withdrawal function of European law as pages: the statement, its confirmation, and the acknowledgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.returns_portal_api.drafting import (
    MAX_FIELDS,
    frame_of,
    known_draft,
    new_visit,
    policy_of,
    spoken,
    visit_of,
)
from functions.returns_portal_api.setting import Visit, desk, logger, returns, see_other, visit
from shared.access.limits import look_ups, new_returns
from shared.access.shopper_links import RETURNS
from shared.locales import page_words
from shared.pages.order_frame import Failure
from shared.pages.pieces import name_of, pieces_in
from shared.pages.returns.choosing import MAX_SAID
from shared.pages.returns.withdrawal import (
    ConfirmView,
    WithdrawalView,
    acknowledgement_page,
    confirm_page,
    withdrawal_page,
)
from shared.returns.carry_through import ReturnUnknown
from shared.returns.policy.laws import holds_in
from shared.returns.policy.policy import Fact, Law, Policy
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import NotAsOffered
from shared.returns.text.render import to_plain
from shared.returns.vocabulary import WITHDRAWAL
from shared.returns.withdraw import (
    NoRightOfWithdrawal,
    Statement,
    Withdrawable,
    acknowledge,
    withdraw,
    withdrawable,
)
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form

Form = Mapping[str, str]


def has_right(here: Visit, policy: Policy) -> bool:
    """Whether the law gives it for this order, and something is left to withdraw from."""
    if not holds_in(Law.EU, policy, {Fact.ORDER_COUNTRY: here.order.destination.country}):
        return False
    try:
        return any(_is_open(each) for each in withdrawable(returns().means, here.order.order_id, clock.now()))
    except NoRightOfWithdrawal:
        return False


def get_withdrawal(request: Request) -> Response:
    """GET /returns/{token}/withdrawal"""

    def show(nonce: str) -> Response:
        here = _of_buyer(request)
        returns().limited(request, here.caller, look_ups)
        return _first(here, nonce, {})

    return desk().answered(request, show)


def post_withdrawal(request: Request) -> Response:
    """POST /returns/{token}/withdrawal: the first step asks, the second withdraws, once for each statement."""

    def state(nonce: str) -> Response:
        here, form = _of_buyer(request), read_form(request, MAX_FIELDS)
        returns().limited(request, here.caller, new_returns)
        if form.get("confirmed"):
            return _confirmed(here, nonce, form)
        pieces = pieces_in(form)
        failures = _wrong(here, form, pieces)
        if failures:
            return _first(here, nonce, form, failures)
        view = ConfirmView(
            lines=[(line, _name(here, line), count) for line, count in pieces.items()],
            words=form.get("words", "").strip(),
            visit=new_visit(),
            mail=bool(here.order.contact.email),
            send_to=here.place("withdrawal"),
            back=here.place("withdrawal"),
        )
        frame = frame_of(here, nonce)
        return desk().answer(200, confirm_page(view, frame), nonce, frame.shop, has_form=True)

    return desk().answered(request, state)


def get_acknowledgement(request: Request) -> Response:
    """GET /returns/{token}/withdrawal/{return_id}"""

    def show(nonce: str) -> Response:
        here = _of_buyer(request)
        returns().limited(request, here.caller, look_ups)
        withdrawn = _withdrawn(here, request.path["return_id"])
        _, document = acknowledge(withdrawn, here.order, here.language)
        frame = frame_of(here, nonce)
        html = acknowledgement_page(
            document,
            frame,
            file=here.place("withdrawal", withdrawn.return_id, "file"),
            return_page=here.place(withdrawn.return_id),
        )
        return desk().answer(200, html, nonce, frame.shop)

    return desk().answered(request, show)


def get_file(request: Request) -> Response:
    """GET /returns/{token}/withdrawal/{return_id}/file: the same as plain text, to be kept."""

    def show(nonce: str) -> Response:
        here = _of_buyer(request)
        returns().limited(request, here.caller, look_ups)
        withdrawn = _withdrawn(here, request.path["return_id"])
        _, document = acknowledge(withdrawn, here.order, here.language)
        headers = {
            "content-disposition": f'attachment; filename="{withdrawn.number}.txt"',
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; sandbox",
        }
        return Response(200, to_plain(document), "text/plain", headers)

    return desk().answered(request, show)


ROUTES: Routes = {
    f"/{RETURNS}/{{token}}/withdrawal": {"GET": get_withdrawal, "POST": post_withdrawal},
    f"/{RETURNS}/{{token}}/withdrawal/{{return_id}}": {"GET": get_acknowledgement},
    f"/{RETURNS}/{{token}}/withdrawal/{{return_id}}/file": {"GET": get_file},
}


def _of_buyer(request: Request) -> Visit:
    here = visit(request)
    here.caller.of_buyer()
    return here


def _first(here: Visit, nonce: str, form: Form, failures: Sequence[Failure] = ()) -> Response:
    view = WithdrawalView(
        found=withdrawable(returns().means, here.order.order_id, clock.now()),
        policy=policy_of(here),
        pieces=pieces_in(form),
        words=form.get("words", "")[:MAX_SAID],
        send_to=here.place("withdrawal"),
        failures=failures,
    )
    frame = frame_of(here, nonce)
    return desk().answer(422 if failures else 200, withdrawal_page(view, frame), nonce, frame.shop, has_form=True)


def _confirmed(here: Visit, nonce: str, form: Form) -> Response:
    pieces = pieces_in(form)
    failures = _wrong(here, form, pieces)
    if failures:
        return _first(here, nonce, form, failures)
    statement = Statement(
        return_id=here.caller.new_return_id(f"withdrawal:{here.order.order_id}:{visit_of(form)}"),
        chance=clock.random_bytes(16),
        pieces=tuple(pieces.items()),
        words=form.get("words", "").strip(),
        language=spoken(here),
    )
    try:
        withdrawn = withdraw(returns().means, here.order.order_id, statement, here.caller.telling(clock.now()))
    except NotAsOffered as refused:
        logger.info("withdrawal not as offered", extra={"items": len(refused.whys)})
        return _first(here, nonce, form, [_failure(here, "returns.not_these")])
    logger.info("withdrawal taken", extra={"order_id": here.order.order_id, "return_id": withdrawn.return_id})
    return see_other(here.place("withdrawal", withdrawn.return_id))


def _wrong(here: Visit, form: Form, pieces: Mapping[str, int]) -> list[Failure]:
    """What stands against the statement as a form; whether the right is there the use case says."""
    if not any(pieces.values()):
        return [_failure(here, "returns_withdrawal.choose_something")]
    if len(form.get("words", "")) > MAX_SAID:
        say = page_words(here.language)
        text = say("returns_reasons.too_long", name=say("returns_withdrawal.words"), count=MAX_SAID)
        return [Failure("words", text)]
    found = withdrawable(returns().means, here.order.order_id, clock.now())
    left = {each.line.position: each.quantity for each in found if _is_open(each)}
    is_repeated = bool(form.get("confirmed"))  # what was withdrawn is not left any more, and may be confirmed again
    fits = is_repeated or all(0 < count <= left.get(line, 0) for line, count in pieces.items())
    return [] if fits and all(count > 0 for count in pieces.values()) else [_failure(here, "returns.not_these")]


def _failure(here: Visit, key: str) -> Failure:
    return Failure("items", page_words(here.language)(key))


def _is_open(found: Withdrawable) -> bool:
    return not found.whys and found.quantity > 0


def _withdrawn(here: Visit, return_id: str) -> ReturnRequest:
    found = known_draft(here, return_id)
    if found is None or found.channel != WITHDRAWAL:
        raise ReturnUnknown("There is no return with this id.", field="return_id")
    return found


def _name(here: Visit, position: str) -> str:
    return next((name_of(line) for line in here.order.lines if line.position == position), position)
