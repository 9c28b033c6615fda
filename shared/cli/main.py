"""The `todoku` command line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from shared.access.api_key import KeyKind
from shared.carriers.registry import SLUGS
from shared.cli import (
    administration,
    carrier_codes,
    function_log,
    local_cloud,
    merchant_file,
    order_import,
    polling_credentials,
    scan_files,
    sign_in,
)
from shared.cli import demo as demonstration
from shared.cli import inbox as sent
from shared.cli.bring_up import Platform, bring_up
from shared.cli.checkout import STATE
from shared.cli.console import console
from shared.cli.deployment import LOCAL, DeploymentFailed, find
from shared.cli.deployment import deploy as deploy_stacks
from shared.cli.elements import elements
from shared.cli.notifications import notifications
from shared.cli.pages import pages
from shared.cli.people import people
from shared.cli.plainly import OwnStage, Stage, plainly
from shared.cli.promise import promise
from shared.cli.returns import returns
from shared.cli.say import advise, done, err, fail, out, patience
from shared.cli.templates import templates
from shared.cli.webhooks import webhooks
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.warnings import warnings
from shared.runtime import clock
from shared.shops.order_file import Defaults
from shared.shops.registry import SLUGS as SHOP_SYSTEMS
from shared.shops.registry import shop_system

app = typer.Typer(
    help="Todoku: promises, tracking and messages after the sale, in your own AWS account.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
config = typer.Typer(help="Check and publish merchant.yaml.", no_args_is_help=True)
keys = typer.Typer(help="API keys for storefronts and servers.", no_args_is_help=True)
carriers = typer.Typer(help="Carriers: their webhooks, their files, and their codes.", no_args_is_help=True)
shops = typer.Typer(help="Shop systems that push orders, and who pushes of refunds.", no_args_is_help=True)
orders = typer.Typer(help="Orders from files.", no_args_is_help=True)
app.add_typer(config, name="config")
app.add_typer(keys, name="keys")
app.add_typer(carriers, name="carriers")
app.add_typer(shops, name="shops")
app.add_typer(orders, name="orders")
app.add_typer(promise, name="promise")
app.add_typer(webhooks, name="webhooks")
app.add_typer(templates, name="templates")
app.add_typer(pages, name="pages")
app.add_typer(notifications, name="notifications")
app.add_typer(returns, name="returns")
app.add_typer(people, name="people")
app.command()(elements)
app.command()(console)

ConfigurationFile = Annotated[Path, typer.Argument(help="The merchant's configuration.", exists=True, dir_okay=False)]


@app.command()
def demo(
    once: Annotated[bool, typer.Option(help="End with the verdict as exit status.")] = False,
    port: Annotated[
        int | None, typer.Option(help="Where its local cloud listens. Left out: 4566, or any.", min=1024, max=65535)
    ] = None,
) -> None:
    """Watch one parcel cross the whole system, on this machine, without an AWS account."""
    with plainly():
        ended_well = demonstration.demo(once=once, port=port)
    raise typer.Exit(0 if ended_well else 1)


@app.command()
def up(
    port: Annotated[int, typer.Option(help="Where the local cloud listens.", min=1024, max=65535)] = local_cloud.PORT,
    file: Annotated[
        Path | None,
        typer.Option(
            "--config", help="Publish this configuration. Else what is published stays.", exists=True, dir_okay=False
        ),
    ] = None,
) -> None:
    """Start the local cloud with the platform on it. What it holds survives `todoku down`."""
    given = merchant_file.read(file) if file else None
    with plainly():
        cloud = local_cloud.running() or _start(port)
        demonstration.refuse(cloud)
        with patience("deploying"):
            platform = bring_up(cloud, given)
    done(f"The local cloud is up: {cloud.url}")
    _say_how_to_go_on(platform)


def _start(port: int) -> local_cloud.LocalCloud:
    with patience("starting the local cloud"):
        cloud = local_cloud.LocalCloud.start(STATE, port=port, keep_state=True)
    local_cloud.note(cloud)
    return cloud


def _say_how_to_go_on(platform: Platform) -> None:
    name = platform.configuration.merchant.name
    done(f"In force: version {platform.version} of the configuration of {name}.")
    out.print("To call it, in a shell in this folder:")
    for line in (
        "source .venv/bin/activate",
        f"export API={platform.deployment.api_url}",
        "export STOREFRONT_KEY=$(todoku keys create storefront --stage local)",
        "export MERCHANT_KEY=$(todoku keys create merchant --stage local)",
    ):
        out.print(f"  {line}", markup=False)


@app.command()
def down() -> None:
    """Stop the local cloud. What it holds is kept for the next `todoku up`; what a demo's holds is gone."""
    cloud = local_cloud.running()
    if cloud is None:
        local_cloud.forget()
        out.print("The local cloud is not up.")
        return
    with patience("stopping the local cloud"):
        cloud.stop()
    local_cloud.forget()
    done("The local cloud is down.")


