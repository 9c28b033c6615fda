"""`todoku pages preview`: every page there is, in files that need nothing but a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.cli import pictures
from shared.cli.main import app
from shared.cli.page_preview import write_pages
from shared.cli.pages import DEMO_SHOPS
from shared.cli.sample_order import sample_shop
from shared.cli.sample_pages import SAMPLE_PAGES
from shared.cli.sample_returns import returns_pages
from shared.locales import languages
from shared.merchant.configuration_file import read
from tests.pages.outline import Outline

LOADED = re.compile(r"(?:src|srcset)=\"https?:|<link [^>]*href=\"https?:|url\(", re.IGNORECASE)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One shop's pages, all of them, in all languages."""
    file = next(path for path in DEMO_SHOPS if path.stem == "electronics-eu")
    folder = tmp_path_factory.mktemp("pages")
    write_pages(folder, [sample_shop(read(file.read_text("utf-8"), file.name))])
    return folder


def test_every_page_is_there_in_every_language_by_day_and_by_night(written: Path) -> None:
    for language in languages():
        names = {path.name for path in (written / "voltaro" / language).glob("*.*.html")}
        assert {name.partition(".")[0] for name in names} == set(SAMPLE_PAGES)
        by_day = {name for name in names if not name.endswith(".night.html")}
        assert {name.replace(".html", ".night.html") for name in by_day} == names - by_day


def test_the_pages_are_sound_and_load_nothing_from_anywhere(written: Path) -> None:
    for path in written.glob("voltaro/*/*.*.html"):
        html = path.read_text("utf-8")
        outline = Outline(html)
        assert outline.complaints == [], path.name
        assert len(outline.all("h1")) == 1, path.name
        assert not LOADED.search(html), path.name
        assert "prefers-color-scheme" not in html, path.name


def test_every_field_of_every_page_has_a_label(written: Path) -> None:
    for path in written.glob("voltaro/en/*.*.html"):
        html = path.read_text("utf-8")
        labels = {label.get("for") for label in Outline(html).all("label")}
        wrapped = "".join(re.findall(r"<label.*?</label>", html, re.DOTALL))
        fields = [
            attributes
            for tag in ("input", "select", "textarea")
            for attributes in Outline(html).all(tag)
            if attributes.get("type") not in ("hidden", "submit")
        ]
        for field in fields:
            named = field.get("id") in labels or field.get("aria-label") or f'name="{field.get("name")}"' in wrapped
            assert named, (path.name, field)


def test_the_index_leads_to_every_sheet_and_the_sheet_to_every_page(written: Path) -> None:
    index = (written / "index.html").read_text("utf-8")
    assert set(re.findall(r'href="([^"]+)"', index)) == {f"voltaro/{one}/index.html" for one in languages()}
    sheet = written / "voltaro" / "ja" / "index.html"
    pages = {path.name for path in sheet.parent.glob("*.*.html")}
    assert set(re.findall(r'href="([^"./]+\.[^"]+)"', sheet.read_text("utf-8"))) == pages


def test_one_page_of_ones_own_shop_and_what_is_said_of_pages_that_are_not(tmp_path: Path) -> None:
    file, out = str(DEMO_SHOPS[0]), str(tmp_path)
    asked = ["pages", "preview", file, "--out", out, "--locale", "ja", "--page", "help"]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*/*/*.*.html"))[0] == "help.asked.html"
    strange = CliRunner().invoke(app, ["pages", "preview", "--out", out, "--page", "cart"])
    assert strange.exit_code == 1
    assert "There is no page cart. There are: " in strange.stderr
    foreign = CliRunner().invoke(app, ["pages", "preview", "--out", out, "--locale", "tlh"])
    assert "There is no language tlh." in foreign.stderr


def test_with_a_browser_every_file_gets_its_pictures_as_wide_as_a_phone_and_as_a_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(pictures, "chromium", lambda: "/browser")
    monkeypatch.setattr(
        "shared.cli.page_preview.photograph", lambda browser, page, target, size: taken.append(target.name)
    )
    asked = ["pages", "preview", str(DEMO_SHOPS[0]), "--out", str(tmp_path), "--locale", "ja", "--page", "help"]
    CliRunner().invoke(app, [*asked, "--pictures"])
    pages = [path.stem for path in tmp_path.glob("*/ja/*.*.html")]
    assert sorted(taken) == sorted(f"{page}.{size}.png" for page in pages for size in ("phone", "desktop"))


def test_without_a_browser_it_says_so_and_writes_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "chromium", lambda: None)
    asked = ["pages", "preview", str(DEMO_SHOPS[0]), "--out", str(tmp_path), "--locale", "ja", "--page", "help"]
    answer = CliRunner().invoke(app, [*asked, "--pictures"])
    assert answer.exit_code == 0
    assert "no Chromium" in answer.output
    assert (tmp_path / "index.html").exists()


def test_the_demo_shops_together_show_every_page_of_returns_and_no_gifts_page_says_what_something_cost() -> None:
    shops = [sample_shop(read(file.read_text("utf-8"), file.name)) for file in DEMO_SHOPS]
    seen = [returns_pages(shop, "en") for shop in shops]
    states = {state for pages in seen for state in pages}
    assert {
        "photos",
        "summary",
        "sent",
        "cancel",
        "way-label",
        "way-label-wrong",
        "way-store",
        "way-own_carrier",
    } <= states
    assert {"withdrawal", "withdrawal-confirm", "withdrawal-acknowledged", "cancellation-confirm"} <= states
    assert {f"gift-{state}" for state in ("home", "reasons", "photos", "outcomes")} <= states
    for pages in seen:
        assert {"cancellation", "gift-outcomes"} <= pages.keys()
        gifts = "".join(html for state, html in pages.items() if state.startswith("gift-"))
        assert not re.search(r"[¥€$][0-9]", gifts.partition("</style>")[2])
        assert re.search(r"[¥€$][0-9]", pages["outcomes"])
