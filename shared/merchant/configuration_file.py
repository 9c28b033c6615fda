"""Read `merchant.yaml`, and say for every mistake in it where it is and what to write instead.

PyYAML comes with the command line only, never with the functions: nothing that runs in Lambda may import this file.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NoReturn, cast

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.merchant.configuration import MerchantConfiguration, json_schema
from shared.merchant.contradiction import Path, spell
from shared.merchant.delivery_network import compile_network
from shared.merchant.problem import ConfigurationErrors, Problem
from shared.merchant.return_findings import findings_of
from shared.merchant.return_policy import compiled_returns
from shared.merchant.section import SECTION, WORD

MAX_BYTES = 1_000_000
MAX_DEPTH = 16
MAX_SCALAR = 2_000
"""Characters of one value: long digit strings take quadratic time to read."""
MAX_STORED = 350_000
"""Bytes of a published version: one item of the table, which takes 400 KB, and grows with the platform."""

_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}
_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"
_COMMENTED_OUT = re.compile(r" *#\S")
"""What was meant as a value: a comment has a space after its #."""
_KEY = "[key]"
"""How pydantic marks that the key is wrong, not the value."""
_NO_STEPS = (_KEY, SECTION, WORD)
"""What pydantic puts into a place that stands nowhere in the file."""

