"""The published event contracts: schemas, samples of every version, rules and rows that name them."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import shared
from shared.cli import contracts
from shared.cli.checkout import ROOT
from shared.cli.contracts import EVENTS
from shared.eventing.envelope import EventData, Metadata

SCHEMAS = sorted((ROOT / "events" / "schemas").glob("*/*.json"))
SAMPLES = sorted((ROOT / "events" / "samples").glob("*/*/*.json"))
MODELS = {(event.detail_type, event.version): event for event in EVENTS}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "events"))


def test_the_committed_schemas_are_what_the_models_say() -> None:
    assert [str(path) for path in contracts.stale()] == []


def test_every_event_of_every_context_is_published_with_a_schema() -> None:
    defined = set()
    for package in pkgutil.iter_modules(shared.__path__):
        path = Path(shared.__path__[0]) / package.name / "events.py"
        if package.name != "runtime" and path.exists():
            module = importlib.import_module(f"shared.{package.name}.events")
            defined |= {value for value in vars(module).values() if _is_event(value)}
    assert defined == set(EVENTS)


def _is_event(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, EventData) and value is not EventData


def test_every_version_has_a_minimal_and_a_full_sample() -> None:
    expected = {f"samples/{p.parent.name}/{p.stem}/{kind}.json" for p in SCHEMAS for kind in ("minimal", "full")}
    assert {named(path) for path in SAMPLES} == expected


@pytest.mark.parametrize("path", SAMPLES, ids=named)
def test_a_sample_fits_its_schema(path: Path) -> None:
    schema = ROOT / "events" / "schemas" / path.parents[1].name / f"{path.parent.name}.json"
    validator = jsonschema.Draft202012Validator(
        json.loads(schema.read_text()), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(json.loads(path.read_text()))


@pytest.mark.parametrize("path", SAMPLES, ids=named)
def test_a_sample_of_any_version_still_parses_with_todays_model(path: Path) -> None:
    detail = json.loads(path.read_text())
    Metadata.model_validate(detail["metadata"])
    newest = max(version for name, version in MODELS if name == path.parents[1].name)
    MODELS[path.parents[1].name, newest].model_validate(detail["data"])


@pytest.mark.parametrize("path", SAMPLES, ids=named)
def test_a_full_sample_leaves_no_field_out_and_a_minimal_one_every_optional_field(path: Path) -> None:
    model = MODELS[path.parents[1].name, int(path.parent.name)]
    data = json.loads(path.read_text())["data"]
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    wanted = set(fields) if path.stem == "full" else {name for name, f in fields.items() if f.is_required()}
    assert set(data) == wanted


def test_every_event_has_its_row_in_the_table() -> None:
    rows = re.findall(r"^\| `?(\w+)`? \|.*\| *`?(\d+)`? *\|", (ROOT / "events" / "README.md").read_text(), re.MULTILINE)
    assert set(rows) == {(event.detail_type, str(event.version)) for event in EVENTS}
