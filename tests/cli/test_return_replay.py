"""`todoku returns policy replay` and `export-history`."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from shared.cli import cloud_replay, return_history, return_replay
from shared.cli.return_replay import replay_file
from shared.returns.policy.policy import Policy, Window
from shared.returns.replay.figures import Assumptions
from tests.cli.conftest import Run
from tests.merchant.returning import WITHOUT, written
from tests.returns.policy.samples import policy
from tests.returns.replay.past import made_history, past
from tests.returns.request.setting import NOW, Shop, cup, shirts

SECTION = """
window: { days: 7 }
outcomes: [refund, exchange, store_credit]
methods: [own_carrier]
fees: { shipping: { fixed: 500 }, restocking: { percent: 6.25 } }
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_text(written(SECTION), "utf-8")
    return path


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.jsonl"
    path.write_text(f"{past().line_of_history()}\n\nno row\n{past('R2/1').line_of_history()}\n", "utf-8")
    return path


def drafted() -> Policy:
    same = policy()
    return replace(same, base=replace(same.base, window=Window(9)))


def test_flips_totals_and_formulas_are_printed(run: Run, draft: Path, history: Path) -> None:
    replayed = run("returns", "policy", "replay", draft, "--against", history)
    assert replayed.exit_code == 0, replayed.output
    for said in (
        "2 returned positions, decided by policy version 3 (2)",
        "2 of them flip (100.0 %)",
        "1 lines are no rows",
        "line 3: the line: Invalid JSON",
        "accepted -> declined (window_closed)",
        "-15,280 JPY",
        "cost = refunds + bonuses",
        "--label-cost 640",
    ):
        assert said in replayed.stdout, replayed.stdout


def test_machines_get_json(run: Run, draft: Path, history: Path) -> None:
    replayed = run("returns", "policy", "replay", draft, "--against", history, "--json", "--label-cost", "70")
    found = json.loads(replayed.stdout)
    assert (found["rows"], found["flipped"], found["assumptions"]) == (2, 2, {"label_cost": 70})
    [money] = found["money"]
    assert money["cost_change"] == money["after"]["cost"] - money["before"]["cost"] == -15280
    assert sum(change["cost"] for cause in found["causes"] for change in cause["changes"]) == -15280


def test_a_history_without_a_row_and_a_draft_without_returns_end_with_1(
    run: Run, draft: Path, history: Path, tmp_path: Path
) -> None:
    history.write_text("nothing\n", "utf-8")
    failed = run("returns", "policy", "replay", draft, "--against", history)
    assert (failed.exit_code, "holds no row" in failed.stderr, "line 1" in failed.stdout) == (1, True, True)
    draft.write_text(WITHOUT, "utf-8")
    failed = run("returns", "policy", "replay", draft, "--against", history)
    assert (failed.exit_code, "take nothing back" in failed.stderr) == (1, True)


def test_what_cannot_be_decompressed_is_a_sentence(run: Run, draft: Path, history: Path) -> None:
    history.write_bytes(gzip.compress(b"a" * 5000)[:30])
    failed = run("returns", "policy", "replay", draft, "--against", history)
    assert (failed.exit_code, "cannot be decompressed" in failed.stderr) == (1, True)


def test_several_processes_find_what_one_does_compressed_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(return_replay, "ROWS_AT_ONCE", 9)
    lines = "".join(f"{row.line_of_history()}\n" for row in made_history(50, policy())).encode()
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.write_bytes(lines)
    packed.write_bytes(gzip.compress(lines))
    alone = replay_file(plain, drafted(), Assumptions(5), workers=1)
    assert alone.flipped
    assert replay_file(packed, drafted(), Assumptions(5), workers=2) == alone


def test_in_the_cloud_the_same_is_printed(
    run: Run, draft: Path, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = run("returns", "policy", "replay", draft, "--against", history)
    assert "of them flip" in here.stdout
    monkeypatch.setattr("shared.cli.replay_commands.find", lambda stage: stage)
    monkeypatch.setattr(cloud_replay, "start", lambda deployment, file, by: (deployment, file, by))
    monkeypatch.setattr(
        cloud_replay, "finish", lambda deployment, given: replay_file(given[1], given[2].policy, given[2].assumptions)
    )
    there = run("returns", "policy", "replay", draft, "--against", history, "--in-cloud", "--stage", "staging")
    assert (there.exit_code, there.stdout) == (0, here.stdout)


def test_the_returns_of_a_deployment_become_a_history_that_can_be_replayed(
    run: Run, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop()
    shop.submitted(shirts(2), cup())
    kept = return_history.Kept(shop.returns, shop.orders, shop.parcels, shop.means.policies)
    monkeypatch.setattr("shared.cli.replay_commands.find", lambda stage: stage)
    monkeypatch.setattr(return_history.Kept, "of", lambda deployment: kept)
    file = tmp_path / "exported.jsonl"
    day = f"{NOW:%Y-%m-%d}"
    exported = run("returns", "policy", "export-history", "--into", file, "--from", day, "--to", day)
    assert exported.exit_code == 0, exported.output
    assert "2 returned positions" in exported.stdout
    replayed = run("returns", "policy", "replay", draft, "--against", file)
    assert "2 returned positions, decided by policy version 1 (2)" in replayed.stdout


def test_days_the_wrong_way_round_are_refused(run: Run, tmp_path: Path) -> None:
    days = ("--from", "2026-11-02", "--to", "2026-11-01")
    refused = run("returns", "policy", "export-history", "--into", tmp_path / "x", *days)
    assert (refused.exit_code, "--from is after --to" in refused.stderr) == (1, True)
