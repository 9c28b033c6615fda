"""What a replay found, in lines to read or as JSON. Totals are the sums of what stands under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from shared.promise.money import Price
from shared.returns.replay.figures import Assumptions, Figures
from shared.returns.replay.flips import Flip, Kind
from shared.returns.replay.summary import Because, Change, Summary, Sums, written

FORMULAS = {
    "cost": "refunds + bonuses + ways back - what shoppers paid on top",
    "revenue_kept": "exchanges (what the goods paid of them) + store credit and gift cards (without bonus)",
}
_SAYS = {
    Kind.DECLINED: "accepted -> declined",
    Kind.ACCEPTED: "declined -> accepted",
    Kind.OUTCOME_GONE: "outcome not offered any more",
    Kind.KEPT: "goods stay with the shopper",
    Kind.NOT_KEPT: "goods have to come back",
    Kind.CREDIT_UP: "more of the value given back",
    Kind.CREDIT_DOWN: "less of the value given back",
    Kind.FEE_UP: "higher fee",
    Kind.FEE_DOWN: "lower fee",
    Kind.BONUS_UP: "higher bonus",
    Kind.BONUS_DOWN: "lower bonus",
    Kind.METHOD_GONE: "way back not offered any more",
    Kind.TO_REVIEW: "automatic -> review",
    Kind.FROM_REVIEW: "review -> automatic",
    Kind.EARLIER: "made whole earlier",
    Kind.LATER: "made whole later",
    Kind.EVIDENCE_MORE: "more evidence than was shown",
}
_FIGURES = (
    ("refunds", "refunded"),
    ("bonuses", "bonus"),
    ("ways back", "labels"),
    ("paid on top by shoppers", "charged"),
    ("cost", "cost"),
    ("store credit, gift cards", "credited"),
    ("exchanges", "exchanged"),
    ("revenue kept", "kept"),
)


def lines(summary: Summary, assumptions: Assumptions) -> Iterator[str]:
    """The report as text."""
    yield from _rows(summary)
    if not summary.rows:
        return
    yield ""
    yield from _kinds(summary)
    yield from _causes(summary)
    for sums in summary.sums:
        yield ""
        yield from _money(sums)
    yield ""
    yield from _assumed(summary, assumptions)


def figures(summary: Summary, assumptions: Assumptions) -> dict[str, object]:
    """The report for machines: the summary, and what follows from it."""
    money = [
        {
            "currency": each.currency,
            "before": _in_figures(each.before),
            "after": _in_figures(each.after),
            "cost_change": each.after.cost - each.before.cost,
            "revenue_kept_change": each.after.kept - each.before.kept,
        }
        for each in summary.sums
    ]
    return {**written(summary), "money": money, "formulas": FORMULAS, "assumptions": asdict(assumptions)}


def _in_figures(found: Figures) -> dict[str, int]:
    return {**asdict(found), "cost": found.cost, "revenue_kept": found.kept}


def _rows(summary: Summary) -> Iterator[str]:
    versions = ", ".join(f"{version or 'not said'} ({rows:,})" for version, rows in summary.versions)
    yield f"{summary.rows:,} returned positions, decided by policy version {versions or '-'}"
    if summary.rows:
        yield f"{summary.flipped:,} of them flip ({100 * summary.flipped / summary.rows:.1f} %)"
    if summary.unreadable:
        yield f"{summary.unreadable:,} lines are no rows, and are in nothing here:"
        yield from (f"  line {number}: {problem}" for number, problem in summary.first_unreadable)


def _kinds(summary: Summary) -> Iterator[str]:
    yield "verdicts, before -> after:"
    rows = [(f"{each.before} -> {each.after}", f"{each.rows:,}") for each in summary.verdicts]
    yield from _table(rows)
    yield ""
    yield "what flips (a row may flip in several ways):"
    yield from _table([(_SAYS[kind], f"{rows:,}") for kind, rows in summary.kinds] or [("nothing", "0")])


def _causes(summary: Summary) -> Iterator[str]:
    if not summary.causes:
        return
    yield ""
    yield "by rule, of the policy of its day -> of the draft; money is counted where a row flips most gravely:"
    head = ("rule", "what flips", "flips", "rows", "cost", "revenue kept", "for example")
    ordered = sorted(summary.causes, key=_weight)
    rows = [_cause(because) for because in ordered]
    total = _totals(summary.causes)
    flips = sum(because.flips for because in summary.causes)
    rows.append(("total", "", f"{flips:,}", f"{summary.flipped:,}", *_changes(total), ""))
    yield from _table([head, *rows])


def _weight(because: Because) -> tuple[int, int, Flip]:
    """What moves most money stands first."""
    return -sum(abs(change.cost) + abs(change.kept) for change in because.changes), -because.flips, because.flip


def _cause(because: Because) -> tuple[str, ...]:
    flip = because.flip
    rule = flip.before if flip.before == flip.after else f"{flip.before} -> {flip.after}"
    what = f"{_SAYS[flip.kind]} ({flip.code})" if flip.code else _SAYS[flip.kind]
    return (
        rule,
        what,
        f"{because.flips:,}",
        f"{because.rows:,}",
        *_changes(because.changes),
        " ".join(because.samples[:2]),
    )


def _totals(causes: Sequence[Because]) -> tuple[Change, ...]:
    sums: dict[str, tuple[int, int]] = {}
    for change in (change for because in causes for change in because.changes):
        cost, kept = sums.get(change.currency, (0, 0))
        sums[change.currency] = (cost + change.cost, kept + change.kept)
    return tuple(Change(currency, *pair) for currency, pair in sorted(sums.items()))


def _changes(changes: Sequence[Change]) -> tuple[str, str]:
    """Cost and revenue kept, each in every currency."""
    moved = [change for change in changes if change.cost or change.kept]
    cost = " ".join(_signed(change.cost, change.currency) for change in moved)
    kept = " ".join(_signed(change.kept, change.currency) for change in moved)
    return cost or "0", kept or "0"


def _money(sums: Sums) -> Iterator[str]:
    rows = [(sums.currency, "before", "after", "change")]
    for label, name in _FIGURES:
        before, after = getattr(sums.before, name), getattr(sums.after, name)
        if before or after or name in ("cost", "kept"):
            shown = (_amount(before, sums.currency), _amount(after, sums.currency))
            rows.append((label, *shown, _signed(after - before, sums.currency)))
    yield from _table(rows)


def _assumed(summary: Summary, assumptions: Assumptions) -> Iterator[str]:
    yield f"cost = {FORMULAS['cost']}"
    yield f"revenue kept = {FORMULAS['revenue_kept']}"
    for each in summary.sums:
        if each.before.labels_assumed or each.after.labels_assumed:
            said = _amount(assumptions.label_cost, each.currency)
            yield (
                f"{each.currency}: ways back that no row says the cost of are taken as {said}: "
                f"{each.before.labels_assumed:,} before, {each.after.labels_assumed:,} after"
            )
    for currency, rows, total in summary.labels_known:
        average = _amount(total // rows, currency)
        yield f"{currency}: the {rows:,} whose cost is known were {average} on average (--label-cost {total // rows})"
    yield "what could be put right is taken as put right; what waits for review, as approved: see the documentation"


def _amount(amount: int, currency: str) -> str:
    sign = "-" if amount < 0 else ""
    whole, point, part = Price(abs(amount), currency).decimal.partition(".")
    return f"{sign}{int(whole):,}{point}{part}"


def _signed(amount: int, currency: str) -> str:
    return f"{'+' if amount > 0 else ''}{_amount(amount, currency)} {currency}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as what stands in them; what begins with a digit or a sign stands to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.rjust(width) if cell[:1] in "+-0123456789" and cell else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        )
        yield f"  {'  '.join(cells)}".rstrip()
