"""A replay on this machine: parts of a history on every core, and never more of them in memory than are worked on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import chain, islice
from pathlib import Path

from shared.cli.history_parts import Part, parts_of
from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Policy
from shared.returns.replay.figures import Assumptions
from shared.returns.replay.replay import replay_lines
from shared.returns.replay.summary import Summary, joined

ROWS_AT_ONCE = 2000
"""Small enough that all cores end at about the same time, large enough that handing them over costs nothing."""


def replay_file(file: Path, policy: Policy, assumptions: Assumptions, workers: int | None = None) -> Summary:
    """The whole history. `workers`: processes; left out, one for each core. Raises UnreadableHistory."""
    parts = parts_of(file, ROWS_AT_ONCE)
    first = list(islice(parts, 2))
    workers = workers or os.cpu_count() or 1
    if len(first) < 2 or workers == 1:
        engine = Engine(policy)
        return joined(_replayed(part, engine, assumptions) for part in chain(first, parts))
    return joined(_on_every_core(chain(first, parts), policy, assumptions, workers))


def _on_every_core(parts: Iterator[Part], policy: Policy, assumptions: Assumptions, workers: int) -> Iterator[Summary]:
    with ProcessPoolExecutor(workers, initializer=_Bench.prepare, initargs=(policy, assumptions)) as pool:
        waiting: set[Future[Summary]] = set()
        for part in parts:
            waiting.add(pool.submit(_replayed_there, part))
            if len(waiting) >= 2 * workers:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in waiting)


class _Bench:
    """What a process keeps between parts: an engine learns as it decides."""

    engine: Engine
    assumptions: Assumptions

    @classmethod
    def prepare(cls, policy: Policy, assumptions: Assumptions) -> None:
        cls.engine, cls.assumptions = Engine(policy), assumptions


def _replayed_there(part: Part) -> Summary:
    return _replayed(part, _Bench.engine, _Bench.assumptions)


def _replayed(part: Part, engine: Engine, assumptions: Assumptions) -> Summary:
    return replay_lines(part.lines, engine, assumptions, first=part.first)