@app.command()
def inbox(text: Annotated[bool, typer.Option(help="With each mail's text.")] = False) -> None:
    """List the mails the local cloud was handed."""
    mails = sent.mails(_cloud_that_is_up())
    for mail in mails:
        out.print(f"{mail.sent_at:%Y-%m-%d %H:%M:%S}Z  {', '.join(mail.recipients)}  {mail.subject}", markup=False)
        if text:
            out.print(f"\n{mail.text}\n", markup=False)
    if not mails:
        advise("Nothing was sent yet.")


@app.command()
def logs(
    function: Annotated[str, typer.Argument(help="Only this one, as its folder is called. Left out: all.")] = "",
) -> None:
    """Print what functions logged on the local cloud, oldest first."""
    with plainly():
        lines = function_log.logged(_cloud_that_is_up(), function)
    for line in lines:
        out.print(str(line), markup=False)
    if not lines:
        advise("Nothing was logged yet.")


def _cloud_that_is_up() -> local_cloud.LocalCloud:
    cloud = local_cloud.running()
    if cloud is None:
        raise fail("The local cloud is not up: run `todoku up`.")
    return cloud


@app.command()
def deploy(
    file: Annotated[Path, typer.Option("--config", help="The merchant's configuration.", exists=True, dir_okay=False)],
    stage: OwnStage = "production",
    alarm_email: Annotated[str | None, typer.Option(help="Where alarms go. AWS asks that address to confirm.")] = None,
) -> None:
    """Deploy to your AWS account, or bring a deployment up to date. Needs credentials and one `cdk bootstrap`."""
    if stage == LOCAL:
        raise fail("The local cloud is deployed to by `todoku up`; choose another --stage for AWS.")
    configuration = merchant_file.read(file)
    with plainly():
        sign_in.prove()
        _deploy(stage, configuration, alarm_email)
        done(f"Deployed. API: {find(stage).api_url}")
    domain = configuration.merchant.sender.rpartition("@")[2]
    advise(f"  Next: publish the configuration, and verify {domain} in Amazon SES so that mail may leave.")


def _deploy(stage: str, configuration: MerchantConfiguration, alarm_email: str | None) -> None:
    try:
        deploy_stacks(stage, configuration, alarm_email=alarm_email)
    except DeploymentFailed as error:
        raise fail(f"{error} If the account is new to CDK, run `npx cdk bootstrap` once, and deploy again.") from None


@config.command("check")
def config_check(file: ConfigurationFile) -> None:
    """Say everything that is wrong with a configuration, with line and column; or that nothing is."""
    configuration = _read_with_warnings(file)
    services = len(configuration.delivery.services)
    done(f"{file} is valid: {configuration.merchant.name}, {services} services.")


