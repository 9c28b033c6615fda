"""What docs/performance.md says a deployment costs before the first parcel is counted from the templates."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "performance.md").read_text("utf-8")
PAGE = PAGE[PAGE.index("# What it costs before the first parcel") :]
_ROW = re.compile(r"^\| (\w+).*? \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


def test_what_is_paid_by_the_month_is_counted_and_summed(synthesised: Path) -> None:
    rows = {name: (int(count), Decimal(each), Decimal(sum_)) for name, count, each, sum_ in _ROW.findall(PAGE)}
    counted = _counted(synthesised)
    assert {name: count for name, (count, _, _) in rows.items()} == counted
    assert all(count * each == total for count, each, total in rows.values())
    assert f"Together ${sum(total for _, _, total in rows.values())}." in PAGE


def _counted(synthesised: Path) -> dict[str, int]:
    """Of every stack of the production stage."""
    found: Counter[str] = Counter()
    for template in synthesised.glob("todoku-production-*.template.json"):
        for resource in json.loads(template.read_text())["Resources"].values():
            is_queue = "StartingPosition" not in resource.get("Properties", {})  # streams are asked for free
            found[resource["Type"] if is_queue else "stream"] += 1
    return {
        "alarms": found["AWS::CloudWatch::Alarm"],
        "secrets": found["AWS::SecretsManager::Secret"],
        "queues": found["AWS::Lambda::EventSourceMapping"],
    }
