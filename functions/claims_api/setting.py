"""What the halves of the claims API share: settings and stores, whose link was opened, and how pages are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from aws_lambda_powertools import Logger

from shared.access.limits import Counters, Limit, order_key
from shared.access.shopper_links import PROBLEMS, SECRET_NAME
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_claims import DynamoClaims
from shared.aws.dynamodb_keys import DynamoKeys
from shared.cases.record_case import TooManyCases
from shared.claims.add_to_claim import ClaimUnknown, claim_of
from shared.claims.claim import Claim
from shared.claims.claim_number import is_claim_id
from shared.errors import Conflict
from shared.pages.order_frame import Frame
from shared.pages.shown_text import shown
from shared.runtime import clock
from shared.runtime.http import Request
from shared.runtime.pages import see_other as see_other
from shared.runtime.settings import Settings
from shared.wiring.evidence_desk import EvidenceDesk
from shared.wiring.returns_desk import ReturnsDesk
from shared.wiring.shopper_desk import Subjects
from shared.wiring.shopper_visit import ShopperVisit, asked_language
from shared.wiring.tracking_desk import TrackingDesk

logger = Logger(service="claims_api")

SUBJECTS: Subjects = (
    (TooManyCases, "claims.full"),
    (Conflict, "claims.changed"),
)
"""What is said of errors that have a page of their own here."""


@dataclass(frozen=True, slots=True)
class ClaimsApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    merchant_id: str
    evidence_bucket: str


@cache
def settings() -> ClaimsApiSettings:
    return ClaimsApiSettings.from_env()


@cache
def desk() -> TrackingDesk:
    told = settings()
    return TrackingDesk(told.table_name, told.link_secret, told.public_url, logger, SUBJECTS)


@cache
def returns() -> ReturnsDesk:
    told = settings()
    return ReturnsDesk(told.table_name, told.link_secret, told.public_url, told.merchant_id)


@cache
def evidence_desk() -> EvidenceDesk:
    return EvidenceDesk(settings().evidence_bucket, settings().public_url)


@cache
def claims() -> DynamoClaims:
    return DynamoClaims(clients.dynamodb(), settings().table_name)


@cache
def cases() -> DynamoCases:
    return DynamoCases(clients.dynamodb(), settings().table_name)


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


class Visit(ShopperVisit):
    """Whose link was opened, and how its pages are written."""

    __slots__ = ()

    def elsewhere(self, page: str) -> str:
        """The address of another page about the order, with a fresh token."""
        return desk().links.page(page, self.order.link, clock.now(), lang=self.asked_language)

    def claim(self, claim_id: str) -> Claim:
        """One of the order's own; raises ClaimUnknown alike for another order's, and for none."""
        if not is_claim_id(claim_id):
            raise ClaimUnknown("There is no such claim.", field="claim_id")
        return claim_of(claims(), self.order.order_id, claim_id)

    def frame(self, nonce: str, **kept: str) -> Frame:
        """What every page has around it. `kept`: what stays in the address when another language is asked for."""
        return Frame(
            language=self.language,
            nonce=nonce,
            shop=desk().brand(),
            order=shown(self.order.shown_name),
            home=self.place(),
            kept={name: value for name, value in kept.items() if value},
        )

    def limited(self, limit: Callable[[Counters], Limit]) -> None:
        """Count who shows the order's link once more; AskedTooOften beyond the limit."""
        key = order_key(self.order.order_id, desk().secrets()[SECRET_NAME][0])
        limit(desk().counters).check(key, clock.now())


def visit(request: Request) -> Visit:
    """Whose link it is; Forbidden, whatever is wrong with it."""
    order = desk().order_of(request, PROBLEMS)
    return Visit(order, PROBLEMS, request.path["token"], asked_language(request), settings().public_url)
