"""The way to a report: what went wrong, then the form. Sent twice it is one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.claims_api.setting import Visit, cases, claims, desk, logger, returns, see_other, visit
from shared.access.limits import claim_forms, look_ups
from shared.access.shopper_links import RETURNS
from shared.claims.claim import MOST_SAID
from shared.claims.claim_number import claim_id_of
from shared.claims.problem import Problem
from shared.claims.report_problem import TooMuchSaid, report_problem
from shared.errors import TodokuError
from shared.locales import page_words
from shared.pages.claims.choosing_problem import ChoosingView, choosing_page
from shared.pages.claims.report_form import FormView, mistakes_in, report_in, report_page
from shared.pages.claims.shipments import ShownShipment, shown_shipments
from shared.pages.content_security_policy import Allowed
from shared.pages.order_frame import Failure
from shared.returns.find_returnable import find_returnable
from shared.returns.way_for_problem import offers_a_way
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form

MAX_FIELDS = 600
"""Of a form: 100 articles, with how many of each."""

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem of a shipment that can be reported now."""

    shipments: Sequence[ShownShipment]
    problem: Problem
    number: int
    """Of the shipment among them, from 1."""
    is_known: bool
    """Whether it was reported before: then it is added to, wherever the shipment stands meanwhile."""

    @property
    def shipment(self) -> ShownShipment:
        return self.shipments[self.number - 1]

    @property
    def shipment_id(self) -> str:
        return self.shipment.shipment_id


def get_choices(request: Request) -> Response:
    """GET /problem/{token}"""

    def show(nonce: str) -> Response:
        here = visit(request)
        here.limited(look_ups)
        desk().note_click(request, here.order.order_id)
        return _choices(here, nonce, _shipments(here))

    return desk().answered(request, show)


def get_form(request: Request) -> Response:
    """GET /problem/{token}/report: what cannot be reported leads back to what can."""

    def show(nonce: str) -> Response:
        here = visit(request)
        here.limited(look_ups)
        asked = _asked(here, _shipments(here), request.query)
        return _form(here, nonce, asked) if asked else see_other(here.place())

    return desk().answered(request, show)


def post_report(request: Request) -> Response:
    """POST /problem/{token}/report"""

    def take(nonce: str) -> Response:
        here = visit(request)
        here.limited(claim_forms)
        form, shipments = read_form(request, MAX_FIELDS), _shipments(here)
        asked = _asked(here, shipments, form)
        if asked is None:
            return _choices(here, nonce, shipments, "claims.not_any_more")
        mistakes = mistakes_in(form, asked.problem, here.order, here.language)
        return _form(here, nonce, asked, form, mistakes) if mistakes else _report(here, nonce, asked, form)

    return desk().answered(request, take)


ROUTES: Routes = {
    "/problem/{token}": {"GET": get_choices},
    "/problem/{token}/report": {"GET": get_form, "POST": post_report},
}


def _shipments(here: Visit) -> tuple[ShownShipment, ...]:
    return shown_shipments(*desk().seen(here.order))


def _asked(here: Visit, shipments: Sequence[ShownShipment], said: Mapping[str, str]) -> Asked | None:
    """What the address or the form names; None where it cannot be reported, whatever the reason."""
    name, shipment_id = said.get("problem", ""), said.get("shipment", "")
    number = next((n for n, each in enumerate(shipments, 1) if each.shipment_id == shipment_id), 0)
    if name not in {*Problem} or not number:
        return None
    problem = Problem(name)
    is_known = claims().get(here.order.order_id, claim_id_of(here.order.order_id, problem, shipment_id)) is not None
    can = is_known or shipments[number - 1].can_report(problem)
    return Asked(shipments, problem, number, is_known) if can else None


def _choices(here: Visit, nonce: str, shipments: Sequence[ShownShipment], wrong: str = "") -> Response:
    """The first page. `wrong`: the key of what stands against what was sent."""
    known = {case.case_id: case for case in cases().of_order(here.order.order_id)}
    view = ChoosingView(
        order=here.order,
        shipments=shipments,
        claims=[(claim, known.get(claim.claim_id)) for claim in claims().of_order(here.order.order_id)],
        place_of=here.place,
        report=lambda problem, shipment_id: here.place("report", problem=problem, shipment=shipment_id),
        help_url=here.elsewhere("help"),
        failures=[Failure("", page_words(here.language)(wrong))] if wrong else (),
    )
    frame = here.frame(nonce)
    logger.info("problems shown", extra={"order_id": here.order.order_id, "claims": len(view.claims)})
    return desk().answer(409 if wrong else 200, choosing_page(view, frame), nonce, frame.shop)


def _form(
    here: Visit, nonce: str, asked: Asked, filled: Form | None = None, failures: Sequence[Failure] = ()
) -> Response:
    view = FormView(
        order=here.order,
        problem=asked.problem,
        shipment=asked.shipment,
        number=asked.number,
        total=len(asked.shipments),
        send_to=here.place("report"),
        back=here.place(),
        returns_url=here.elsewhere(RETURNS) if _policy_offers_a_way(here, asked.problem) else "",
        is_known=asked.is_known,
        filled=filled,
        failures=failures,
    )
    frame = here.frame(nonce, problem=asked.problem, shipment=asked.shipment_id)
    images = tuple(line.image_url for line in here.order.lines if line.image_url)
    status, allowed = 422 if failures else 200, Allowed(images=images)
    return desk().answer(status, report_page(view, frame), nonce, frame.shop, has_form=True, allowed=allowed)


def _report(here: Visit, nonce: str, asked: Asked, form: Form) -> Response:
    report = report_in(form, asked.problem, asked.shipment_id, here.order)
    try:
        claim = report_problem(claims(), cases(), desk().orders, here.order, report, clock.now())
    except TooMuchSaid:
        failure = Failure("words", page_words(here.language)("claim_report.said_enough", count=MOST_SAID))
        return _form(here, nonce, asked, form, [failure])
    logger.info("problem reported", extra={"order_id": claim.order_id, "claim_id": claim.claim_id})
    return see_other(here.place(claim.claim_id, done="reported"))


def _policy_offers_a_way(here: Visit, problem: Problem) -> bool:
    """Nobody sends back what did not come; and where the shop takes nothing back here, its policy is not asked.

    The form is there with or without the policy.
    """
    if not problem.names_articles or not desk().shop().returns.is_on:
        return False
    try:
        found = find_returnable(returns().means, here.order.order_id, clock.now())
        return offers_a_way(found, returns().means.policies.at(here.order.placed_at), problem)
    except TodokuError as error:
        logger.warning("policy not asked", extra={"code": error.code})
        return False
