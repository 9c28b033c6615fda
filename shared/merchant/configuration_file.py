"""Read `merchant.yaml`, and say for every mistake in it where it is, what was found and what was expected.

PyYAML comes with the command line only, never with the functions: nothing that runs in Lambda may import this file.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.merchant.configuration import MerchantConfiguration, json_schema
from shared.merchant.contradictions import Path
from shared.merchant.problem import ConfigurationErrors, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 16
MAX_SCALAR = 2_000
"""Characters of one value: long digit strings take quadratic time to read."""

_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}
_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"
_KEY = "[key]"
"""How pydantic marks that the key is wrong, not the value."""

_EXPECTED = {
    "missing": "a value",
    "string_type": "text, in quotes",
    "string_too_short": "some text",
    "string_too_long": "a shorter text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "too_short": "at least one entry",
    "dict_type": "a section with fields",
    "model_type": "a section with fields",
}


def read(text: str) -> MerchantConfiguration:
    """The configuration written in `text` (YAML). Raises ConfigurationErrors with every problem there is."""
    document = _Document(text)
    try:
        configuration = MerchantConfiguration.model_validate(document.value)
    except ValidationError as error:
        problems = [problem for details in error.errors() for problem in document.problems_of(details)]
        raise ConfigurationErrors(document.problems + problems) from None
    if document.problems:
        raise ConfigurationErrors(document.problems)
    return configuration


class _NotAllowed(yaml.MarkedYAMLError):
    """YAML may do this, a configuration may not. `context` is what is expected instead, `problem` what was found."""


class _Loader(yaml.SafeLoader):
    """The safe loader, without aliases (a few lines of them unfold into gigabytes) and without deep nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise self._not_allowed("the value itself", "an alias")
        if self.depth >= MAX_DEPTH:
            raise self._not_allowed(f"at most {MAX_DEPTH} levels", "one more")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _not_allowed(self, expected: str, found: str) -> _NotAllowed:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        return _NotAllowed(context=expected, problem=found, problem_mark=cast("yaml.Mark", event.start_mark))


