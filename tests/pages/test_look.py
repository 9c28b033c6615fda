"""The look of pages: whatever a shop chooses, all of it can be read, by day, by night and on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import shared.merchant
from shared.brand import Brand, FontFile
from shared.colours import AA, AA_CONTROLS, contrast, readable
from shared.errors import Invalid
from shared.locales import languages, page_words
from shared.merchant.configuration_file import read
from shared.pages.content_security_policy import Allowed, content_security_policy
from shared.pages.render import notice_page, render
from shared.palette import NOTHING_CHOSEN, Palette, Shade, clash, palette, unreadable
from tests.pages.outline import NONCE, Outline

SAMPLES = sorted((Path(shared.merchant.__file__).parent / "samples").glob("*.yaml"))
TEXT = {
    "ink": ("bg", "card", "tint"),
    "soft": ("bg", "card", "tint"),
    "accent": ("bg", "card", "tint"),
    "alarm": ("bg", "card", "tint"),
    "on-button": ("button",),
    "note-ink": ("note",),
}
"""What is written on what, in the stylesheets."""
EDGES = {"ring": ("bg", "card"), "edge": ("bg", "card")}
COLOUR = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def colours_of(html: str) -> list[dict[str, str]]:
    """The colours by day, by night and on paper, as the page's own CSS says them, each full."""
    told: dict[str, str] = {}
    found = []
    for block in re.findall(r":root\{([^}]*)\}", html):
        told = {**told, **dict(re.findall(r"--([\w-]+):(#\w+)", block))}
        found.append({name: c if len(c) == 7 else "#" + "".join(x * 2 for x in c[1:]) for name, c in told.items()})
    return found


def faults(colours: Mapping[str, str]) -> list[str]:
    pairs = [(text, on, AA) for text, surfaces in TEXT.items() for on in surfaces]
    pairs += [(edge, on, AA_CONTROLS) for edge, surfaces in EDGES.items() for on in surfaces]
    return [f"{one} on {on}" for one, on, least in pairs if contrast(colours[one], colours[on]) < least]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_pair_of_colours_on_a_demo_shops_pages_is_readable(sample: Path) -> None:
    brand = read(sample.read_text("utf-8"), sample.name).shown_brand()
    by_day, by_night, on_paper = colours_of(notice_page("not_found", "en", brand, NONCE))
    assert faults(by_day) == faults(by_night) == []
    assert by_day["bg"] != by_night["bg"]
    assert [
        pair for pair in faults({**by_day, **on_paper}) if not pair.startswith(("edge", "on-button", "alarm"))
    ] == []


def test_the_demo_shops_look_like_three_shops() -> None:
    brands = [read(sample.read_text("utf-8"), sample.name).shown_brand() for sample in SAMPLES]
    for field in ("colour", "corners", "heading_font", "day"):
        assert len({getattr(brand, field) for brand in brands}) == 3, field


@given(COLOUR, COLOUR | st.just(""), st.builds(Shade, background=COLOUR, surface=COLOUR), st.booleans())
@settings(max_examples=80, deadline=None)
def test_what_follows_from_any_chosen_colours_is_readable_or_they_clash(
    colour: str, accent: str, shade: Shade, by_night: bool
) -> None:
    if clash(shade, by_night=by_night):
        return
    assert faults(as_variables(palette(colour, accent, shade, by_night=by_night))) == []


