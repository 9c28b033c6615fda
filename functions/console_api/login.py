"""Routes by which somebody signs in to the console with a login of their own, at the pool of users."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from functions.console_api.setting import Made, anybody, desk, logger, login_at, page, pool
from shared.access.console_door import Person, cookie_for, let_in
from shared.access.console_login import Pool, begin, finish, login_of, no_login_cookie
from shared.access.id_token import LoginRefused
from shared.errors import NotFound
from shared.outbound.https import Https
from shared.outbound.token_endpoint import TokenEndpoint
from shared.pages.console.entrance import SignInForm, sign_in_page
from shared.pages.console.frame import ConsoleFrame
from shared.pages.content_security_policy import Allowed
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import see_other


class NoPool(NotFound):
    """This deployment has no pool of users: only links of `todoku console` open its console."""

    code = "no_pool"


@cache
def transport() -> Https:
    """Somebody waits before a white page: better to say soon that it does not answer."""
    return Https(
        plain_loopback=_pool().url.startswith("http://"),  # the local cloud, on this machine only
        silence_seconds=4,
        answer_seconds=8,
    )


def get_login(request: Request) -> Response:
    """GET /console/sign-in/login: to the pool of users. What the way back needs is in the browser's cookie alone."""

    def leave(frame: ConsoleFrame) -> Made:
        login = begin(clock.random_bytes(32), request.query.get("to", ""), frame.asked_language)
        return see_other(login.address(_pool(), frame.say.language), login.cookie)

    return anybody(request, leave)


def get_signed_in(request: Request) -> Response:
    """GET /console/signed-in: the way back. It comes once; afterwards this browser has begun nothing."""

    def enter(frame: ConsoleFrame) -> Made:
        where, login = _pool(), login_of(request.cookies)
        to = login.to if login else ""
        if login and login.language:
            frame = replace(frame, language=login.language, asked_language=login.language)
        try:
            tokens = TokenEndpoint(transport(), where)
            person = finish(where, tokens, desk().door, login, request.query, clock.now())
        except LoginRefused as refusal:
            logger.info("login refused", extra={"why": refusal.why})
            html = sign_in_page(SignInForm(to=to, is_broken_off=True, login_at=login_at()), frame)
            return page(html, frame, 403, allowed=Allowed(script=True))
        return _entered(person, frame, to)

    asked = {name: value for name, value in request.query.items() if name == "lang"}
    answer = anybody(
        replace(request, query=asked), enter
    )  # a page's own links repeat its query: a code must not be there
    return replace(answer, cookies=(no_login_cookie(), *answer.cookies))


ROUTES: Routes = {
    "/console/sign-in/login": {"GET": get_login},
    "/console/signed-in": {"GET": get_signed_in},
}


def _entered(person: Person, frame: ConsoleFrame, to: str) -> Response:
    plain, session = let_in(desk().door, person, clock.random_bytes(32), clock.now(), is_of_pool=True)
    logger.info("signed in", extra={"session": session.short, "role": session.role})
    return see_other(frame.place(*to.split("/")) if to else frame.place(), cookie_for(plain))


def _pool() -> Pool:
    found = pool()
    if found is None:
        raise NoPool("This console has no pool of users.")
    return found
