"""What is synthesised once is never another source's."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.cli.checkout import ROOT
from tests import synthesis
from tests.synthesis import SETTINGS, SOURCES, digest_of_sources


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """One file of each kind."""
    for name in (*(f"{folder}/deep/words.toml" for folder in SOURCES), *SETTINGS):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a")
    return tmp_path


@pytest.mark.parametrize("name", [*(f"{folder}/deep/words.toml" for folder in SOURCES), *SETTINGS])
def test_another_byte_or_name_in_any_source_is_another_digest(sources: Path, name: str) -> None:
    before = digest_of_sources(sources)
    (sources / name).write_text("b")
    changed = digest_of_sources(sources)
    (sources / name).rename(sources / f"{name}.moved")
    assert len({before, changed, digest_of_sources(sources)}) == 3


def test_a_new_source_is_another_digest_and_bytecode_is_none(sources: Path) -> None:
    before = digest_of_sources(sources)
    (sources / "shared" / "__pycache__").mkdir()
    (sources / "shared" / "__pycache__" / "words.pyc").touch()
    assert digest_of_sources(sources) == before
    (sources / "shared" / "new.py").touch()
    assert digest_of_sources(sources) != before


def test_what_is_deployed_lies_among_the_sources() -> None:
    assert all((ROOT / name).is_dir() for name in SOURCES)
    assert all((ROOT / name).is_file() for name in SETTINGS)


def test_it_is_synthesised_anew_when_the_sources_changed_even_meanwhile(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def synthesise(folder: Path) -> None:
        made.append((sources / "shared/deep/words.toml").read_text())
        (folder / "template").write_text(made[-1])
        if len(made) == 1:
            (sources / "shared/deep/words.toml").write_text("b")

    monkeypatch.setattr(synthesis, "ROOT", sources)
    monkeypatch.setattr(synthesis, "_synthesise", synthesise)
    assert [(synthesis.synthesised() / "template").read_text() for _ in range(3)] == ["a", "b", "b"]
    assert made == ["a", "b"]
    (sources / "shared/deep/words.toml").write_text("c")
    assert (synthesis.synthesised() / "template").read_text() == "c"
    (sources / "shared/deep/words.toml").write_text("a")
    assert (synthesis.synthesised() / "template").read_text() == "a"
    assert made == ["a", "b", "c", "a"]
