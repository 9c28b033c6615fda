"""Chat messages, for LINE, WhatsApp and web push: a line, a sentence or two, and where to go on."""

from __future__ import annotations

from shared.notifications.content.letter import Chat, Letter
from shared.notifications.content.onward import help_beside, leads_to
from shared.notifications.content.subject_matter import trigger_of
from shared.notifications.content.values import CHAT, cut, values
from shared.notifications.content.words import message_words

LONGEST_TITLE, LONGEST_BODY, LONGEST_BUTTON = 60, 300, 20
"""Characters. LINE's buttons bear 20 and its alternative text 400 (Messaging API reference, November 2026); a push
notification shows two or three lines."""


def write_chat(letter: Letter) -> Chat:
    """The message. Raises UnknownTrigger. The button leads where a mail's would."""
    trigger, say = trigger_of(letter.message), message_words(letter.message.language)
    known, help_url = values(letter, say, CHAT), help_beside(letter, trigger)
    return Chat(
        title=cut(say.part(trigger.name, "heading", known), LONGEST_TITLE),
        body=cut(say.part(trigger.name, "chat", known), LONGEST_BODY),
        button=cut(say.part(trigger.name, "button", known), LONGEST_BUTTON),
        url=leads_to(letter, trigger),
        help_button=cut(say("mail.need_help"), LONGEST_BUTTON) if help_url else "",
        help_url=help_url,
    )
