"""What shops embed (`shared/storefront/`) as it is served: each element minified, under a name that holds its digest.

The name changes with every byte, so a cache may keep it for good; and a page that names it with its integrity runs that
version and no other.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAMES = ("delivery-promise", "parcel-tracking")
"""The elements. Each is a module of its own name."""
FOLDER = "functions/elements_api/released"
"""Where they lie in the package of the function that serves them, and in no other."""

_TERSER = ROOT / "node_modules" / "terser" / "bin" / "terser"
_OPTIONS = (
    *("--module", "--ecma", "2022", "--mangle", "--mangle-props", "regex=/^#/"),
    *("--compress", "passes=2,ecma=2022"),
)
"""Private names are shortened too: nothing outside of a class can tell."""


class Unreleasable(Exception):
    """An element cannot be minified; the text says why."""


@dataclass(frozen=True, slots=True)
class ReleasedElement:
    """One element as browsers get it."""

    name: str
    """Of the element: "delivery-promise"."""
    content: bytes
    """JavaScript, UTF-8."""

    @property
    def file(self) -> str:
        """ "delivery-promise.1f0c….js"."""
        return f"{self.name}.{hashlib.sha256(self.content).hexdigest()[:16]}.js"

    @property
    def integrity(self) -> str:
        """As `<script integrity>` takes it (W3C Subresource Integrity)."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.content).digest()).decode()}"


@cache
def released() -> tuple[ReleasedElement, ...]:
    """Every element. The same sources and the same minifier give the same bytes. Raises Unreleasable."""
    return tuple(ReleasedElement(name, _minified(ROOT / "shared" / "storefront" / f"{name}.js")) for name in NAMES)


def in_package() -> dict[str, bytes]:
    """Path in the package -> content, for the function that serves them."""
    return {f"{FOLDER}/{element.file}": element.content for element in released()}


def _minified(source: Path) -> bytes:
    """Kept under `.build`, since a synthesis asks for it many times, in many processes."""
    inputs = (source.read_bytes(), (ROOT / "package-lock.json").read_bytes(), repr(_OPTIONS).encode())
    digest = hashlib.sha256(b"\0".join(inputs)).hexdigest()[:16]
    kept = ROOT / ".build" / "elements" / f"{source.stem}-{digest}.js"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as unfinished:
            unfinished.write(_run_terser(source))
        Path(unfinished.name).rename(kept)
    return kept.read_bytes()


def _run_terser(source: Path) -> bytes:
    if not _TERSER.exists():
        raise Unreleasable("The minifier is not installed: run `make setup`.")
    node = Path(sys.executable).parent / "node"
    finished = subprocess.run(  # noqa: S603 - the pinned program of this checkout, our own file
        [str(node), str(_TERSER), *_OPTIONS, "--", str(source)], capture_output=True, check=False
    )
    if finished.returncode or not finished.stdout:
        raise Unreleasable(f"{source.name}: {finished.stderr.decode(errors='replace').strip()}")
    return finished.stdout
