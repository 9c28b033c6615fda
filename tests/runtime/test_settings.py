"""Settings: read once, only when asked, and every missing variable named at once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from shared.runtime.settings import Settings

HANDLERS = sorted((Path(__file__).parents[2] / "functions").glob("*/handler.py"))


@dataclass(frozen=True, slots=True)
class Two(Settings):
    table_name: str
    bus_name: str


def test_each_field_is_a_variable_in_capitals() -> None:
    assert Two.from_env({"TABLE_NAME": "t", "BUS_NAME": "b", "OTHER": "x"}) == Two("t", "b")


@pytest.mark.parametrize("env", [{}, {"TABLE_NAME": "", "BUS_NAME": ""}, {"table_name": "t", "bus_name": "b"}])
def test_all_that_is_missing_is_named_at_once(env: dict[str, str]) -> None:
    with pytest.raises(RuntimeError, match="TABLE_NAME, BUS_NAME"):
        Two.from_env(env)


def test_the_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "t")
    monkeypatch.setenv("BUS_NAME", "b")
    assert Two.from_env() == Two("t", "b")


def test_settings_do_not_change() -> None:
    (first, _) = fields(Two)
    with pytest.raises(AttributeError):
        setattr(Two("t", "b"), first.name, "x")


def test_every_handler_imports_with_an_empty_environment() -> None:
    modules = [f"functions.{path.parent.name}.handler" for path in HANDLERS]
    assert len(modules) >= 9
    root = Path(__file__).parents[2]
    script = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
    command = [sys.executable, "-c", script, *modules]
    run = subprocess.run(command, capture_output=True, text=True, env={}, cwd=root, check=False)
    assert run.returncode == 0, run.stderr


@dataclass(frozen=True, slots=True)
class Optional(Settings):
    table_name: str
    address: str = "https://api.example"


@pytest.mark.parametrize(
    ("env", "address"),
    [({}, "https://api.example"), ({"ADDRESS": ""}, "https://api.example"), ({"ADDRESS": "http://x"}, "http://x")],
)
def test_a_variable_with_a_default_may_be_missing(env: dict[str, str], address: str) -> None:
    assert Optional.from_env({"TABLE_NAME": "t", **env}).address == address