@config.command("publish")
def config_publish(file: ConfigurationFile, stage: Stage = "production") -> None:
    """Put a configuration in force. Every version is kept."""
    configuration = _read_with_warnings(file)
    with plainly():
        version = administration.publish(find(stage), configuration)
    done(f"Version {version} is in force; functions follow within a minute.")


def _read_with_warnings(file: Path) -> MerchantConfiguration:
    with patience("reading the configuration and its lanes"):
        configuration = merchant_file.read(file)
    for warning in warnings(configuration):
        advise(f"! {warning}")
    return configuration


@keys.command("create")
def keys_create(
    kind: Annotated[str, typer.Argument(help="`storefront` (publishable) or `merchant` (secret).")],
    stage: Stage = "production",
) -> None:
    """Make an API key. It is shown this once: only its digest is kept."""
    kinds = {"storefront": KeyKind.STOREFRONT, "merchant": KeyKind.MERCHANT}
    if kind not in kinds:
        raise fail(f"There is no key of the kind {kind}: say storefront or merchant.")
    with plainly():
        key = administration.create_key(find(stage), kinds[kind])
    out.print(key.plain, markup=False)


@carriers.command("connect")
def carriers_connect(
    slug: Annotated[str, typer.Argument(help=f"One of: {', '.join(SLUGS)}.")],
    theirs: Annotated[
        bool, typer.Option("--theirs", help="The carrier made the secret, or publishes a key: enter that one.")
    ] = False,
    stage: Stage = "production",
) -> None:
    """Make a webhook secret for a carrier, and say what to enter there. Again rotates; the last stays valid."""
    given = typer.prompt(f"The secret that {slug} shows", hide_input=True).strip() if theirs else None
    with plainly():
        connection = administration.connect_carrier(find(stage), slug, given)
    out.print(f"webhook address  {connection.webhook_url}", markup=False)
    if given is None:
        out.print(f"webhook secret   {connection.secret}", markup=False)
        advise("The secret is shown this once.")
    advise("Functions read the secret once a minute: until then, a push may be answered 401.")


@carriers.command("credentials")
def carriers_credentials(
    slug: Annotated[str, typer.Argument(help="A carrier that is asked, for example `gls`.")],
    file: Annotated[
        Path | None,
        typer.Option("--from-file", help="Read them from a file, a JSON object.", exists=True, dir_okay=False),
    ] = None,
    stage: Stage = "production",
) -> None:
    """Enter your credentials at a carrier that does not push, so that it is asked after your parcels."""
    with plainly():
        deployment, names = find(stage), polling_credentials.names_of(slug)
        given = polling_credentials.read(file) if file else {name: _ask(slug, name) for name in names}
        polling_credentials.store(deployment, slug, given)
    done(f"Stored. Parcels of {slug} that are registered from now on are asked after.")


def _ask(slug: str, name: str) -> str:
    """A credential, typed without being shown."""
    written: str = typer.prompt(f"{slug} {name}", hide_input=True)
    return written.strip()


@carriers.command("send-file")
def carriers_send_file(
    slug: Annotated[str, typer.Argument(help="The carrier that moves the parcels, for example `yamato`.")],
    file: Annotated[Path, typer.Argument(help="A CSV or a drop: see docs/scan-files.md.", exists=True, dir_okay=False)],
    stage: Stage = "production",
) -> None:
    """Send a file of scans, with your AWS credentials: it is put into the deployment's bucket and imported there."""
    with plainly():
        sent_file = scan_files.send(find(stage), slug, file, clock.now())
    for problem in sent_file.file.problems:
        err.print(f"line {problem.line}: {problem.reason}", markup=False)
    done(f"Sent to {sent_file.address}: {sent_file.file.rows} rows, {len(sent_file.file.problems)} problems.")


