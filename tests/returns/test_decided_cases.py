"""What the three sample policies decide, row by row of the tables in `cases/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.merchant.configuration_file import read
from shared.merchant.return_policy import policy_of
from shared.returns.money.reckoning import Reckoning
from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Terms
from shared.returns.return_request import ReturnItem, Wanted
from shared.returns.text.case import Case
from shared.returns.text.case_rows import WantedCase, differences, read_row
from shared.returns.text.verdict import verdict
from tests.returns.money import selling

FOLDER = Path(__file__).parent / "cases"
SAMPLES = Path(__file__).parents[2] / "shared" / "merchant" / "samples"
MERCHANTS = ("cosmetics-jp", "apparel-us", "electronics-eu")
TAX_ON_TOP = ("apparel-us",)


@cache
def policy(merchant: str) -> Policy:
    found = policy_of(read((SAMPLES / f"{merchant}.yaml").read_text("utf-8"), f"{merchant}.yaml"))
    assert found is not None
    return found


@cache
def engine(merchant: str) -> Engine:
    return Engine(policy(merchant))


def rows(merchant: str) -> Iterator[tuple[dict[str, Any], WantedCase]]:
    table = yaml.safe_load((FOLDER / f"{merchant}.yaml").read_text("utf-8"))
    for row in table["cases"]:
        yield row, read_row(row, table["defaults"])


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_every_row_of_the_tables_is_decided_as_wanted(merchant: str) -> None:
    wrong = []
    for row, wanted in rows(merchant):
        terms = engine(merchant).terms(*wanted.case.purchase(policy(merchant)))
        found = [*differences(wanted, terms), *_money(row, wanted.case, terms, merchant)]
        wrong += [f"\n{row}\n    " + "\n    ".join(found)] if found else []
    assert not wrong, "".join(wrong)


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_the_policy_read_by_hand_says_the_same(merchant: str) -> None:
    for _, wanted in rows(merchant):
        terms = engine(merchant).terms(*wanted.case.purchase(policy(merchant)))
        read_off = verdict(policy(merchant), wanted.case)
        assert {why.code for why in terms.whys} == read_off.whys, wanted.case
        assert (terms.until, terms.closes) == (read_off.until, read_off.closes), wanted.case


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_each_table_has_forty_cases_of_different_names(merchant: str) -> None:
    names = [row["case"] for row, _ in rows(merchant)]

    assert len(names) >= 40
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_each_rule_decides_a_row_of_the_tables(merchant: str) -> None:
    decided: set[str] = set()
    for _, wanted in rows(merchant):
        terms = engine(merchant).terms(*wanted.case.purchase(policy(merchant)))
        decided |= {rule for _, rule in terms.rules}

    assert {rule.name for rule in policy(merchant).rules} <= decided


def _money(row: Mapping[str, Any], case: Case, terms: Terms, merchant: str) -> Iterator[str]:
    if "sold" not in row:
        return
    paid = _paid(_reckoned(row, case, terms, merchant))
    for kind, amount in row["money"].items():
        if paid.get(kind, 0) != amount:
            yield f"{kind}: wanted {amount}, got {paid.get(kind, 0)}"


def _paid(reckoning: Reckoning) -> dict[str, int]:
    paid: dict[str, int] = {}
    for flow in reckoning.flows:
        paid[flow.kind] = paid.get(flow.kind, 0) + flow.amount
        paid["bonus"] = paid.get("bonus", 0) + flow.bonus
    return paid


def _reckoned(row: Mapping[str, Any], case: Case, terms: Terms, merchant: str) -> Reckoning:
    """One position is returned of an order that was paid by one card."""
    sold, on_top = {"discount": 0, "tax": 0, "shipping": 0, **row["sold"]}, merchant in TAX_ON_TOP
    currency = policy(merchant).currency
    total = sold["price"] - sold["discount"] + sold["shipping"] + (sold["tax"] if on_top else 0)
    sale = selling.sale(total, currency=currency, tax_included=not on_top, shipping=sold["shipping"])
    line = selling.line("MUG", case.ordered, sold["price"], sold["discount"], sold["tax"])
    item = _item(row, case, terms)
    return selling.reckoned(
        selling.request(item, currency=currency, method=case.method), selling.order(line, sale=sale)
    )


def _item(row: Mapping[str, Any], case: Case, terms: Terms) -> ReturnItem:
    instead = row.get("wanted")
    return replace(
        selling.item(quantity=case.quantity),
        terms=terms,
        outcome=case.outcome,
        wanted=Wanted("CUP", case.quantity, instead["price"], instead.get("tax", 0)) if instead else None,
        first_piece=row.get("first_piece", 0),
    )
