"""Routes by which somebody signs in to the console, and out."""

from __future__ import annotations

import re

from functions.console_api.setting import Made, Visit, anybody, desk, logger, page, visited
from shared.access.console_door import CodeRefused, cookie_for, no_cookie, sign_in
from shared.pages.console.entrance import SignInForm, sign_in_page
from shared.pages.console.frame import ConsoleFrame
from shared.pages.content_security_policy import Allowed
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form, see_other

_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")
"""Below the console only: a link that signs in must not lead away."""


def get_sign_in(request: Request) -> Response:
    """GET /console/sign-in. It exchanges nothing: scanners of mails and chats follow links."""
    signed_out = request.query.get("signed_out") == "yes"
    return anybody(request, lambda frame: sign_in_page(SignInForm(is_signed_out=signed_out), frame))


def post_sign_in(request: Request) -> Response:
    """POST /console/sign-in"""

    def enter(frame: ConsoleFrame) -> Made:
        fields = read_form(request)
        to = fields.get("to", "") if _PLACE.fullmatch(fields.get("to", "")) else ""
        try:
            plain, session = sign_in(desk().door, fields.get("code", ""), clock.random_bytes(32), clock.now())
        except CodeRefused:
            logger.info("sign-in refused")
            html = sign_in_page(SignInForm(to=to, is_refused=True), frame)
            return page(html, frame, 403, allowed=Allowed(script=True))
        logger.info("signed in", extra={"session": session.short})
        return see_other(frame.place(*to.split("/")) if to else frame.place(), cookie_for(plain))

    return anybody(request, enter)


def post_sign_out(request: Request) -> Response:
    """POST /console/sign-out"""

    def leave(visit: Visit) -> Made:
        session = visit.visitor.session
        desk().door.end_session(session.digest)
        logger.info("signed out", extra={"session": session.short})
        return see_other(visit.frame.place("sign-in", signed_out="yes"), no_cookie())

    return visited(request, leave)


ROUTES: Routes = {
    "/console/sign-in": {"GET": get_sign_in, "POST": post_sign_in},
    "/console/sign-out": {"POST": post_sign_out},
}
