"""The local cloud's surroundings: its process, its port and what it left on disk. It is started in the journeys."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.cli import inbox, local_cloud, process
from shared.cli.emulator_state import forget_stream_positions

POSITIONS = {"__account_region_scoped__": True, "data": {"000000000000\0us-east-1\0'13a5a484'": 3}}


def test_a_process_is_known_by_when_it_began() -> None:
    began = process.started(os.getpid())
    assert began
    assert process.started(os.getpid()) == began
    assert process.is_alive(os.getpid())


def test_a_process_that_ended_is_not_alive_though_nobody_reaped_it() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert process.started(child.pid) is None
    assert not process.is_alive(child.pid)
    child.wait()


def test_where_there_is_no_proc_ps_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "_PROC", tmp_path)
    said = subprocess.CompletedProcess([], 0, stdout="Ss   Sun Nov 22 09:06:00 2026\n")
    monkeypatch.setattr(process.subprocess, "run", lambda *_, **__: said)
    assert process.started(1) == "Sun Nov 22 09:06:00 2026"
    said.stdout = "Z    Sun Nov 22 09:06:00 2026\n"
    assert process.started(1) is None
    said.stdout = ""
    assert process.started(1) is None


def test_a_process_and_what_it_started_end_together() -> None:
    leader = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    process.end(leader.pid)
    assert not process.is_alive(leader.pid)


def test_consumers_of_a_stream_begin_anew_and_all_else_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "lambda.json"
    kept = {"functions": {"f": 1}, "esms": {"e": 2}}
    file.write_text(
        json.dumps({"__ministack_format__": 2, "payload": {**kept, "dynamodb_stream_positions": POSITIONS}})
    )
    forget_stream_positions(tmp_path)
    assert json.loads(file.read_text()) == {
        "__ministack_format__": 2,
        "payload": {**kept, "dynamodb_stream_positions": {}},
    }


@pytest.mark.parametrize("content", [None, "", "[]", "not json", "{}"])
def test_a_state_that_cannot_be_read_is_left_as_it_is(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "lambda.json"
    if content is not None:
        file.write_text(content)
    forget_stream_positions(tmp_path)
    assert (file.read_text() if file.exists() else None) == content


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_refused_at_once_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        with pytest.raises(local_cloud.CloudFailed) as refused:
            local_cloud.LocalCloud.start(tmp_path, port=port)
        assert str(refused.value) == f"Port {port} is taken: choose another, for example `--port {port + 1}`."
        assert local_cloud.free_port(port) != port


def test_mails_are_written_as_pages(tmp_path: Path) -> None:
    sent = [
        inbox.SentMail(datetime(2026, 11, 22, hour, tzinfo=UTC), "a@shop.example", ("b@x.example",), "s", "t", html)
        for hour, html in ((8, "<p>届く</p>"), (9, "<p>two</p>"))
    ]
    files = inbox.save(sent, tmp_path / "inbox")
    assert [file.name for file in files] == ["1.html", "2.html"]
    assert files[0].read_text("utf-8") == "<p>届く</p>"


def test_state_is_used_on_the_port_it_was_made_on_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("4711")
    with pytest.raises(local_cloud.CloudFailed, match=r"todoku up --port 4711"):
        local_cloud.LocalCloud.start(tmp_path, port=4712, keep_state=True)
