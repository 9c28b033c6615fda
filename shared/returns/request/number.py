"""RMA numbers: what shoppers read out, write on parcels and type off slips.

Nine characters by chance and a check character, of thirty that are not mistaken for one another: no I, L, O, U, 0, 1.
The check character is that of the hybrid systems of ISO/IEC 7064:2003 (clause 8, MOD M+1,M), here MOD 31,30 in the
place of the standard's MOD 37,36, whose alphabet holds all the characters left out here. It finds every wrong character
and almost every two that were swapped.
"""

from __future__ import annotations

import hashlib

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "RMA"
_SIZE = len(ALPHABET)
_LENGTH = 9


def make_number(chance: bytes) -> str:
    """The number that these random bytes make: "RMA-7K3F9-2M4XQ". 16 bytes are plenty."""
    number = int.from_bytes(hashlib.sha256(chance).digest(), "big")
    characters = ""
    for _ in range(_LENGTH):
        number, place = divmod(number, _SIZE)
        characters += ALPHABET[place]
    characters += check_character(characters)
    return f"{PREFIX}-{characters[:5]}-{characters[5:]}"


def read_number(text: str) -> str | None:
    """The number somebody typed, as it is kept, however they write it; None where it cannot be one."""
    plain = "".join(character for character in text.upper() if character.isalnum())
    if len(plain) == len(PREFIX) + _LENGTH + 1:
        plain = plain.removeprefix(PREFIX)
    if len(plain) != _LENGTH + 1 or any(character not in ALPHABET for character in plain):
        return None
    if check_character(plain[:-1]) != plain[-1]:
        return None
    return f"{PREFIX}-{plain[:5]}-{plain[5:]}"


def check_character(characters: str) -> str:
    """What makes them whole: with it the running product ends at 1."""
    product = _SIZE
    for character in characters:
        total = (product + ALPHABET.index(character)) % _SIZE or _SIZE
        product = total * 2 % (_SIZE + 1)
    return ALPHABET[(1 - product) % _SIZE]
