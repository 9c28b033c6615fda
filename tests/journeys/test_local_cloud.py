"""Stories on the local cloud: the deployed app, real HTTP, permissions enforced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.cli import inbox
from shared.cli.step import StoryFailed
from tests.journeys.conftest import Local

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]


def test_one_parcel_crosses_the_whole_system(local: Local) -> None:
    steps = list(local.story().tell())
    assert [step.title for step in steps] == [
        "a storefront asks for a promise",
        "a listing asks for several at once",
        "a cart in Sapporo asks, in Japanese",
        "the shop keeps the promise, signed",
        "an advisory: heavy snow in Sapporo",
        "the shop records the order",
        "the shop registers the shipment",
        "the carrier reports the journey so far",
        "somebody forges a push",
        "the carrier reports: out for delivery",
        "the carrier repeats itself, as carriers do",
        "the shopper's app reads the tracking",
        "… and when it is expected",
        "the cart in Sapporo asks again",
        "the snow is over, and the promise as before",
        "the shopper is told, once",
        "the tracking page shows the timeline",
        "the cart in Sapporo is ordered, and sent",
        "the shopper in Sapporo is told, in Japanese",
        "… and wants no invitations to review",
    ]


def test_two_stories_at_once_do_not_mix(local: Local) -> None:
    one, other = local.story(), local.story()
    for steps in zip(one.tell(), other.tell(), strict=True):
        assert steps[0].title == steps[1].title
    assert one.tracking_number != other.tracking_number


def test_the_mail_names_no_order_in_its_link_and_the_link_opens_the_page(local: Local) -> None:
    story = local.story()
    list(story.tell())
    mail = next(mail for mail in inbox.mails(local.cloud) if story.tracking_path.split(".")[0] in mail.text)
    assert "hello@hanare.example" in mail.sender
    assert story.tracking_path.split(".")[0] in mail.html
    assert "/A-" not in mail.text
    page = local.api.call("GET", f"{story.tracking_path}?lang=ja")
    assert page.status == 200
    assert 'lang="ja"' in page.body.decode()
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_path_nobody_serves_and_a_method_nobody_takes(local: Local) -> None:
    assert local.api.call("GET", "/v1/nothing").status == 404
    refused = local.api.call("DELETE", "/v1/promise")
    assert (refused.status, refused.headers["allow"], refused.json()["code"]) == (
        405,
        "GET, HEAD",
        "method_not_allowed",
    )


@pytest.mark.parametrize(
    ("function", "action", "failure"),
    [
        ("OrdersApi", "dynamodb:PutItem", "expected 201, got 503"),
        ("ReceiveCarrierWebhook", "events:PutEvents", "expected 202, got 503"),
        ("TrackingApi", "dynamodb:Query", "expected 200, got 503"),
    ],
)
def test_without_one_grant_the_story_fails_and_with_it_goes_on(
    local: Local, function: str, action: str, failure: str
) -> None:
    with without_grant(local, function, action), pytest.raises(StoryFailed, match=failure):
        list(local.story().tell())
    list(local.story().tell())


@contextmanager
def without_grant(local: Local, function: str, action: str) -> Iterator[None]:
    """Take one action out of a function's role, and give it back."""
    iam = local.cloud.client("iam")
    role = next(r["RoleName"] for r in iam.list_roles()["Roles"] if f"{function}Role" in r["RoleName"])
    [name] = iam.list_role_policies(RoleName=role)["PolicyNames"]
    document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(_without(document, action)))
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def _without(document: dict[str, Any], action: str) -> dict[str, Any]:
    statements = []
    for statement in document["Statement"]:
        listed = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        kept = [known for known in listed if known != action]
        if kept:
            statements.append({**statement, "Action": kept})
    assert statements != document["Statement"]
    return {**document, "Statement": statements}
