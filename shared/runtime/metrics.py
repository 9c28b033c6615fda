"""Metrics, written as log lines that CloudWatch counts: no call, no library, nothing to wait for.

The Embedded Metric Format (specification of 2026-11: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
CloudWatch_Embedded_Metric_Format_Specification.html): one JSON object on a line of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime

NAMESPACE = "Todoku"


def count(dimensions: Mapping[str, str], values: Mapping[str, tuple[float | None, str]], now: datetime) -> None:
    """Write `values` (name -> value and CloudWatch unit) under one set of dimensions. No dimension may be personal.

    A value of None is left out: there was nothing to measure.
    """
    measured = {name: (value, unit) for name, (value, unit) in values.items() if value is not None}
    line = {
        "_aws": {
            "Timestamp": int(now.timestamp() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": NAMESPACE,
                    "Dimensions": [sorted(dimensions)],
                    "Metrics": [{"Name": name, "Unit": unit} for name, (_, unit) in measured.items()],
                }
            ],
        },
        **dimensions,
        **{name: value for name, (value, _) in measured.items()},
    }
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
