"""`todoku templates preview`: every message to look at, with pictures where there is a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.cli import pictures
from shared.cli.main import app

ONE = ("templates", "preview", "--locale", "ja", "--trigger", "shipped", "--out")
runner = CliRunner()


def test_a_message_is_written_for_every_channel_with_much_and_little_known(tmp_path: Path) -> None:
    result = runner.invoke(app, [*ONE, str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "1 page." in result.output
    page = (tmp_path / "ja" / "shipped.html").read_text("utf-8")
    assert page.count("1 segment") == 3
    for sample in ("normal", "minimal", "extreme"):
        assert f'href="shipped.{sample}.html"' in page
        assert '<html lang="ja"' in (tmp_path / "ja" / f"shipped.{sample}.html").read_text("utf-8")
    assert 'href="ja/shipped.html"' in (tmp_path / "index.html").read_text("utf-8")


def test_a_preview_needs_no_network_for_its_pictures(tmp_path: Path) -> None:
    runner.invoke(app, [*ONE, str(tmp_path)])
    assert 'src="https' not in (tmp_path / "ja" / "shipped.normal.html").read_text("utf-8")


def test_without_a_browser_it_says_so_and_writes_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "chromium", lambda: None)
    result = runner.invoke(app, [*ONE, str(tmp_path), "--png"])
    assert result.exit_code == 0
    assert "no Chromium" in result.output
    assert (tmp_path / "ja" / "shipped.html").exists()
    assert not list(tmp_path.rglob("*.png"))


def test_with_a_browser_every_page_gets_its_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Path] = []
    monkeypatch.setattr(pictures, "chromium", lambda: "/browser")
    monkeypatch.setattr(
        "shared.cli.template_preview.photograph", lambda browser, page, target, size: taken.append(target)
    )
    runner.invoke(app, [*ONE, str(tmp_path), "--png"])
    assert taken == [tmp_path / "ja" / "shipped.png"]


@pytest.mark.parametrize(("option", "named"), [("--locale", "xx"), ("--trigger", "no_such")])
def test_what_is_not_there_is_named_with_what_is(tmp_path: Path, option: str, named: str) -> None:
    result = runner.invoke(app, ["templates", "preview", option, named, "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert named in result.output
    assert "There are:" in result.output
