"""Everything the promise is made from, in one document: published from the table, loaded by the function that answers.

It holds no person, no secret (keys are there by their digests), and nothing that a request could change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.errors import Unavailable
from shared.promise.lane_table import LaneTable
from shared.promise.network import DeliveryNetwork
from shared.promise.slowdown import Slowdown

VERSION = 1
"""Of the document. A reader refuses versions it does not know."""
SNAPSHOT = "snapshot.json"
"""Its name in the promise's bucket."""
MODELS = "models/"
"""Where models lie there: `models/<name>`."""
LANES = "lanes/"
"""Where large tables of lanes lie: `lanes/<name>`."""
MODEL_HOLDS_FOR = timedelta(days=45)
"""A model that was fitted longer ago than that has not seen how carriers are now: carriers' tables answer, wider."""


class UnreadableSnapshot(Unavailable):
    """The published snapshot cannot be read: another version wrote it, or it is damaged."""

    code = "unreadable_snapshot"


@dataclass(frozen=True, slots=True)
class ModelPointer:
    """A learned model that was fitted and stored."""

    name: str
    """Of the file under `models/`. A name is never used twice."""
    made_at: datetime
    """Aware, UTC."""

    def holds_at(self, moment: datetime) -> bool:
        """Whether it is young enough to be believed at `moment` (aware)."""
        return moment - self.made_at <= MODEL_HOLDS_FOR


@dataclass(frozen=True, slots=True)
class PromiseSnapshot:
    """What was in force when it was published."""

    configuration: int
    """Number of the published configuration that `network` was compiled from."""
    network: DeliveryNetwork
    storefront_keys: frozenset[str]
    """SHA-256 of each storefront key, in hex."""
    slowdowns: tuple[Slowdown, ...] = ()
    """Those in force and those to come. One that is over does nothing; it goes with the next publication."""
    model: ModelPointer | None = None

    def to_bytes(self) -> bytes:
        """The document, JSON in UTF-8. Equal snapshots are equal bytes, so that an unchanged one can be told."""
        document = {
            "version": VERSION,
            "configuration": self.configuration,
            "network": self.network.to_json(),
            "storefront_keys": sorted(self.storefront_keys),
            "slowdowns": [slowdown.to_json() for slowdown in sorted(self.slowdowns, key=lambda found: found.id)],
            "model": _model_to_json(self.model),
        }
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, written: bytes, table_named: Callable[[str], LaneTable] = LaneTable.absent) -> PromiseSnapshot:
        """What `to_bytes` wrote; raises UnreadableSnapshot or UnreadableNetwork for anything else.

        `table_named` finds large tables of lanes, which are files beside the snapshot.
        """
        try:
            document = json.loads(written)
            if document["version"] != VERSION:
                raise ValueError(f"version {document['version']}, expected {VERSION}")
            return cls(
                configuration=int(document["configuration"]),
                network=DeliveryNetwork.from_json(document["network"], table_named),
                storefront_keys=frozenset(document["storefront_keys"]),
                slowdowns=tuple(Slowdown.from_json(slowdown) for slowdown in document["slowdowns"]),
                model=_model_from_json(document["model"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableSnapshot(f"The promise's snapshot cannot be read ({type(error).__name__}).") from None


def _model_to_json(model: ModelPointer | None) -> dict[str, str] | None:
    return {"name": model.name, "made_at": model.made_at.isoformat()} if model else None


def _model_from_json(written: Mapping[str, Any] | None) -> ModelPointer | None:
    if written is None:
        return None
    return ModelPointer(str(written["name"]), datetime.fromisoformat(written["made_at"]).astimezone(UTC))
