"""What was found by a number, where it is not one thing: then the console goes straight there."""

from __future__ import annotations

from collections.abc import Sequence

from shared.pages.console.frame import ConsoleFrame
from shared.pages.shown_text import shown
from shared.tracking.order import Order


def found_page(orders: Sequence[Order], frame: ConsoleFrame) -> str:
    """Orders of one number, or none."""
    say = frame.say
    return frame.page(
        "console_find.html.jinja",
        say("console_find.heading", count=len(orders)) if orders else say("console_find.none"),
        found=[
            (
                say("console_find.order", order=shown(order.shown_name)),
                say("console_find.placed", moment=frame.moment(order.placed_at)),
                frame.place("orders", order.order_id),
            )
            for order in orders
        ],
    )