@carriers.command("unknown")
def carriers_unknown(stage: Stage = "production") -> None:
    """List the codes that are in no table of ours, the most frequent first."""
    with plainly():
        found = carrier_codes.unknown_codes(find(stage))
    for code in found:
        via = "" if code.reported_by == code.carrier else f"  (by {code.reported_by})"
        newest = f"{code.newest_at:%Y-%m-%d %H:%M}Z"
        out.print(f"{code.scans:>7}  {code.carrier:20} {code.code:30} newest {newest}{via}", markup=False)
    if not found:
        advise("Every code that came is in a table.")


@carriers.command("remap")
def carriers_remap(
    slug: Annotated[str | None, typer.Argument(help="The adapter whose table was mended. Left out: all.")] = None,
    days: Annotated[int, typer.Option(help="How far back: raw updates of so many days are read.", min=1)] = 90,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    stage: Stage = "production",
) -> None:
    """After a code table was mended: read the kept raw updates again, and mend what is stored."""
    now = clock.now()
    with plainly():
        deployment = find(stage)
        with patience("reading raw updates"):
            done_so_far = carrier_codes.remap(
                deployment, carrier=slug, since=now - timedelta(days=days), until=now, dry_run=dry_run
            )
    for (adapter, code, before, after), scans in done_so_far.changes.most_common():
        out.print(f"{scans:>7}  {adapter}: {code}  {before} -> {after}", markup=False)
    changed = sum(done_so_far.changes.values())
    verb = "would change" if dry_run else "changed"
    done(f"{done_so_far.updates} raw updates read again, {changed} scans {verb}.")
    if done_so_far.unreadable:
        advise(f"{done_so_far.unreadable} raw updates can still not be read: see the dead-letter queue.")


@shops.command("connect")
def shops_connect(
    slug: Annotated[str, typer.Argument(help=f"One of: {', '.join(SHOP_SYSTEMS)}.")], stage: Stage = "production"
) -> None:
    """Enter the secret that a shop system signs its pushes with, and say what to subscribe to there."""
    with plainly():
        system, deployment = shop_system(slug), find(stage)
        secret: str = typer.prompt(f"The secret that {system.name} shows", hide_input=True)
        address = administration.connect_shop(deployment, slug, secret.strip())
    out.print(f"webhook address  {address}", markup=False)
    topics = {**system.topics, **system.refund_topics}
    out.print(f"topics           {', '.join(topics)}", markup=False)
    for topic, fields in topics.items():
        out.print(f"\nfields of {topic}\n  {', '.join(fields)}", markup=False)
    advise("The fields are all that is read: where the shop system can leave the others out, let it.")
    advise("Functions read the secret once a minute: until then, a push may be answered 401.")


@orders.command("import")
def orders_import(
    file: Annotated[Path, typer.Argument(help="A CSV: see docs/importing-orders.md.", exists=True, dir_okay=False)],
    zone: Annotated[
        str | None, typer.Option(help="Time zone of times that are written without one, such as `Asia/Tokyo`.")
    ] = None,
    country: Annotated[str, typer.Option(help="For orders that name none, such as `JP`.")] = "",
    currency: Annotated[str, typer.Option(help="Of prices, for orders that name none, such as `JPY`.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only read the file, and say what is wrong.")] = False,
    stage: Stage = "production",
) -> None:
    """Import orders of the past from a file, with your AWS credentials. Again changes nothing."""
    defaults = Defaults(_zone(zone) if zone else None, country.upper(), currency.upper())
    with plainly():
        deployment = find(stage)
        with patience("importing orders"):
            imported = order_import.import_orders(deployment, file.read_bytes(), defaults, dry_run=dry_run)
    for problem in imported.problems:
        err.print(f"line {problem.line}: {problem.reason}", markup=False)
    verb = "to import" if dry_run else "imported"
    done(
        f"{imported.new} orders and {imported.shipments} shipments {verb}, "
        f"{imported.known} orders known, {len(imported.problems)} problems."
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise fail(f"There is no time zone {name}: say one like Asia/Tokyo.") from None
