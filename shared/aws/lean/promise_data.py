"""What the promise is made from, as its bucket holds it: the snapshot, and the learned model that it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from shared.aws.lean.bucket import NotThere, StoredObject
from shared.errors import Unavailable
from shared.promise.forecast import Forecasts
from shared.promise.lane_table import LaneTable
from shared.promise.snapshot import LANES, MODELS, SNAPSHOT, ModelPointer, PromiseSnapshot


class NothingPublished(Unavailable):
    """There is no snapshot to make a promise from."""

    code = "nothing_published"


class Bucket(Protocol):
    """A LeanBucket, or what stands in for it."""

    def get(self, key: str, known_tag: str = "") -> StoredObject | None:
        """The object; None when its tag is still `known_tag`. Raises StoreUnavailable."""


@dataclass(frozen=True, slots=True)
class PromiseData:
    """All that an answer needs, loaded."""

    tag: str
    """Of the snapshot's object."""
    snapshot: PromiseSnapshot
    model: ModelPointer | None = None
    """The model that `forecasts` is: the one before where the snapshot's could not be had."""
    forecasts: Forecasts | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every table of lanes was there."""
        return not any(service.lane_table.is_absent for service in self.snapshot.network.services)

    def forecasts_at(self, moment: datetime) -> Forecasts | None:
        """The learned model, where it is young enough to be believed at `moment` (aware)."""
        return self.forecasts if self.model is not None and self.model.holds_at(moment) else None


def _tables(known: PromiseData | None) -> dict[str, LaneTable]:
    """The tables that are loaded already: a name never gets another content."""
    services = known.snapshot.network.services if known else ()
    return {each.lane_table.name: each.lane_table for each in services if not each.lane_table.is_absent}


def read_model(written: bytes, name: str) -> Forecasts:
    """The learned model in a file of that name. May raise whatever it likes for one that it cannot read."""
    from shared.promise.model.learned_model import LearnedModel  # where there is no model, its code is not needed

    return LearnedModel.load(written, name)


class PromiseFiles:
    """Loads them anew where they changed."""

    def __init__(self, bucket: Bucket, read_model: Callable[[bytes, str], Forecasts] = read_model) -> None:
        self._bucket = bucket
        self._read_model = read_model

    def load(self, known: PromiseData | None) -> PromiseData:
        """The data as they are now: `known` itself where nothing changed.

        Raises NothingPublished, StoreUnavailable, UnreadableSnapshot or UnreadableNetwork. A model or a table of lanes
        that cannot be had is no reason to raise: the model before stays, without one the carriers' tables answer, and
        without these the merchant's default. It is tried again at the next look.
        """
        try:
            found = self._bucket.get(SNAPSHOT, known.tag if known and known.is_whole else "")
        except NotThere:
            raise NothingPublished(
                "Nothing is published to make promises from: run `todoku config publish merchant.yaml`. "
                "It takes effect within a minute."
            ) from None
        if found is not None:
            known = self._read(found, known)
        assert known is not None  # noqa: S101 - without a known tag there is always something found
        return self._with_its_model(known)

    def _read(self, found: StoredObject, known: PromiseData | None) -> PromiseData:
        tables = _tables(known)

        def table_named(name: str) -> LaneTable:
            if name not in tables:
                tables[name] = self._table(name)
            return tables[name]

        snapshot = PromiseSnapshot.from_bytes(found.content, table_named)
        if known is None:
            return PromiseData(found.tag, snapshot)
        return replace(known, tag=found.tag, snapshot=snapshot)

    def _table(self, name: str) -> LaneTable:
        try:
            found = self._bucket.get(f"{LANES}{name}")
            return LaneTable.from_bytes(found.content, name) if found else LaneTable.absent(name)
        except Exception:  # a damaged file may fail in any way, and the merchant's default answers without it
            return LaneTable.absent(name)

    def _with_its_model(self, data: PromiseData) -> PromiseData:
        wanted = data.snapshot.model
        if wanted == data.model:
            return data
        if wanted is None:
            return replace(data, model=None, forecasts=None)
        try:
            found = self._bucket.get(f"{MODELS}{wanted.name}")
            forecasts = self._read_model(found.content, wanted.name) if found else None
        except Exception:  # a damaged file may fail in any way, and no model is worth an answer
            return data
        return replace(data, model=wanted, forecasts=forecasts)
