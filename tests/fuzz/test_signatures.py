"""Whatever a stranger sends, a signature is refused, and nothing else is raised: 5,000 combinations per carrier.

`make fuzz` tries a million. The combinations are seeded, so that a failure can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shared.carriers.carrier import SignatureRefused
from shared.carriers.registry import SLUGS, carrier
from tests.carriers.test_every_carrier import sample, signed, stored

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
PIECES = [
    *("", "=", ",", ", ", " ", ";", ".", "v1", "v1,", "v1=", "t=", "t=,v1=", "sha256=", "hmac-sha256-hex=", "Bearer "),
    *("null", "None", "nan", "inf", "-1", "1e9", "0x10", "1_795", "٣", "１７９５"),
    *(str(EPOCH), f" {EPOCH}", f"{EPOCH}.0", f"+{EPOCH}", f"{EPOCH}\n"),
    *("é", "ß", "\u0000", "\ud800", "\udcff", "😀", "\u202e", "%00", "\r\n"),
    *("a" * 64, "0" * 64, "A" * 43 + "=", "/" * 88, "x" * 5000, "9" * 5000),
    *("Basic Og==", "whsec_", "{}", "[]", "{", '"', "\\", "../", "' OR 1=1"),
]
BODIES = [b"", b"{}", b"\xff", b"\x00", b"[" * 5000, b"{}\n", b'{"a":1}', "é".encode(), b"<a/>", b"x" * 10_000]


def hostile(chance: random.Random, right: dict[str, str]) -> dict[str, str]:
    """Headers like the right ones, with values made of pieces, of parts of the right value, or left out."""
    headers = {}
    for name, value in right.items():
        kind = chance.randrange(6)
        if kind == 0:
            continue
        cut = chance.randrange(len(value) + 1)
        piece = chance.choice(PIECES)
        headers[name] = (value[:cut] + piece, piece + value[cut:], piece, value[:cut], value.swapcase() + piece)[
            kind - 1
        ]
    return headers


@pytest.mark.parametrize("slug", SLUGS)
def test_a_hostile_signature_is_refused_and_nothing_else_is_raised(slug: str, rounds: int) -> None:
    verify: Callable[..., None] = carrier(slug).verify
    chance = random.Random(slug)
    right = signed(slug, sample(slug, "delivered"), "secret")
    secrets = stored(slug, ["another", "one more"])
    for round_number in range(rounds):
        headers = hostile(chance, right)
        body = BODIES[round_number % len(BODIES)]
        try:
            verify(headers, body, secrets, NOW)
        except SignatureRefused:
            continue
        pytest.fail(f"round {round_number}: accepted {headers}")
