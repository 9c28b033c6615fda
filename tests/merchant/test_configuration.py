"""The configuration as a published contract, and as the network promises are made from."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

import shared.merchant
from shared.merchant.configuration import json_schema
from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.notifications.catalogue import TRIGGERS
from shared.promise.answer import Source
from shared.promise.make_promise import make_promise
from shared.promise.network import DeliveryNetwork
from shared.promise.question import PromiseQuestion

SAMPLE = (Path(shared.merchant.__file__).parent / "sample.yaml").read_text("utf-8")
CONFIGURATION = read(SAMPLE)
NETWORK = compile_network(CONFIGURATION)
MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)


def test_the_compiled_network_survives_being_stored() -> None:
    assert DeliveryNetwork.from_json(json.loads(json.dumps(NETWORK.to_json()))) == NETWORK


@pytest.mark.parametrize(
    ("country", "postal", "promised"),
    [
        ("JP", "150-0001", {"home": "2026-11-26", "express": "2026-11-25"}),
        ("JP", "060-0001", {"home": "2026-11-27"}),
        ("JP", "900-0001", {"home": "2026-11-29"}),
        ("US", "94105", {"home": "2026-12-03"}),
        ("US", "10001", {"home": "2026-12-07"}),
        ("TW", "100", {"home": "2026-12-08"}),
    ],
)
def test_the_sample_shop_can_promise(country: str, postal: str, promised: dict[str, str]) -> None:
    answer = make_promise(NETWORK, PromiseQuestion(country, postal, MORNING))
    assert {option.method: option.promised.isoformat() for option in answer.options} == promised
    assert (answer.options[0].source is Source.MERCHANT_DEFAULT) == (country == "TW")


def test_the_published_schema_is_correct_and_accepts_the_sample() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(_as_an_editor_reads_it(SAMPLE), schema, jsonschema.Draft202012Validator)


def test_the_published_schema_refuses_what_the_reader_refuses() -> None:
    written = _as_an_editor_reads_it(SAMPLE)
    written["warehouses"][0]["cutoff"] = 900
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, json_schema(), jsonschema.Draft202012Validator)


def test_every_trigger_can_be_configured_and_nothing_else() -> None:
    schema: Any = json_schema()
    section = schema["$defs"]["NotificationsConfiguration"]["properties"]
    assert section["messages"]["propertyNames"]["enum"] == [trigger.name for trigger in TRIGGERS]


def test_every_field_of_the_published_schema_is_explained() -> None:
    schema: Any = json_schema()
    sections = {"file": schema, **{name: part for name, part in schema["$defs"].items() if "properties" in part}}
    unexplained = [
        f"{section}.{name}"
        for section, part in sections.items()
        for name, field in part["properties"].items()
        if not field.get("description")
    ]
    assert unexplained == []


def test_what_runs_in_lambda_does_not_import_yaml() -> None:
    script = "import sys, shared.merchant.delivery_network, shared.merchant.problem; print('yaml' in sys.modules)"
    command = [sys.executable, "-c", script]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert output.strip() == "False"


def _as_an_editor_reads_it(text: str) -> Any:
    """YAML 1.2 editors know no dates: they check the text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))
