"""The portal's first page: what of an order can come back, what cannot and why, and the returns there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.locales import page_words
from shared.pages.order_frame import Failure, Frame
from shared.pages.pieces import name_of, pieces_of
from shared.pages.returns.choosing import Step, portal_page, progress
from shared.pages.returns.choosing_words import whys_in_words
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Eligibility
from shared.returns.text.document import Document
from shared.returns.view.answer import ReturnSummary
from shared.tracking.order import Order


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What else can be done with the order; "" where it cannot."""

    withdrawal: str = ""
    """The address of the withdrawal of European law."""
    cancellation: str = ""


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the page is made of."""

    order: Order
    found: Sequence[Eligibility]
    """The policy's answer, position by position."""
    policy: Policy
    text: Document
    """The policy in words."""
    returns: Sequence[tuple[ReturnSummary, str]]
    """What was asked for before, each with its address."""
    pieces: Mapping[str, int]
    """Position -> pieces that are chosen already."""
    send_to: str
    """Where the choice is sent."""
    visit: str
    """The same for one visit: sent twice, it makes one draft."""
    draft: str = ""
    """The draft that is changed; "" : a new one."""
    elsewhere: Elsewhere = Elsewhere()
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A position that cannot."""

    name: str
    whys: list[str]


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A return there is."""

    number: str
    state: str
    day: str
    pieces: str
    href: str


def home_page(view: HomeView, frame: Frame) -> str:
    """The page."""
    say = page_words(frame.language)
    lines = {line.position: line for line in view.order.lines}
    goods = [
        pieces_of(
            lines[each.line], number, each.open_quantity, view.pieces.get(each.line, 0), _until(each.until, frame)
        )
        for number, each in enumerate(view.found)
        if each.eligible and each.line in lines
    ]
    kept = [
        _Kept(name_of(lines[each.line]), whys_in_words(each.whys, view.policy, say))
        for each in view.found
        if not each.eligible and each.line in lines
    ]
    return portal_page(
        "returns_home.html.jinja",
        frame,
        say("returns.heading" if goods else "returns.heading_nothing"),
        steps=progress(Step.ITEMS, say),
        view=view,
        lines=goods,
        stays=kept,
        earlier=[_earlier(summary, href, view.order, frame) for summary, href in view.returns],
    )


def _until(day: date | None, frame: Frame) -> str:
    say = page_words(frame.language)
    return say("returns.until", day=say.date(day)) if day else say("returns.any_time")


def _earlier(summary: ReturnSummary, href: str, order: Order, frame: Frame) -> _Earlier:
    say = page_words(frame.language)
    day = summary.created_at.astimezone(order.destination.zone).date()
    return _Earlier(
        number=summary.number,
        state=say(f"returns_state.{summary.state}"),
        day=say.date(day),
        pieces=say("returns.piece" if summary.pieces == 1 else "returns.pieces", count=summary.pieces),
        href=href,
    )
