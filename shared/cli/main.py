"""The `todoku` command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError

from shared.access.api_key import KeyKind
from shared.carriers.registry import CARRIERS
from shared.cli import administration, local_cloud, sign_in
from shared.cli import demo as demonstration
from shared.cli import inbox as sent
from shared.cli.bring_up import Platform, bring_up
from shared.cli.checkout import STATE
from shared.cli.deployment import LOCAL, DeploymentFailed, NotDeployed, find
from shared.cli.deployment import deploy as deploy_stacks
from shared.cli.say import advise, done, err, fail, out, patience
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

_STAGE_NAME = re.compile(r"[a-z][a-z0-9-]{1,20}")


def _stage(name: str) -> str:
    if not _STAGE_NAME.fullmatch(name):
        raise typer.BadParameter(
            "2 to 21 small letters, digits and hyphens, the first a letter, for example `staging`."
        )
    return name


_WHICH = "Which deployment: `production`, another you deployed, or `local` for the one `todoku up` started."
_CALLED = "What to call the deployment: small letters, digits, hyphens. An account may have several."
Stage = Annotated[str, typer.Option(help=_WHICH, callback=_stage)]
OwnStage = Annotated[str, typer.Option(help=_CALLED, callback=_stage)]
ConfigurationFile = Annotated[Path, typer.Argument(help="The merchant's configuration.", exists=True, dir_okay=False)]
_NOT_UP = "The local cloud is not up: run `todoku up`."


@contextmanager
def plainly() -> Iterator[None]:
    """Say what can be foreseen to go wrong as a sentence, not as a traceback."""
    try:
        yield
    except TodokuError as error:
        raise fail(error.detail) from None
    except (local_cloud.CloudFailed, DeploymentFailed, NotDeployed, sign_in.NotSignedIn) as error:
        raise fail(str(error)) from None
    except (ClientError, BotoCoreError) as error:
        raise fail(sign_in.in_words(error)) from None


@app.command()
def demo(once: Annotated[bool, typer.Option(help="End with the verdict as exit status.")] = False) -> None:
    """Watch one parcel cross the whole system, on this machine, without an AWS account."""
    with plainly():
        ended_well = demonstration.demo(once=once)
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
    given = _read(file) if file else None
    with plainly():
        cloud = local_cloud.running() or _start(port)
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
    """Stop the local cloud; what it holds is kept for the next `todoku up`."""
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
    cloud = local_cloud.running()
    if cloud is None:
        raise fail(_NOT_UP)
    mails = sent.mails(cloud)
    for mail in mails:
        out.print(f"{mail.sent_at:%Y-%m-%d %H:%M:%S}Z  {', '.join(mail.recipients)}  {mail.subject}", markup=False)
        if text:
            out.print(f"\n{mail.text}\n", markup=False)
    if not mails:
        advise("Nothing was sent yet.")


@app.command()
def deploy(
    file: Annotated[Path, typer.Option("--config", help="The merchant's configuration.", exists=True, dir_okay=False)],
    stage: OwnStage = "production",
    alarm_email: Annotated[str | None, typer.Option(help="Where alarms go. AWS asks that address to confirm.")] = None,
) -> None:
    """Deploy to your AWS account, or bring a deployment up to date. Needs credentials and one `cdk bootstrap`."""
    if stage == LOCAL:
        raise fail("The local cloud is deployed to by `todoku up`; choose another --stage for AWS.")
    configuration = _read(file)
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
    configuration = _read(file)
    services = len(configuration.delivery.services)
    done(f"{file} is valid: {configuration.merchant.name}, {services} services.")


@config.command("publish")
def config_publish(file: ConfigurationFile, stage: Stage = "production") -> None:
    """Put a configuration in force. Every version is kept."""
    configuration = _read(file)
    with plainly():
        version = administration.publish(find(stage), configuration)
    done(f"Version {version} is in force; functions follow within a minute.")


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
    slug: Annotated[str, typer.Argument(help=f"One of: {', '.join(CARRIERS)}.")], stage: Stage = "production"
) -> None:
    """Make a webhook secret for a carrier, and say what to enter there. Again rotates; the last stays valid."""
    with plainly():
        connection = administration.connect_carrier(find(stage), slug)
    out.print(f"webhook address  {connection.webhook_url}", markup=False)
    out.print(f"webhook secret   {connection.secret}", markup=False)
    advise("The secret is shown this once. Functions read it once a minute: until then, a push may be answered 401.")


def _read(file: Path) -> MerchantConfiguration:
    try:
        return configuration_file.read(file.read_text("utf-8"), str(file))
    except UnicodeDecodeError:
        raise fail(f"{file} is not UTF-8 text.") from None
    except OSError as error:
        raise fail(f"{file} cannot be read: {error.strerror}.") from None
    except TodokuError as error:
        err.print(error.detail, markup=False)
        raise fail(f"{file} cannot be used.") from None
