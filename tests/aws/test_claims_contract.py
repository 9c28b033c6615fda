"""What a store of claims must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.aws.dynamodb_claims import DynamoClaims
from shared.cases.case import CaseLine
from shared.claims.claim import Claim, Said
from shared.claims.ports import Claims, StaleClaim
from shared.claims.problem import Problem, Wish
from shared.evidence.evidence import Evidence
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryClaims
from tests.samples import NOW

CLAIM = Claim(
    "A-1",
    "CL-7K3F92M4",
    Problem.DAMAGED,
    "S-1",
    NOW,
    (CaseLine("皿 #1", 2),),
    Wish.REFUND,
    NOW,
    (Said(NOW, "割れていました。"),),
    (Evidence("photo", "evidence/1", NOW),),
)
BARE = Claim("A-1", "CL-22222222", Problem.NOT_ARRIVED, "", NOW - timedelta(days=1))


@pytest.fixture(params=["memory", "dynamodb"])
def claims(request: pytest.FixtureRequest) -> Claims:
    if request.param == "memory":
        return InMemoryClaims()
    return DynamoClaims(request.getfixturevalue("dynamodb"), TABLE)


def test_every_field_comes_back_one_version_on(claims: Claims) -> None:
    assert claims.get("A-1", CLAIM.claim_id) is None
    for claim in (CLAIM, BARE):
        assert claims.save(claim) == claims.get("A-1", claim.claim_id) == replace(claim, version=1)


def test_of_two_who_save_only_the_first_may(claims: Claims) -> None:
    claims.save(CLAIM)
    with pytest.raises(StaleClaim):
        claims.save(CLAIM)
    assert claims.save(replace(CLAIM, version=1)).version == 2
    with pytest.raises(StaleClaim):
        claims.save(replace(CLAIM, version=1))


def test_the_claims_of_an_order_are_its_own_and_all_oldest_first(claims: Claims) -> None:
    for claim in (CLAIM, BARE, replace(CLAIM, order_id="A-10")):
        claims.save(claim)
    assert claims.of_order("A-1") == [replace(BARE, version=1), replace(CLAIM, version=1)]
    assert claims.of_order("A-2") == []


def test_some_are_those_there_are_of_many_orders(claims: Claims) -> None:
    kept = [claims.save(claim) for claim in (CLAIM, replace(BARE, order_id="A-10"))]
    claims.save(BARE)
    asked = [(claim.order_id, claim.claim_id) for claim in kept]
    assert claims.some([*asked, ("A-1", "C-404"), *asked]) == dict(zip(asked, kept, strict=True))
