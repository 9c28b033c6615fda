"""What is wished of an order beside a return: models of bodies."""

from __future__ import annotations

from pydantic import Field

from functions.returns_api.bodies import LANGUAGE, Body, Code, Position, Quantity
from shared.returns.wanted_items import MAX_WANTED, MAX_WORDS


class CancelledBody(Body):
    """Pieces of a position."""

    line: Position
    quantity: Quantity


class CancellationBody(Body):
    """What is to be cancelled before it is sent."""

    lines: list[CancelledBody] | None = Field(
        default=None, min_length=1, max_length=MAX_WANTED, description="Left out: all that is left of the order."
    )
    reason: Code | None = None
    confirmed: bool = Field(default=False, description="False: only say what it comes to. True: cancel it.")


class WithdrawalBody(Body):
    """A statement of withdrawal."""

    lines: list[CancelledBody] = Field(
        default=[], max_length=MAX_WANTED, description="Left out: all that is left of the order."
    )
    statement: str = Field(default="", max_length=MAX_WORDS, description="The consumer's own words; none are needed.")
    language: str | None = Field(default=None, pattern=LANGUAGE, description="Of the acknowledgement.")
    confirmed: bool = Field(default=False, description="False: the first step. True: the second, which withdraws.")


class GiftTokenBody(Body):
    """What stands on a gift receipt."""

    gift_code: str = Field(min_length=8, max_length=64, examples=["QX7T-29MK-4HZP"])
