"""What notifications need from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shared.errors import Conflict, Invalid, Unavailable
from shared.notifications.message import Message


class StaleMessage(Conflict):
    """Somebody else moved the message since it was read."""

    code = "stale_message"


class MailRefused(Invalid):
    """The mail service will never take this mail: the sender is not verified, or the address is not one."""

    code = "mail_refused"


class MailNotTaken(Unavailable):
    """The mail service certainly did not take the mail, and may take it later."""

    code = "mail_not_taken"


class Messages(Protocol):
    """Decisions and what became of them, one per message id."""

    def keep(self, message: Message) -> Message:
        """Store a decision unless one with its id is stored; answers the stored one."""

    def get(self, order_id: str, message_id: str) -> Message | None:
        """The message as last saved, strongly consistent."""

    def save(self, message: Message) -> Message:
        """Save as one version on; raises StaleMessage when the stored version differs."""


class Announcements(Protocol):
    """Where decided messages are announced to the senders of every channel."""

    def announce(self, message: Message) -> None:
        """Tell the senders. May be repeated: senders claim a message by its id before they send."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered mail. `reference` travels with it, so that what the mail service reports back finds its message."""

    sender: str
    recipient: str
    subject: str
    html: str
    text: str
    reference: str


class Mailer(Protocol):
    """The mail service."""

    def send(self, mail: Mail) -> None:
        """Hand the mail over, once, without retrying.

        Raises MailRefused when it never will be taken, MailNotTaken when it was not but may be later, and any other
        Unavailable when nobody knows whether it was taken.
        """
