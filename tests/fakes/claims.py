"""Claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shared.claims.claim import Claim, claims_by_age
from shared.claims.ports import StaleClaim


class InMemoryClaims:
    def __init__(self) -> None:
        self.claims: dict[tuple[str, str], Claim] = {}

    def get(self, order_id: str, claim_id: str) -> Claim | None:
        return self.claims.get((order_id, claim_id))

    def of_order(self, order_id: str) -> Sequence[Claim]:
        return claims_by_age(claim for (order, _), claim in self.claims.items() if order == order_id)

    def some(self, ids: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Claim]:
        return {each: self.claims[each] for each in ids if each in self.claims}

    def save(self, claim: Claim) -> Claim:
        stored = self.get(claim.order_id, claim.claim_id)
        if claim.version != (stored.version if stored else 0):
            raise StaleClaim("stale")
        saved = self.claims[claim.order_id, claim.claim_id] = replace(claim, version=claim.version + 1)
        return saved
