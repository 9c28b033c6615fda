"""Where orders come from, on the command line: a shop system connected, and a file of the past imported."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from click.testing import Result
from moto import mock_aws
from typer.testing import CliRunner

from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_orders import DynamoOrders
from shared.cli.bring_up import SAMPLE
from shared.cli.deployment import Deployment
from shared.cli.main import app
from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from tests.cli.conftest import Run
from tests.table import create_table

CSV = """order_id,placed_at,country,email,sku,quantity,shipped_at,carrier,tracking_number
A-1,2026-05-01 10:00,JP,aoi@shopper.example,CUP-1,2,2026-05-01,yamato,4401-0000-0115
A-2,2026-05-01 11:00,JP,,CUP-1,1,2026-05-01,yamato,4401-0000-0115
A-3,yesterday,JP,,CUP-1,1,,,
"""


@pytest.fixture
def deployment(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """A deployment that commands find, with the sample configuration published."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    named = {"api_url": "https://api", "table_name": "todoku", "shop_secret": "shops", "merchant": "hanare"}
    found = Deployment(**{**fields, **named, "endpoint": None})
    monkeypatch.setattr("shared.cli.main.find", lambda stage: found)
    with mock_aws():
        boto3.client("secretsmanager").create_secret(Name="shops", SecretString="{}")
        dynamodb = boto3.client("dynamodb")
        create_table(dynamodb, "todoku")
        configuration = read(SAMPLE.read_text("utf-8"))
        network = json.dumps(compile_network(configuration).to_json())
        now = datetime(2026, 11, 24, tzinfo=UTC)
        DynamoConfiguration(dynamodb, "todoku").publish(configuration.model_dump_json(), network, now=now)
        yield found


def connect(secret: str) -> Result:
    return CliRunner().invoke(app, ["shops", "connect", "shopify"], input=f"{secret}\n")


def secrets() -> object:
    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="shops")["SecretString"])


def test_a_shop_systems_own_secret_is_kept_and_never_shown(deployment: Deployment) -> None:
    connected = connect("their-secret")
    assert connected.exit_code == 0
    assert "webhook address  https://api/v1/shops/shopify/webhook\n" in connected.stdout
    assert (
        "orders/create, orders/updated, orders/cancelled, fulfillments/create, fulfillments/update, "
        in connected.stdout
    )
    assert "shipping_address.zip" in connected.stdout
    assert "their-secret" not in connected.output
    assert secrets() == {"shopify": ["their-secret"]}


def test_a_new_secret_leaves_the_last_valid_and_the_same_again_changes_nothing(deployment: Deployment) -> None:
    for secret in ("first", "second", "second"):
        connect(secret)
    assert secrets() == {"shopify": ["second", "first"]}


def test_a_shop_system_that_nobody_knows_is_refused_before_anything_is_asked(run: Run, deployment: Deployment) -> None:
    refused = run("shops", "connect", "abacus")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Known are: shopify, stripe." in refused.stderr


def test_good_orders_are_imported_and_problems_are_told(run: Run, deployment: Deployment, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(CSV, "utf-8")
    first = run("orders", "import", file, "--zone", "Asia/Tokyo")
    assert (first.exit_code, first.stdout) == (0, "✓ 2 orders and 1 shipments imported, 0 orders known, 2 problems.\n")
    assert first.stderr.splitlines() == [
        "line 3: A parcel of this shipment belongs to another order.",
        "line 4: placed_at must be a day like 2026-11-24, 2026/11/24, 2026年11月24日 or 11/24.",
    ]
    orders = DynamoOrders(boto3.client("dynamodb"), "todoku")
    before = orders.get("A-1")
    again = run("orders", "import", file, "--zone", "Asia/Tokyo")
    assert again.stdout == "✓ 0 orders and 0 shipments imported, 2 orders known, 2 problems.\n"
    assert orders.get("A-1") == before


def test_prices_are_of_the_currency_that_is_said(run: Run, deployment: Deployment, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "注文番号,注文日時,国,商品コード,単価\nA-9,2026-05-01,JP,CUP-1,1980円\n", "utf-8"
    )
    without = run("orders", "import", tmp_path / "orders.csv", "--zone", "Asia/Tokyo", "--dry-run")
    assert "line 2: currency must be one of ISO 4217" in without.stderr
    done = run("orders", "import", tmp_path / "orders.csv", "--zone", "Asia/Tokyo", "--currency", "jpy")
    assert (done.exit_code, done.stderr) == (0, "")
    stored = DynamoOrders(boto3.client("dynamodb"), "todoku").get("A-9")
    assert stored is not None
    assert stored.sale is not None
    assert (stored.sale.currency, stored.sale.captured) == ("JPY", 1980)


def test_a_dry_run_writes_nothing(run: Run, deployment: Deployment, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(CSV, "utf-8")
    dry = run("orders", "import", tmp_path / "orders.csv", "--zone", "Asia/Tokyo", "--dry-run")
    assert dry.stdout == "✓ 2 orders and 2 shipments to import, 0 orders known, 1 problems.\n"
    assert DynamoOrders(boto3.client("dynamodb"), "todoku").get("A-1") is None


@pytest.mark.parametrize(
    ("arguments", "content", "words"),
    [
        (["--zone", "Atlantis/Poseidonis"], CSV, "no time zone Atlantis/Poseidonis"),
        (["--zone", "../etc/passwd"], CSV, "no time zone"),
        ([], "a,b\n", "no column for order_id"),
    ],
)
def test_what_cannot_be_imported_is_said_in_a_sentence(
    run: Run, deployment: Deployment, tmp_path: Path, arguments: list[str], content: str, words: str
) -> None:
    (tmp_path / "orders.csv").write_text(content, "utf-8")
    refused = run("orders", "import", tmp_path / "orders.csv", *arguments)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert words in refused.stderr
