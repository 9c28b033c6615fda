"""A claim that handler tests find in the table: a chipped bowl of the order of `sold.py`, with a photo."""

from __future__ import annotations

from dataclasses import replace

from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_claims import DynamoClaims
from shared.aws.dynamodb_orders import DynamoOrders
from shared.cases.case import CaseLine
from shared.claims.claim import Claim
from shared.claims.problem import Problem, Wish
from shared.claims.report_problem import Report, report_problem
from shared.evidence.evidence import Evidence
from tests.functions.conftest import NOW, Cloud

FILE = "0123456789abcdef-aaaaaaaaaaaaaaaaaaaaaa.jpg"
"""The photo, as the claim names it; nothing lies in the bucket under it."""


def report_chipped_bowls(cloud: Cloud, quantity: int, words: str) -> Claim:
    """Report them as their shopper does. The order has been sold before."""
    dynamodb = clients.dynamodb()
    claims, cases, orders = (store(dynamodb, cloud.table) for store in (DynamoClaims, DynamoCases, DynamoOrders))
    order = orders.get("A-1001")
    assert order is not None
    report = Report(Problem.DAMAGED, "S-1", (CaseLine("KB-01", quantity),), Wish.REPLACEMENT, words)
    reported = report_problem(claims, cases, orders, order, report, NOW)
    return claims.save(replace(reported, evidence=(Evidence("photo", f"evidence/{FILE}", NOW),)))
