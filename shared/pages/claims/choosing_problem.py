"""The first page: what went wrong, by shipment, as far as that can be today; and the claims there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.cases.case import Case
from shared.claims.claim import Claim
from shared.claims.fitting import Fit
from shared.claims.problem import Problem
from shared.locales import Words, page_words
from shared.pages.claims.news import newest_news
from shared.pages.claims.parcel_words import where_it_stands, which_of
from shared.pages.claims.shipments import ShownShipment
from shared.pages.order_frame import Failure, Frame, framed_page
from shared.tracking.order import Order

_SHOWN = (
    Problem.NOT_ARRIVED,
    Problem.NOT_FOUND,
    Problem.DAMAGED,
    Problem.MISSING,
    Problem.WRONG,
    Problem.DEFECT,
)


@dataclass(frozen=True, slots=True)
class ChoosingView:
    """What the page is made of."""

    order: Order
    shipments: Sequence[ShownShipment]
    """None: the whole order was cancelled."""
    claims: Sequence[tuple[Claim, Case | None]]
    """Oldest first."""
    place_of: Callable[[str], str]
    """The id of a claim -> the address of its page."""
    report: Callable[[Problem, str], str]
    """A problem and the id of a shipment -> the address of its form."""
    help_url: str
    """Where the shop is written to about anything else."""
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    """One problem."""

    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class _Shipment:
    """One shipment, with what can be reported of it."""

    number: int
    name: str
    """"" where there is no other."""
    stands: str
    choices: list[_Choice]
    wait: str
    """Why it is too early to report something, and until when to wait; "" where it is not."""


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A claim there is."""

    number: str
    problem: str
    state: str
    day: str
    href: str


def choosing_page(view: ChoosingView, frame: Frame) -> str:
    """The page."""
    say = page_words(frame.language)
    shipments = [_shipment(number, each, view, say) for number, each in enumerate(view.shipments, 1)]
    can_report = any(each.choices for each in shipments)
    return framed_page(
        "claims_choosing.html.jinja",
        frame,
        say("claims.heading" if can_report else "claims.heading_nothing"),
        view=view,
        intro=say("claims.intro" if can_report else "claims.intro_nothing", shop=frame.shop.name),
        shipments=shipments,
        earlier=[_earlier(claim, case, view, say) for claim, case in reversed(view.claims)],
    )


def _shipment(number: int, shipment: ShownShipment, view: ChoosingView, say: Words) -> _Shipment:
    total = len(view.shipments)
    possible = [problem for problem in _SHOWN if shipment.can_report(problem)]
    return _Shipment(
        number=number,
        name=which_of(number, total, shipment, say) if total > 1 else "",
        stands=where_it_stands(shipment, say),
        choices=[_choice(problem, shipment, view, say) for problem in possible],
        wait="" if Problem.NOT_ARRIVED in possible else _wait(shipment, say),
    )


def _choice(problem: Problem, shipment: ShownShipment, view: ChoosingView, say: Words) -> _Choice:
    href = view.report(problem, shipment.shipment_id)
    return _Choice(say(f"claims.{problem}"), say(f"claims.{problem}_means"), href)


def _wait(shipment: ShownShipment, say: Words) -> str:
    if shipment.fit(Problem.NOT_ARRIVED) is not Fit.WAIT:
        return ""
    day = shipment.wait_until
    return say("claims.wait_until", day=say.date(day)) if day else say("claims.wait")


def _earlier(claim: Claim, case: Case | None, view: ChoosingView, say: Words) -> _Earlier:
    return _Earlier(
        number=claim.claim_id,
        problem=say(f"claims.{claim.problem}"),
        state=say(f"claim_news.{newest_news(case)}"),
        day=say.date(claim.reported_at.astimezone(view.order.destination.zone).date()),
        href=view.place_of(claim.claim_id),
    )
