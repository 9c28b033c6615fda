"""docs/returns-abuse.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from shared.access import limits
from shared.cli.return_abuse import risk_lines
from shared.returns.abuse.score import rate
from shared.returns.abuse.signals import SIGNALS
from shared.returns.policy.policy import AbuseRules
from tests.fakes.limits import InMemoryCounters
from tests.returns.request.setting import policy

PAGE = (Path(__file__).parents[3] / "docs" / "returns-abuse.md").read_text("utf-8")
OURS = (limits.look_ups, limits.gift_codes, limits.wrong_gift_codes, limits.new_returns, limits.uploads)


def test_every_signal_stands_there_with_its_points_and_steps() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| .* \| ([^|]+) \|$", PAGE, re.MULTILINE)
    told = {name: (int(weight), [int(n) for n in re.findall(r"(?<!\()\b\d+", steps)]) for name, weight, steps in rows}
    assert told == {signal.name: (signal.weight, [step for step, _ in signal.steps]) for signal in SIGNALS}
    shares = {name: [int(n) for n in re.findall(r"\((\d+) %\)", steps)] for name, _, steps in rows}
    assert shares == {signal.name: [share for _, share in signal.steps[:-1]] for signal in SIGNALS}


def test_limits_are_as_told() -> None:
    told = [int(most) for most in re.findall(r"^\| .* \| (\d+) \| (?:caller|order) \|$", PAGE, re.MULTILINE)]
    assert told == [limit(InMemoryCounters()).most for limit in OURS]


def test_what_the_command_is_said_to_print_is_what_it_prints() -> None:
    observed = {"discrepancies": 2, "recent_returns": 7, "shared_contact": 1}
    found = rate(observed, AbuseRules(), has_record=True)
    printed = "\n".join(risk_lines(policy(), "C-1042", found, "en"))
    assert f"$ todoku returns risk C-1042\n{printed}\n" in PAGE
