"""The pages on which shoppers find their order, and show with a code that it is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from shared.access.access_code import DIGITS
from shared.access.lookup import MOST_TRIES, VALID_FOR
from shared.access.target import Target, target_named
from shared.brand import Brand
from shared.locales import page_words
from shared.pages.render import render

_MINUTES = int(VALID_FOR.total_seconds() / 60)
_LONGEST = 254
"""Characters of a field: a mail address has no more."""


@dataclass(frozen=True, slots=True)
class LookupForm:
    """What the first form holds, and what it lacks. Whether there is such an order is not known here."""

    to: Target
    number: str = ""
    proof: str = ""
    """As it was typed: an e-mail address or a postal code."""
    lacks_number: bool = False
    lacks_proof: bool = False

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Self:
        """From the fields of the form; what is longer than they are is cut."""
        number, proof = (fields.get(name, "")[:_LONGEST] for name in ("number", "proof"))
        return cls(target_named(fields.get("to", "")), number, proof)


@dataclass(frozen=True, slots=True)
class CodeForm:
    """What is said beside the field for the code."""

    to: Target
    lacks_digits: bool = False
    is_wrong: bool = False
    """Or no longer valid, or of a look-up that never was: nobody is told which."""
    is_used_up: bool = False


def lookup_page(form: LookupForm, language: str, brand: Brand, nonce: str) -> str:
    """Number, and e-mail address or postal code."""
    say = page_words(language)
    return render(
        "find_order.html.jinja",
        say,
        nonce,
        brand,
        kept={"to": form.to},
        heading=say(f"access.heading_{form.to}"),
        form=form,
        longest=_LONGEST,
    )


def code_page(form: CodeForm, language: str, brand: Brand, nonce: str) -> str:
    """Six digits, and another code. It says that a mail is on its way if something fits, and never that it does."""
    say = page_words(language)
    return render(
        "enter_code.html.jinja",
        say,
        nonce,
        brand,
        kept={"to": form.to},
        heading=say("access.code_heading"),
        form=form,
        digits=DIGITS,
        minutes=_MINUTES,
        tries=MOST_TRIES,
    )


def verify_page(to: Target, language: str, brand: Brand, nonce: str, *, can_mail: bool) -> str:
    """One button, for who has a link of the order. The address that the code goes to is not shown."""
    say = page_words(language)
    return render(
        "send_code.html.jinja",
        say,
        nonce,
        brand,
        kept={"to": to},
        heading=say(f"access.heading_{to}"),
        can_mail=can_mail,
        minutes=_MINUTES,
    )
