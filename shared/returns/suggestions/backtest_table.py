"""A backtest as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from shared.returns.suggestions.backtest import Backtest, Score

_HEAD = ("month", "returns", "log-loss", "constant", "gain", "top-1", "constant", "kept: log-loss", "constant")
_WIDTHS = (8, 8, 9, 9, 16, 7, 9, 15, 9)


def table(found: Backtest) -> Iterator[str]:
    """A line for each month, one for all, and the verdict."""
    yield _line(_HEAD)
    for score in (*found.months, found.whole):
        yield _line(_cells(score))
    yield ""
    yield verdict(found)


def verdict(found: Backtest) -> str:
    """One sentence."""
    whole = found.whole
    if whole.stands_out:
        return f"It foresees more than the shop's constant shares do: {whole.gain:.3f} ± {whole.gain_error:.3f} nats."
    return "It foresees no more than the shop's constant shares do: nothing was found that stands out of chance."


def _cells(score: Score) -> tuple[str, ...]:
    return (
        score.name,
        f"{score.asked:,}",
        f"{score.loss:.3f}",
        f"{score.constant_loss:.3f}",
        f"{score.gain:+.3f} ± {score.gain_error:.3f}",
        f"{score.right:.1%}",
        f"{score.constant_right:.1%}",
        f"{score.kept_loss:.3f}" if score.kept_asked else "–",
        f"{score.constant_kept_loss:.3f}" if score.kept_asked else "–",
    )


def _line(cells: tuple[str, ...]) -> str:
    first, *others = zip(cells, _WIDTHS, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
