"""What functions log on the local cloud, read from its log groups: the emulator's own log says nothing of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.cli.local_cloud import LocalCloud

FILE = "functions.log"
"""In the cloud's folder, where somebody wrote it."""
_OF_THE_PLATFORM = ("START RequestId: ", "END RequestId: ", "REPORT RequestId: ")


@dataclass(frozen=True, slots=True, order=True)
class Logged:
    """One line of a function."""

    at: datetime
    """UTC; when the call that wrote it was over, as the emulator notes it."""
    function: str
    """The name of its folder under `functions/`."""
    text: str
    """As written: JSON, but for what the interpreter writes itself."""

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S.%f}"[:-3] + f"Z {self.function}  {self.text}"


def logged(cloud: LocalCloud, function: str = "") -> list[Logged]:
    """Every line, oldest first; with `function`, of that one alone. Raises botocore's errors."""
    client = cloud.client("logs")
    groups = {name: group for name, group in _groups(cloud) if function in ("", name)}
    lines = [line for name, group in groups.items() for line in _lines(client, name, group)]
    return sorted(lines, key=lambda line: line.at)


def save(cloud: LocalCloud) -> Path:
    """Write every line into the cloud's folder; answers the file."""
    file = cloud.folder / FILE
    file.write_text("".join(f"{line}\n" for line in logged(cloud)), "utf-8")
    return file


def _groups(cloud: LocalCloud) -> Iterator[tuple[str, str]]:
    """The name of each function, and its log group. Functions of the CDK's own have none."""
    for page in cloud.client("lambda").get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            group = function.get("LoggingConfig", {}).get("LogGroup")
            folder, _, name = function.get("Handler", "").removesuffix(".handler.handler").partition(".")
            if group and folder == "functions":
                yield name, group


def _lines(client: Any, function: str, group: str) -> Iterator[Logged]:
    try:
        for page in client.get_paginator("filter_log_events").paginate(logGroupName=group):
            for event in page["events"]:
                if not event["message"].startswith(_OF_THE_PLATFORM):
                    yield Logged(datetime.fromtimestamp(event["timestamp"] / 1000, UTC), function, event["message"])
    except client.exceptions.ResourceNotFoundException:
        return  # it was never called