@given(COLOUR, st.builds(Shade, text=COLOUR, accent=COLOUR, colour=COLOUR, colour_text=COLOUR), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_chosen_colour_stands_as_written_and_is_named_exactly_where_it_is_unreadable(
    colour: str, shade: Shade, by_night: bool
) -> None:
    made = palette(colour, "", shade, by_night=by_night)
    assert (made.ink, made.accent, made.button, made.on_button) == (
        shade.text,
        shade.accent,
        shade.colour,
        shade.colour_text,
    )
    found = list(unreadable(colour, "", shade, by_night=by_night))
    for each in found:
        better = replace(shade, **{each.role: each.nearest})
        assert each.role not in {left.role for left in unreadable(colour, "", better, by_night=by_night)}
    weak = {fault.split(" ")[0] for fault in faults(as_variables(made))} & {"ink", "accent", "on-button"}
    assert {{"text": "ink", "colour_text": "on-button"}.get(each.role, each.role) for each in found} == weak


def as_variables(made: Palette) -> dict[str, str]:
    return {
        "bg": made.background,
        "card": made.surface,
        "tint": made.tint,
        "ink": made.ink,
        "soft": made.soft,
        "accent": made.accent,
        "alarm": made.alarm,
        "button": made.button,
        "on-button": made.on_button,
        "edge": made.button_edge,
        "note": made.note,
        "note-ink": made.on_note,
        "ring": made.ring,
    }


def test_a_colour_is_moved_no_further_than_it_takes() -> None:
    assert readable("#1f6f5c", "#ffffff") == "#1f6f5c"
    moved = readable("#e8b04a", "#ffffff")
    assert AA <= contrast(moved, "#ffffff") < AA + 0.5


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("subject", ["not_found", "unavailable"])
def test_what_cannot_be_shown_gets_a_friendly_page_without_a_brand_too(
    language: str, subject: str, brand: Brand
) -> None:
    for owner in (brand, None):
        html = notice_page(subject, language, owner, NONCE)
        outline = Outline(html)
        assert outline.complaints == []
        assert outline.texts["h1"].strip()
        assert ("help@hanare.example" in html) is (owner is not None)
        assert "None" not in html


def test_a_page_without_a_dark_mode_is_the_same_by_night(brand: Brand) -> None:
    html = notice_page("not_found", "en", replace(brand, is_dark_at_night=False), NONCE)
    assert "prefers-color-scheme" not in html
    assert '<meta name="color-scheme" content="light">' in html


def test_by_night_there_is_the_dark_logo_or_a_light_patch_behind_the_other(brand: Brand) -> None:
    dark = "https://cdn.hanare.example/dark.svg"
    both = notice_page("not_found", "en", replace(brand, logo_dark_url=dark), NONCE)
    assert {"srcset": dark, "media": "(prefers-color-scheme:dark)"} in Outline(both).all("source")
    assert ".brand img{background:#fff" not in both
    assert ".brand img{background:#fff" in notice_page("not_found", "en", brand, NONCE)


def test_the_logo_leads_to_the_shop_and_the_sign_and_legal_links_are_there_in_the_readers_language(
    brand: Brand,
) -> None:
    shop = replace(
        brand,
        shop_url="https://hanare.example/",
        favicon_url="https://hanare.example/sign.png",
        legal=(("en", (("Imprint", "https://hanare.example/imprint"),)), ("ja", (("特商法", "https://h.example/"),))),
    )
    english, japanese, german = (notice_page("not_found", language, shop, NONCE) for language in ("en", "ja", "de"))
    assert Outline(english).all("link") == [{"rel": "icon", "href": "https://hanare.example/sign.png"}]
    assert '<p class="brand"><a href="https://hanare.example/">' in english
    assert "Imprint" in english
    assert "特商法" not in english
    assert "特商法" in japanese
    assert '<li lang="en"><a href="https://hanare.example/imprint">Imprint</a></li>' in german
    policy = content_security_policy(NONCE, shop)
    assert "img-src https://cdn.hanare.example https://hanare.example;" in policy


def test_a_shop_without_a_sign_gets_its_first_letter_on_its_colour_and_nothing_is_fetched_for_it(brand: Brand) -> None:
    hostile = replace(brand, name='<"&木の椅子', colour="#1F6F5C")
    (icon,) = Outline(notice_page("not_found", "en", hostile, NONCE)).all("link")
    kind, _, written = (icon["href"] or "").partition(",")
    assert (kind, re.findall(r">([^<>]+)<", unquote(written))) == ("data:image/svg+xml", ["木"])
    assert "fill='#1F6F5C'" in unquote(written)
    assert len(icon["href"] or "") < 400
    assert "img-src data:;" in content_security_policy(NONCE, replace(brand, logo_url=None))
    assert Outline(notice_page("not_found", "en", None, NONCE)).all("link") == [{"rel": "icon", "href": "data:,"}]


def test_a_shop_says_some_things_in_its_own_words_where_it_has_them_and_they_stay_text(brand: Brand) -> None:
    said = (("help_text", (("en", "<b>{shop}</b> is here."),)), ("closing", (("ja", "またどうぞ。"),)))
    english, japanese = (notice_page("not_found", one, replace(brand, texts=said), NONCE) for one in ("en", "ja"))
    assert "&lt;b&gt;はなれ&lt;/b&gt; is here." in english
    assert "またどうぞ。" in japanese
    assert "またどうぞ。" not in english
    assert page_words("ja")("page.help_text", shop="はなれ") in japanese


def test_the_readers_language_can_be_changed_and_what_the_page_is_about_stays(brand: Brand) -> None:
    html = render("notice.html.jinja", page_words("en"), NONCE, brand, kept={"sku": "A&1"}, heading="h", advice="a")
    links = {link.get("hreflang"): link.get("href") for link in Outline(html).all("a") if "hreflang" in link}
    assert links["ja"] == "?sku=A%261&lang=ja"
    assert "en" not in links


def test_a_language_that_is_written_from_the_right_turns_the_page(brand: Brand) -> None:
    from_right = page_words("en").but({"frame.direction": "rtl"})
    html = render("notice.html.jinja", from_right, NONCE, brand, heading="h", advice="a")
    assert Outline(html).all("html") == [{"lang": "en", "dir": "rtl"}]
    stylesheet = re.sub(r"<style.*?>", "", html.partition("</style>")[0])
    assert not re.findall(r"(?:margin|padding|border)-(?:left|right)|[;{](?:left|right):|float:left", stylesheet)


def test_the_shops_own_font_comes_from_its_own_host_only(brand: Brand) -> None:
    file = FontFile("Hanare Mincho", "https://fonts.hanare.example/mincho.woff2", "300 800")
    shop = replace(brand, shop_url="https://www.hanare.example/", font_files=(file,), heading_font="Hanare Mincho")
    html = notice_page("not_found", "en", shop, NONCE)
    assert '@font-face{font-family:"Hanare Mincho";src:url("https://fonts.hanare.example/mincho.woff2")' in html
    assert "h1,h2,legend{font-family:Hanare Mincho," in html
    assert "font-src https://fonts.hanare.example;" in content_security_policy(NONCE, shop)
    assert "font-src" not in content_security_policy(NONCE, brand)


HOME = "https://hanare.example/"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "a\r\nb"},
        {"name": " "},
        {"colour": "red;}*{display:none"},
        {"logo_url": "javascript:alert(1)"},
        {"logo_url": "https://x.example; script-src *"},
        {"logo_url": "https://me@x.example/"},
        {"support_url": "http://x.example"},
        {"support_email": "a@b?bcc=c@d"},
        {"font_files": (FontFile("A", "https://fonts.gstatic.example/a.woff2"),)},
        {"font_files": (FontFile("A", "https://nothanare.example/a.woff2"),)},
        {"font_files": (FontFile("A", "https://hanare.example.evil.example/a.woff2"),)},
        {"font_files": (FontFile("A", 'https://hanare.example/a.woff2");}body{display:none}'),)},
        {"font_files": (FontFile('A";}', "https://hanare.example/a.woff2"),)},
        {"font_files": (FontFile("A", "https://hanare.example/a.woff2", "400;}"),)},
        {"heading_font": "x;}body{display:none"},
        {"corners": "99px;}"},
        {"day": Shade(text="red;}*{")},
        {"night": Shade(background="#12345")},
        {"favicon_url": "data:image/png;base64,x"},
        {"shop_url": "javascript:alert(1)"},
        {"legal": (("en", (("Terms", "javascript:alert(1)"),)),)},
        {"texts": (("closing", (("en", "{shop.__class__}"),)),)},
        {"texts": (("headline", (("en", "x"),)),)},
    ],
)
def test_a_look_that_could_break_a_page_or_tell_others_who_reads_it_is_refused(
    brand: Brand, change: dict[str, object]
) -> None:
    sound = replace(brand, shop_url=HOME)
    with pytest.raises(Invalid) as refused:
        replace(sound, **change)  # type: ignore[arg-type]
    assert refused.value.field == next(iter(change))


