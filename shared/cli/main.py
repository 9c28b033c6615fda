"""The `todoku` command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shared.access.api_key import KeyKind
from shared.carriers.registry import CARRIERS
from shared.cli import administration, local_cloud
from shared.cli import demo as demonstration
from shared.cli import inbox as sent
from shared.cli.checkout import STATE
from shared.cli.deployment import (
    LOCAL,
    NO_CREDENTIALS,
    Deployment,
    DeploymentFailed,
    NotDeployed,
    credentials_missing,
    find,
)
from shared.cli.deployment import deploy as deploy_stacks
from shared.cli.say import fail, out, patience
from shared.errors import TodokuError
from shared.merchant import configuration_file
from shared.merchant.configuration import MerchantConfiguration

app = typer.Typer(
    help="Todoku: promises, tracking and messages after the sale, in your own AWS account.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
config = typer.Typer(help="Check and publish merchant.yaml.", no_args_is_help=True)
keys = typer.Typer(help="API keys for storefronts and servers.", no_args_is_help=True)
carriers = typer.Typer(help="Carriers that report by webhook.", no_args_is_help=True)
app.add_typer(config, name="config")
app.add_typer(keys, name="keys")
app.add_typer(carriers, name="carriers")

Stage = Annotated[str, typer.Option(help="Which deployment: `production`, or `local` for the one `todoku up` started.")]
ConfigurationFile = Annotated[Path, typer.Argument(help="The merchant's configuration.", exists=True, dir_okay=False)]


@app.command()
def demo(once: Annotated[bool, typer.Option(help="End with the verdict as exit status.")] = False) -> None:
    """Watch one parcel cross the whole system, on this machine, without an AWS account."""
    try:
        ended_well = demonstration.demo(once=once)
    except (local_cloud.CloudFailed, DeploymentFailed, NotDeployed) as error:
        raise fail(str(error)) from None
    raise typer.Exit(0 if ended_well else 1)


@app.command()
def up(
    port: Annotated[int, typer.Option(help="Where the local cloud listens.")] = local_cloud.PORT,
    file: Annotated[Path, typer.Option("--config", help="The configuration to deploy and publish.")] = (
        demonstration.SAMPLE
    ),
) -> None:
    """Start the local cloud with the platform on it. What it holds survives `todoku down`."""
    configuration = _read(file)
    try:
        cloud = local_cloud.running()
        if cloud is None:
            with patience("starting the local cloud"):
                cloud = local_cloud.LocalCloud.start(STATE, port=port, keep_state=True)
            local_cloud.note(cloud)
        with patience("deploying"):
            deploy_stacks(LOCAL, configuration, cloud)
        deployment = find(LOCAL, cloud)
        version = administration.publish(deployment, configuration)
    except (local_cloud.CloudFailed, DeploymentFailed, NotDeployed, TodokuError) as error:
        raise fail(str(error)) from None
    out.print(f"[green]✓[/green] The local cloud is up: {cloud.url}, configuration version {version} in force.")
    out.print(f"  API   {deployment.api_url}")
    out.print("  Next  todoku keys create merchant --stage local")


@app.command()
def down() -> None:
    """Stop the local cloud; what it holds is kept for the next `todoku up`."""
    cloud = local_cloud.running()
    if cloud is None:
        out.print("The local cloud is not up.")
        return
    with patience("stopping the local cloud"):
        cloud.stop()
    local_cloud.forget()
    out.print("[green]✓[/green] The local cloud is down.")


@app.command()
def inbox(text: Annotated[bool, typer.Option(help="With each mail's text.")] = False) -> None:
    """List the mails the local cloud was handed."""
    cloud = local_cloud.running()
    if cloud is None:
        raise fail("The local cloud is not up: run `todoku up`.")
    mails = sent.mails(cloud)
    for mail in mails:
        out.print(f"{mail.sent_at:%Y-%m-%d %H:%M:%S}Z  {', '.join(mail.recipients)}  {mail.subject}", markup=False)
        if text:
            out.print(f"\n{mail.text}\n", markup=False)
    if not mails:
        out.print("Nothing was sent yet.")


@app.command()
def deploy(
    file: Annotated[Path, typer.Option("--config", help="The merchant's configuration.", exists=True)],
    stage: Stage = "production",
) -> None:
    """Deploy to your AWS account, or bring a deployment up to date. Needs credentials and one `cdk bootstrap`."""
    configuration = _read(file)
    if stage == LOCAL:
        raise fail("The local cloud is deployed to by `todoku up`.")
    if credentials_missing():
        raise fail(NO_CREDENTIALS)
    try:
        deploy_stacks(stage, configuration)
    except DeploymentFailed as error:
        raise fail(f"{error}If the account is new to CDK, run `npx cdk bootstrap` once, and deploy again.") from None
    domain = configuration.merchant.sender.rpartition("@")[2]
    out.print(f"[green]✓[/green] Deployed. API: {_find(stage).api_url}")
    out.print(f"  Next: publish the configuration, and verify {domain} in Amazon SES so that mail may leave.")


@config.command("check")
def config_check(file: ConfigurationFile) -> None:
    """Say everything that is wrong with a configuration, with line and column; or that nothing is."""
    configuration = _read(file)
    services = len(configuration.delivery.services)
    out.print(f"[green]✓[/green] {file} is valid: {configuration.merchant.name}, {services} services.")


@config.command("publish")
def config_publish(file: ConfigurationFile, stage: Stage = "production") -> None:
    """Put a configuration in force. Every version is kept."""
    configuration = _read(file)
    try:
        version = administration.publish(_find(stage), configuration)
    except TodokuError as error:
        raise fail(error.detail) from None
    out.print(f"[green]✓[/green] Version {version} is in force; functions follow within a minute.")


@keys.command("create")
def keys_create(
    kind: Annotated[str, typer.Argument(help="`storefront` (publishable) or `merchant` (secret).")],
    stage: Stage = "production",
) -> None:
    """Make an API key. It is shown this once: only its digest is kept."""
    kinds = {"storefront": KeyKind.STOREFRONT, "merchant": KeyKind.MERCHANT}
    if kind not in kinds:
        raise fail(f"There is no key of the kind {kind}: say storefront or merchant.")
    try:
        key = administration.create_key(_find(stage), kinds[kind])
    except TodokuError as error:
        raise fail(error.detail) from None
    out.print(key.plain, markup=False)


@carriers.command("connect")
def carriers_connect(
    slug: Annotated[str, typer.Argument(help=f"One of: {', '.join(CARRIERS)}.")], stage: Stage = "production"
) -> None:
    """Make a webhook secret for a carrier, and say what to enter there. Again rotates; the last stays valid."""
    try:
        connection = administration.connect_carrier(_find(stage), slug)
    except TodokuError as error:
        raise fail(error.detail) from None
    out.print(f"webhook address  {connection.webhook_url}", markup=False)
    out.print(f"webhook secret   {connection.secret}", markup=False)
    out.print("The secret is shown this once. Functions accept it within a minute.")


def _read(file: Path) -> MerchantConfiguration:
    try:
        return configuration_file.read(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise fail(f"{file} is not UTF-8 text.") from None
    except TodokuError as error:
        out.print(error.detail, markup=False)
        raise fail(f"{file} cannot be used.") from None


def _find(stage: str) -> Deployment:
    try:
        return find(stage)
    except NotDeployed as error:
        raise fail(str(error)) from None
