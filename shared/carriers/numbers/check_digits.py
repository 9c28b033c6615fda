"""Check digits of tracking numbers: from the digits before it, the one character that must follow.

Each function takes what the digit protects, in canonical form (digits, or digits and capitals where it says so), and
gives the character. Sources as of 2026-11; (recalled) ones were not read again for this.
"""

from __future__ import annotations

from collections.abc import Iterable

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEDEX_WEIGHTS = (1, 3, 7)
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def gs1(digits: str, *, plus: int = 0) -> str:
    """Mod 10, weights 3 and 1 from the right. Notices every wrong digit.

    GS1 General Specifications, 7.9.1: https://www.gs1.org/services/how-calculate-check-digit-manually. Used by USPS
    (Publication 199, recalled: https://postalpro.usps.com/pub199), FedEx Ground, DHL's 20 digits, and Canada Post.
    """
    return _to_ten(plus + sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits))))


def gls(digits: str) -> str:
    """GS1's sum and one more. Notices every wrong digit.

    GLS Uni-Box, Technische Dokumentation 2D, V0110 (2012), 3.2.1.
    """
    return gs1(digits, plus=1)


def identcode(digits: str) -> str:
    """Mod 10, weights 4 and 9 from the left: Deutsche Post's Identcode.

    Where the weight is 4, a digit that is wrong by 5 goes unnoticed.
    https://metacpan.org/pod/Algorithm::CheckDigits::M10_005, with the vectors of
    https://github.com/bwipp/postscriptbarcode/wiki/Deutsche-Post-Identcode.
    """
    return _to_ten(sum(int(digit) * (9 if place % 2 else 4) for place, digit in enumerate(digits)))


def ups(characters: str) -> str:
    """Mod 10, weights 1 and 2 from the left; a letter counts as A=2, B=3 up to 9, and round again from 0.

    Where the weight is 2, a digit that is wrong by 5 goes unnoticed, and so does a letter for one ten places on.
    https://www.codeproject.com/articles/21224/calculating-the-ups-tracking-number-check-digit
    (recalled). OnTrac uses the same, its leading letter included.
    """
    return _to_ten(sum(_ups_value(letter) * (2 if place % 2 else 1) for place, letter in enumerate(characters)))


def fedex(digits: str) -> str:
    """Mod 11, weights 1, 3 and 7 from the right; a remainder of 10 is written 0.

    A wrong digit goes unnoticed only between the remainders 0 and 10. FedEx's label specifications (recalled); the
    same digit ends the 34 digits of a label.
    """
    total = sum(int(digit) * _FEDEX_WEIGHTS[place % 3] for place, digit in enumerate(reversed(digits)))
    return str(total % 11 % 10)


def s10(serial: str) -> str:
    """Mod 11, weights 8 6 4 2 3 5 9 7 over eight digits; 10 is written 0, and 11 is written 5.

    A wrong digit goes unnoticed only between the remainders 0 and 6, which are both written 5. UPU standard S10, 5.3.3:
    https://en.wikipedia.org/wiki/S10_(UPU_standard).
    """
    remainder = sum(int(digit) * weight for digit, weight in zip(serial, _S10_WEIGHTS, strict=True)) % 11
    return {0: "5", 1: "0"}.get(remainder) or str(11 - remainder)


def mod7(digits: str) -> str:
    """The number modulo 7. A digit that is wrong by 7 (0 for 7, 1 for 8, 2 for 9) goes unnoticed.

    DHL Express: https://www.paketda.de/firmenkunden/paket-pruefziffern.html. In Japan it is called 7DR, and Yamato,
    Sagawa and Japan Post all use it: http://nanoappli.com/blog/archives/369,
    https://qiita.com/yoshi389111/items/00ca7b3ed9ceac904cde.
    """
    return str(int(digits) % 7)


def mod37_36(characters: str) -> str:
    """ISO/IEC 7064, hybrid system MOD 37,36, over digits and capitals. Notices every wrong character.

    https://esolutions.dpd.com/dokumente/DPD_Parcel_Label_Specification_2.4.1_EN.pdf
    """
    carried = 36
    for character in characters:
        carried = (carried + _ALPHABET.index(character)) % 36 or 36
        carried = carried * 2 % 37
    return _ALPHABET[(37 - carried) % 36]


def luhn(digits: str) -> str:
    """Mod 10, every second digit from the right doubled, its own digits added. Notices every wrong digit.

    ISO/IEC 7812-1, annex B: https://en.wikipedia.org/wiki/Luhn_algorithm. Used by Purolator and Old Dominion.
    """
    return _to_ten(sum(_luhn_values(digits)))


def _luhn_values(digits: str) -> Iterable[int]:
    for place, digit in enumerate(reversed(digits)):
        yield int(digit) if place % 2 else sum(divmod(int(digit) * 2, 10))


def _ups_value(character: str) -> int:
    return int(character) if character.isdigit() else (ord(character) - ord("A") + 2) % 10


def _to_ten(total: int) -> str:
    """What is missing to the next multiple of ten."""
    return str(-total % 10)
