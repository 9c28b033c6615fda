"""The withdrawal function of European law as pages: state it, confirm it, and keep the acknowledgement.

Directive 2011/83/EU, Article 11a: what is asked here is what `shared/returns/withdraw.py` says the law asks. The two
buttons say what the law wants them to say, in the page's language, and no reason is wanted. The German labels are those
of the Directive's German text, the Portuguese ones an equivalent (from memory, as of 2026-11: verify).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.locales import Words, page_words
from shared.pages.order_frame import Failure, Frame
from shared.pages.pieces import Pieces, name_of, pieces_of
from shared.pages.returns.choosing import portal_page
from shared.pages.returns.choosing_words import whys_in_words
from shared.returns.policy.policy import Policy
from shared.returns.text.document import Document
from shared.returns.withdraw import Withdrawable


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """What the first step is made of."""

    found: Sequence[Withdrawable]
    policy: Policy
    pieces: Mapping[str, int]
    """Position -> pieces that are chosen; none: all that is left."""
    words: str
    send_to: str
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """What the second step is made of: what was stated, sent along with the confirmation."""

    lines: Sequence[tuple[str, str, int]]
    """Position, what it is called, and pieces."""
    words: str
    visit: str
    """The same for one statement: confirmed twice, it is one withdrawal."""
    mail: bool
    """Whether an acknowledgement goes out by mail too."""
    send_to: str
    back: str
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    whys: list[str]


def withdrawal_page(view: WithdrawalView, frame: Frame) -> str:
    """The first step: what the consumer withdraws from."""
    say = page_words(frame.language)
    return portal_page(
        "returns_withdrawal.html.jinja",
        frame,
        say("returns_withdrawal.heading"),
        view=view,
        lines=[_line(number, each, view, say) for number, each in enumerate(view.found) if _is_open(each)],
        stays=[
            _Kept(name_of(each.line), whys_in_words(each.whys, view.policy, say))
            for each in view.found
            if not _is_open(each)
        ],
    )


def confirm_page(view: ConfirmView, frame: Frame) -> str:
    """The second step."""
    say = page_words(frame.language)
    return portal_page(
        "returns_withdrawal_confirm.html.jinja",
        frame,
        say("returns_withdrawal.confirm_heading"),
        view=view,
    )


def acknowledgement_page(document: Document, frame: Frame, *, file: str, return_page: str) -> str:
    """What came in, with date and time. `file`: where it can be had as a file; `return_page`: how it goes on."""
    return portal_page(
        "returns_acknowledgement.html.jinja",
        frame,
        document.title,
        document=document,
        file=file,
        return_page=return_page,
    )


def _is_open(found: Withdrawable) -> bool:
    return not found.whys and found.quantity > 0


def _line(number: int, found: Withdrawable, view: WithdrawalView, say: Words) -> Pieces:
    chosen = view.pieces.get(found.line.position, 0) if view.pieces else found.quantity
    until = say("returns.until", day=say.date(found.until)) if found.until else ""
    return pieces_of(found.line, number, found.quantity, chosen, until)
