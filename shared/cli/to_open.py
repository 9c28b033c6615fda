"""What somebody opens after the demo: pages of what was told, and the mails that were sent."""

from __future__ import annotations

from shared.access.console_door import CODE_LASTS
from shared.access.console_role import Role
from shared.cli import inbox
from shared.cli.claim_story import ClaimStory
from shared.cli.console import sign_in_link
from shared.cli.deployment import Deployment
from shared.cli.local_cloud import LocalCloud
from shared.cli.return_story import ReturnStory
from shared.cli.say import out
from shared.cli.story import SHOPPER, Story


def print_addresses(deployment: Deployment, story: Story, back: ReturnStory, claim: ClaimStory) -> None:
    """A line each, of what was told so far; where an address alone does not open it, with what does."""
    minutes = int(CODE_LASTS.total_seconds() / 60)
    told = (
        ("tracking page", story.tracking_path, "also `?lang=ja`"),
        ("… as JSON", story.tracking_path.replace("/t/", "/v1/track/"), ""),
        ("order look-up", "/orders", f"order {story.order_id}, {SHOPPER}; the code comes by mail: `todoku inbox`"),
        ("the return", back.page, ""),
        ("the report", claim.page, ""),
    )
    out.print("Open in a browser:")
    for name, path, note in told:
        if path:
            _print(name, f"{deployment.api_url}{path}", note)
    console = sign_in_link(deployment, "demo", Role.ADMIN)
    _print("console", console, f"once, within {minutes} minutes; another: `todoku console --stage local`")


def print_mails(cloud: LocalCloud) -> None:
    """Each mail's subject, with the file that a browser opens."""
    mails = inbox.mails(cloud)
    files = inbox.save(mails, cloud.folder / "inbox")
    out.print(f"Mails, in {cloud.folder / 'inbox'}:", markup=False)
    for mail, file in zip(mails, files, strict=True):
        out.print(f"  {file.name:8}  {mail.subject}", markup=False)


def _print(name: str, address: str, note: str) -> None:
    out.print(f"  {name:14}  {address}" + (f"  ({note})" if note else ""), markup=False)
