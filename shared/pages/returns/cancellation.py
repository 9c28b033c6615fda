"""Cancelling an order, or some of it, before anything was sent: whether, for how much, and what was asked already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from shared.locales import Words, page_words
from shared.pages.order_frame import Failure, Frame
from shared.pages.pieces import name_of, pieces_of
from shared.pages.returns.choosing import portal_page
from shared.pages.returns.one_return_money import amount_in_words
from shared.returns.cancellation import CancellationPreview, CancellationRequest, PaidBack
from shared.tracking.order import Order, OrderLine


@dataclass(frozen=True, slots=True)
class CancellationPageView:
    """What the pages are made of."""

    order: Order
    preview: CancellationPreview
    partial: bool
    """Whether some of the order may be cancelled, or all of it only."""
    send_to: str
    back: str
    pieces: Mapping[str, int]
    """Position -> pieces that are chosen; none: all that is left."""
    visit: str = ""
    """The same for one wish: confirmed twice, it is asked for once."""
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    state: str
    day: str
    goods: list[str]
    amount: str


def cancellation_page(view: CancellationPageView, frame: Frame) -> str:
    """What can be cancelled, or why nothing can, and what was asked before."""
    say, preview = page_words(frame.language), view.preview
    lines = {line.position: line for line in view.order.lines}
    return portal_page(
        "returns_cancellation.html.jinja",
        frame,
        say("returns_cancellation.heading"),
        view=view,
        until=_until(view, say),
        lines=[
            pieces_of(
                lines[left.line], number, left.quantity, view.pieces.get(left.line, 0) if view.pieces else left.quantity
            )
            for number, left in enumerate(preview.left)
        ],
        is_possible=preview.is_possible,
        whys=[say(f"returns_cancellation.{why}") for why in preview.why_not],
        asked=[_asked(request, lines, view.order.destination.zone, say) for request in preview.requests],
    )


def confirm_cancellation_page(view: CancellationPageView, frame: Frame) -> str:
    """What it comes to, before it is asked for."""
    say, preview = page_words(frame.language), view.preview
    lines = {line.position: line for line in view.order.lines}
    return portal_page(
        "returns_cancellation_confirm.html.jinja",
        frame,
        say("returns_cancellation.confirm_heading"),
        view=view,
        goods=[(piece.line, name_of(lines[piece.line]), piece.quantity) for piece in preview.pieces],
        whole=preview.whole_order,
        money=_money(preview.money, say) if preview.money else [],
    )


def _until(view: CancellationPageView, say: Words) -> str:
    if view.preview.until is None:
        return say("returns_cancellation.until_sent")
    local = view.preview.until.astimezone(view.order.destination.zone)
    return say("returns_cancellation.until", day=say.date(local.date()), time=f"{local:%H:%M}")


def _money(money: PaidBack, say: Words) -> list[tuple[str, str]]:
    parts = (("goods", money.goods), ("tax", money.tax), ("shipping", money.shipping), ("fee", -money.shipping_fee))
    told = [
        (say(f"returns_cancellation.money_{name}"), amount_in_words(amount, money.currency, say))
        for name, amount in parts
        if amount
    ]
    return [*told, (say("returns_cancellation.money_back"), amount_in_words(money.paid_back, money.currency, say))]


def _asked(request: CancellationRequest, lines: Mapping[str, OrderLine], zone: ZoneInfo, say: Words) -> _Asked:
    asked = request.asked
    return _Asked(
        state=say(f"returns_cancellation.state_{request.state}"),
        day=say.date(asked.asked_at.astimezone(zone).date()),
        goods=[
            f"{piece.quantity} × {name_of(lines[piece.line]) if piece.line in lines else piece.sku}"
            for piece in asked.pieces
        ],
        amount=amount_in_words(asked.paid_back, asked.currency, say) if asked.currency else "",
    )
