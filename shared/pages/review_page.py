"""The pages on which shoppers review what they bought, or ask for help. Whoever may do one may do the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.brand import Brand
from shared.locales import page_words
from shared.pages.render import render
from shared.pages.shown_text import shown
from shared.reviews.review import BEST, MOST_WORDS
from shared.tracking.order import OrderLine


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What the form holds before it is sent."""

    line: OrderLine
    stars: int
    """0: none is chosen yet."""
    words: str


def review_page(
    form: ReviewForm, language: str, brand: Brand, nonce: str, *, order_name: str, help_url: str, saved: bool
) -> str:
    """Stars and words for one line, and beside it, whatever the stars, the way to help."""
    say = page_words(language)
    return render(
        "review.html.jinja",
        say,
        nonce,
        brand,
        heading=say("reviews.thanks") if saved else say("reviews.heading"),
        order=shown(order_name),
        item=shown(form.line.name),
        form=form,
        saved=saved,
        stars=range(1, BEST + 1),
        most=MOST_WORDS,
        help_url=help_url,
    )


def choose_line_page(
    lines: Sequence[tuple[OrderLine, str]], language: str, brand: Brand, nonce: str, *, order_name: str, help_url: str
) -> str:
    """Which line of the order it is about: each with the address of its own page."""
    say = page_words(language)
    return render(
        "review_lines.html.jinja",
        say,
        nonce,
        brand,
        heading=say("reviews.which"),
        order=shown(order_name),
        lines=[(shown(line.name), address) for line, address in lines],
        most=MOST_WORDS,
        help_url=help_url,
    )


def help_page(line: OrderLine | None, language: str, brand: Brand, nonce: str, *, order_name: str, asked: bool) -> str:
    """Ask for help with a line, or with the order. `asked`: it was just asked for, or is being looked into."""
    say = page_words(language)
    return render(
        "help.html.jinja",
        say,
        nonce,
        brand,
        heading=say("assistance.asked") if asked else say("assistance.heading"),
        order=shown(order_name),
        item=shown(line.name) if line else "",
        asked=asked,
        most=MOST_WORDS,
    )
