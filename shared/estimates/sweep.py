"""How far looking again after advisories has come: noted from run to run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sweep:
    """How far sweeping has come. Slowdowns by their digest."""

    settled: frozenset[str] = frozenset()
    """Whatever these touch has been looked at since they hold."""
    counted: frozenset[str] = frozenset()
    """Some estimate may count these."""
    towards: frozenset[str] = frozenset()
    """Those that held when the walk began."""
    place: str = ""
    """Where the walk goes on; "" at its beginning."""

    def is_over(self, holding: frozenset[str]) -> bool:
        """Whether nothing is left to look at while these hold."""
        return self.settled == self.counted == holding

    def begun(self, holding: frozenset[str]) -> Sweep:
        """The walk towards what holds now: going on, or from its beginning where that has changed."""
        if self.towards == holding:
            return self
        return Sweep(self.settled & holding, self.counted | holding, holding)

    def at(self, place: str) -> Sweep:
        """The same walk, so much further."""
        return Sweep(self.settled, self.counted, self.towards, place)

    def ended(self) -> Sweep:
        """All of it was walked."""
        return Sweep(self.towards, self.towards, self.towards)
