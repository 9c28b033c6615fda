"""What the README and the first steps show of promises is what the function answers, word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.functions.http_api import HttpApi

ROOT = Path(__file__).parents[2]
SHOWING = "\n".join((ROOT / page).read_text("utf-8") for page in ("README.md", "docs/getting-started.md"))
_SHOWN = re.compile(r"```bash\ncurl \"\$API(/v1/promise\?[^\"]*)\"\n```\n\n```json\n(.*?)\n```", re.DOTALL)
EXAMPLES = [(path, json.loads(answer)) for path, answer in _SHOWN.findall(SHOWING)]


def test_there_is_one_in_each_language_and_one_in_full() -> None:
    assert len(EXAMPLES) == 3
    assert sum("lang=ja" in path for path, _ in EXAMPLES) == 1


@pytest.mark.parametrize(("path", "shown"), EXAMPLES)
def test_an_answer_that_is_shown_is_the_answer(
    api: HttpApi, storefront_key: str, at: Callable[[datetime], None], path: str, shown: dict[str, Any]
) -> None:
    if "as_of" in shown:
        at(datetime.fromisoformat(shown["as_of"]))
    reply = api.request("GET", path.replace("$STOREFRONT_KEY", storefront_key))
    assert reply.status == 200, reply.text
    assert _only(reply.json(), shown) == shown


def _only(answer: Any, shown: Any) -> Any:
    """Of the answer, what is shown. Lists are shown whole."""
    if isinstance(shown, dict):
        return {name: _only(answer[name], shown[name]) for name in shown}
    if isinstance(shown, list):
        assert len(answer) == len(shown)
        return [_only(one, other) for one, other in zip(answer, shown, strict=True)]
    return answer
