"""API keys: a publishable one for storefronts, a secret one for the merchant's servers."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.errors import Forbidden, Refused


class KeyKind(StrEnum):
    """Who holds the key. The value is the key's prefix."""

    STOREFRONT = "pk"
    """In the page's source for everyone to see: may ask for promises and about carriers, nothing else."""
    MERCHANT = "sk"
    """On the merchant's servers only: may do everything."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh key. `plain` is shown once and never stored; `digest` is."""

    kind: KeyKind
    plain: str
    digest: str


class KnownKeys(Protocol):
    """Who knows the digests of the merchant's keys."""

    def kind(self, digest: str) -> KeyKind | None:
        """What kind of key has this digest; None when none has."""


class Keys(KnownKeys, Protocol):
    """Where they are kept."""

    def add(self, key: NewKey) -> None:
        """Keep the digest of a new key."""


_SHAPE = re.compile(r"(?:pk|sk)_[A-Za-z0-9_-]{43}")


def new_key(kind: KeyKind, entropy: bytes) -> NewKey:
    """A key out of 32 random bytes."""
    plain = f"{kind}_{base64.urlsafe_b64encode(entropy).rstrip(b'=').decode()}"
    return NewKey(kind, plain, digest(plain))


def digest(plain: str) -> str:
    """SHA-256 in hex. Enough for 256 random bits: there is nothing to guess, so nothing to slow down."""
    return hashlib.sha256(plain.encode()).hexdigest()


def require(keys: KnownKeys, presented: str | None, kind: KeyKind) -> None:
    """Pass when `presented` is a known key of `kind`; else Refused (none, or no key of ours) or Forbidden.

    Looking up the digest leaks no timing about the key: nobody can choose digests close to a stored one.
    """
    if presented is None or not _SHAPE.fullmatch(presented):
        raise Refused("A valid API key is needed.")
    found = keys.kind(digest(presented))
    if found is None:
        raise Refused("A valid API key is needed.")
    if found is not kind:
        raise Forbidden("This key may not do this.")
