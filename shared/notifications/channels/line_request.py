"""How a letter goes out on LINE: pushed to a friend of the account, else as a notice by telephone number."""

from __future__ import annotations

from shared.notifications.channels.line import LineRequest, push_request
from shared.notifications.channels.line_notice import notice_request
from shared.notifications.content.chat import write_chat
from shared.notifications.content.letter import Letter


def line_request(letter: Letter) -> LineRequest:
    """The request. Whether a letter without a LINE user may be a notice was asked before (`has_notice`)."""
    user_id = letter.order.contact.line_user_id
    if not user_id:
        return notice_request(letter)
    return push_request(user_id, write_chat(letter), letter.message.message_id, letter.brand.colour)
