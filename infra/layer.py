"""Dependency layers: what the lock file says functions need, built for Lambda's platform without Docker."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.stage import Stage

ROOT = Path(__file__).parent.parent
_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
_LOCALES = Path("babel", "locale-data")
_BROWSER_FILES = Path("aws_lambda_powertools", "event_handler", "openapi", "swagger_ui")
"""A documentation page that Powertools can serve, and we do not: a third of its size."""


class DependencyLayer(lambda_.LayerVersion):
    """Powertools, pydantic, Jinja2, Babel and time zones, or what one group of `pyproject.toml` names.

    boto3 is the runtime's. A group's layer holds that group alone: its functions load it beside the first.
    """

    def __init__(self, scope: Construct, id: str, *, stage: Stage, group: str | None = None) -> None:
        super().__init__(
            scope,
            id,
            code=lambda_.Code.from_asset(str(build(stage.architecture, stage.python, group))),
            compatible_architectures=[stage.lambda_architecture],
            compatible_runtimes=[stage.lambda_runtime],
            description=f"Todoku's Python dependencies{f' to {group}' if group else ''}, from uv.lock",
        )


def build(architecture: str, python: str, group: str | None = None) -> Path:
    """The layer's folder for this platform, built unless the same lock file built it before. Offline once it stands."""
    which = ("--only-group", group) if group else ("--no-dev",)
    requirements = _uv("export", "--frozen", "--quiet", *which, "--no-emit-project", "--no-header")
    inputs = f"{architecture} {python} {' '.join(_languages())} {requirements}"
    name = f"layer-{group}" if group else "layer"
    folder = ROOT / ".build" / f"{name}-{architecture}-{python}-{hashlib.sha256(inputs.encode()).hexdigest()[:12]}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _install(requirements, unfinished / "python", architecture, python)
        unfinished.rename(folder)
    return folder


def _install(requirements: str, target: Path, architecture: str, python: str) -> None:
    target.mkdir(parents=True)
    listing = target.parent / "requirements.txt"
    listing.write_text(requirements)
    _uv(
        *("pip", "install", "--quiet", "--requirement", str(listing), "--target", str(target)),
        *("--python-platform", _platform(architecture, python), "--python-version", python),
        *("--only-binary", ":all:", "--link-mode", "copy", "--no-deps", "--require-hashes"),
    )
    listing.unlink()
    for leftover in (*target.glob("**/__pycache__"), *target.glob("bin"), target / ".lock", target / _BROWSER_FILES):
        shutil.rmtree(leftover, ignore_errors=True) if leftover.is_dir() else leftover.unlink(missing_ok=True)
    for leftover in _other_locales(target):
        leftover.unlink()
    if python == f"{sys.version_info.major}.{sys.version_info.minor}":
        _compile(target)


def _languages() -> list[str]:
    """Those there is a folder of words for."""
    return sorted(path.parent.name for path in (ROOT / "shared" / "locales").glob("*/words.toml"))


def _other_locales(target: Path) -> list[Path]:
    """CLDR's data on languages nobody is written to in: 30 of 48 MB. Regions of ours stay, and what they rest on."""
    kept = {"root", *_languages()}
    return [path for path in sorted((target / _LOCALES).glob("*.dat")) if path.stem.partition("_")[0] not in kept]


def _platform(architecture: str, python: str) -> str:
    """Which wheels fit: Lambda's Python 3.11 runs on Amazon Linux 2, whose C library is older than that of the others.

    See https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html.
    """
    old = python == "3.11"
    return f"{_MACHINES[architecture]}-{'manylinux2014' if old else 'manylinux_2_28'}"


def _compile(target: Path) -> None:
    """Ship bytecode when we are the runtime's version: Lambda's disk is read-only and would compile at each start.

    Unchecked, since packing changes the sources' times.
    """
    command = [
        sys.executable,
        "-m",
        "compileall",
        "-q",
        "-j",
        "0",
        "--invalidation-mode",
        "unchecked-hash",
        str(target),
    ]
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter, our own path


def _uv(*arguments: str) -> str:
    """Run the uv of the environment we run in."""
    command = [str(Path(sys.executable).with_name("uv")), "--color", "never", *arguments]
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
