"""The page itself: sound, light, safe, and complete in every language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import shared.errors
import shared.locales
from shared.brand import AA, Brand, contrast, readable
from shared.locales import languages, words
from shared.locales.carrier_name import carrier_name
from shared.pages.content_security_policy import content_security_policy
from shared.pages.render import DARK, LIGHT
from shared.pages.tracking_page import not_found_page, tracking_page, unavailable_page
from shared.pages.tracking_view import TrackingView
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone

View = Callable[..., TrackingView]
Scan = Callable[..., Checkpoint]

NONCE = "bm9uY2U"
SECTIONS = ("milestones", "page", "channels", "preferences", "unsubscribe", "reviews", "assistance", "carriers")
VOID = {"meta", "img", "br", "link", "hr", "input"}


class Outline(HTMLParser):
    """Tags with their attributes, texts by tag, and a complaint for every tag left open or closed twice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.complaints: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.complaints += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.complaints.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]] = self.texts.get(self._open[-1], "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def scans(checkpoint: Scan, count: int) -> list[Checkpoint]:
    stages = [Milestone.INFO_RECEIVED, Milestone.OUT_FOR_DELIVERY]
    return [
        checkpoint(
            100 - 9 * number,
            stages[number == count - 1] if number in (0, count - 1) else Milestone.IN_TRANSIT,
            f"Arrived at USPS Regional Facility {number}",
        )
        for number in range(count)
    ]


def situations(view: View, checkpoint: Scan) -> list[TrackingView]:
    one_each = [view([checkpoint(3, milestone, "text")]) for milestone in (*Milestone, None)]
    arrived = [checkpoint(1, Milestone.DELIVERED)]
    moving = [checkpoint(50, Milestone.IN_TRANSIT)]
    stuck = [checkpoint(0.4, Milestone.EXCEPTION), *moving]
    bare = replace(view(), promise=None, items=())
    cancelled = view(cancelled=True)
    return [
        *one_each,
        view(),
        bare,
        cancelled,
        view(None),
        view(arrived, moving),
        view(moving, stuck),
        view(moving, None),
    ]


@pytest.mark.parametrize("language", languages())
def test_every_situation_reads_completely_in_every_language(view: View, checkpoint: Scan, language: str) -> None:
    for situation in situations(view, checkpoint):
        html = tracking_page(situation, language, NONCE)
        outline = Outline(html)
        assert outline.complaints == []
        assert outline.all("html") == [{"lang": language}]
        assert outline.texts["title"].endswith(" | はなれ")
        assert len(outline.all("h1")) == 1
        assert outline.texts["h1"].strip()
        assert "{" not in re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("section", SECTIONS)
def test_all_languages_have_the_same_words_with_the_same_blanks(section: str) -> None:
    folder = Path(shared.locales.__file__).parent
    files = {name: tomllib.loads((folder / name / "words.toml").read_text("utf-8"))[section] for name in languages()}
    blanks = {
        name: {key: set(re.findall(r"\{(\w+)", text)) for key, text in texts.items()} for name, texts in files.items()
    }
    assert all(found == blanks["en"] for found in blanks.values())


def test_an_unknown_language_reads_english(view: View) -> None:
    assert Outline(tracking_page(view(), "tlh", NONCE)).all("html") == [{"lang": "en"}]


def test_a_ten_scan_parcel_weighs_at_most_twelve_kilobytes(view: View, checkpoint: Scan) -> None:
    seen = view(scans(checkpoint, 10))
    for language in languages():
        assert len(tracking_page(seen, language, NONCE).encode()) <= 12_000


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror='alert(1)'>",
        "</p></section><style>*{display:none}</style>",
        "{{ 7 * 7 }}{% raw %}",
        "\u202e<b>dlot</b>",
    ],
)
def test_a_hostile_text_stays_text(view: View, checkpoint: Scan, hostile: str) -> None:
    html = tracking_page(view([checkpoint(1, None, hostile)], item=hostile), "en", NONCE)
    outline = Outline(html)
    assert outline.complaints == []
    assert not outline.all("script")
    assert not outline.all("b")
    assert len(outline.all("style")) == 1
    assert len(outline.all("img")) == 1
    assert "\u202e" not in html
    shown = hostile.replace("\u202e", "")
    assert shown in outline.texts["p"]
    assert shown in outline.texts["bdi"]


def test_nothing_personal_is_on_the_page(view: View, checkpoint: Scan) -> None:
    html = tracking_page(view(scans(checkpoint, 4), None), "ja", NONCE)
    assert "canary" not in html.lower()
    assert "150-8799" not in html


def test_times_are_shown_at_the_destination_and_machine_readable(view: View, checkpoint: Scan) -> None:
    html = tracking_page(view([checkpoint(2, Milestone.IN_TRANSIT)]), "ja", NONCE)
    assert '<time datetime="2026-11-12T08:30+09:00">08:30</time>' in html
    assert "JST" in html


@pytest.mark.parametrize(("language", "note"), [("en", "Approximate time"), ("ja", "時刻は目安です")])
def test_a_time_without_zone_is_marked(view: View, checkpoint: Scan, language: str, note: str) -> None:
    scans = [checkpoint(3, Milestone.IN_TRANSIT), checkpoint(2, None, time_inferred=True)]
    assert tracking_page(view(scans), language, NONCE).count(note) == 1
    assert note not in tracking_page(view(scans[:1]), language, NONCE)


