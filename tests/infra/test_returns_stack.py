"""How returns are deployed: in a stack beside the app, with a bucket that forgets, and who may lay hands on what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.infra.templates import Template
from tests.infra.test_history import allowed
from tests.infra.test_scan_files import only

MOST_RESOURCES = 450
"""CloudFormation takes 500 per stack."""


def stack(synthesised: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((synthesised / f"todoku-production-{name}.template.json").read_text())
    return found


def test_no_stack_comes_near_what_cloudformation_takes(synthesised: Path) -> None:
    sizes = {path.name: len(json.loads(path.read_text())["Resources"]) for path in synthesised.glob("*.template.json")}
    assert {name: size for name, size in sizes.items() if size > MOST_RESOURCES} == {}


def test_the_app_needs_nothing_of_the_returns_and_their_routes_stand_with_them(synthesised: Path) -> None:
    app, returns = stack(synthesised, "app"), stack(synthesised, "returns")
    assert "todoku-production-returns" not in json.dumps(app)
    routes = [
        resource["Properties"]
        for resource in returns["Resources"].values()
        if resource["Type"] == "AWS::ApiGatewayV2::Route"
    ]
    assert all(route["RouteKey"].startswith("ANY /v1/") for route in routes)
    assert all("todoku-production-app" in json.dumps(route["ApiId"]) for route in routes)


def test_labels_go_after_three_months_and_photos_after_a_year(data_template: Template) -> None:
    bucket = only(data_template, "AWS::S3::Bucket", "Returns")
    rules = bucket["LifecycleConfiguration"]["Rules"]
    kept = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "Prefix" in rule}
    assert (kept["returns/"], kept["evidence/"]) == (90, 365)
    (cors,) = bucket["CorsConfiguration"]["CorsRules"]
    assert cors["AllowedMethods"] == ["POST"]


def test_who_decides_sees_no_label_and_who_makes_labels_no_photo(template: Template) -> None:
    decides = allowed(template, "ReturnsReturnsApiRole")
    makes = allowed(template, "ReturnsReturnWaysApiRole")
    for action in ("s3:GetObject", "s3:PutObject"):
        assert "/evidence/*" in decides[action]
        assert "/returns/*" not in decides[action]
        assert "/returns/*" in makes[action]
        assert "/evidence/*" not in makes[action]
    assert "return-credentials" in makes["secretsmanager:GetSecretValue"]
    assert "return-credentials" not in decides["secretsmanager:GetSecretValue"]


def test_only_parcels_that_come_back_are_followed(template: Template) -> None:
    rule = only(template, "AWS::Events::Rule", "ReturnParcelsMilestonesOnMilestoneReached")
    assert rule["EventPattern"]["detail"] == {"data": {"leg": ["return"]}}


def test_a_payment_may_take_longer_than_the_gateway_and_is_not_tried_meanwhile(template: Template) -> None:
    pays = only(template, "AWS::Lambda::Function", "ReturnPaymentsPayReturnSettlement")
    asks = only(template, "AWS::Lambda::Function", "ShopsAskAfterRefunds")
    queue = only(template, "AWS::SQS::Queue", "ReturnPaymentsRefundsQueue")
    assert (pays["Timeout"], asks["Timeout"], queue["VisibilityTimeout"]) == (60, 60, 360)
