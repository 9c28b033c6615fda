"""Routes by which somebody signs in to the console with a link's code, and out."""

from __future__ import annotations

from functions.console_api.setting import Made, Visit, anybody, desk, logger, login_at, page, pool, visited
from shared.access.console_door import CodeRefused, cookie_for, no_cookie, place_below, sign_in
from shared.pages.console.entrance import SignInForm, sign_in_page
from shared.pages.console.frame import ConsoleFrame
from shared.pages.content_security_policy import Allowed
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form, see_other


def get_sign_in(request: Request) -> Response:
    """GET /console/sign-in. It exchanges nothing: scanners of mails and chats follow links."""
    return anybody(request, lambda frame: sign_in_page(SignInForm(login_at=login_at()), frame))


def get_signed_out(request: Request) -> Response:
    """GET /console/signed-out: where signing out ends, here and at the pool of users. It signs out nobody."""
    form = SignInForm(is_signed_out=True, login_at=login_at())
    return anybody(request, lambda frame: sign_in_page(form, frame))


def post_sign_in(request: Request) -> Response:
    """POST /console/sign-in"""

    def enter(frame: ConsoleFrame) -> Made:
        fields = read_form(request)
        to = place_below(fields.get("to", ""))
        try:
            plain, session = sign_in(desk().door, fields.get("code", ""), clock.random_bytes(32), clock.now())
        except CodeRefused:
            logger.info("sign-in refused")
            html = sign_in_page(SignInForm(to=to, is_refused=True, login_at=login_at()), frame)
            return page(html, frame, 403, allowed=Allowed(script=True))
        logger.info("signed in", extra={"session": session.short, "role": session.role})
        return see_other(frame.place(*to.split("/")) if to else frame.place(), cookie_for(plain))

    return anybody(request, enter)


def post_sign_out(request: Request) -> Response:
    """POST /console/sign-out. Who came from the pool of users is signed out there too: it leads back to us."""

    def leave(visit: Visit) -> Made:
        session, where = visit.visitor.session, pool()
        desk().door.end_session(session.digest)
        logger.info("signed out", extra={"session": session.short})
        ends = where.sign_out_address() if where and session.is_of_pool else visit.frame.place("signed-out")
        return see_other(ends, no_cookie())

    return visited(request, leave)


ROUTES: Routes = {
    "/console/sign-in": {"GET": get_sign_in, "POST": post_sign_in},
    "/console/sign-out": {"POST": post_sign_out},
    "/console/signed-out": {"GET": get_signed_out},
}
