"""What the pages of the returns portal share: settings and stores, whose link was opened, and how they answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from aws_lambda_powertools import Logger

from shared.access.shopper_links import GIFTS, RETURNS
from shared.errors import Conflict, Forbidden, TooMany
from shared.returns.caller import Caller
from shared.returns.published import ReturnsOff
from shared.returns.vocabulary import Actor
from shared.runtime import clock
from shared.runtime.http import Request
from shared.runtime.pages import see_other as see_other
from shared.runtime.settings import Settings
from shared.wiring.evidence_desk import EvidenceDesk
from shared.wiring.returns_desk import ReturnsDesk
from shared.wiring.shopper_desk import ShopperDesk, Subjects
from shared.wiring.shopper_visit import ShopperVisit, asked_language

logger = Logger(service="returns_portal_api")

PAGES = (RETURNS, GIFTS)
"""The first part of the portal's addresses: of who bought it, and of who received it as a gift."""


class NoDraft(Conflict):
    """The return was sent, cancelled or has expired: it is not put together any more."""

    code = "no_draft"


SUBJECTS: Subjects = (
    (NoDraft, "returns.not_any_more"),
    (TooMany, "returns.too_often"),
    (ReturnsOff, "returns.off"),
    (Conflict, "returns.changed"),
)
"""What is said of errors that have a page of their own here."""


@dataclass(frozen=True, slots=True)
class ReturnsPortalApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    merchant_id: str
    evidence_bucket: str
    label_bucket: str
    return_credentials: str
    easypost_address: str = ""
    shippo_address: str = ""
    """Where stand-ins are; in earnest, none."""


@cache
def settings() -> ReturnsPortalApiSettings:
    return ReturnsPortalApiSettings.from_env()


@cache
def desk() -> ShopperDesk:
    told = settings()
    return ShopperDesk(told.table_name, told.link_secret, told.public_url, logger, SUBJECTS)


@cache
def returns() -> ReturnsDesk:
    told = settings()
    return ReturnsDesk(told.table_name, told.link_secret, told.public_url, told.merchant_id)


@cache
def evidence_desk() -> EvidenceDesk:
    return EvidenceDesk(settings().evidence_bucket, settings().public_url)


@dataclass(frozen=True, slots=True)
class Visit(ShopperVisit):
    """Whose link was opened, of PAGES, and how its pages are written."""

    caller: Caller

    @property
    def shows_money(self) -> bool:
        """Not to who received a gift: what it cost is the buyer's."""
        return not self.caller.is_gift


def visit(request: Request) -> Visit:
    """Whose link it is; Forbidden, whatever is wrong with it. The merchant's key opens no page."""
    token = request.path["token"]
    page, link = _opened(token)
    order = returns().orders.by_link(link)
    if order is None:
        raise Forbidden("This link is not valid.")
    caller = Caller(Actor.SHOPPER, {order.order_id: order}, is_gift=page == GIFTS)
    return Visit(order, page, token, asked_language(request), settings().public_url, caller)


def _opened(token: str) -> tuple[str, str]:
    """What the token is for, and the order's link."""
    now = clock.now()
    try:
        return RETURNS, returns().links.open(token, now, RETURNS)
    except Forbidden:
        return GIFTS, returns().links.open(token, now, GIFTS)
