"""`todoku webhooks`: the merchant's own servers, and what they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from shared.aws.dynamodb_webhooks import DynamoDeliveries, DynamoEndpoints
from shared.aws.webhook_secrets import StoredWebhookSecrets
from shared.cli import webhook_listener
from shared.cli.deployment import LOCAL, Deployment, find
from shared.cli.plainly import Stage, plainly
from shared.cli.say import advise, done, fail, out
from shared.outbound.webhook_post import WebhookPost
from shared.runtime import clock
from shared.webhooks.delivery import DeliveryState
from shared.webhooks.endpoint import EVERY_EVENT, Endpoint, EndpointState
from shared.webhooks.ports import Means
from shared.webhooks.register import ENTROPY, Change, Registered, change, register, remove
from shared.webhooks.replay import replay
from shared.webhooks.rotate_secret import rotate_secret
from shared.webhooks.send_test import send_test
from shared.webhooks.sign import OVERLAP, SECRET_BYTES

webhooks = typer.Typer(help="Your own servers, and what they are told.", no_args_is_help=True)

EndpointId = Annotated[str, typer.Argument(help="The endpoint's id, `we_…`.", metavar="ENDPOINT")]
_A_SCREEN = 50


@webhooks.command("add")
def add(
    url: Annotated[str, typer.Argument(help="https://…; on the local cloud also http://127.0.0.1:…")],
    events: Annotated[
        str, typer.Option(help="Kinds of events, with commas between them; see docs/webhooks.md. Left out: all.")
    ] = EVERY_EVENT,
    description: Annotated[str, typer.Option(help="For you. Nothing personal.")] = "",
    stage: Stage = "production",
) -> None:
    """Register an endpoint. Its secret is shown this once."""
    with plainly():
        deployment = find(stage)
        registered = register(
            _endpoints(deployment),
            _secrets(deployment),
            url=url,
            events=[name.strip() for name in events.split(",") if name.strip()],
            description=description,
            now=clock.now(),
            entropy=clock.random_bytes(ENTROPY),
            may_be_local=stage == LOCAL,
        )
    _show(registered)
    advise("It is told what happens within a minute.")


@webhooks.command("list")
def list_endpoints(stage: Stage = "production") -> None:
    """List the endpoints, how they do, and what waits for them."""
    with plainly():
        deployment = find(stage)
        found = [(endpoint, _waiting(deployment, endpoint)) for endpoint in _endpoints(deployment).all()]
    for endpoint, waiting in found:
        out.print(f"{endpoint.endpoint_id}  {_health(endpoint):32}  {endpoint.url}", markup=False)
        out.print(f"  {', '.join(endpoint.events)}{waiting}", markup=False)
    if not found:
        advise("There is no endpoint: `todoku webhooks add URL`.")


@webhooks.command("test")
def send_one(endpoint_id: EndpointId, stage: Stage = "production") -> None:
    """Send a test from this machine, at once and once. (`POST …/test` sends one from AWS.)"""
    with plainly():
        deployment = find(stage)
        means = Means(
            endpoints=_endpoints(deployment),
            deliveries=_deliveries(deployment),
            secrets=_secrets(deployment).read,
            post=WebhookPost(clock.now, may_be_local=stage == LOCAL),
            clock=clock.now,
        )
        attempt = send_test(means, endpoint_id, deployment.merchant)
    if not attempt.is_ok:
        raise fail(f"It was not taken: {attempt.code}{f' {attempt.status}' if attempt.status else ''}.")
    done(f"It was taken: {attempt.status}.")


@webhooks.command("replay")
def replay_missed(
    endpoint_id: EndpointId,
    since: Annotated[
        datetime | None, typer.Option(help="Only what was missed or given up then (UTC) or later.")
    ] = None,
    stage: Stage = "production",
) -> None:
    """Send again what an endpoint missed while it was disabled, or took at no try. It begins within a minute."""
    replayed, more = 0, True
    with plainly():
        deployment = find(stage)
        began = since.replace(tzinfo=UTC) if since else None
        while more:
            some = replay(_endpoints(deployment), _deliveries(deployment), endpoint_id, clock.now(), began)
            replayed, more = replayed + some.replayed, some.more and some.replayed > 0
    done(f"{replayed} webhooks are sent again.")


@webhooks.command("rotate")
def rotate(endpoint_id: EndpointId, stage: Stage = "production") -> None:
    """Replace an endpoint's secret. For a day, everything is signed with both."""
    with plainly():
        deployment = find(stage)
        entropy = clock.random_bytes(SECRET_BYTES)
        rotated = rotate_secret(
            _endpoints(deployment), _secrets(deployment), endpoint_id, now=clock.now(), entropy=entropy
        )
    _show(rotated)
    hours = OVERLAP // timedelta(hours=1)
    advise(f"The secret before signs as well for {hours} hours: enter the new one by then.")


