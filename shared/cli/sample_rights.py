"""Pages by which a shopper withdraws from a contract, or cancels an order, where the shop's policy has either."""

from __future__ import annotations

from collections.abc import Iterator

from shared.cli.sample_order import NOW, SampleShop
from shared.cli.sample_return_desk import SampleDesk, sample_desk
from shared.pages.pieces import name_of
from shared.pages.returns.cancellation import CancellationPageView, cancellation_page, confirm_cancellation_page
from shared.pages.returns.withdrawal import (
    ConfirmView,
    WithdrawalView,
    acknowledgement_page,
    confirm_page,
    withdrawal_page,
)
from shared.returns.cancellation import CancellationAsk
from shared.returns.policy.policy import Law, Policy
from shared.returns.preview_cancellation import preview_cancellation
from shared.returns.withdraw import Statement, acknowledge, withdraw, withdrawable
from shared.tracking.order import Destination

_IN_THE_UNION = Destination("DE", "80331", "Europe/Berlin")
"""The law goes by where the order goes, whatever language its shopper reads."""


def rights_pages(shop: SampleShop, language: str, policy: Policy) -> dict[str, str]:
    """HTML by state."""
    pages: dict[str, str] = {}
    if Law.EU in policy.laws:
        pages |= dict(_withdrawal(sample_desk(shop, language, policy, to=_IN_THE_UNION)))
    if shop.cancellation.enabled:
        pages |= dict(_cancellation(sample_desk(shop, language, policy, is_sent=False)))
    return pages


def _withdrawal(desk: SampleDesk) -> Iterator[tuple[str, str]]:
    found = withdrawable(desk.means, desk.order.order_id, NOW)
    view = WithdrawalView(found, desk.policy, pieces={}, words="", send_to="#withdrawal")
    yield "withdrawal", withdrawal_page(view, desk.frame)
    left = [each for each in found if each.quantity and not each.whys]
    if not left:
        return
    lines = [(each.line.position, name_of(each.line), each.quantity) for each in left]
    confirm = ConfirmView(lines, "", "preview", mail=True, send_to="#withdrawal", back="#withdrawal")
    yield "withdrawal-confirm", confirm_page(confirm, desk.frame)
    pieces = tuple((position, count) for position, _, count in lines)
    statement = Statement("W" * 16, b"W" * 16, pieces, language=desk.language)
    withdrawn = withdraw(desk.means, desk.order.order_id, statement, desk.caller.telling(NOW))
    _, document = acknowledge(withdrawn, desk.order, desk.language)
    html = acknowledgement_page(document, desk.frame, file="#file", return_page="#return")
    yield "withdrawal-acknowledged", html


def _cancellation(desk: SampleDesk) -> Iterator[tuple[str, str]]:
    rules = desk.shop.cancellation
    preview = preview_cancellation(
        desk.means.orders,
        desk.means.returns,
        desk.order.order_id,
        CancellationAsk(),
        rules=rules,
        actor=desk.caller.actor,
        now=desk.order.placed_at,
    )
    view = CancellationPageView(desk.order, preview, rules.partial, "#cancellation", "#home", {}, "preview")
    yield "cancellation", cancellation_page(view, desk.frame)
    if preview.is_possible:
        yield "cancellation-confirm", confirm_cancellation_page(view, desk.frame)
