"""`todoku promise`: what the merchant's promises are made of, and what they are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shared.cli import merchant_file, promise_backtest, promise_explain, promise_exports, promise_fit
from shared.cli.api_client import ApiClient
from shared.cli.deployment import find
from shared.cli.plainly import Stage, plainly
from shared.cli.promise_exports import MarkupFormat
from shared.cli.say import advise, done, fail, out, patience
from shared.errors import TodokuError
from shared.learning.refit import Fitted
from shared.runtime import clock

promise = typer.Typer(help="Promises: what they are made of, and what they are worth.", no_args_is_help=True)


@promise.command("markup")
def promise_markup(
    file: Annotated[Path, typer.Argument(help="The merchant's configuration.", exists=True, dir_okay=False)],
    format: Annotated[
        MarkupFormat, typer.Option(help="schema.org for product pages, or shipping services for Google's merchants.")
    ] = MarkupFormat.JSON_LD,
    lead_class: Annotated[
        str | None, typer.Option(help="For products of this lead class. Left out: for ordinary products.")
    ] = None,
) -> None:
    """Print delivery times as search engines and shopping agents read them; see docs/time-slots.md."""
    configuration = merchant_file.read(file)
    try:
        written = promise_exports.markup(configuration, format, clock.now().date(), lead_class)
    except TodokuError as error:
        raise fail(error.detail) from None
    out.print(written, markup=False)


@promise.command("explain")
def promise_explain_command(
    order_id: Annotated[str, typer.Argument(help="The shop's own order number.", metavar="ORDER")],
    key: Annotated[
        str | None, typer.Option(envvar="MERCHANT_KEY", help="The secret key, `sk_…`. Left out: you are asked for it.")
    ] = None,
    api: Annotated[
        str | None, typer.Option(envvar="API", help="The API's address. Left out: that of the deployment.")
    ] = None,
    stage: Stage = "production",
) -> None:
    """Print what was promised for an order, first and last, with its reasons, and what became of it."""
    presented = key or typer.prompt("merchant key", hide_input=True).strip()
    with plainly():
        lines = promise_explain.explain(ApiClient(api or find(stage).api_url), presented, order_id)
    for line in lines:
        out.print(line, markup=False)


@promise.command("fit")
def promise_fit_command(
    history: Annotated[str, typer.Argument(help="A CSV, or `s3://…`: see docs/history.md. It may be compressed.")],
    output: Annotated[Path | None, typer.Option(help="Write the model to this file.", dir_okay=False)] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Keep the orders in the deployment, and make promises with the model.")
    ] = False,
    stage: Stage = "production",
) -> None:
    """Fit a model from the shop's own past orders, and say how well it would have kept its word."""
    with plainly(), patience("fitting"):
        if publish:
            refitted = promise_fit.publish(find(stage), history, clock.now())
            fitted = refitted.fitted
        else:
            refitted, fitted = None, promise_fit.fit(history, clock.now())
    _say_how_well(fitted)
    if output:
        output.write_bytes(fitted.artifact)
        done(f"Written to {output}.")
    if refitted is None:
        advise("Nothing is published: add --publish to make promises with it.")
    elif refitted.verdict.release:
        done(f"In force: {refitted.name}. {refitted.verdict.reason}")
    else:
        raise fail(f"The model in force stays. {refitted.verdict.reason}")


@promise.command("backtest")
def promise_backtest_command(
    history: Annotated[str, typer.Argument(help="A CSV, or `s3://…`: see docs/history.md. It may be compressed.")],
    config: Annotated[
        Path | None,
        typer.Option(help="Ask this configuration. Left out: the learned model alone.", exists=True, dir_okay=False),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help="Ask another configuration beside it.", exists=True, dir_okay=False)
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="The first month, `2025-04`. Left out: the last ten with enough past.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="The last month, `2026-01`.")] = None,
    confidence: Annotated[int, typer.Option(help="How sure promises are, in per cent: 50, 75, … 99.")] = 90,
    live: Annotated[bool, typer.Option("--live", help="Also ask about parcels on the way. Takes longer.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a page with plots to this file.", dir_okay=False)] = None,
    json: Annotated[Path | None, typer.Option(help="Write all figures to this file.", dir_okay=False)] = None,
) -> None:
    """Replay the shop's own past, strictly as of each order's moment, and say how its promises would have been kept.

    See docs/backtesting.md.
    """
    with plainly():
        promise_backtest.check_folders(report, json)
        asked = promise_backtest.ask(history, config, compare, first, last, confidence, live=live)
    for line in promise_backtest.lines(asked):
        out.print(line, markup=False)
    for file, written in ((report, promise_backtest.page), (json, promise_backtest.figures)):
        if file:
            promise_backtest.write(file, written(asked))
            done(f"Written to {file}.")


@promise.command("refit")
def promise_refit(stage: Stage = "production") -> None:
    """Let the deployment fit its model now, from all it has kept, instead of at night."""
    with plainly():
        promise_fit.start_nightly_fit(find(stage))
    done("The fit has begun; the log of fit_promise_model says what comes of it.")


def _say_how_well(fitted: Fitted) -> None:
    done(f"Fitted from {fitted.rows} parcels: {len(fitted.artifact) / 1024:.0f} KB.")
    for why, count in sorted(fitted.refused.items()):
        out.print(f"  left out, not readable: {count} ({why})", markup=False)
    for kept in fitted.calibration:
        share = 100 * kept.kept / kept.total if kept.total else 0.0
        out.print(f"  asked {kept.asked:>2} %  kept {share:5.1f} %  of {kept.total} held back", markup=False)