@webhooks.command("enable")
def enable(endpoint_id: EndpointId, stage: Stage = "production") -> None:
    """Tell a disabled endpoint again. What it missed comes with `todoku webhooks replay`."""
    with plainly():
        endpoints = _endpoints(find(stage))
        change(endpoints, endpoint_id, Change(state=EndpointState.ACTIVE), now=clock.now(), may_be_local=stage == LOCAL)
    done("It is told what happens within a minute.")


@webhooks.command("remove")
def remove_endpoint(endpoint_id: EndpointId, stage: Stage = "production") -> None:
    """Remove an endpoint, and forget its secret."""
    with plainly():
        deployment = find(stage)
        remove(_endpoints(deployment), _secrets(deployment), endpoint_id)
    done("It is gone.")


@webhooks.command("listen")
def listen(
    port: Annotated[int, typer.Option(help="Where to listen on this machine.", min=1024, max=65535)] = 8787,
    secret: Annotated[
        str | None, typer.Option(envvar="WEBHOOK_SECRET", help="`whsec_…`. Left out: you are asked for it.")
    ] = None,
) -> None:
    """Receive webhooks on this machine, check them and print them: for development."""
    presented = secret or typer.prompt("The endpoint's secret", hide_input=True).strip()
    advise(f"Listening on http://127.0.0.1:{port}/ until Ctrl-C.")
    webhook_listener.listen(port, presented, lambda line: out.print(line, markup=False))


def _show(registered: Registered) -> None:
    out.print(f"endpoint  {registered.endpoint.endpoint_id}", markup=False)
    out.print(f"secret    {registered.secret}", markup=False)
    advise("The secret is shown this once.")


def _health(endpoint: Endpoint) -> str:
    if not endpoint.is_active:
        return f"disabled ({endpoint.disabled_because})"
    return f"failing since {endpoint.failing_since:%Y-%m-%d %H:%M}Z" if endpoint.failing_since else "active"


def _waiting(deployment: Deployment, endpoint: Endpoint) -> str:
    """How many webhooks there are in each state that somebody may want to know of, up to a screenful."""
    said = ""
    for state in (DeliveryState.PENDING, DeliveryState.MISSED, DeliveryState.EXHAUSTED):
        found, more = _deliveries(deployment).listed(endpoint.endpoint_id, state, limit=_A_SCREEN)
        said += f"  {len(found)}{'+' if more else ''} {state}" if found else ""
    return said


def _endpoints(deployment: Deployment) -> DynamoEndpoints:
    return DynamoEndpoints(deployment.client("dynamodb"), deployment.table_name)


def _deliveries(deployment: Deployment) -> DynamoDeliveries:
    return DynamoDeliveries(deployment.client("dynamodb"), deployment.table_name)


def _secrets(deployment: Deployment) -> StoredWebhookSecrets:
    return StoredWebhookSecrets(deployment.client("secretsmanager"), deployment.webhook_secret)
