"""The committed contract: what the handlers serve, no more and no less, and true to its own schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from functions import openapi
from shared.runtime.http import STATUS
from tests.functions.http_api import HANDLERS

DOCUMENT: dict[str, Any] = json.loads(openapi.FILE.read_text("utf-8"))


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def at(reference: str) -> Any:
    place: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        place = place[step]
    return place


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]}, format_checker=FormatChecker())


def test_the_committed_contract_is_what_the_apis_say() -> None:
    assert openapi.main(["--check"]) == 0


def test_a_stale_contract_is_noticed_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(openapi, "FILE", tmp_path / "docs" / "openapi.json")
    assert openapi.main(["--check"]) == 1
    assert "run `python -m functions.openapi`" in capsys.readouterr().err
    assert openapi.main([]) == 0
    assert openapi.main(["--check"]) == 0


def test_the_handlers_serve_exactly_what_the_contract_lists() -> None:
    served = {(path, method) for module in HANDLERS for path, methods in module.ROUTES.items() for method in methods}
    assert served == {(path, method.upper()) for path, method, _ in operations()}


def test_every_operation_has_an_id_of_its_own() -> None:
    ids = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(ids)) == len(ids)


def test_every_path_parameter_is_described() -> None:
    for path, _, operation in operations():
        described = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
        assert described == set(re.findall(r"{(\w+)}", path))


def test_every_reference_leads_somewhere() -> None:
    for reference in re.findall(r'"\$ref": "([^"]+)"', openapi.FILE.read_text("utf-8")):
        assert at(reference)


def test_every_component_is_used_and_named_as_its_model() -> None:
    text = openapi.FILE.read_text("utf-8")
    for kind in ("schemas", "responses"):
        for name in DOCUMENT["components"][kind]:
            assert f'"#/components/{kind}/{name}"' in text
            assert name.isalnum()


def test_every_security_scheme_is_used_and_every_used_one_exists() -> None:
    used = {name for _, _, operation in operations() for one in operation["security"] for name in one}
    assert used == set(DOCUMENT["components"]["securitySchemes"]) == set(openapi.SECURITY)


def test_every_secured_operation_says_how_it_refuses() -> None:
    for path, method, operation in operations():
        if operation["security"]:
            assert "401" in operation["responses"], (method, path)


def test_every_example_fits_its_schema() -> None:
    for _, _, operation in operations():
        for parameter in operation["parameters"]:
            if "example" in parameter:
                validator(parameter["schema"]).validate(parameter["example"])
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "example" in content:
                validator(content["schema"]).validate(content["example"])
    for problem in DOCUMENT["components"]["responses"].values():
        content = problem["content"]["application/problem+json"]
        validator(content["schema"]).validate(content["example"])


def test_every_problem_is_one_the_runtime_can_answer() -> None:
    answered = {str(status) for _, status, _ in STATUS}
    for _, _, operation in operations():
        problems = {
            s for s, r in operation["responses"].items() if r.get("$ref", "").startswith("#/components/responses")
        }
        assert problems <= answered


def test_what_takes_a_body_may_refuse_it_as_too_large_or_unreadable() -> None:
    for _, _, operation in operations():
        if "requestBody" in operation:
            assert {"400", "413"} <= set(operation["responses"])
