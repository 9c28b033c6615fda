"""What goes into a function's package: its handler, what that imports, and the data beside it; as bytecode too.

Found by reading the sources, so that no import is run and none inside a function is missed. The same sources always
give the same bytes.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import marshal
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from infra.released_elements import in_package
from infra.texts import prepared_texts

ROOT = Path(__file__).parent.parent
OURS = ("functions", "shared")

IMPORTED_BY_NAME = {
    "shared.carriers.registry": "shared/carriers/adapters/**/*.py",
    "shared.shops.registry": "shared/shops/**/*.py",
}
"""Modules that import others by a name they put together, and which files these are: nobody can read that in them."""


SWIFT_START = "shared.runtime.swift_start"
"""Who imports it gets a file with all modules in one, and the methods of their dataclasses."""


_TABLES_OF_ZONES = (".tab", ".zi")
"""Files of the time zone database that `zoneinfo` does not read: all zones as source, and where they lie."""


class Unpackable(Exception):
    """A module imports in a way that cannot be read."""


def packaged(name: str, python: str, *, with_zones: bool = False) -> dict[str, bytes]:
    """Path in the package -> content, of `functions/<name>`.

    `python`: the runtime's version ("3.13"); there is bytecode only where it is ours. `with_zones`: also the time zone
    database, for a function without the dependency layer.
    """
    modules = sorted(_closure(f"functions.{name}.handler"))
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in map(_file, modules)}
    files |= {str(path.relative_to(ROOT)): path.read_bytes() for path in _data(modules)}
    files = prepared_texts(files)
    if name == "elements_api":
        files |= in_package()
    if with_zones:
        files |= _zones()
    if python == f"{sys.version_info.major}.{sys.version_info.minor}":
        files |= {_bytecode_path(path): _bytecode(path, files[path]) for path in list(files) if path.endswith(".py")}
        if SWIFT_START in modules:
            files[f"prepared.{sys.implementation.cache_tag}.bin"] = _prepared(name, modules)
    return files


def build(name: str, python: str, *, with_zones: bool = False) -> Path:
    """A folder with the package, named by its content; built unless it stands already."""
    files = packaged(name, python, with_zones=with_zones)
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    folder = ROOT / ".build" / "functions" / f"{name}-{digest.hexdigest()[:12]}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{name}-unfinished-", dir=folder.parent))
        unfinished.chmod(0o755)
        write(files, unfinished)
        try:
            unfinished.rename(folder)
        except OSError:  # another process built the same meanwhile
            if not folder.exists():
                raise
    return folder


def write(files: dict[str, bytes], folder: Path) -> None:
    """Put a package's files under `folder`."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _closure(module: str) -> set[str]:
    """`module`, all of ours that it imports, whenever and by whatever way, and the packages these lie in."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        current = waiting.pop()
        if current in found:
            continue
        found.add(current)
        waiting += _imports(current)
        if "." in current:
            waiting.append(current.rpartition(".")[0])
    return found


@cache
def _imports(module: str) -> tuple[str, ...]:
    tree = ast.parse(_file(module).read_bytes())
    named = [name for node in _running(tree) for name in _named(node, module)]
    pattern = IMPORTED_BY_NAME.get(module)
    if pattern is None and not {"importlib", "importlib.import_module"}.isdisjoint(named):
        raise Unpackable(f"{module} imports by name: say in infra/package.py, IMPORTED_BY_NAME, which files these are.")
    by_name = [_module(path) for path in ROOT.glob(pattern)] if pattern else []
    return tuple(name for name in (*named, *by_name) if name.split(".")[0] in OURS and _exists(name))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node but what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from (other, *_running(other))
            continue
        yield child
        yield from _running(child)


def _named(node: ast.AST, module: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        if node.level:
            raise Unpackable(f"{module} has a relative import, which nothing here has.")
        origin = node.module or ""
        return [origin, *(f"{origin}.{alias.name}" for alias in node.names)]
    return []


def _data(modules: list[str]) -> Iterator[Path]:
    """What is no Python in the folders of `modules`, and in folders there that hold no Python at all (templates)."""
    for folder in sorted({_file(module).parent for module in modules}):
        inside = (path for path in sorted(folder.iterdir()) if path.name != "__pycache__")
        for path in inside:
            if path.is_dir() and not any(path.rglob("*.py")):
                yield from (file for file in sorted(path.rglob("*")) if file.is_file() and file.suffix != ".pyc")
            elif path.is_file() and path.suffix not in (".py", ".pyc", ".md"):
                yield path


def _exists(module: str) -> bool:
    path = ROOT / module.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _file(module: str) -> Path:
    path = ROOT / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _module(path: Path) -> str:
    inside = path.relative_to(ROOT).with_suffix("")
    return ".".join(inside.parent.parts if inside.name == "__init__" else inside.parts)


def _zones() -> dict[str, bytes]:
    spec = importlib.util.find_spec("tzdata")
    if spec is None or spec.origin is None:
        raise Unpackable("The package tzdata is not installed: run `make setup`.")
    folder = Path(spec.origin).parent
    return {
        os.path.join("tzdata", path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in _TABLES_OF_ZONES
    }


def _prepared(name: str, modules: Sequence[str]) -> bytes:
    """What `shared/runtime/swift_start.py` reads: the modules' code, and what `dataclasses` compiles for them."""
    sources = {module: _file(module).relative_to(ROOT) for module in modules}
    codes = {
        module: (str(path), path.name == "__init__.py", _undocumented(str(path), (ROOT / path).read_bytes()))
        for module, path in sorted(sources.items())
    }
    methods = {
        source: compile(source, "<dataclass>", "exec", dont_inherit=True) for source in _method_sources(name, modules)
    }
    return marshal.dumps((codes, methods), 2)


