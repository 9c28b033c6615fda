"""The second thing that somebody shows who asks for an order: its e-mail address, or the postal code it goes to.

What was typed is kept as a keyed hash only: it may be somebody else's address, or a mistake.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence

_LONGEST = 254
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,189}")
_POSTAL = re.compile(r"(?=.*[0-9])[A-Z0-9]{3,10}")
"""Every country's postal codes have digits: what has none is a word."""
_FIVE_AND_FOUR = re.compile(r"([0-9]{5})[0-9]{4}")
"""The four digits behind name a side of a street, and shops have them or not: ZIP+4 (USPS, Publication 28, section 2:
verify), and Saudi Arabia's. No other country's codes are nine digits (from memory, as of 2026-11: verify)."""
_WITH_COUNTRY = re.compile(r"[A-Z]{1,3}([0-9]{4,7})")
"""D-10115, LV-1010, JP 150-0001: some write the country before it, some do not. Where the letters are the code's own
(Malta, Brunei), digits alone prove a little less."""
_NOT_OF_A_POSTAL_CODE = re.compile(r"[^A-Z0-9]+")


def read_proof(typed: str) -> str:
    """What was typed, in the one form it is compared in: "email:…" or "postal:…"; "" where it can be neither.

    Nobody is asked for a country here, so what holds for one country's postal codes must do no harm to another's.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if len(plain) > _LONGEST:
        return ""
    if "@" in plain:
        return _email(plain) if _EMAIL.fullmatch(plain) else ""
    return _postal(plain)


def proofs_of(email: str, postal: str) -> tuple[str, ...]:
    """What proves an order that has these; what it does not have proves nothing."""
    return tuple(proof for proof in (_email(email) if email else "", _postal(postal)) if proof)


def keyed_hash(proof: str, secret: str) -> str:
    """What is kept of a proof: 64 hex digits, which nobody can try addresses against without the secret."""
    return hmac.new(secret.encode(), f"order-lookup\x1f{proof}".encode(), hashlib.sha256).hexdigest()


def is_proven(kept: str, proofs: Iterable[str], secrets: Sequence[str]) -> bool:
    """Whether `kept` is the hash of one of `proofs`, under any of the secrets; each compared in constant time."""
    matches = [hmac.compare_digest(keyed_hash(proof, secret), kept) for proof in proofs for secret in secrets if secret]
    return any(matches)


def _email(written: str) -> str:
    return f"email:{unicodedata.normalize('NFKC', written).strip().casefold()}"


def _postal(written: str) -> str:
    code = _NOT_OF_A_POSTAL_CODE.sub("", unicodedata.normalize("NFKC", written).upper())
    known = _FIVE_AND_FOUR.fullmatch(code) or _WITH_COUNTRY.fullmatch(code)
    code = known[1] if known else code
    return f"postal:{code}" if _POSTAL.fullmatch(code) else ""
