"""Every page of a shop in every language, by day and by night, as files to look at."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from shared.cli.chromium import photograph
from shared.cli.sample_order import SampleShop
from shared.cli.sample_pages import SAMPLE_PAGES
from shared.locales import languages, page_words

PHONE, DESKTOP = (390, 1400), (1280, 1400)
"""Windows for pictures, in CSS pixels."""
_WINDOWS = (("phone", PHONE), ("desktop", DESKTOP))
_AT_ONCE = 2
_NIGHT = "(prefers-color-scheme:dark)"
"""As the templates write it, wherever a page asks for it."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page in one state, written by day and by night."""

    shop: SampleShop
    language: str
    page: str
    state: str
    by_day: Path
    by_night: Path | None
    """None where the shop's pages are the same by night."""

    @property
    def files(self) -> Sequence[Path]:
        return [file for file in (self.by_day, self.by_night) if file]


@dataclass(frozen=True, slots=True)
class PagePreview:
    """What was written where."""

    index: Path
    pages: tuple[PageFile, ...]


def write_pages(
    folder: Path, shops: Sequence[SampleShop], spoken: Sequence[str] = (), pages: Sequence[str] = ()
) -> PagePreview:
    """Write the pages of `shops` under `folder`, and an index. Empty: all languages, all pages."""
    tongues = [language for language in languages() if not spoken or language in spoken]
    named = [name for name in SAMPLE_PAGES if not pages or name in pages]
    written: list[PageFile] = []
    for shop, language in product(shops, tongues):
        place = folder / shop.id / language
        place.mkdir(parents=True, exist_ok=True)
        files = [file for name in named for file in _write_page(place, shop, language, name)]
        (place / "index.html").write_text(_sheet(shop, language, files), "utf-8")
        written += files
    index = folder / "index.html"
    index.write_text(_index(shops, tongues, named), "utf-8")
    return PagePreview(index, tuple(written))


def picture(browser: str, pages: Iterable[PageFile], seen: Callable[[], None]) -> None:
    """PNGs beside each page, as wide as a phone and as a desktop, by day and by night. `seen` is called after each."""

    def one(shot: tuple[Path, tuple[str, tuple[int, int]]]) -> None:
        file, (name, size) = shot
        photograph(browser, file, file.with_suffix(f".{name}.png"), size)
        seen()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(one, product((file for page in pages for file in page.files), _WINDOWS)))


def _write_page(place: Path, shop: SampleShop, language: str, page: str) -> Iterator[PageFile]:
    for state, markup in SAMPLE_PAGES[page](shop, language).items():
        by_day, by_night = place / f"{page}.{state}.html", place / f"{page}.{state}.night.html"
        # The looker's own device may be dark or light: the files are one or the other, whatever it is.
        by_day.write_text(markup.replace(_NIGHT, "not all"), "utf-8")
        if shop.brand.is_dark_at_night:
            by_night.write_text(_at_night(markup), "utf-8")
        yield PageFile(shop, language, page, state, by_day, by_night if shop.brand.is_dark_at_night else None)


def _at_night(markup: str) -> str:
    """Controls that the browser draws itself are to be dark too."""
    return markup.replace(_NIGHT, "(min-width:0)").replace("color-scheme:light dark", "color-scheme:dark")


def _sheet(shop: SampleShop, language: str, files: Sequence[PageFile]) -> str:
    """All pages of a shop in a language, side by side."""
    shown = "".join(_figure(file) for file in files)
    name = html.escape(shop.brand.name)
    return _SHELL.format(
        title=f"{name}: {language}",
        body=f'<p><a href="../../index.html">All shops and languages</a></p><h1>{name}, {_tongue(language)}</h1>'
        f'<p>Each page as wide as a phone. <label><input type="checkbox" id="night"> By night</label></p>'
        f'<div class="sheet">{shown}</div>{_SWITCH}',
    )


def _figure(file: PageFile) -> str:
    title = html.escape(f"{file.page}: {file.state}")
    night = file.by_night or file.by_day
    return (
        f'<figure><iframe loading="lazy" title="{title}" src="{file.by_day.name}" data-day="{file.by_day.name}" '
        f'data-night="{night.name}"></iframe><figcaption>{title} · <a href="{file.by_day.name}">day</a> · '
        f'<a href="{night.name}">night</a></figcaption></figure>'
    )


def _index(shops: Sequence[SampleShop], tongues: Sequence[str], pages: Sequence[str]) -> str:
    rows = "".join(
        f'<tr><th><i style="background:{shop.brand.colour}"></i>{html.escape(shop.brand.name)}</th>'
        + "".join(f'<td><a href="{shop.id}/{one}/index.html">{_tongue(one)}</a></td>' for one in tongues)
        + "</tr>"
        for shop in shops
    )
    body = f"<h1>Pages</h1><p>{html.escape(', '.join(pages))}</p><table>{rows}</table>"
    return _SHELL.format(title="Pages", body=body)


def _tongue(language: str) -> str:
    return html.escape(page_words(language)("frame.name"))


_SWITCH = """<script>
document.getElementById("night").addEventListener("change", (event) => {
  for (const frame of document.querySelectorAll("iframe"))
    frame.src = event.target.checked ? frame.dataset.night : frame.dataset.day;
});
</script>"""
_SHELL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body{{margin:0;padding:24px 32px;background:#dcdad5;color:#1d1c1a;font:15px/1.6 system-ui,sans-serif}}
h1{{margin:0;font-size:22px}}a{{color:#1b4d8f}}th,td{{padding:6px 18px 6px 0;text-align:left;font-weight:400}}
i{{display:inline-block;width:14px;height:14px;margin-right:10px;border-radius:50%;vertical-align:-1px}}
.sheet{{display:flex;flex-wrap:wrap;gap:28px;margin-top:16px}}figure{{margin:0}}
iframe{{width:390px;height:760px;border:0;border-radius:14px;background:#fff;box-shadow:0 2px 14px #0002}}
figcaption{{margin-top:6px;font-size:13px}}
</style></head><body>{body}</body></html>
"""
