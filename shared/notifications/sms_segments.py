"""How many segments a text message takes: that is what is paid for, and what may arrive in pieces.

Source: 3GPP TS 23.038 (release 17), 6.2.1 and its extension table; segment sizes as Amazon SNS counts them
(docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html, 2026-11): 140 bytes, six of which join the pieces.
"""

from __future__ import annotations

GSM_7 = "GSM-7"
UCS_2 = "UCS-2"
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""Each takes two places."""
_ONE = {GSM_7: 160, UCS_2: 70}
_OF_SEVERAL = {GSM_7: 153, UCS_2: 67}


def encoding(text: str) -> str:
    """`GSM-7`, or `UCS-2` where one letter is not in it: then every letter takes twice the place."""
    return GSM_7 if all(letter in _BASIC or letter in _EXTENDED for letter in text) else UCS_2


def segments(text: str) -> int:
    """How many segments the text takes; none for an empty one. No letter is cut in two."""
    coded = encoding(text)
    places = [_places(letter, coded) for letter in text]
    if sum(places) <= _ONE[coded]:
        return int(bool(text))
    count, left = 1, _OF_SEVERAL[coded]
    for needed in places:
        if needed > left:
            count, left = count + 1, _OF_SEVERAL[coded]
        left -= needed
    return count


def _places(letter: str, coded: str) -> int:
    """Septets in GSM-7, and 16-bit units in UCS-2, where letters outside the first plane are pairs."""
    if coded == GSM_7:
        return 2 if letter in _EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1