def test_only_the_current_step_is_announced_as_current(view: View, checkpoint: Scan) -> None:
    steps = Outline(tracking_page(view([checkpoint(2, Milestone.IN_TRANSIT)]), "en", NONCE)).all("li")
    assert [step.get("aria-current") for step in steps if step.get("class")] == [None, "step", None, None]


@pytest.mark.parametrize(
    ("hours", "age"), [(0.001, "just now"), (0.25, "15 minutes ago"), (1.5, "1 hour ago"), (80, "3 days ago")]
)
def test_the_age_of_the_newest_scan_is_said_in_words(view: View, checkpoint: Scan, hours: float, age: str) -> None:
    assert f"Last scan {age}" in tracking_page(view([checkpoint(hours, Milestone.IN_TRANSIT)]), "en", NONCE)


def test_a_parcel_of_several_says_which_and_folds_away_what_arrived(view: View, checkpoint: Scan) -> None:
    seen = view([checkpoint(1, Milestone.DELIVERED)], [checkpoint(9, Milestone.IN_TRANSIT)])
    html = tracking_page(seen, "en", NONCE)
    assert "1 of 2 parcels delivered" in html
    assert "Parcel 2 of 2" in html
    assert Outline(html).all("details") == [{}, {"open": None}]


def test_the_page_loads_and_runs_nothing_but_the_logo(view: View, checkpoint: Scan, brand: Brand) -> None:
    outline = Outline(tracking_page(view(scans(checkpoint, 3)), "en", NONCE))
    assert not {"script", "link", "iframe", "form"} & {tag for tag, _ in outline.tags}
    assert not [
        tag for tag, attributes in outline.tags if any(name == "style" or name[:2] == "on" for name in attributes)
    ]
    assert outline.all("style") == [{"nonce": NONCE}]
    assert outline.all("img") == [{"src": brand.logo_url, "alt": brand.name}]
    assert "url(" not in outline.texts["style"]


def test_the_policy_admits_the_pages_own_styles_and_the_logos_origin(brand: Brand) -> None:
    policy = content_security_policy(NONCE, brand)
    assert "default-src 'none'" in policy
    assert f"style-src 'nonce-{NONCE}'" in policy
    assert "img-src https://cdn.hanare.example;" in policy
    assert "img-src 'none'" in content_security_policy(NONCE)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("notice", [not_found_page, unavailable_page])
def test_what_cannot_be_shown_gets_a_friendly_page_with_or_without_a_brand(
    language: str, brand: Brand, notice: Callable[[str, Brand | None, str], str]
) -> None:
    for owner in (brand, None):
        html = notice(language, owner, NONCE)
        outline = Outline(html)
        assert outline.complaints == []
        assert outline.texts["h1"].strip()
        assert ("help@hanare.example" in html) is (owner is not None)
        assert "None" not in html


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffff00", "#777777", "#e8b04a", "#0000ff", "#FF0000"])
def test_any_brand_colour_is_readable(colour: str, brand: Brand) -> None:
    assert contrast(readable(colour, LIGHT), LIGHT) >= AA
    assert contrast(readable(colour, DARK), DARK) >= AA
    assert contrast(replace(brand, colour=colour).text_on_colour, colour) >= AA


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_own_colours_are_readable(view: View, scheme: str) -> None:
    light, dark = re.findall(r":root\{([^}]*)\}", tracking_page(view(), "en", NONCE))
    colours = dict(re.findall(r"--([\w-]+):(#\w+)", light if scheme == "light" else dark))
    full = {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:]) for name, value in colours.items()
    }
    for text, surface in [("ink", "bg"), ("ink", "card"), ("soft", "bg"), ("soft", "card"), ("accent", "card")]:
        assert contrast(full[text], full[surface]) >= AA
    assert contrast(full["note-ink"], full["note"]) >= AA
    assert contrast(full["ring"], full["card"]) >= 3


@pytest.mark.parametrize(
    "change",
    [
        {"name": "a\r\nb"},
        {"name": " "},
        {"colour": "red;}*{display:none"},
        {"logo_url": "javascript:alert(1)"},
        {"logo_url": "https://x.example; script-src *"},
        {"support_url": "http://x.example"},
        {"support_email": "a@b?bcc=c@d"},
        {"logo_url": "https://me@x.example/"},
    ],
)
def test_a_brand_that_could_break_a_page_is_refused(brand: Brand, change: dict[str, str]) -> None:
    with pytest.raises(shared.errors.Invalid) as refused:
        replace(brand, **change)
    assert refused.value.field == next(iter(change))


def test_a_support_address_cannot_smuggle_anything_into_its_link(brand: Brand) -> None:
    assert replace(brand, support_email="a+b?bcc=c&d@x.example").support_link == "mailto:a+b%3Fbcc%3Dc%26d@x.example"


def test_only_the_logos_host_reaches_the_policy(brand: Brand) -> None:
    policy = content_security_policy(NONCE, replace(brand, logo_url="https://x.example/a;b,c?d='e'"))
    assert "img-src https://x.example; " in policy


def test_carriers_are_called_what_shoppers_call_them() -> None:
    assert carrier_name(words("ja"), "yamato") == "ヤマト運輸"
    assert carrier_name(words("en"), "japan-post") == "Japan Post"
    assert carrier_name(words("en"), "some_new-carrier") == "Some New Carrier"
