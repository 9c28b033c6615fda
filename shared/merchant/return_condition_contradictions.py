"""What no single field of a rule's `when` can see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.merchant.contradiction import Contradiction, Path
from shared.merchant.return_values import DayRange, NumberRange

if TYPE_CHECKING:
    from shared.merchant.return_conditions import WhenConfiguration

_SECTIONS = (("customer", "customer"), ("order", "order"), ("product", "product"), ("return_", "return"))


def condition_contradictions(path: Path, written: WhenConfiguration, reasons: Sequence[str]) -> Iterator[Contradiction]:
    """Reasons there are not, and ranges that are empty or upside down; also within `any` and `not`."""
    for attribute, section in _SECTIONS:
        for name, value in getattr(written, attribute):
            if isinstance(value, NumberRange):
                yield from _numbers((*path, section, name), value)
            elif isinstance(value, DayRange):
                yield from _days((*path, section, name), value)
    for index, code in enumerate(written.return_.reason or ()):
        if code not in reasons:
            yield Contradiction((*path, "return", "reason", index), "one of the reasons: " + ", ".join(reasons))
    for index, each in enumerate(written.any_ or ()):
        yield from condition_contradictions((*path, "any", index), each, reasons)
    if written.not_ is not None:
        yield from condition_contradictions((*path, "not"), written.not_, reasons)


def _numbers(path: Path, written: NumberRange) -> Iterator[Contradiction]:
    if written.at_least is None and written.at_most is None:
        yield Contradiction(path, "at_least, at_most or both")
    elif written.at_least is not None and written.at_most is not None and written.at_most < written.at_least:
        yield Contradiction((*path, "at_most"), f"at least at_least, which is {written.at_least}")


def _days(path: Path, written: DayRange) -> Iterator[Contradiction]:
    if written.from_ is None and written.until is None:
        yield Contradiction(path, "from, until or both")
    elif written.from_ is not None and written.until is not None and written.until < written.from_:
        yield Contradiction((*path, "until"), f"a day not before from, which is {written.from_}")
