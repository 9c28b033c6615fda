"""The chapter of an order's story about its messages: what was told or not, and why."""

from __future__ import annotations

from collections.abc import Iterator

from shared.notifications.message import MessageState, Reaction
from shared.notifications.why import REASONS, Entry, Why
from shared.pages.console.chapters import Chapter, Happening, lines_of
from shared.pages.console.frame import ConsoleFrame
from shared.pages.shown_text import shown


def messages_in_words(why: Why, frame: ConsoleFrame) -> Iterator[Happening]:
    """Every decision, and what was heard of the message since."""
    for entry in why.entries:
        yield _decided(entry, frame)
        yield from _heard(entry.trigger, entry.reaction, frame)


def _decided(entry: Entry, frame: ConsoleFrame) -> Happening:
    say = frame.say
    title = say("console_story.message", trigger=entry.trigger, state=say(f"console_message.{entry.state}"))
    channels = [say(f"channels.{channel}") for channel in entry.channels]
    lines = lines_of(
        message_reason(entry.reason, frame),
        say("console_story.channels", channels=say("console_story.then").join(channels)),
        *(_stopped(check.name, check.says) for check in entry.checks if not check.passed),
        *(
            " · ".join(lines_of(say(f"channels.{one.channel}"), frame.moment(one.at), one.outcome, shown(one.reason)))
            for one in entry.attempts
        ),
        say("console_story.due", moment=frame.moment(entry.due_at)) if entry.due_at else "",
    )
    not_told = entry.state in (MessageState.SUPPRESSED, MessageState.FAILED)
    return Happening(entry.sent_at or entry.decided_at, Chapter.MESSAGE, title, lines, is_grave=not_told)


def message_reason(reason: str, frame: ConsoleFrame) -> str:
    """A reason as a sentence; the code itself where a channel's service gave one of its own."""
    return frame.say(f"console_why.{reason}") if reason in REASONS else shown(reason)


def _stopped(name: str, says: str) -> str:
    return f"{name}: {shown(says)}" if says else name


def _heard(trigger: str, reaction: Reaction, frame: ConsoleFrame) -> Iterator[Happening]:
    heard = {
        "delivered": reaction.delivered_at,
        "opened": reaction.opened_at,
        "clicked": reaction.clicked_at,
        "bounced": reaction.bounced_at,
        "complained": reaction.complained_at,
    }
    for what, at in heard.items():
        if at is not None:
            title = frame.say(f"console_message.{what}", trigger=trigger)
            yield Happening(at, Chapter.MESSAGE, title, is_grave=what in ("bounced", "complained"))
