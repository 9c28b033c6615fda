"""Claims' numbers: what shoppers are told, read out, and write to the shop.

Eight characters of thirty that are not mistaken for one another: no I, L, O, U, 0, 1.
"""

from __future__ import annotations

import hashlib
import re

from shared.claims.problem import Problem

_PATTERN = r"CL-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{8}"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def claim_id_of(order_id: str, problem: Problem, shipment_id: str) -> str:
    """The same for the same problem of the same shipment, so that who reports twice has one claim: "CL-7K3F92M4".

    It is no secret: a claim is read and changed by who holds its order's link only.
    """
    digest = hashlib.sha256(f"claim\x1f{order_id}\x1f{problem}\x1f{shipment_id}".encode()).digest()
    number, characters = int.from_bytes(digest, "big"), ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        characters += _ALPHABET[place]
    return f"CL-{characters}"


def is_claim_id(case_id: str) -> bool:
    """Whether a case has the number of a claim that was reported here, and not in a system of the shop's."""
    return re.fullmatch(_PATTERN, case_id) is not None
