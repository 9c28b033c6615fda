"""What the console's routes share: settings, stores, who is signed in, and how pages answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from aws_lambda_powertools import Logger

from shared.access.console_door import NotSignedIn, WrongForm, form_token, require_own_form
from shared.access.console_login import Pool
from shared.access.console_role import Right, RoleLacks, require
from shared.access.id_token import NoRole
from shared.aws import clients
from shared.aws.s3_evidence_files import S3EvidenceFiles
from shared.errors import Conflict, Forbidden, Invalid, NotFound, TodokuError
from shared.pages.console.entrance import SignInForm, notice_page, sign_in_page
from shared.pages.console.frame import ConsoleFrame
from shared.pages.content_security_policy import Allowed
from shared.runtime import clock
from shared.runtime.http import Request, Response, problem
from shared.runtime.pages import read_form, require_same_site
from shared.runtime.settings import Settings
from shared.wiring.console_desk import ConsoleDesk, Visitor
from shared.wiring.returns_desk import ReturnsDesk
from shared.wiring.shopper_desk import new_nonce

logger = Logger(service="console_api")

_NOTICES: tuple[tuple[type[TodokuError], str], ...] = (
    (WrongForm, "wrong_form"),
    (RoleLacks, "role_lacks"),
    (NoRole, "no_role"),
    (Forbidden, "wrong_form"),
    (NotFound, "not_found"),
    (Conflict, "changed"),
    (Invalid, "bad_form"),
)
"""What is said of an error, by its words; what is none of these is `unavailable`."""


@dataclass(frozen=True, slots=True)
class ConsoleApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    merchant_id: str
    evidence_bucket: str
    login_url: str = ""
    """Where people of the pool of users sign in; "" where there is none, and only links of `todoku console` do."""
    login_issuer: str = ""
    login_client: str = ""


@cache
def settings() -> ConsoleApiSettings:
    return ConsoleApiSettings.from_env()


@cache
def desk() -> ConsoleDesk:
    told = settings()
    return ConsoleDesk(told.table_name, told.link_secret, told.public_url, logger)


@cache
def returns() -> ReturnsDesk:
    told = settings()
    return ReturnsDesk(told.table_name, told.link_secret, told.public_url, told.merchant_id)


@cache
def evidence_files() -> S3EvidenceFiles:
    return S3EvidenceFiles(clients.s3(), settings().evidence_bucket)


@cache
def pool() -> Pool | None:
    """The pool of users, where there is one."""
    told = settings()
    if not told.login_url:
        return None
    return Pool(told.login_url, told.login_issuer, told.login_client, f"{told.public_url}/console")


def login_at() -> str:
    """Where a login begins: at the address that it comes back to, whichever the page was opened at; "" for nowhere."""
    where = pool()
    return f"{where.console}/sign-in/login" if where else ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is signed in, what they sent, and the frame of the page they get."""

    visitor: Visitor
    frame: ConsoleFrame
    fields: dict[str, str]
    """Of the form; empty for a page that was only opened."""

    @property
    def name(self) -> str:
        return self.visitor.session.name


Made = str | Response
"""A page's HTML, or another answer."""


def visited(request: Request, make: Callable[[Visit], Made], *place: str, needs: Right | None = None) -> Response:
    """What `make` makes for who is signed in; for anybody else the page to sign in, and nothing is looked at.

    A form has to come from our own page, and to carry its session's token. `place`: the parts of the page's address,
    where somebody goes on who has to sign in first. `needs`: what their role has to include, beyond reading.
    """
    nonce = new_nonce()
    frame = _frame(request, nonce)
    try:
        visitor = desk().visitor(request)
        session = visitor.session
        frame = replace(frame, token=form_token(visitor.cookie), name=session.name, role=session.role)
        fields = _form(request, visitor)
        require(session.role, needs)
        made = make(Visit(visitor, frame, fields))
        return made if isinstance(made, Response) else page(made, frame)
    except NotSignedIn:
        form = SignInForm(to="/".join(place), was_signed_in=True, login_at=login_at())
        return page(sign_in_page(form, replace(frame, token="")), frame, 403, allowed=Allowed(script=True))
    except TodokuError as error:
        return refused(error, frame)


def anybody(request: Request, make: Callable[[ConsoleFrame], Made]) -> Response:
    """The same for a page that needs nobody: its form still has to come from our own page."""
    frame = _frame(request, new_nonce())
    try:
        if request.method == "POST":
            require_same_site(request, settings().public_url)
        made = make(frame)
        return made if isinstance(made, Response) else page(made, frame, allowed=Allowed(script=True))
    except TodokuError as error:
        return refused(error, frame)


def page(html: str, frame: ConsoleFrame, status: int = 200, *, allowed: Allowed | None = None) -> Response:
    """A page's HTML as an answer. Its form to sign out may end up at the pool of users."""
    where = pool()
    may = replace(allowed or Allowed(), leads_to=where.url if where and frame.token else "")
    return desk().answer(status, html, frame.nonce, frame.brand, has_form=True, allowed=may)


def refused(error: TodokuError, frame: ConsoleFrame) -> Response:
    """The page that says what went wrong. A page is never a 400: that is what the API answers as problem+json."""
    subject = next((word for kind, word in _NOTICES if isinstance(error, kind)), "unavailable")
    plain = problem(error)
    logger.info("console refused", extra={"code": error.code})
    where = pool()
    html = notice_page(subject, frame, where.sign_out_address() if where and isinstance(error, NoRole) else "")
    answer = page(html, frame, 422 if plain.status == 400 else plain.status)
    return replace(answer, headers={**plain.headers, **answer.headers})


def _form(request: Request, visitor: Visitor) -> dict[str, str]:
    if request.method != "POST":
        return {}
    require_same_site(request, settings().public_url)
    fields = read_form(request)
    require_own_form(fields.get("token", ""), visitor.cookie)
    return fields


def _frame(request: Request, nonce: str) -> ConsoleFrame:
    asked = request.query.get("lang", "")[:35]
    return ConsoleFrame(
        language=asked or request.headers.get("accept-language", "en"),
        nonce=nonce,
        brand=desk().brand_if_known(),
        zone=desk().zone(),
        now=clock.now(),
        asked_language=asked,
        root=urlsplit(settings().public_url).path.rstrip("/"),
        kept={name: value for name, value in request.query.items() if name != "lang"},
    )
