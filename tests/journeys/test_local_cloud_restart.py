"""A local cloud that was stopped and started again, as with `make down` and `make up`, works as before."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.access.api_key import KeyKind
from shared.cli import administration, inbox
from shared.cli.api_client import ApiClient
from shared.cli.bring_up import bring_up, sample
from shared.cli.deployment import Deployment
from shared.cli.local_cloud import LocalCloud
from shared.cli.story import Keys, Story
from shared.merchant.configuration import MerchantConfiguration

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.enable_socket]


def test_after_a_restart_stories_go_on_and_what_was_kept_is_there(tmp_path: Path) -> None:
    with _cloud(tmp_path) as cloud:
        platform = bring_up(cloud, _another_shop())
        deployment = platform.deployment
        keys = Keys(
            storefront=administration.create_key(deployment, KeyKind.STOREFRONT).plain,
            merchant=administration.create_key(deployment, KeyKind.MERCHANT).plain,
            easypost_secret=administration.connect_carrier(deployment, "easypost").secret,
        )
        before = _tell(cloud, deployment, keys)
        assert any((tmp_path / "tmp").glob("ministack-lambda-*"))
    assert not (tmp_path / "tmp").exists()

    with _cloud(tmp_path) as cloud:
        again = bring_up(cloud, None)
        assert (again.configuration, again.version) == (platform.configuration, 1)
        api = ApiClient(again.deployment.api_url)
        kept = api.call("GET", before.tracking_path.replace("/t/", "/v1/track/"))
        assert kept.json()["parcels"][0]["milestone"] == "out_for_delivery"
        _tell(cloud, again.deployment, keys)  # which waits for its mail, and wants just one


@contextmanager
def _cloud(folder: Path) -> Iterator[LocalCloud]:
    cloud = LocalCloud.start(folder, keep_state=True)
    try:
        yield cloud
    finally:
        cloud.stop()


def _another_shop() -> MerchantConfiguration:
    """A configuration that is not the sample's, so that the sample would be noticed in its place."""
    merchant = sample().merchant.model_copy(update={"id": "another", "name": "Another shop"})
    return sample().model_copy(update={"merchant": merchant})


def _tell(cloud: LocalCloud, deployment: Deployment, keys: Keys) -> Story:
    story = Story(ApiClient(deployment.api_url), keys, lambda: inbox.mails(cloud), name=secrets.token_hex(4))
    assert "the shopper is told, once" in [step.title for step in story.tell()]
    return story
