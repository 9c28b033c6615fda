"""A draft replayed on the local cloud: the deployed state machine, its functions, its permissions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from shared.aws.s3_replays import Draft
from shared.cli import cloud_replay
from shared.cli.return_replay import replay_file
from shared.returns.policy.policy import Window
from shared.returns.replay.figures import Assumptions
from tests.journeys.conftest import Local
from tests.returns.policy.samples import fifty_rules, policy
from tests.returns.replay.past import made_history

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]


def test_a_history_in_parts_is_replayed_as_it_is_on_one_machine(local: Local, tmp_path: Path) -> None:
    old = policy(*fifty_rules())
    history = tmp_path / "history.jsonl"
    history.write_text("".join(f"{row.line_of_history()}\n" for row in made_history(90, old)), "utf-8")
    draft = Draft(replace(old, base=replace(old.base, window=Window(12))), Assumptions(640))
    started = cloud_replay.start(local.deployment, history, draft, rows_at_once=20)
    found = cloud_replay.finish(local.deployment, started)
    assert found == replay_file(history, draft.policy, draft.assumptions, workers=1)
    assert (found.rows, found.flipped > 0) == (90, True)
