"""What a function's package holds: enough to run, no more, and always the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from infra import package
from infra.layer import build as build_layer
from infra.package import Unpackable, packaged
from infra.sizes import WITHOUT_LAYER, functions

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
IN_THE_RUNTIME = {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3", "certifi"}
GROUP_LAYERS = {"fit_promise_model": "fit", "return_ways_api": "labels", "send_push": "push"}
MODULES = 760
"""How many a cold start may load at most: what does not depend on the machine. Senders hold the words and calendars of
every language, and that of web push what it signs with."""
MORE_MODULES = {"returns_portal_api": 960, "claims_api": 870, "console_api": 930}
"""All of returns, and pages: the portal also draws labels, the console also tells why messages were sent, and claims
also know where parcels are."""
PROMISE_MODULES = 200
IMPORTER = """
import importlib, json, os, sys, traceback
for name in {known}:
    importlib.import_module(name)
class Guard:
    def __init__(self, allowed):
        self.allowed = allowed
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in self.allowed and top not in sys.stdlib_module_names and not top.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(f"not in the package, the layer or the runtime: {{name}}", name=name)
for line in iter(sys.stdin.readline, ""):
    asked = json.loads(line)
    answer = {{"error": "its process died"}}
    read, write = os.pipe()
    child = os.fork()
    if not child:
        sys.meta_path.insert(0, Guard(asked["allowed"]))
        os.chdir(asked["where"])
        try:
            importlib.import_module("functions." + asked["name"] + ".handler")
            answer = {{"modules": len(sys.modules)}}
        except BaseException:
            answer = {{"error": traceback.format_exc()}}
        os.write(write, json.dumps(answer).encode()[:60_000])
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    print(said.decode() or json.dumps(answer), flush=True)
"""
"""Imports each function in a process of its own, a copy of one that has imported `known` already."""
KNOWN = ("boto3", "pydantic", "aws_lambda_powertools")
"""What takes long to import, and every function with the layer may: having it all makes no function's import easier to
pass, and its modules more."""

Import = Callable[[str, Path, set[str]], dict[str, Any]]


@pytest.fixture(scope="module")
def imported() -> Iterator[Import]:
    """Imports a function from its package."""
    with ExitStack() as running:

        @cache
        def importer(known: tuple[str, ...]) -> subprocess.Popen[str]:
            command = [sys.executable, "-c", IMPORTER.format(known=known)]
            empty = running.enter_context(TemporaryDirectory())
            return running.enter_context(
                subprocess.Popen(command, cwd=empty, env={}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            )

        def answer(name: str, where: Path, allowed: set[str]) -> dict[str, Any]:
            process = importer(() if name in WITHOUT_LAYER else KNOWN)
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps({"name": name, "where": str(where), "allowed": sorted(allowed)}) + "\n")
            process.stdin.flush()
            found: dict[str, Any] = json.loads(process.stdout.readline())
            return found

        yield answer


@pytest.mark.parametrize("name", functions())
def test_a_handler_is_imported_from_its_package_with_the_layer_and_the_runtime_alone(
    packages: dict[str, Path], name: str, imported: Import
) -> None:
    group = GROUP_LAYERS.get(name)
    layer = set() if name in WITHOUT_LAYER else _layer() | (_layer(group) if group else set())
    runtime = set() if name in WITHOUT_LAYER else IN_THE_RUNTIME
    found = imported(name, packages[name], {"functions", "shared", "tzdata", *layer, *runtime})
    assert "error" not in found, found["error"]
    assert found["modules"] <= ({"promise_api": PROMISE_MODULES} | MORE_MODULES).get(name, MODULES)


def test_the_words_of_the_console_are_in_its_own_package_alone(packages: dict[str, Path]) -> None:
    written = {name: where / "shared" / "locales" / "en" / "pages.json" for name, where in packages.items()}
    told = {name: json.loads(words.read_text("utf-8")) for name, words in written.items() if words.exists()}
    assert {name for name, sections in told.items() if "console_sign_in" in sections} == {"console_api"}
    assert "tracking_api" in told


def test_what_no_layer_holds_cannot_be_imported(imported: Import, tmp_path: Path) -> None:
    handler = tmp_path / "functions" / "sly" / "handler.py"
    handler.parent.mkdir(parents=True)
    (tmp_path / "functions" / "__init__.py").touch()
    handler.write_text("import pytest\n")
    found = imported("sly", tmp_path, {"functions", "shared", *IN_THE_RUNTIME})
    assert "not in the package, the layer or the runtime: pytest" in found["error"]


@pytest.mark.parametrize("name", functions())
def test_every_module_comes_with_its_bytecode(packages: dict[str, Path], name: str) -> None:
    modules = {path.stem for path in packages[name].rglob("*.py")}
    assert len([*packages[name].rglob("*.pyc")]) == len([*packages[name].rglob("*.py")])
    assert {path.name.partition(".")[0] for path in packages[name].rglob("*.pyc")} == modules


def test_bytecode_of_another_version_is_not_shipped() -> None:
    assert not [path for path in packaged("promise_api", "3.99") if path.endswith(".pyc")]


def test_the_same_sources_give_the_same_bytes_in_every_process() -> None:
    code = (
        "from infra.package import packaged; import hashlib; "
        f"print(hashlib.sha256(repr(sorted(packaged('orders_api', '{PYTHON}').items())).encode()).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(package.ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_imports_inside_functions_by_name_and_templates_are_there(packages: dict[str, Path]) -> None:
    adapters = {path.name for path in (package.ROOT / "shared/carriers/adapters").iterdir() if path.is_dir()}
    held = packages["ingest_carrier_update"] / "shared/carriers/adapters"
    assert all((held / slug / "__init__.py").exists() for slug in adapters - {"__pycache__"})
    assert (packages["tracking_api"] / "shared/pages/templates/tracking.html.jinja").exists()
    assert (packages["promise_api"] / "shared/locales/ja/words.json").exists()
    assert (packages["promise_api"] / "shared/aws/lean/amazon_roots.pem").exists()


def test_what_is_not_imported_stays_out(packages: dict[str, Path]) -> None:
    held = packages["promise_api"]
    assert not [name for name in ("tracking", "carriers", "cli") if (held / "shared" / name).exists()]
    assert not (held / "functions/promise_api/api.py").exists()


def test_a_module_that_imports_by_name_must_say_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "functions" / "sly"
    folder.mkdir(parents=True)
    (tmp_path / "functions" / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "handler.py").write_text("from importlib import import_module\n\nimport_module('shared.' + 'brand')\n")
    monkeypatch.setattr(package, "ROOT", tmp_path)
    package._imports.cache_clear()
    with pytest.raises(Unpackable, match=r"functions\.sly\.handler imports by name"):
        packaged("sly", PYTHON)
    package._imports.cache_clear()


@cache
def _layer(group: str | None = None) -> set[str]:
    folder = build_layer("arm64", PYTHON, group) / "python"
    return {path.name.partition(".")[0] for path in folder.iterdir()}


def test_a_prepared_function_is_imported_from_one_file_and_compiles_nothing(packages: dict[str, Path]) -> None:
    code = (
        "import builtins, dataclasses, sys\n"
        "compiled = []\n"
        "real = builtins.compile\n"
        "builtins.compile = lambda source, name, *rest, **more: compiled.append(name) or real(source, name, *rest)\n"
        "import functions.promise_api.handler, shared.promise.network as network\n"
        "import shared.promise.model.learned_model, shared.promise.network_json  # needed at INIT\n"
        "print(type(network.__loader__).__name__, compiled.count('<dataclass>'), network.__file__)"
    )
    where = packages["promise_api"]
    lambdas = {
        "AWS_LAMBDA_FUNCTION_NAME": "f",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "PROMISE_BUCKET": "c",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
    }
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=where, env=lambdas, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["PreparedModules", "0", str(where / "shared/promise/network.py")]


def test_swiftly_made_dataclasses_still_tell_fields_from_what_is_none() -> None:
    code = (
        "from __future__ import annotations\n"
        "import dataclasses, typing\n"
        "from shared.runtime.swift_start import remember_methods\n"
        "remember_methods({})\n"
        "@dataclasses.dataclass\n"
        "class Made:\n"
        "    known: typing.ClassVar[int] = 1\n"
        "    given: dataclasses.InitVar[int]\n"
        "    kept: int\n"
        "    _: dataclasses.KW_ONLY\n"
        "    named: int\n"
        "print(*[field.name for field in dataclasses.fields(Made(1, 2, named=3))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=package.ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["kept", "named"]


def test_a_prepared_function_leaves_out_what_takes_long_to_import(packages: dict[str, Path]) -> None:
    code = (
        "import functions.promise_api.handler, sys\n"
        "from shared.locales import words\n"
        "words('ja')\n"
        "late = type(sys.modules['inspect']).__name__ == 'LateModule'\n"
        "slow = {'pathlib', 'urllib.parse', 'tomllib', 'encodings.idna', 'http.client', 'pydantic', 'boto3'}\n"
        "print(late, sorted(slow & sys.modules.keys()))\n"
        "import inspect\n"
        "print(inspect.isclass(int), type(sys.modules['inspect']).__name__)"
    )
    where = packages["promise_api"]
    lambdas = {
        "AWS_LAMBDA_FUNCTION_NAME": "f",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "PROMISE_BUCKET": "c",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
    }
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=where, env=lambdas, capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["True []", "True module"]


def test_a_function_on_another_interpreter_is_imported_as_ever() -> None:
    assert not [path for path in packaged("promise_api", "3.99") if path.startswith("prepared")]


def test_a_packed_sender_reads_words_and_layout_without_what_compiled_them(packages: dict[str, Path]) -> None:
    code = (
        "import functions.send_email.handler, sys\n"
        "from shared.notifications.content.layout import layout\n"
        "from shared.notifications.content.words import message_languages, message_words\n"
        "layout()\n"
        "print(*message_languages(), message_words('ja')('mail.order'))\n"
        "print(sorted({'mrml', 'babel.messages'} & sys.modules.keys()))"
    )
    where = packages["send_email"]
    ran = subprocess.run([sys.executable, "-c", code], cwd=where, env={}, capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["de en ja pt ご注文番号", "[]"]
