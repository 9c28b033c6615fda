"""`make sizes`: what each function weighs and how long it takes to import, beside an empty one."""

from __future__ import annotations

import gzip
import statistics
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.layer import build
from infra.package import ROOT, packaged, write
from infra.released_elements import released

WITHOUT_LAYER = ("promise_api",)
"""Functions whose package holds the time zones instead of the dependency layer."""

_ZIP_HEADERS = 30 + 46
"""Before each file, and in the list at the end."""

_PROBE = (
    "import sys, time; began = time.perf_counter(); import {module}; "
    "print((time.perf_counter() - began) * 1000, len(sys.modules))"
)


@dataclass(frozen=True, slots=True)
class Size:
    """One function's figures."""

    name: str
    zipped_kb: float
    import_ms: float
    """Median of fresh interpreters, with bytecode."""
    modules: int
    """Modules loaded after the import: the figure that does not depend on the machine."""


def functions() -> list[str]:
    """Every function, by its folder."""
    return sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))


def measure(name: str, repetitions: int = 5) -> Size:
    """Import the handler in fresh interpreters from a copy of what is packaged, without the rest of the checkout."""
    files = packaged(name, f"{sys.version_info.major}.{sys.version_info.minor}", with_zones=name in WITHOUT_LAYER)
    with tempfile.TemporaryDirectory() as folder:
        write(files, Path(folder))
        runs = [_import(f"functions.{name}.handler", Path(folder)) for _ in range(repetitions + 1)][1:]
    return Size(name, _zipped_kb(files), statistics.median(ms for ms, _ in runs), runs[-1][1])


def zipped_kb(package: Path) -> float:
    """What lies in the folder of a package, zipped."""
    return _zipped_kb(_files(package))


def packed_kb(name: str) -> float:
    """The function's package, zipped."""
    return _zipped_kb(
        packaged(name, f"{sys.version_info.major}.{sys.version_info.minor}", with_zones=name in WITHOUT_LAYER)
    )


def layer_mb() -> tuple[float, float]:
    """The dependency layer as on AWS, (zipped, unzipped) in MB."""
    files = _files(build("arm64", f"{sys.version_info.major}.{sys.version_info.minor}"))
    return _zipped_kb(files) / 1024, sum(map(len, files.values())) / 1024 / 1024


def empty() -> tuple[float, int]:
    """The same probe on a module that is there anyway: the floor, (ms, modules)."""
    runs = [_import("time", ROOT) for _ in range(6)][1:]
    return statistics.median(ms for ms, _ in runs), runs[-1][1]


def gzipped(content: bytes) -> int:
    """Bytes over the wire, as a CDN sends them at best."""
    return len(gzip.compress(content, 9, mtime=0))


def _import(module: str, folder: Path) -> tuple[float, int]:
    finished = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _PROBE.format(module=module)],
        cwd=folder,
        env={"AWS_DEFAULT_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    milliseconds, modules = finished.stdout.split()
    return float(milliseconds), int(modules)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _zipped_kb(files: dict[str, bytes]) -> float:
    return sum(_zipped(content) + 2 * len(path.encode()) for path, content in files.items()) / 1024


@cache
def _zipped(content: bytes) -> int:
    """Bytes that a file takes in a zip, but for its name, which stands there twice. Functions have files in common."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return _ZIP_HEADERS + len(packer.compress(content) + packer.flush())


def _main() -> None:
    write = sys.stdout.write
    floor_ms, floor_modules = empty()
    write(f"{'function':26} {'zip KB':>7} {'import ms':>10} {'modules':>8}\n")
    write(f"{'(interpreter alone)':26} {'':>7} {floor_ms:>10.1f} {floor_modules:>8}\n")
    for name in functions():
        size = measure(name)
        write(f"{size.name:26} {size.zipped_kb:>7.0f} {size.import_ms:>10.0f} {size.modules:>8}\n")
    zipped, unzipped = layer_mb()
    write(f"\ndependency layer (arm64): {zipped:.1f} MB zipped, {unzipped:.1f} MB unzipped\n")
    for element in released():
        write(f"<{element.name}>: {gzipped(element.content):,} bytes gzipped, {len(element.content):,} bytes\n")


if __name__ == "__main__":
    _main()
