"""Let shoppers find their order, and show that it is theirs. Trigger: API Gateway, /orders, /orders/code/…, /verify/…

No route looks whether there is an order somebody asks for, but for who shows a link of it: hits and misses are
answered alike because they are the same (decision 0041).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from aws_lambda_powertools import Logger

from shared.access.access_code import read_code
from shared.access.limits import (
    AskedTooOften,
    caller_key,
    lookups_of_number,
    lookups_of_number_nearby,
    nearby_key,
    order_key,
    order_lookups,
)
from shared.access.lookup import LOOKUP_ID, Lookup, NotOpened, Opened, try_code
from shared.access.order_number import canonical
from shared.access.proof import keyed_hash, read_proof
from shared.access.shopper_link import TRACKING, reference
from shared.access.shopper_links import SECRET_NAME
from shared.access.target import Target, place_of, return_number, target_named
from shared.access.verified_shopper import cookie_for, is_verified
from shared.aws import clients
from shared.aws.dynamodb_limits import DynamoCounters
from shared.aws.dynamodb_lookups import DynamoLookups
from shared.pages.access_pages import CodeForm, LookupForm, code_page, lookup_page, verify_page
from shared.runtime import clock
from shared.runtime.http import BadRequest, Request, Response, Routes, serve
from shared.runtime.pages import read_form, see_other
from shared.runtime.settings import Settings
from shared.tracking.order import Order
from shared.wiring.shopper_desk import ShopperDesk

logger = Logger(service="order_access_api")


@dataclass(frozen=True, slots=True)
class OrderAccessApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str


@cache
def settings() -> OrderAccessApiSettings:
    return OrderAccessApiSettings.from_env()


@cache
def desk() -> ShopperDesk:
    told = settings()
    subjects = ((AskedTooOften, "access.too_often"),)
    return ShopperDesk(told.table_name, told.link_secret, told.public_url, logger, subjects)


@cache
def lookups() -> DynamoLookups:
    return DynamoLookups(clients.dynamodb(), settings().table_name)


@cache
def counters() -> DynamoCounters:
    return DynamoCounters(clients.dynamodb(), settings().table_name)


def get_lookup_page(request: Request) -> Response:
    """GET /orders"""
    form = LookupForm(to=target_named(request.query.get("to", "")))
    return desk().page(request, lambda nonce: lookup_page(form, _language(request), desk().brand(), nonce))


def post_lookup(request: Request) -> Response:
    """POST /orders. It never looks at an order: that is read behind the queue, where nobody can time it."""

    def ask(nonce: str) -> Response:
        form = LookupForm.read(_fields(request))
        number, proof = canonical(form.number), read_proof(form.proof)
        if not (number and proof):
            form = replace(form, lacks_number=not number, lacks_proof=not proof)
            return _again(lookup_page(form, _language(request), desk().brand(), nonce), nonce)
        kept = _asked(form.to, number=number, proof=keyed_hash(proof, _secrets()[0]))
        return _keep(request, kept)

    return desk().answered(request, ask)


def get_code_page(request: Request) -> Response:
    """GET /orders/code/{lookup_id}. The same for every id, also one that nobody ever got."""
    form = CodeForm(to=target_named(request.query.get("to", "")))
    return desk().page(request, lambda nonce: code_page(form, _language(request), desk().brand(), nonce))


def post_code(request: Request) -> Response:
    """POST /orders/code/{lookup_id}: a code, or the wish for another one."""

    def enter(nonce: str) -> Response:
        fields = _fields(request)
        if "again" in fields:
            return _ask_again(request)
        code = read_code(fields.get("code", ""))
        if not code:
            return _code_again(request, nonce, lacks_digits=True)
        tried = try_code(lookups(), request.path["lookup_id"], code, _secrets(), clock.now())
        order = desk().orders.by_link(tried.link) if isinstance(tried, Opened) else None
        logger.info("code entered", extra={"opened": order is not None})
        if isinstance(tried, Opened) and order is not None:
            return _open(request, tried.to, order)
        used_up = isinstance(tried, NotOpened) and tried.is_used_up
        return _code_again(request, nonce, is_wrong=True, is_used_up=used_up)

    return desk().answered(request, enter)


def get_verify_page(request: Request) -> Response:
    """GET /verify/{token}. Who entered a code lately goes straight on; it mails nothing, for scanners follow links."""

    def show(nonce: str) -> Response:
        order, to, now = desk().order_of(request, TRACKING), target_named(request.query.get("to", "")), clock.now()
        if to is Target.TRACK:  # what they hold opens that already
            return see_other(_place(f"/{TRACKING}/{request.path['token']}", request))
        desk().note_click(request, order.order_id)
        if is_verified(request.cookies, order.link, _secrets(), now):
            return see_other(_place(_place_in(order, to, request), request))
        html = verify_page(
            to, desk().language(request, order), desk().brand(), nonce, can_mail=bool(order.contact.email)
        )
        return desk().answer(200, html, nonce, desk().brand(), has_form=True)

    return desk().answered(request, show)


def post_verify(request: Request) -> Response:
    """POST /verify/{token}: send a code to who ordered, whoever has the link."""

    def ask(_: str) -> Response:
        order = desk().order_of(request, TRACKING)
        return _keep(request, _asked(target_named(request.query.get("to", "")), link=order.link))

    return desk().answered(request, ask)


ROUTES: Routes = {
    "/orders": {"GET": get_lookup_page, "POST": post_lookup},
    "/orders/code/{lookup_id}": {"GET": get_code_page, "POST": post_code},
    "/verify/{token}": {"GET": get_verify_page, "POST": post_verify},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _asked(to: Target, *, number: str = "", proof: str = "", link: str = "") -> Lookup:
    return Lookup(reference(clock.random_bytes(16)), to, clock.now(), number, proof, link)


def _keep(request: Request, asked: Lookup) -> Response:
    """Keep what was asked, unless it is asked too often, and go on to where its code is entered."""
    _count(asked.number or asked.link, request.source)
    lookups().keep(asked)
    logger.info("look-up asked", extra={"to": asked.to, "by_link": bool(asked.link)})
    return see_other(_place(f"/orders/code/{asked.lookup_id}", request, to=asked.to, number=_number(request)))


def _count(number: str, source: str) -> None:
    """Count one more: of the caller, of the number nearby, of the number. The narrowest first, so that what one
    network is refused takes nothing from the others."""
    secret, now = _secrets()[0], clock.now()
    order_lookups(counters()).check(caller_key(source, secret), now)
    lookups_of_number_nearby(counters()).check(nearby_key(number, source, secret), now)
    lookups_of_number(counters()).check(order_key(number, secret), now)


def _ask_again(request: Request) -> Response:
    """Ask the same once more; what is no longer known has to be typed again."""
    lookup_id = request.path["lookup_id"]
    kept = lookups().get(lookup_id) if LOOKUP_ID.fullmatch(lookup_id) else None
    if kept is None:
        return see_other(_place("/orders", request, to=target_named(request.query.get("to", ""))))
    return _keep(request, kept.lookup.again(clock.random_bytes(16), clock.now()))


def _open(request: Request, to: Target, order: Order) -> Response:
    place = _place(_place_in(order, to, request), request)
    return see_other(place, cookie_for(order.link, _secrets()[0], clock.now()))


def _place_in(order: Order, to: Target, request: Request) -> str:
    return place_of(to, order.link, desk().links, clock.now(), _number(request))


def _number(request: Request) -> str:
    """Of the return that is asked for: it stands in addresses only, on the way through the code."""
    return return_number(request.query.get("number", ""))


def _fields(request: Request) -> Mapping[str, str]:
    """What the form holds; of what is no form, nothing: then the page is shown once more."""
    try:
        return read_form(request)
    except BadRequest:
        return {}


def _code_again(request: Request, nonce: str, **found: bool) -> Response:
    """The page for the code once more. `found`: what is wrong, as of CodeForm."""
    form = CodeForm(to=target_named(request.query.get("to", "")), **found)
    return _again(code_page(form, _language(request), desk().brand(), nonce), nonce)


def _again(html: str, nonce: str) -> Response:
    """The form once more, with what is to be mended."""
    return desk().answer(422, html, nonce, desk().brand(), has_form=True)


def _language(request: Request) -> str:
    return request.query.get("lang") or request.headers.get("accept-language", "en")


def _place(path: str, request: Request, **query: str) -> str:
    """An address of ours, in the language that was asked for. On the same host, whatever that is called."""
    said = {name: value for name, value in {**query, "lang": request.query.get("lang", "")[:35]}.items() if value}
    root = urlsplit(settings().public_url).path.rstrip("/")
    return f"{root}{path}" + (f"?{urlencode(said)}" if said else "")


def _secrets() -> Sequence[str]:
    """Those that sign shoppers' links, newest first."""
    return desk().secrets()[SECRET_NAME]
