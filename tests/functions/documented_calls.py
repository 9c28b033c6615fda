"""Run what a document shows: its curl commands one after the other, and beside each answer what is shown of it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.functions.http_api import HttpApi, Reply

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"```(bash|json)\n(.*?)\n```", re.DOTALL)
_CALL = re.compile(r"curl (?:-X (\w+) )?\"\$API([^\"]*)\"")
_HEADER = re.compile(r"-H \"([\w-]+): ([^\"]*)\"")
_BODY = re.compile(r"-d '(.*)'", re.DOTALL)


def blocks_of(page: str) -> list[tuple[str, str]]:
    """("bash" or "json", what stands in it), of a file in docs/."""
    return _BLOCK.findall((DOCS / page).read_text("utf-8"))


def call(api: HttpApi, command: str, known: dict[str, str]) -> Reply:
    """The answer to one command; `known`: what stands for its variables."""
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    found, body = _CALL.search(command), _BODY.search(command)
    assert found is not None
    headers = dict(_HEADER.findall(command))
    method = found[1] or ("POST" if body else "GET")
    return api.request(method, found[2], headers=headers, body=body[1] if body else b"")


def is_call(command: str) -> bool:
    """Whether it asks the API; others prepare something."""
    return _CALL.search(command) is not None
