"""Whatever shoppers, staff, carriers, payers and clocks do to returns, in whatever order: `make fuzz` tries longer."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.returns.request.test_state_machine import AnyOrder


def test_no_illegal_state_of_a_return_is_reached_in_long_runs(rounds: int) -> None:
    longer = settings(
        max_examples=max(2, rounds // 5000),
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyOrder, settings=longer)  # type: ignore[no-untyped-call]
