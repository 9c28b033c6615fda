"""The engines in use, one for each version of the policy: what an engine learns makes its next decision faster."""

from __future__ import annotations

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Policy

KEPT = 8
"""Versions by which orders of one window were placed; each engine remembers some thousand decisions."""


class Engines:
    """Keep one for as long as the process lives. Not for several threads at once."""

    def __init__(self) -> None:
        self._by_version: dict[int, Engine] = {}

    def of(self, policy: Policy) -> Engine:
        """The engine of this very policy: a version that was read anew gets a new one."""
        engine = self._by_version.pop(policy.version, None)
        if engine is None or engine.policy is not policy:
            engine = Engine(policy)
        self._by_version[policy.version] = engine
        if len(self._by_version) > KEPT:
            del self._by_version[next(iter(self._by_version))]
        return engine
