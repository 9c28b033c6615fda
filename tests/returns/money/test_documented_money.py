"""What docs/return-money.md shows is what is reckoned."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shared.returns.axes import Inspection
from shared.returns.money.reckoning import Flow, Part
from shared.returns.policy.policy import Actions, Bonus, Fee
from shared.returns.return_request import ReturnItem, Wanted
from shared.returns.settlement import SettlementKind
from shared.returns.vocabulary import Outcome, ShippingRefund
from tests.returns.money.selling import item, line, order, parts, reckoned, request, sale

PAGE = (Path(__file__).parents[3] / "docs" / "return-money.md").read_text("utf-8")
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_comes_to_what_is_shown(example: dict[str, Any]) -> None:
    sold = [line(**position) for position in example["sold"]]
    paid = example.get("paid") or [sum(each.sale.paid for each in sold if each.sale)]
    bought = order(*sold, sale=sale(*paid, **example.get("sale", {})))
    back = [_item(str(n), told, example["terms"]) for n, told in enumerate(example["back"], start=1)]
    assert bought.sale is not None
    reckoning = reckoned(request(*back, currency=bought.sale.currency), bought)
    assert parts(reckoning) == example["parts"]
    assert [_said(flow) for flow in reckoning.flows] == example["flows"]
    assert reckoning.includes_tax == example.get("includes_tax", 0)


def test_there_are_examples_and_every_word_is_explained() -> None:
    assert len(EXAMPLES) > 6
    for word in (*Part, *SettlementKind):
        assert f"`{word}`" in PAGE


def _said(flow: Flow) -> str:
    return f"{flow.kind} {flow.amount}" + (f" + {flow.bonus}" if flow.bonus else "")


def _item(item_id: str, told: dict[str, Any], terms: dict[str, Any]) -> ReturnItem:
    outcome = Outcome(told.get("outcome", "refund"))
    return item(
        item_id,
        told["sku"],
        told["quantity"],
        _actions(terms, outcome),
        outcome=outcome,
        first_piece=told.get("first_piece", 0),
        wanted=Wanted("WANTED", 1, told["wanted"]) if "wanted" in told else None,
        reduced_to=told.get("reduced_to"),
        inspection=Inspection.REDUCED if "reduced_to" in told else Inspection.PENDING,
    )


def _actions(terms: dict[str, Any], outcome: Outcome) -> Actions:
    return Actions(
        shipping_fee=Fee(**terms.get("shipping_fee", {})),
        restocking_fee=Fee(**terms.get("restocking_fee", {})),
        bonuses=(Bonus(outcome, **terms["bonus"]),) if "bonus" in terms else None,
        shipping_refund=ShippingRefund(terms.get("shipping_refund", "never")),
        difference_waived=terms.get("difference_waived"),
    )
