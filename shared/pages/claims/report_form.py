"""The form of a report: honest advice first, the way back where the shop's policy offers one, then what is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.cases.case import CaseLine
from shared.claims.claim import MOST_WORDS
from shared.claims.problem import Problem, Wish
from shared.claims.report_problem import Report
from shared.free_text import readable
from shared.locales import Words, page_words
from shared.pages.claims.parcel_words import handed_over, where_it_stands, which_of
from shared.pages.claims.shipments import ShownShipment
from shared.pages.order_frame import Failure, Frame, failed, framed_page
from shared.pages.pieces import Pieces, pieces_in, pieces_of
from shared.tracking.order import Order

_ADVICE: Mapping[Problem, int] = {
    Problem.NOT_ARRIVED: 2,
    Problem.NOT_FOUND: 4,
    Problem.DAMAGED: 2,
    Problem.MISSING: 2,
    Problem.WRONG: 2,
    Problem.DEFECT: 2,
}
"""How many pieces of advice there are, written in the locales."""
_WITH_REPAIR = (Wish.REPAIR, Wish.REPLACEMENT, Wish.REFUND, Wish.UNDECIDED)
_WITHOUT_REPAIR = (Wish.REPLACEMENT, Wish.REFUND, Wish.UNDECIDED)


@dataclass(frozen=True, slots=True)
class FormView:
    """What the page is made of."""

    order: Order
    problem: Problem
    shipment: ShownShipment
    number: int
    """Of the shipment, from 1."""
    total: int
    """Shipments there are."""
    send_to: str
    back: str
    returns_url: str = ""
    """Where the shop's own policy offers a way for this; "" where it does not."""
    is_known: bool = False
    """Whether this was reported before: it is added to, then."""
    filled: Mapping[str, str] | None = None
    """What was sent, and stays in the form; None: nothing yet."""
    failures: Sequence[Failure] = ()

    @property
    def shows_returns_first(self) -> bool:
        """Not of what never came: nobody can send that back."""
        return bool(self.returns_url) and self.problem is not Problem.MISSING


@dataclass(frozen=True, slots=True)
class _WishChoice:
    value: Wish
    title: str
    is_chosen: bool


def report_page(view: FormView, frame: Frame) -> str:
    """The page."""
    say = page_words(frame.language)
    form = view.filled or {}
    return framed_page(
        "claims_report.html.jinja",
        frame,
        say(f"claims.{view.problem}"),
        view=view,
        which=which_of(view.number, view.total, view.shipment, say) if view.total > 1 else "",
        stands=handed_over(view.shipment, say) or where_it_stands(view.shipment, say),
        advice=[say(f"claim_advice.{view.problem}_{number}") for number in range(1, _ADVICE[view.problem] + 1)],
        lines=_pieces(view, form) if view.problem.names_articles else [],
        wishes=_wishes(view.problem, form, say),
        words=form.get("words", "")[:MOST_WORDS],
        words_needed=view.problem is Problem.DEFECT,
        most=MOST_WORDS,
        lines_error=failed(view.failures, "items"),
        words_error=failed(view.failures, "words"),
    )


def report_in(form: Mapping[str, str], problem: Problem, shipment_id: str, order: Order) -> Report:
    """What a form reports that `mistakes_in` found nothing in. Positions of one article are one."""
    chosen = pieces_in(form) if problem.names_articles else {}
    counts: dict[str, int] = {}
    for line in order.lines:
        if line.position in chosen:
            counts[line.sku] = counts.get(line.sku, 0) + chosen[line.position]
    lines = tuple(CaseLine(sku, count) for sku, count in counts.items())
    return Report(problem, shipment_id, lines, wish_named(form.get("wish", ""), problem), form.get("words", ""))


def mistakes_in(form: Mapping[str, str], problem: Problem, order: Order, language: str) -> list[Failure]:
    """What stands against it as a form, each in words, at its field."""
    return [Failure(field, text) for field, text in _mistakes(form, problem, order, page_words(language))]


def wish_named(name: str, problem: Problem) -> Wish:
    """One of those that are offered for the problem; undecided for anything else."""
    return Wish(name) if name in {*_offered(problem)} else Wish.UNDECIDED


def _mistakes(form: Mapping[str, str], problem: Problem, order: Order, say: Words) -> Iterator[tuple[str, str]]:
    if problem.names_articles:
        chosen = pieces_in(form)
        left = {line.position: line.quantity for line in order.lines}
        if not chosen:
            yield "items", say("returns.choose_something")
        elif any(not 0 < count <= left.get(position, 0) for position, count in chosen.items()):
            yield "items", say("claim_report.not_these")
    words = readable(form.get("words", ""))
    if len(words) > MOST_WORDS:
        yield "words", say("claim_report.too_long", count=MOST_WORDS)
    elif problem is Problem.DEFECT and not words:
        yield "words", say("claim_report.words_missing")


def _offered(problem: Problem) -> tuple[Wish, ...]:
    return _WITH_REPAIR if problem is Problem.DEFECT else _WITHOUT_REPAIR


def _wishes(problem: Problem, form: Mapping[str, str], say: Words) -> list[_WishChoice]:
    chosen = wish_named(form.get("wish", ""), problem)
    return [_WishChoice(each, say(f"claim_report.wish_{each}"), each is chosen) for each in _offered(problem)]


def _pieces(view: FormView, form: Mapping[str, str]) -> list[Pieces]:
    """Of all that was ordered; where it is one article alone, there is nothing to choose."""
    lines = view.order.lines
    chosen = pieces_in(form)
    if not form and len(lines) == 1:
        chosen = {lines[0].position: 1}
    return [
        pieces_of(line, number, line.quantity, chosen.get(line.position, 0))
        for number, line in enumerate(lines)
        if line.quantity
    ]
