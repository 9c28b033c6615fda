"""Plots as SVG that stands in a page: no script, colours and letters from the page's style (`page.html.jinja`).

Coordinates are of a view of WIDTH x HEIGHT, which fits a phone without its letters becoming too small to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 400, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 42, 16, 10, 36
_MOST_LABELS = 12
_LETTER = 6.0
"""About the width of a letter."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points that belong together."""

    name: str
    points: Sequence[tuple[float, float]]
    labels: Sequence[str] = ()
    """What is said of each point when it is pointed at."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis says, and from where to where it reaches."""

    title: str
    low: float
    high: float

    @property
    def ticks(self) -> list[float]:
        """Round figures, four to eight of them."""
        step = _round_step((self.high - self.low) / 5)
        first = ceil(self.low / step - 1e-9)
        return [round(index * step, 10) for index in range(first, floor(self.high / step + 1e-9) + 1)]

    def part(self, value: float) -> float:
        """Where a value lies on it, from 0 to 1."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)


def axis_over(title: str, values: Sequence[float], *, low: float | None = None) -> Axis:
    """An axis that all values fit on. `low` is where it begins, if not just below the least of them."""
    least, most = min(values, default=0.0), max(values, default=1.0)
    begin = least if low is None else low
    step = _round_step(max(most - begin, 1e-9) / 5)
    if low is None:
        begin = floor(least / step) * step
    return Axis(title, begin, max(ceil(most / step - 1e-9) * step, begin + step))


def draw_lines(title: str, across: Axis, up: Axis, lines: Sequence[Line], *, diagonal: bool = False) -> str:
    """Lines through points; `diagonal` is where both axes say the same."""
    parts = [_grid(across, up)]
    if diagonal:
        ends = max(across.low, up.low), min(across.high, up.high)
        parts.append(_path([(_x(across, end), _y(up, end)) for end in ends], "wanted"))
    for number, line in enumerate(lines):
        places = [(_x(across, x), _y(up, y)) for x, y in line.points]
        parts.append(_path(places, f"line s{number}"))
        for (x, y), label in zip(places, line.labels or [""] * len(places), strict=True):
            said = f"<title>{escape(f'{line.name}: {label}')}</title>" if label else ""
            parts.append(f'<circle class="dot s{number}" cx="{x:.1f}" cy="{y:.1f}" r="3.5">{said}</circle>')
    return _svg(title, parts)


def draw_bars(
    title: str, names: Sequence[str], up: Axis, bars: Sequence[Line], *, wanted: float | None = None, across: str = ""
) -> str:
    """Bars side by side for each name: a point's second figure is its bar, the first is not used."""
    parts = [_grid(Axis(across, 0, 1), up, ticks_across=False)]
    room = (WIDTH - _LEFT - _RIGHT) / max(len(names), 1)
    width = room * 0.76 / max(len(bars), 1)
    ground = _y(up, up.low)
    for number, line in enumerate(bars):
        for place, (_, value) in enumerate(line.points):
            x, y = _LEFT + room * (place + 0.12) + width * number, _y(up, value)
            said = escape(f"{names[place]}, {line.name}: {line.labels[place] if line.labels else value}")
            size = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(ground - y, 0):.1f}"'
            parts.append(f'<rect class="bar s{number}" {size}><title>{said}</title></rect>')
    if wanted is not None:
        y = _y(up, wanted)
        parts.append(_path([(_LEFT, y), (WIDTH - _RIGHT, y)], "wanted"))
    parts += _names_below(names, room)
    return _svg(title, parts)


def _names_below(names: Sequence[str], room: float) -> list[str]:
    longest = max((len(name) for name in names), default=1)
    every = max(ceil(len(names) / _MOST_LABELS), ceil(longest * _LETTER / room))
    return [
        _text(_LEFT + room * (place + 0.5), HEIGHT - _BOTTOM + 14, name, "middle")
        for place, name in enumerate(names)
        if place % every == 0
    ]


def _grid(across: Axis, up: Axis, *, ticks_across: bool = True) -> str:
    parts = []
    for tick in up.ticks:
        y = _y(up, tick)
        parts.append(_path([(_LEFT, y), (WIDTH - _RIGHT, y)], "grid"))
        parts.append(_text(_LEFT - 5, y + 4, f"{tick:g}", "end"))
    if ticks_across:
        parts += [_text(_x(across, tick), HEIGHT - _BOTTOM + 14, f"{tick:g}", "middle") for tick in across.ticks]
    parts.append(_text((WIDTH + _LEFT - _RIGHT) / 2, HEIGHT - 5, across.title, "middle"))
    parts.append(
        f'<text transform="translate(11 {(HEIGHT - _BOTTOM + _TOP) / 2:.0f}) rotate(-90)" '
        f'text-anchor="middle">{escape(up.title)}</text>'
    )
    return "".join(parts)


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )


def _path(places: Sequence[tuple[float, float]], kind: str) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline class="{kind}" points="{points}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _x(axis: Axis, value: float) -> float:
    return _LEFT + axis.part(value) * (WIDTH - _LEFT - _RIGHT)


def _y(axis: Axis, value: float) -> float:
    return HEIGHT - _BOTTOM - axis.part(value) * (HEIGHT - _TOP - _BOTTOM)


def _round_step(step: float) -> float:
    """The next 1, 2, or 5 times a power of ten."""
    power = 10.0 ** floor(log10(step))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step * (1 - 1e-9))
