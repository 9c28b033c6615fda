"""A stored model's header, looked at before it is believed: what loads must be able to answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.promise.distribution import SCALE

_LOGARITHM = (-100.0, 100.0)
_SHARE = (0.0, 1_000.0)
_SPREAD = (1e-6, 1_000.0)
_COUNT = (0.0, float(2**53))
_HORIZON = (1.0, 2_000.0)


def require_sense(header: Mapping[str, Any]) -> None:
    """Raise KeyError, TypeError or ValueError, naming the part, where something is missing or cannot be.

    Names of places are looked at when they are asked for; there may be many.
    """
    _require("horizon", [header["horizon"]], _HORIZON)
    for name in ("regions", "places", "holidays", "adherence", "days_after"):
        if not isinstance(header[name], dict):
            raise TypeError(name)
    if header["handling"]:
        _stage("handling", header["handling"])
    transit = header["transit"]
    _stage("transit", transit)
    _require("countries", transit["countries"].values(), _COUNT)
    _require("speeds", [transit["speed"], *transit["speeds"].values()], _SHARE)
    for moment in ("order", "hand_over"):
        _moment(moment, header["moments"][moment])
    for kept in header["adherence"].values():
        _require("adherence", _counts("adherence", kept, 2), _COUNT)
    for counts in header["days_after"].values():
        _require("days_after", _counts("days_after", counts, len(counts)), _COUNT)


def _stage(name: str, learned: Mapping[str, Any]) -> None:
    _require(name, [learned["middle"]], _LOGARITHM)
    _require(name, [learned["spread"], learned["offset"]], _SPREAD)
    if len(learned["weekdays"]) != 7:
        raise ValueError(name)
    _require(name, [*learned["weekdays"], learned["holiday"]], _SHARE)


def _moment(name: str, learned: Mapping[str, Any]) -> None:
    _require(name, [learned["shift"]], _LOGARITHM)
    _require(name, [learned["widening"]], _SPREAD)
    corrected = _counts(name, learned["corrected"], len(learned["corrected"]))
    if corrected != sorted(corrected):
        raise ValueError(name)
    _require(name, corrected, (0.0, float(SCALE)))


def _counts(name: str, found: Any, length: int) -> list[int]:
    if not isinstance(found, list) or len(found) != length or not all(type(each) is int for each in found):
        raise TypeError(name)
    return found


def _require(name: str, numbers: Iterable[Any], within: tuple[float, float]) -> None:
    """Not a number compares with none, so it is refused too."""
    least, most = within
    if not all(type(number) in (int, float) and least <= number <= most for number in numbers):
        raise ValueError(name)