def _undocumented(path: str, source: bytes) -> bytes:
    """A module's code without its docstrings, which are a third of what is read at each start and nobody asks for.

    Those of classes become a dot: where there is none, `dataclasses` makes one, and that takes long.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            said = node.body.pop(0)
            if isinstance(node, ast.ClassDef):
                node.body.insert(0, ast.copy_location(ast.Expr(ast.copy_location(ast.Constant("."), said)), said))
            elif isinstance(node, ast.FunctionDef) and not node.body:
                node.body.append(ast.copy_location(ast.Pass(), said))
    return marshal.dumps(compile(tree, path, "exec", dont_inherit=True), 2)


def _method_sources(name: str, modules: Sequence[str]) -> list[str]:
    """The texts that `dataclasses` compiles while all of it is imported, found out by importing it.

    The handler first, as in Lambda, and then what it leaves for when it is needed: a learned model's code is, at INIT.
    """
    probe = (
        "import importlib, json, sys; from shared.runtime.swift_start import remember_methods; compiled = {}; "
        f"remember_methods(compiled); import functions.{name}.handler; "
        f"[importlib.import_module(module) for module in {list(modules)!r}]; json.dump(sorted(compiled), sys.stdout)"
    )
    command = [sys.executable, "-c", probe]
    found = subprocess.run(command, cwd=ROOT, env={}, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own
    sources: list[str] = json.loads(found.stdout)
    return sources


def _bytecode_path(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(folder, "__pycache__", f"{name[: -len('.py')]}.{sys.implementation.cache_tag}.pyc")


@cache
def _bytecode(path: str, source: bytes) -> bytes:
    """A .pyc that is not checked against its source: packing changes files' times.

    In marshal's version 2: later ones write an object that is referred to twice differently, depending on what else
    this process holds, and then the same source would give another package each time.
    """
    code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    unchecked_hash = 0b01
    head = importlib.util.MAGIC_NUMBER + unchecked_hash.to_bytes(4, "little") + importlib.util.source_hash(source)
    return head + marshal.dumps(code, 2)
