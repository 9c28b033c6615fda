"""`todoku notifications`: what shoppers are told, what they were told, and why they were not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_noted_codes import DynamoNotedCodes
from shared.cli import administration, channel_keys, merchant_file
from shared.cli.deployment import Deployment, find
from shared.cli.plainly import Stage, plainly
from shared.cli.say import advise, done, fail, out, patience
from shared.merchant.configuration import MerchantConfiguration
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.message import Message, MessageState
from shared.notifications.message_log import log_csv
from shared.notifications.rules import NotificationRules
from shared.notifications.trigger import Trigger
from shared.notifications.why import Entry, explain
from shared.runtime import clock

_COLOURS = {MessageState.SENT: "green", MessageState.FAILED: "red"}

notifications = typer.Typer(help="Messages: what is told, what was told, and why not.", no_args_is_help=True)


@notifications.command("triggers")
def triggers(
    file: Annotated[
        Path | None,
        typer.Option("--config", help="By this file. Left out: by what is published.", exists=True, dir_okay=False),
    ] = None,
    stage: Stage = "production",
) -> None:
    """List every message there is, and on which channels it is told."""
    with plainly():
        rules = _configuration(file, stage).notification_rules()
    name = Column("message", no_wrap=True)  # narrow terminals cut what wraps first
    table = Table(name, "group", "kind", "once per", "told on")
    for trigger in TRIGGERS:
        table.add_row(trigger.name, trigger.group, trigger.kind, trigger.once, _told_on(trigger, rules))
    out.print(table)
    advise(f"{len(rules.told)} of {len(TRIGGERS)} are told.")


@notifications.command("why")
def why(
    order_id: Annotated[str, typer.Argument(help="The shop's own order number.", metavar="ORDER")],
    stage: Stage = "production",
) -> None:
    """Print everything that was decided about an order's messages, sent or not, with the reasons.

    One-time codes of the last month are listed below: no message of yours, so nothing was decided about them.
    """
    with plainly():
        deployment = find(stage)
        rules = administration.published(deployment).notification_rules()
        explained = explain(_messages(deployment).of_order(order_id), rules)
        codes = DynamoNotedCodes(deployment.client("dynamodb"), deployment.table_name).of_order(order_id)
    for entry in explained.entries:
        _print_entry(entry)
    for code in codes:
        out.print(code.line(), markup=False)
    if not explained.entries:
        advise(f"Nothing was decided about {order_id}: see the order number, and docs/notification-triggers.md.")
    if explained.switched_off:
        advise(f"Not told by your configuration: {', '.join(explained.switched_off)}.")


@notifications.command("log")
def log(
    since: Annotated[str, typer.Option(help="The first day, UTC: 2026-11-01.", metavar="DAY")],
    until: Annotated[str | None, typer.Option(help="The last day, UTC. Left out: today.", metavar="DAY")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a CSV with every column there.", dir_okay=False)] = None,
    stage: Stage = "production",
) -> None:
    """List what was told, and what was not, by the day it was decided. Shoppers appear as hashes."""
    first, last = _day(since), _day(until) if until else clock.now().date()
    with plainly():
        deployment = find(stage)
        with patience("reading the log"):
            found = list(_decided(deployment, first, last))
    if csv is None:
        for message in found:
            out.print(_line(message), markup=False)
    else:
        csv.write_text(log_csv(found), "utf-8", newline="")
        done(f"{len(found)} messages written to {csv}.")
    if not found:
        advise("Nothing was decided on these days.")


@notifications.command("connect")
def connect(
    channel: Annotated[str, typer.Argument(help="`line` or `push`; the others need no key of yours.")],
    anew: Annotated[bool, typer.Option(help="A new web push key: browsers must subscribe again.")] = False,
    stage: Stage = "production",
) -> None:
    """Enter LINE's token, or make the key that web push is signed with. See docs/notifications.md."""
    if channel not in ("line", "push"):
        raise fail(f"There is nothing to enter for {channel}: say line or push, and see docs/notifications.md.")
    with plainly():
        deployment = find(stage)
        if channel == "push":
            out.print(channel_keys.push_key(deployment, anew=anew), markup=False)
            advise("This is the public key: hand it to `pushManager.subscribe` as applicationServerKey.")
            return
        token: str = typer.prompt("LINE's channel access token (long-lived)", hide_input=True)
        channel_keys.keep_line_token(deployment, token.strip())
    done("Stored. Senders follow within five minutes.")


def _configuration(file: Path | None, stage: str) -> MerchantConfiguration:
    return merchant_file.read(file) if file else administration.published(find(stage))


def _told_on(trigger: Trigger, rules: NotificationRules) -> str:
    told = rules.told.get(trigger.name)
    if told is None:
        return "not told"
    return (" and " if told.every else ", else ").join(told.channels)


def _print_entry(entry: Entry) -> None:
    """A headline in colour, and under it the reason, the checks and what was tried, as plain text."""
    headline, *rest = entry.lines()
    colour = _COLOURS.get(entry.state, "yellow")
    out.print(f"[bold {colour}]{escape(headline)}[/]")
    for line in rest:
        out.print(line, markup=False)
    out.print()


def _messages(deployment: Deployment) -> DynamoMessages:
    return DynamoMessages(deployment.client("dynamodb"), deployment.table_name)


def _decided(deployment: Deployment, first: date, last: date) -> Iterator[Message]:
    messages = _messages(deployment)
    for number in range((last - first).days + 1):
        yield from messages.decided_on(first + timedelta(days=number))


def _line(message: Message) -> str:
    became = message.state if message.state == message.reason else f"{message.state} ({message.reason})"
    heard = [
        f"{what} {at:%m-%d %H:%M}"
        for what, at in (
            ("delivered", message.reaction.delivered_at),
            ("opened", message.reaction.opened_at),
            ("clicked", message.reaction.clicked_at),
            ("bounced", message.reaction.bounced_at),
            ("complained", message.reaction.complained_at),
        )
        if at is not None
    ]
    what = f"{message.trigger} {message.subject} by {message.channel}"
    return "  ".join((f"{message.decided_at:%Y-%m-%d %H:%M:%S}Z", message.order_id, what, became, *heard))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise fail(f"{written} is no day: say one like 2026-11-01.") from None
