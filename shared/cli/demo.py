"""`todoku demo`: a fresh local cloud, the whole platform on it, and what happens there to parcels, step by step."""

from __future__ import annotations

import secrets
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from rich.markup import escape

from shared.access.api_key import KeyKind
from shared.aws.dynamodb_messages import DynamoMessages
from shared.cli import administration, function_log, inbox, local_cloud, process, waiting_queues
from shared.cli.api_client import ApiClient
from shared.cli.bring_up import sample
from shared.cli.checkout import STATE
from shared.cli.claim_story import ClaimStory
from shared.cli.deployment import LOCAL, Deployment, deploy, find
from shared.cli.local_cloud import CloudFailed, LocalCloud
from shared.cli.return_story import ReturnStory
from shared.cli.say import advise, done, err, out, patience
from shared.cli.step import Step, StoryFailed
from shared.cli.story import Keys, Story
from shared.cli.to_open import print_addresses, print_mails
from shared.notifications.why import explain

Result = TypeVar("Result")
FOLDER = STATE / "demo"
"""What its cloud leaves behind: logs and mails. Everything else goes with it."""


def demo(*, once: bool, port: int | None = None) -> bool:
    """Tell the story; True when it ended well. Without `once`, stays up until Ctrl-C.

    `port`: where its cloud is to listen. Raises CloudFailed, also while another demo is up.
    """
    began = time.monotonic()
    other = local_cloud.running()
    if other is not None:
        refuse(other)
        advise(f"Another local cloud is up, {other.url}: `--stage local` goes on meaning that one.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    signal.signal(signal.SIGTERM, _end)
    cloud = _timed("starting a local cloud, permissions enforced", lambda: LocalCloud.start(FOLDER, port=port))
    with _going_at_the_end(cloud, is_noted=other is None):
        deployment = _prepare(cloud)
        api, keys, name = ApiClient(deployment.api_url), _keys(deployment), _name()
        story = Story(api, keys, lambda: inbox.mails(cloud), name=name)
        back = ReturnStory(
            api, keys.merchant, lambda: inbox.mails(cloud), partner_secret=keys.partner_secret, name=name
        )
        claim = ClaimStory(api, keys.merchant, lambda: inbox.mails(cloud), order_id=back.order_id, shopper=back.shopper)
        ended_well = _tell(chain(story.tell(), back.tell(), claim.tell()), cloud)
        out.print()
        if ended_well:
            _print_why(deployment, story.japanese_order_id)
            verdict = "A parcel crossed the whole system, another came back, and a broken cup was reported."
            done(f"{verdict} {time.monotonic() - began:.0f} s in all.")
        out.print()
        if not once:
            print_addresses(deployment, story, back, claim)
        print_mails(cloud)
        out.print(f"What functions logged: {function_log.save(cloud)}", markup=False)
        if not once:
            _stay(cloud, is_noted=other is None)
    return ended_well


def refuse(cloud: LocalCloud) -> None:
    """Raise CloudFailed when `cloud` is a demo's: nothing that is to last goes there, nor another demo."""
    if cloud.folder == FOLDER:
        raise CloudFailed(f"A demo is up on port {cloud.port}: end it first, by Ctrl-C where it runs or `todoku down`.")


@contextmanager
def _going_at_the_end(cloud: LocalCloud, *, is_noted: bool) -> Iterator[None]:
    """Whatever comes, the cloud is stopped and leaves only what somebody may want to read."""
    if is_noted:
        local_cloud.note(cloud)
    try:
        yield
    finally:
        if is_noted:
            local_cloud.forget()
        with patience("stopping the local cloud"):
            cloud.stop()


def _prepare(cloud: LocalCloud) -> Deployment:
    configuration = sample()
    _timed("deploying the app a merchant deploys (cdk deploy)", lambda: deploy(LOCAL, configuration, cloud))
    deployment = find(LOCAL, cloud)
    _timed("publishing the sample shop's merchant.yaml", lambda: administration.publish(deployment, configuration))
    return deployment


def _keys(deployment: Deployment) -> Keys:
    return Keys(
        storefront=administration.create_key(deployment, KeyKind.STOREFRONT).plain,
        merchant=administration.create_key(deployment, KeyKind.MERCHANT).plain,
        easypost_secret=administration.connect_carrier(deployment, "easypost").secret,
        partner_secret=administration.connect_carrier(deployment, "custom").secret,
    )


def _tell(steps: Iterator[Step], cloud: LocalCloud) -> bool:
    out.print()
    try:
        while True:
            with patience("waiting for the functions", lambda: _waited_for(cloud)):
                step = next(steps, None)
            if step is None:
                return True
            show(step)
    except (StoryFailed, OSError) as failure:
        err.print(f"[red]✗[/red] {escape(str(failure))}")
        err.print(f"  {_waited_for(cloud)}", markup=False)
        return False


def _waited_for(cloud: LocalCloud) -> str:
    try:
        return waiting_queues.in_words(cloud)
    except (ClientError, BotoCoreError):
        return "the local cloud does not say what its queues hold"


def _print_why(deployment: Deployment, order_id: str) -> None:
    """What was decided about the order's messages, as `todoku notifications why` prints it; of checks the last."""
    messages = DynamoMessages(deployment.client("dynamodb"), deployment.table_name)
    rules = administration.published(deployment).notification_rules()
    out.print(f"todoku notifications why {order_id}:")
    for entry in explain(messages.of_order(order_id), rules).entries:
        out.print(f"  {escape(entry.trigger)} ({escape(entry.subject)}): {entry.state}")
        out.print(f"    [dim]{escape(entry.plain)}[/dim]")
    out.print()


def show(step: Step) -> None:
    """Print a step, with whatever else came back below it."""
    done(step.title)
    out.print(f"    [dim]{escape(step.call)}[/dim]")
    out.print(f"    {escape(step.outcome)} [dim]({step.milliseconds:.0f} ms)[/dim]")
    for detail in step.details:
        out.print(f"      [dim]·[/dim] {escape(detail)}")


def _stay(cloud: LocalCloud, *, is_noted: bool) -> None:
    also = ", and `todoku inbox`, `todoku logs` and `--stage local` mean it" if is_noted else ""
    out.print(f"\nIt stays up until you press Ctrl-C{also}.")
    try:
        while process.is_alive(cloud.pid):
            time.sleep(1)
        out.print("The local cloud has ended.")
    except KeyboardInterrupt:
        out.print()


def _timed(what: str, do: Callable[[], Result]) -> Result:
    began = time.monotonic()
    with patience(what):
        result = do()
    out.print(f"[green]✓[/green] {what} [dim]({time.monotonic() - began:.1f} s)[/dim]")
    return result


def _end(*_: object) -> None:
    """End as on Ctrl-C, so that the local cloud goes too."""
    raise SystemExit(143)


def _name() -> str:
    """Told apart from every other telling, since the cloud may be asked to keep several."""
    return secrets.token_hex(4)
