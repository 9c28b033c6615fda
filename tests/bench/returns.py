"""`make bench-returns`: what deciding on returns costs.

For a policy of fifty rules and orders of twenty positions: positions per second on one core (all reasons, outcomes and
methods of each, as `GET …/returnable` answers), the time of the slowest of a hundred, one complete request decided
anew, as a submitted return is, and 100,000 returns of the past that a draft is asked about. Beside the times stands a
ratio to a fixed loop of plain Python, which does not depend on the machine. `PARTS` is what is printed; each part
brings its lines.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from shared.cli.return_replay import replay_file
from shared.returns.policy.engine import Engine
from shared.returns.policy.facts import Purchase
from shared.returns.policy.policy import Fee, Policy, Window
from shared.returns.replay.figures import Assumptions
from shared.returns.vocabulary import Method, Outcome
from tests.returns.policy.samples import asking, fifty_rules, policy, twenty_lines
from tests.returns.replay.past import made_history

ORDERS = 400
ROUNDS = 3
BAR = 5_000
"""Positions per second on one core that are asked for."""
PAST = 100_000
"""Returned positions that are replayed: so many that differ, again and again under other ids."""
DIFFERENT = 4_000
CORES = 2
PAST_BAR = 60.0
"""Seconds on two cores that they may take."""


def main() -> int:
    """Print every part's lines; 1 where a part missed its bar."""
    reached = True
    for part in PARTS:
        for line, is_good in part():
            print(line if is_good else f"{line}   ← misses the bar")  # noqa: T201
            reached = reached and is_good
    return 0 if reached else 1


def offered() -> Iterator[tuple[str, bool]]:
    """All that may be chosen, for every position of an order."""
    engine, orders = Engine(policy(*fifty_rules())), [twenty_lines(number) for number in range(ORDERS)]
    best, taken = min((_timed(engine, orders) for _ in range(ROUNDS)), key=lambda timed: timed[0])
    lines = sum(len(order.positions) for order in orders)
    slowest = sorted(taken)[len(taken) * 99 // 100]
    yield f"offers: {lines / best:>10,.0f} positions/s on one core (bar {BAR:,})", lines / best >= BAR
    yield f"offers: {slowest * 1e3:>10.3f} ms per position, 99 of 100 orders (bar 1 ms)", slowest <= 1e-3
    yield f"offers: {best / lines / yardstick():>10.2f} × a loop of a thousand additions, per position", True


def decided() -> Iterator[tuple[str, bool]]:
    """One complete request for each position, as a submitted return is decided."""
    engine, orders = Engine(policy(*fifty_rules())), [twenty_lines(number) for number in range(ORDERS)]
    ask = asking("style", outcome=Outcome.EXCHANGE, method=Method.LABEL, quantity=1, is_final=True)
    started = time.process_time()
    for order in orders:
        for place in order.positions:
            engine.terms(order, place, ask)
    each = (time.process_time() - started) / sum(len(order.positions) for order in orders)
    yield f"terms:  {1 / each:>10,.0f} requests/s on one core", 1 / each >= BAR
    yield f"terms:  {each / yardstick():>10.2f} × a loop of a thousand additions, per request", True


def replayed() -> Iterator[tuple[str, bool]]:
    """A history in a file, asked again by a draft that changes the window, the fee and what is offered."""
    old = policy(*fifty_rules())
    base = replace(old.base, window=Window(21), shipping_fee=Fee(700), outcomes=(Outcome.EXCHANGE, Outcome.REFUND))
    with tempfile.TemporaryDirectory() as folder:
        history = Path(folder) / "history.jsonl"
        _write_history(history, old)
        began, used = time.perf_counter(), _of_children()
        found = replay_file(history, replace(old, base=base), Assumptions(650), workers=CORES)
        took, used = time.perf_counter() - began, _of_children() - used
        size = history.stat().st_size / 1e6
    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    each = used / found.rows
    yield f"replay: {took:>10.1f} s for {found.rows:,} rows on {CORES} cores (bar {PAST_BAR:.0f} s)", took <= PAST_BAR
    yield f"replay: {1 / each:>10,.0f} rows/s on one core; {found.flipped:,} rows flip", found.rows == PAST
    yield f"replay: {each / yardstick():>10.2f} × a loop of a thousand additions, per row", True
    yield f"replay: {held:>10.0f} MB held by the largest process, of a history of {size:.0f} MB", True


def _write_history(file: Path, decided_by: Policy) -> None:
    rows = [row.line_of_history() for row in made_history(DIFFERENT, decided_by)]
    with file.open("w", encoding="utf-8") as lines:
        for again in range(PAST // DIFFERENT):
            lines.writelines(row.replace('"id":"R', f'"id":"R{again}-', 1) + "\n" for row in rows)


def _of_children() -> float:
    """Seconds that all processes which ended had of a core."""
    spent = os.times()
    return spent.children_user + spent.children_system


PARTS: list[Callable[[], Iterator[tuple[str, bool]]]] = [offered, decided, replayed]


def yardstick() -> float:
    """Seconds that a thousand additions in plain Python take, the best of many."""
    return min(_loop() for _ in range(200))


def _loop() -> float:
    started = time.process_time()
    total = 0
    for number in range(1000):
        total += number
    return time.process_time() - started


def _timed(engine: Engine, orders: list[Purchase]) -> tuple[float, list[float]]:
    """Seconds in all, and of each order, per position."""
    taken = []
    for order in orders:
        started = time.process_time()
        engine.offers(order)
        taken.append((time.process_time() - started) / len(order.positions))
    return sum(t * len(o.positions) for t, o in zip(taken, orders, strict=True)), taken


if __name__ == "__main__":
    sys.exit(main())