def test_a_support_address_cannot_smuggle_anything_into_its_link(brand: Brand) -> None:
    assert replace(brand, support_email="a+b?bcc=c&d@x.example").support_link == "mailto:a+b%3Fbcc%3Dc%26d@x.example"


def test_only_the_logos_host_reaches_the_policy(brand: Brand) -> None:
    policy = content_security_policy(NONCE, replace(brand, logo_url="https://x.example/a;b,c?d='e'"))
    assert "img-src https://x.example data:; " in policy


def test_an_address_adds_no_word_to_the_policy(brand: Brand) -> None:
    hostile = ("https://x.example;script-src/a", "https://u:p@x.example/a", "https://*/a", "https://x.example,y/a")
    images = ("https://img.example:8443/a;b", *hostile, "https://later.example/a")
    policy = content_security_policy(NONCE, brand, allowed=Allowed(images=images))
    assert " https://img.example:8443 https://later.example data:; base-uri" in policy
    assert "x.example" not in policy


def test_nothing_chosen_is_what_pages_always_looked_like() -> None:
    by_day = palette("#1f6f5c", "", NOTHING_CHOSEN, by_night=False)
    assert (by_day.background, by_day.surface, by_day.ink) == ("#f7f6f3", "#ffffff", "#1d1c1a")
