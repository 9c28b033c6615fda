"""Fit, store, decide, put in force; and what is old goes, but never what promises are made with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from shared.learning.refit import Fitted, NothingToLearnFrom, Row, refit, rows_once
from shared.learning.release import InForce, Kept

NOW = datetime(2026, 11, 25, 3, 20, tzinfo=UTC)


@dataclass
class Rows:
    """History in memory."""

    mine: list[Row] = field(default_factory=list)
    before: list[Row] = field(default_factory=list)

    def own(self) -> Iterable[Row]:
        return self.mine

    def past(self) -> Iterable[Row]:
        return self.before


@dataclass
class Shelf:
    """Models in memory; `did` is what was done, in order."""

    current: InForce | None = None
    did: list[tuple[str, object]] = field(default_factory=list)

    def in_force(self) -> InForce | None:
        return self.current

    def store(self, name: str, artifact: bytes) -> None:
        self.did.append(("stored", artifact))

    def put_in_force(self, name: str, made_at: datetime, fitted: Fitted) -> None:
        self.did.append(("in force", name))
        self.current = InForce(made_at, fitted.calibration)

    def forget_before(self, moment: datetime) -> int:
        self.did.append(("forgotten", NOW - moment))
        return 0


def fitting(*calibration: Kept, artifact: bytes = b"model") -> object:
    return lambda rows, _: Fitted(artifact, len(list(rows)), calibration)


def test_a_model_is_stored_before_it_is_put_in_force() -> None:
    shelf = Shelf()
    done = refit(Rows([{"order_id": "A-1"}]), fitting(Kept(90, 900, 1000)), shelf, NOW)  # type: ignore[arg-type]
    assert shelf.did == [("stored", b"model"), ("in force", done.name), ("forgotten", timedelta(days=90))]
    assert done.name == "2026-11-25-9372c470eead.bin"


def test_a_model_that_keeps_its_word_worse_is_stored_only() -> None:
    shelf = Shelf(InForce(NOW - timedelta(days=1), [Kept(90, 900, 1000)]))
    done = refit(Rows(), fitting(Kept(90, 700, 1000)), shelf, NOW)  # type: ignore[arg-type]
    assert not done.verdict.release
    assert [what for what, _ in shelf.did] == ["stored", "forgotten"]


def test_run_twice_it_ends_the_same() -> None:
    shelf = Shelf()
    first, again = (refit(Rows(), fitting(), shelf, NOW) for _ in range(2))  # type: ignore[arg-type]
    assert first.name == again.name
    assert again.verdict.release


def test_other_bytes_have_another_name() -> None:
    names = {refit(Rows(), fitting(artifact=raw), Shelf(), NOW).name for raw in (b"a", b"b")}  # type: ignore[arg-type]
    assert len(names) == 2


def test_with_nothing_to_learn_from_nothing_is_stored() -> None:
    def refuse(rows: Iterable[Row], _: datetime) -> Fitted:
        raise NothingToLearnFrom("No parcel has arrived yet.")

    shelf = Shelf()
    with pytest.raises(NothingToLearnFrom):
        refit(Rows(), refuse, shelf, NOW)
    assert shelf.did == []


def test_an_order_that_was_sent_in_and_kept_too_is_learned_from_once() -> None:
    own: list[Row] = [{"order_id": "A-1", "parcel": "1"}, {"order_id": "A-1", "parcel": "2"}]
    past: list[Row] = [{"order_id": "A-0"}, {"order_id": "A-1"}]
    assert list(rows_once(Rows(own, past))) == [*own, {"order_id": "A-0"}]
