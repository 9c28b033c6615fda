"""`todoku demo`: a fresh local cloud, the whole platform on it, and one parcel's story, step by step."""

from __future__ import annotations

import secrets
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeVar

from rich.markup import escape

from shared.access.api_key import KeyKind
from shared.aws.dynamodb_messages import DynamoMessages
from shared.cli import administration, inbox
from shared.cli.api_client import ApiClient
from shared.cli.bring_up import sample
from shared.cli.checkout import STATE
from shared.cli.deployment import LOCAL, Deployment, deploy, find
from shared.cli.local_cloud import LocalCloud
from shared.cli.return_story import ReturnStory
from shared.cli.say import done, err, out, patience
from shared.cli.step import Step, StoryFailed
from shared.cli.story import Keys, Story
from shared.notifications.why import explain

Result = TypeVar("Result")


def demo(*, once: bool) -> bool:
    """Tell the story; True when it ended well. Without `once`, stays up until Ctrl-C."""
    began = time.monotonic()
    folder = STATE / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    signal.signal(signal.SIGTERM, _end)
    cloud = _timed("starting a local cloud, permissions enforced", lambda: LocalCloud.start(folder))
    try:
        deployment = _prepare(cloud)
        api, keys, name = ApiClient(deployment.api_url), _keys(deployment), _name()
        story = Story(api, keys, lambda: inbox.mails(cloud), name=name)
        back = ReturnStory(api, keys.merchant, lambda: inbox.mails(cloud), name=name)
        ended_well = _tell(chain(story.tell(), back.tell()))
        out.print()
        if ended_well:
            _print_why(deployment, story.japanese_order_id)
        if ended_well:
            done(f"A parcel crossed the whole system, and another came back. {time.monotonic() - began:.0f} s in all.")
        if not once:
            _stay(deployment, story, cloud)
        return ended_well
    finally:
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
    )


def _tell(steps: Iterator[Step]) -> bool:
    out.print()
    try:
        while True:
            with patience("waiting for the functions"):
                step = next(steps, None)
            if step is None:
                return True
            show(step)
    except (StoryFailed, OSError) as failure:
        err.print(f"[red]✗[/red] {escape(str(failure))}")
        return False


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


def _stay(deployment: Deployment, story: Story, cloud: LocalCloud) -> None:
    page = f"{deployment.api_url}{story.tracking_path}"
    out.print()
    out.print("Open in a browser:")
    out.print(f"  tracking page   {page}")
    out.print(f"  in Japanese     {page}?lang=ja")
    out.print(f"  as JSON         {page.replace('/t/', '/v1/track/')}")
    for file in inbox.save(inbox.mails(cloud), cloud.folder / "inbox"):
        out.print(f"  the mail        {file}", markup=False)
    out.print()
    out.print("It stays up until you press Ctrl-C.")
    try:
        while True:
            time.sleep(3600)
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
