"""Signing in to the console, and what is said when something cannot be done there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from shared.access.console_door import CODE_LASTS
from shared.pages.console.frame import ConsoleFrame

_MINUTES = int(CODE_LASTS.total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What is said beside the field for the code."""

    to: str = ""
    """The path to go on to; "" : the console's first page."""
    is_refused: bool = False
    """The code was used, is too old, or never was."""
    was_signed_in: bool = False
    """Somebody came to another page of the console, and is not signed in (any more)."""
    is_signed_out: bool = False
    login_at: str = ""
    """Where people begin a login of their own; "" where they have none, and need a code."""
    is_broken_off: bool = False
    """A login came back that cannot be finished."""

    @property
    def wants_code(self) -> bool:
        """Whether the field for the code stands open."""
        return self.is_refused or not self.login_at


def sign_in_page(form: SignInForm, frame: ConsoleFrame) -> str:
    """A button where people have logins, and one field. The link's code stands behind `#`, which no server sees; a
    script puts it into the field."""
    heading = frame.say("console_sign_in.heading")
    asked = urlencode({name: value for name, value in (("to", form.to), ("lang", frame.asked_language)) if value})
    login = f"{form.login_at}?{asked}" if asked else form.login_at
    return frame.page("console_sign_in.html.jinja", heading, form=form, minutes=_MINUTES, login=login)


def notice_page(subject: str, frame: ConsoleFrame, other_login: str = "") -> str:
    """What went wrong, and what to do: the words `console_notice.<subject>` and `<subject>_advice`.

    `other_login`: where somebody can sign in as somebody else.
    """
    return frame.page(
        "console_notice.html.jinja",
        frame.say(f"console_notice.{subject}"),
        advice=frame.say(f"console_notice.{subject}_advice"),
        other_login=other_login,
    )
