"""INIT made short: modules and the methods of dataclasses come compiled, out of one file of the package.

Two things take most of the time in which a lean function is imported: the file system is asked four times for each
module, and `dataclasses` has the source text of every method compiled anew. `infra/package.py` does both when it packs,
and writes `prepared.<interpreter>.bin` beside the sources. Without that file, or on another interpreter, everything is
imported as ever.

Import this before all others of ours, and call `begin` at once; `end` when all is loaded.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COLLECTED_AFTER = 20_000
"""Objects made and not yet gone. Requests leave hardly any behind: nothing of theirs goes round in a circle."""
PREPARED = f"prepared.{sys.implementation.cache_tag}.bin"


def is_lambda() -> bool:
    """Whether this process is a function that Lambda started: then importing its handler is its INIT."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def begin() -> None:
    """Import swiftly from now on, where this is a function and its package was prepared."""
    if not is_lambda():
        return
    gc.disable()  # hardly anything that importing makes is garbage
    # Otherwise `zoneinfo` imports the interpreter's whole build configuration to learn this, and looks elsewhere first.
    os.environ.setdefault("PYTHONTZPATH", os.path.join(ROOT, "tzdata", "zoneinfo"))
    try:
        with open(os.path.join(ROOT, PREPARED), "rb") as file:
            modules, methods = marshal.loads(file.read())  # noqa: S302 - our own package's
    except FileNotFoundError:
        return
    _leave_out()
    sys.meta_path.insert(0, PreparedModules(modules))
    remember_methods(methods)


def _leave_out() -> None:
    """What the standard library imports, and nothing here asks for: Jython's maps, and `inspect` until it is."""
    sys.modules.setdefault("org", None)  # type: ignore[arg-type]  # `copy` looks for it on the whole path
    sys.modules.setdefault("inspect", LateModule("inspect"))


def end() -> None:
    """What is loaded by now stays: the collector need not look at it again, and at what requests make but rarely."""
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, 10, 10)
    gc.enable()


class LateModule(ModuleType):
    """Stands for a module that is imported when somebody asks for something in it."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(__import__(self.__name__), name)


class PreparedModules:
    """Finds and loads modules (name -> path in the package, whether it is a folder, marshalled code)."""

    def __init__(self, modules: dict[str, tuple[str, bool, bytes]]) -> None:
        self._modules = modules

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """As importlib wants it."""
        found = self._modules.get(name)
        if found is None:
            return None
        file, is_package, _ = found
        spec = ModuleSpec(name, self, origin=os.path.join(ROOT, file), is_package=is_package)  # type: ignore[arg-type]
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(os.path.join(ROOT, file))]
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """A module as any other."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run its code."""
        exec(marshal.loads(self._modules[module.__name__][2]), module.__dict__)  # noqa: S102, S302 - our own package's


def remember_methods(compiled: dict[str, CodeType]) -> None:
    """Let `dataclasses` run what is in `compiled` (source text -> code), and add to it what is not."""
    import dataclasses

    def run(source: str, globals: dict[str, object], locals: dict[str, object]) -> None:
        code = compiled.get(source)
        if code is None:
            code = compiled[source] = compile(source, "<dataclass>", "exec")
        exec(code, globals, locals)  # noqa: S102 - as dataclasses does with the same text

    dataclasses.exec = run  # type: ignore[attr-defined]  # it looks for the name there before it takes the built-in one
    _ask_less(dataclasses)


def _ask_less(dataclasses: ModuleType) -> None:
    """Three times for each field, `dataclasses` looks up whether its annotation means ClassVar, InitVar or KW_ONLY.

    Only one that spells such a name is looked up: ours rename none of them.
    """
    looked_up = getattr(dataclasses, "_is_type", None)
    if looked_up is None:  # an interpreter that goes about it in another way
        return

    def is_type(annotation: str, *rest: object) -> bool:
        return ("Var" in annotation or "KW_ONLY" in annotation) and bool(looked_up(annotation, *rest))

    dataclasses._is_type = is_type  # type: ignore[attr-defined]
