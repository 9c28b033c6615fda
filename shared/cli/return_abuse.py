"""`todoku returns risk` and `todoku returns fairness`: why somebody is looked at closely, and whether that is fair."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from shared.access.shopper_links import SECRET_NAME
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.dynamodb_registry import DynamoRegistry
from shared.aws.dynamodb_returns import DynamoReturns
from shared.aws.return_watch import return_watch
from shared.aws.secrets import Secrets
from shared.cli.deployment import Deployment, find
from shared.cli.plainly import Stage, plainly
from shared.cli.say import done, fail, out
from shared.returns.abuse.assessment import Assessment
from shared.returns.abuse.fairness import Cell, DecidedReturn, Fairness, Rate, decided_of, fairness
from shared.returns.abuse.score import assess
from shared.returns.abuse.watching import records_of
from shared.returns.abuse.words import told_staff, told_tier
from shared.returns.customer_history import customer_history
from shared.returns.policy.hearing import listed
from shared.returns.policy.policy import Policy
from shared.runtime import clock

_PAGE = 100
_row = TypeAdapter(DecidedReturn)


def risk(
    customer: Annotated[str, typer.Argument(help="The customer, by your own id.")],
    language: Annotated[str, typer.Option(help="en or ja.")] = "en",
    stage: Stage = "production",
) -> None:
    """Say how a customer is rated by what is kept of them, and what each signal contributes."""
    with plainly():
        policy, found = _rated(find(stage), customer, clock.now())
    for line in risk_lines(policy, customer, found, language):
        out.print(line, markup=False)


def fairness_report(
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day (UTC).")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day (UTC), included.")],
    file: Annotated[
        Path | None,
        typer.Option(help="Read this export instead of what is kept; the days are not asked.", exists=True),
    ] = None,
    export: Annotated[Path | None, typer.Option(help="Write what was counted here too, without anybody's id.")] = None,
    stage: Stage = "production",
) -> None:
    """Say who is denied and slowed down more often than all are: by loyalty tier, country, tenure and score."""
    if until < since:
        raise fail("--until is before --from.")
    with plainly():
        rows = _read(file) if file else list(_kept(find(stage), since.date(), until.date()))
    if export:
        export.write_text("".join(f"{json.dumps(asdict(row))}\n" for row in rows), "utf-8")
        done(f"{len(rows)} returns are in {export}.")
    for line in fairness_lines(fairness(rows)):
        out.print(line, markup=False)


def risk_lines(policy: Policy, customer: str, found: Assessment, language: str) -> Iterator[str]:
    """What is printed of a customer."""
    allowed, blocked = listed(policy.lists, "", customer)
    listing = " (on the allow list)" if allowed else " (on the block list)" if blocked else ""
    yield f"{customer}: {found.points} of 100 points, {told_tier(found.tier, language)}{listing}"
    observed = dict(found.observed)
    width = max((len(name) for name, _ in found.signals), default=0)
    for name, points in found.signals:
        yield f"  {points:3d}  {name:{width}}  {told_staff(name, observed[name], language)}"
    rules = policy.abuse
    yield (
        f"  trusted below {rules.trusted_below}, watched from {rules.watched_from}, high from {rules.high_from};"
        " what a single return asks for is rated when it is submitted"
    )


def fairness_lines(found: Fairness) -> Iterator[str]:
    """What is printed of the report."""
    yield f"{found.denied.of} returns: denied {_said(found.denied)}, slowed down {_said(found.slowed)}"
    for name, cells in found.by.items():
        yield ""
        yield f"by {name}" + (", where rates differ by design" if name == "risk" else "")
        yield from (_line(cell) for cell in cells)


def _line(cell: Cell) -> str:
    if cell.of is None or cell.denied is None or cell.slowed is None:
        return f"  {cell.group}: too few to tell"
    mark = " !" if cell.stands_out else ""
    return (
        f"  {cell.group} ({cell.of}): denied {_said(cell.denied)} {cell.denied_more * 100:+.1f}, "
        f"slowed down {_said(cell.slowed)} {cell.slowed_more * 100:+.1f}{mark}"
    )


def _said(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.share:.1%} ({low:.1%} to {high:.1%})"


def _rated(deployment: Deployment, customer: str, now: datetime) -> tuple[Policy, Assessment]:
    client, table = deployment.client("dynamodb"), deployment.table_name
    policies = DynamoPolicies(client, table)
    policy = policies.in_force()
    secrets = Secrets(deployment.client("secretsmanager"), deployment.link_secret)
    watch = return_watch(client, table, policies, lambda: secrets.read()[SECRET_NAME][0])
    history = customer_history(DynamoReturns(client, table), customer, now, policy.limits)
    records = records_of(watch, customer, None, now)
    return policy, assess(None, history, records, policy.abuse, policy.lists)


def _kept(deployment: Deployment, since: date, until: date) -> Iterator[DecidedReturn]:
    client, table = deployment.client("dynamodb"), deployment.table_name
    returns, registry = DynamoReturns(client, table), DynamoRegistry(client, table)
    for offset in range((until - since).days + 1):
        cursor, goes_on = "", True
        while goes_on:
            page, cursor = returns.created_on(since + timedelta(days=offset), _PAGE, cursor)
            orders = registry.orders({order_id for request in page for order_id in request.order_ids})
            yield from (row for request in page if (row := decided_of(request, orders)) is not None)
            goes_on = bool(cursor)


def _read(file: Path) -> list[DecidedReturn]:
    rows = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            rows.append(_row.validate_json(line))
        except ValidationError as error:
            problem = error.errors(include_input=False)[0]
            place = ".".join(map(str, problem["loc"])) or "the line"
            raise fail(f"{file}, line {number}: {place}: {problem['msg']}.") from None
    return rows
