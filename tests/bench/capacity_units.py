"""DynamoDB's capacity units, counted from what a client asks and is answered, the index's included.

Emulators do not count the index. Sources (2026-11): docs.aws.amazon.com/amazondynamodb/latest/developerguide,
read-write-operations.html (a write unit per KB; a read unit per 4 KB read strongly, half of one otherwise), GSI.html
(an entry that comes or goes costs one write, one whose key changes two, one that stays as it was none).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

_READS = ("GetItem", "Query")
_PLACE = ("listed_in", "listed_as")


@dataclass(slots=True)
class CapacityUnits:
    """What was used since counting began."""

    write: int = 0
    read: float = 0
    places: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Of every item that was written or found: where it stands in the index."""

    def count(self, client: Any) -> None:
        """Count what `client` does from now on. Items that others wrote into the index are unknown to the count."""
        events = client.meta.events
        events.register("provide-client-params.dynamodb.*", self._note)
        events.register("after-call.dynamodb.*", self._add)

    def _note(self, params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        context["asked"] = params

    def _add(self, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: object) -> None:
        asked = context["asked"]
        if model.name in _READS:
            found = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else [])
            self.read += max(1, math.ceil(sum(map(size, found)) / 4096)) / (1 if asked.get("ConsistentRead") else 2)
            self.places |= {_key(item): _place(item) for item in found}
        elif model.name == "PutItem":
            item = asked["Item"]
            self.write += math.ceil(size(item) / 1024)
            if "Error" not in parsed:
                self.write += _moves(self.places.get(_key(item), ()), _place(item))
                self.places[_key(item)] = _place(item)
        else:
            raise NotImplementedError(f"Nobody counts what {model.name} costs.")


def size(item: dict[str, Any]) -> int:
    """Bytes as DynamoDB counts them: names and values."""
    return sum(len(name) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())


def _key(item: dict[str, Any]) -> tuple[str, str]:
    return item["PK"]["S"], item["SK"]["S"]


def _place(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(item[name]["S"] for name in _PLACE if name in item)


def _moves(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """Writes to the index."""
    return 0 if before == after else bool(before) + bool(after)