class _Document:
    """A file as plain values, and where each of them stands."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self._marks: dict[Path, yaml.Mark] = {}
        self._key_marks: dict[Path, yaml.Mark] = {}
        self._written: dict[Path, str] = {}
        _refuse_size(text)
        try:
            self._loader = _Loader(text)
            node = self._loader.get_single_node()
        except yaml.YAMLError as error:
            raise ConfigurationErrors([_syntax_problem(text, error)]) from None
        if not isinstance(node, yaml.MappingNode):
            raise ConfigurationErrors([Problem(1, 1, "", "sections such as merchant: and delivery:", _kind(node))])
        self.value = self._plain(node, ())

    def problems_of(self, error: ErrorDetails) -> Iterator[Problem]:
        """What pydantic found, said in the file's terms; nothing where the same place has a problem already."""
        if error["type"] == "contradictions":
            for each in error["ctx"]["contradictions"]:
                yield self._problem(each.path, each.expected, self._found(each.path))
            return
        path = tuple(step for step in error["loc"] if step != _KEY)
        if any(problem.path == _spell(path) for problem in self.problems):
            return
        yield self._problem_of(path, error)

    def _problem_of(self, path: Path, error: ErrorDetails) -> Problem:
        kind = error["type"]
        if kind == "extra_forbidden":
            return self._problem(path, _no_such_field(str(path[-1])), f'"{path[-1]}"', at_key=True)
        if kind == "missing":
            return self._problem(path, _EXPECTED[kind], "nothing", at_key=True)
        if error["loc"][-1] == _KEY:
            return self._problem(path, _wanted(error), f'"{path[-1]}"', at_key=True)
        return self._problem(path, _wanted(error), self._found(path))

    def _problem(self, path: Path, expected: str, found: str, *, at_key: bool = False) -> Problem:
        mark = self._mark(path, at_key=at_key)
        return Problem(mark.line + 1, mark.column + 1, _spell(path), expected, found)

    def _mark(self, path: Path, *, at_key: bool) -> yaml.Mark:
        """Where `path` stands; for what is not there, where its section is named, or begins."""
        while path:
            if at_key and path in self._key_marks:
                return self._key_marks[path]
            if path in self._marks:
                return self._marks[path]
            path, at_key = path[:-1], True
        return self._marks[()]

    def _found(self, path: Path) -> str:
        return self._written.get(path, "nothing")

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        self._marks[path] = node.start_mark
        self._written[path] = _kind(node)
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQ:
            return [self._plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            if key is None:
                continue
            key_path = (*path, key)
            if key in value:
                first = self._key_marks[key_path].line + 1
                found = f"it a second time, after line {first}"
                self.problems.append(_problem_at(key_node.start_mark, key_path, "this name once", found))
                continue
            self._key_marks[key_path] = key_node.start_mark
            value[key] = self._plain(value_node, key_path)
        return value

    def _key(self, node: yaml.Node, path: Path) -> str | None:
        if isinstance(node, yaml.ScalarNode) and len(node.value) <= MAX_SCALAR:
            return str(node.value)
        self.problems.append(_problem_at(node.start_mark, path, "the name of a field", _kind(node)))
        return None

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        written = str(node.value)
        if node.tag not in _SCALARS:
            self.problems.append(_problem_at(node.start_mark, path, "a plain value", f"the tag {node.tag}"))
            return None
        if len(written) > MAX_SCALAR:
            expected = f"at most {MAX_SCALAR:,} characters"
            self.problems.append(_problem_at(node.start_mark, path, expected, f"{len(written):,}"))
            return None
        try:
            value = self._loader.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            expected = "a date like 2026-11-23" if node.tag.endswith(":timestamp") else "a value YAML can read"
            self.problems.append(_problem_at(node.start_mark, path, expected, written))
            return None
        self._written[path] = _as_found(value, written)
        return value


def _refuse_size(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ConfigurationErrors([Problem(1, 1, "", f"a file of at most {MAX_BYTES:,} bytes", f"{size:,}")])


def _syntax_problem(text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        if isinstance(error, _NotAllowed):
            return _problem_at(error.problem_mark, (), str(error.context), str(error.problem))
        return _problem_at(error.problem_mark, (), *_syntax_reason(error))
    before = text[: getattr(error, "position", 0)]
    column = len(before) - before.rfind("\n")
    return Problem(before.count("\n") + 1, column, "", "printable characters", "one that is not")


def _syntax_reason(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """What was expected and what was found, of a mistake PyYAML describes in one sentence."""
    reason = error.problem or "something else"
    if "'\\t'" in reason:
        return "indentation with spaces", "a tab"
    return "correct YAML", reason.removeprefix("but ").removeprefix("found ")


def _problem_at(mark: yaml.Mark, path: Path, expected: str, found: str) -> Problem:
    return Problem(mark.line + 1, mark.column + 1, _spell(path), expected, found)


def _wanted(error: ErrorDetails) -> str:
    if error["type"] == "expected":
        return str(error["ctx"]["what"])
    return _EXPECTED.get(error["type"], error["msg"].removeprefix("Input should be "))


def _no_such_field(name: str) -> str:
    close = difflib.get_close_matches(name, _field_names(), n=1)
    return f"a field there is, perhaps {close[0]}" if close else "a field there is"


@cache
def _field_names() -> tuple[str, ...]:
    schema: Any = json_schema()
    sections = [schema, *schema["$defs"].values()]
    return tuple(sorted({name for section in sections for name in section.get("properties", ())}))


def _spell(path: Path) -> str:
    """`("warehouses", 0, "cutoff")` -> `warehouses[0].cutoff`."""
    spelled = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return spelled.removeprefix(".")


def _kind(node: yaml.Node | None) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a section"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "nothing" if node is None else "a single value"


def _as_found(value: object, written: str) -> str:
    """A value as YAML read it; where that is not what was written, both."""
    short = written if len(written) <= 60 else written[:60] + "…"
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f'"{short}"'
    read = str(value).lower() if isinstance(value, bool) else str(value)
    return read if read == written else f"{read[:60]} (how YAML reads {short} without quotes)"