_EXPECTED = {
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

_SYNTAX = (
    (r".*'\\t'.*", "expected indentation with spaces, found a tab"),
    (r"expected <block end>, but found '(<block .*|\?|-)'", "expected a field indented like its neighbours"),
    (r"expected <block end>.*", "expected nothing more after the closing quote or bracket"),
    (r"mapping values .*", "expected a field indented like its neighbours, with a colon and a space after each name"),
    (r"could not find expected ':'", "expected a colon and a space after the name"),
    (r"found character '(.)' that cannot start any token", r"expected quotes around a value that begins with \1"),
    (r"expected ',' or '(.)', but got.*", r"expected commas between the entries, and a closing \1 after the last"),
    (r"(?:but )?(?:found )?(.*)", r"expected correct YAML, found \1"),
)
"""What PyYAML says, and how we say it; the first that fits."""
_SHOWN_WHERE_IT_BEGINS = ("expected ',' or", "could not find expected ':'")
"""PyYAML notices these lines later."""


def read(text: str, file: str = "") -> MerchantConfiguration:
    """The configuration written in `text` (YAML). Raises ConfigurationErrors with every problem there is.

    `file` is the name to show in front of each place, as editors read it. Whoever reads the files of lanes that it
    names calls `refuse_stored_size` then.
    """
    try:
        configuration = _read(text)
        if not configuration.lanes_files:
            refuse_stored_size(configuration)
    except ConfigurationErrors as errors:
        raise ConfigurationErrors(errors.problems, file) from None
    return configuration


def _read(text: str) -> MerchantConfiguration:
    document = _Document(text)
    try:
        configuration = MerchantConfiguration.model_validate(document.value)
    except ValidationError as error:
        problems = [problem for details in error.errors() for problem in document.problems_of(details)]
        raise ConfigurationErrors(document.problems + problems) from None
    grave = [document.problem(found.path, found.message) for found in findings_of(configuration) if found.is_grave]
    if document.problems or grave:
        raise ConfigurationErrors(document.problems + grave)
    return configuration


def places(text: str) -> Callable[[Path, str], Problem]:
    """What makes a problem of a message, at the place where a field stands in `text`, or its section does."""
    return _Document(text).problem


class _NotAllowed(yaml.MarkedYAMLError):
    """YAML may do this, a configuration may not. `problem` says what is expected instead, and what was found."""


class _Loader(yaml.SafeLoader):
    """The safe loader, without aliases (a few lines of them unfold into gigabytes) and without deep nesting.

    Without quotes over several lines too: one that is not closed would swallow fields, and be noticed far below.
    """

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise self._not_allowed("expected the value itself, found an alias")
        if self.depth >= MAX_DEPTH:
            raise self._not_allowed(f"expected at most {MAX_DEPTH} levels, found one more")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def scan_flow_scalar_breaks(self, double: bool, start_mark: yaml.Mark) -> NoReturn:
        """Called at every line break between quotes."""
        raise _NotAllowed(problem="expected a closing quote in the same line", problem_mark=start_mark)

    def _not_allowed(self, problem: str) -> _NotAllowed:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        return _NotAllowed(problem=problem, problem_mark=cast("yaml.Mark", event.start_mark))


class _Document:
    """A file as plain values, and where each of them stands."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self._marks: dict[Path, yaml.Mark] = {}
        self._key_marks: dict[Path, yaml.Mark] = {}
        self._written: dict[Path, str] = {}
        _refuse_size(text)
        try:
            self._loader = _Loader(text + "\n")  # so that a quote open at the very end meets a line break too
            node = self._loader.get_single_node()
        except yaml.YAMLError as error:
            raise ConfigurationErrors([_syntax_problem(text, error)]) from None
        if not isinstance(node, yaml.MappingNode):
            message = f"expected sections such as merchant: and delivery:, found {_kind(node)}"
            raise ConfigurationErrors([Problem(1, 1, "", message)])
        self._text = text
        self.value = self._plain(node, ())

    def problems_of(self, error: ErrorDetails) -> Iterator[Problem]:
        """What pydantic found, said in the file's terms; nothing where the same place has a problem already."""
        if error["type"] == "contradictions":
            for each in error["ctx"]["contradictions"]:
                yield self.problem(each.path, self._expected(each.expected, each.path))
            return
        path = tuple(step for step in error["loc"] if step not in _NO_STEPS)
        if any(problem.path == spell(path) for problem in self.problems):
            return
        yield self._problem_of(path, error)

    def _problem_of(self, path: Path, error: ErrorDetails) -> Problem:
        kind = error["type"]
        if kind == "extra_forbidden":
            return self.problem(path, _no_such_field(str(path[-1])), at_key=True)
        if kind == "missing":
            return self.problem(path, "is required", at_key=True)
        if error["loc"][-1] == _KEY:
            return self.problem(path, f'expected {_wanted(error)}, found "{path[-1]}"', at_key=True)
        return self.problem(path, self._expected(_wanted(error), path))

    def problem(self, path: Path, message: str, *, at_key: bool = False) -> Problem:
        """At the place where `path` stands."""
        return _problem_at(self._mark(path, at_key=at_key), path, message)

    def _expected(self, expected: str, path: Path) -> str:
        return f"expected {expected}, found {self._written.get(path, 'nothing')}"

    def _mark(self, path: Path, *, at_key: bool) -> yaml.Mark:
        """Where `path` stands; for what is not there, where its section is named, or begins."""
        while path:
            if at_key and path in self._key_marks:
                return self._key_marks[path]
            if path in self._marks:
                return self._marks[path]
            path, at_key = path[:-1], True
        return self._marks[()]

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
                message = f"expected this name once, found it a second time, after line {first}"
                self.problems.append(_problem_at(key_node.start_mark, key_path, message))
                continue
            self._key_marks[key_path] = key_node.start_mark
            value[key] = self._plain(value_node, key_path)
        return value

    def _key(self, node: yaml.Node, path: Path) -> str | None:
        if isinstance(node, yaml.ScalarNode) and len(node.value) <= MAX_SCALAR:
            return str(node.value)
        message = f"expected the name of a field, found {_kind(node)}"
        self.problems.append(_problem_at(node.start_mark, path, message))
        return None

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        written = str(node.value)
        if node.tag not in _SCALARS:
            message = f"expected a plain value, found the tag {node.tag}"
            self.problems.append(_problem_at(node.start_mark, path, message))
            return None
        if len(written) > MAX_SCALAR:
            message = f"expected at most {MAX_SCALAR:,} characters, found {len(written):,}"
            self.problems.append(_problem_at(node.start_mark, path, message))
            return None
        try:
            value = self._loader.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            expected = "a date like 2026-11-23" if node.tag.endswith(":timestamp") else "a value YAML can read"
            self.problems.append(_problem_at(node.start_mark, path, f"expected {expected}, found {written}"))
            return None
        self._written[path] = _as_found(value, written)
        if value is None and _COMMENTED_OUT.match(self._text, node.end_mark.index):
            self._written[path] += " (# begins a comment: use quotes)"
        return value


def _refuse_size(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ConfigurationErrors(
            [Problem(1, 1, "", f"expected a file of at most {MAX_BYTES:,} bytes, found {size:,}")]
        )


def refuse_stored_size(configuration: MerchantConfiguration) -> None:
    """Raise ConfigurationErrors for more than is stored: the document and the network compiled from it are one item."""
    network = json.dumps(compile_network(configuration).to_json(), ensure_ascii=False)
    size = len(configuration.model_dump_json(exclude_none=True).encode()) + len(network.encode())
    returns = len(compiled_returns(configuration).encode())
    if returns > MAX_STORED:
        message = (
            f"expected returns that are stored in at most {MAX_STORED:,} bytes, found {returns:,}: "
            "join rules that decide the same, and shorten lists"
        )
        raise ConfigurationErrors([Problem(1, 1, "returns", message)])
    if size > MAX_STORED:
        message = (
            f"expected a configuration that is stored in at most {MAX_STORED:,} bytes, found {size:,}: "
            "move lanes to a lanes_file, and join destination zones under shorter postal prefixes"
        )
        raise ConfigurationErrors([Problem(1, 1, "", message)])


def _syntax_problem(text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        reason = error.problem or "something else"
        if isinstance(error, _NotAllowed):
            return _problem_at(error.problem_mark, (), reason)
        opened = error.context_mark if reason.startswith(_SHOWN_WHERE_IT_BEGINS) else None
        return _problem_at(opened or error.problem_mark, (), _syntax_message(text, reason, error.problem_mark))
    before = text[: getattr(error, "position", 0)]
    column = len(before) - before.rfind("\n")
    return Problem(before.count("\n") + 1, column, "", "expected printable characters, found one that is not")


def _syntax_message(text: str, reason: str, mark: yaml.Mark) -> str:
    line = text[: mark.index].rpartition("\n")[2]
    if reason.startswith("mapping values") and ": " in line:
        return 'expected quotes around a value that has ": " in it'
    return next(match.expand(says) for pattern, says in _SYNTAX if (match := re.fullmatch(pattern, reason, re.DOTALL)))


def _problem_at(mark: yaml.Mark, path: Path, message: str) -> Problem:
    return Problem(mark.line + 1, mark.column + 1, spell(path), message)


def _wanted(error: ErrorDetails) -> str:
    if error["type"] == "expected":
        return str(error["ctx"]["what"])
    return _EXPECTED.get(error["type"], error["msg"].removeprefix("Input should be "))


def _no_such_field(name: str) -> str:
    if name in _field_names():
        return "no such field here: look at its indentation"
    close = difflib.get_close_matches(name, _field_names(), n=1)
    return f"no such field; did you mean `{close[0]}`?" if close else "no such field"


@cache
def _field_names() -> tuple[str, ...]:
    schema: Any = json_schema()
    sections = [schema, *schema["$defs"].values()]
    return tuple(sorted({name for section in sections for name in section.get("properties", ())}))


def _kind(node: yaml.Node | None) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a section"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "nothing" if node is None else "a single value"


def _as_found(value: object, written: str) -> str:
    """A value as YAML read it; where that is not what was written, both."""
    short = (written if len(written) <= 60 else written[:60] + "…").replace("\n", " ")
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f'"{short}"'
    read = str(value).lower() if isinstance(value, bool) else str(value)
    return read if read == written else f"{read[:60]} (how YAML reads {short} without quotes)"
