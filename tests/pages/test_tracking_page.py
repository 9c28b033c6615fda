"""The page itself: sound, light, safe, and complete in every language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import shared.locales
from shared.brand import Brand
from shared.locales import languages, page_words
from shared.locales.carrier_name import carrier_name
from shared.pages.content_security_policy import content_security_policy
from shared.pages.tracking_page import tracking_page
from shared.pages.tracking_view import TrackingView
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.milestone import Milestone
from tests.pages.outline import NONCE, Outline

View = Callable[..., TrackingView]
Scan = Callable[..., Checkpoint]

SECTIONS = (
    *("milestones", "page", "channels", "preferences", "unsubscribe", "reviews", "assistance", "carriers"),
    *("told", "next", "delay", "trouble", "handover", "errand", "actions", "faq"),
)


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
        assert "{" not in re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)


def _sections(language: Path) -> dict[str, dict[str, str]]:
    read = [
        tomllib.loads(file.read_text("utf-8")) for file in (language / "words.toml", *language.glob("pages/*.toml"))
    ]
    return {section: texts for content in read for section, texts in content.items()}


@pytest.mark.parametrize("section", SECTIONS)
def test_all_languages_have_the_same_words_with_the_same_blanks(section: str) -> None:
    folder = Path(shared.locales.__file__).parent
    files = {name: _sections(folder / name)[section] for name in languages()}
    blanks = {
        name: {key: set(re.findall(r"\{(\w+)", text)) for key, text in texts.items()} for name, texts in files.items()
    }
    assert all(found == blanks["en"] for found in blanks.values())


def test_an_unknown_language_reads_english(view: View) -> None:
    assert Outline(tracking_page(view(), "tlh", NONCE)).all("html") == [{"lang": "en"}]


def test_a_ten_scan_parcel_weighs_less_than_half_of_what_a_page_may(view: View, checkpoint: Scan) -> None:
    seen = view(scans(checkpoint, 10))
    for language in languages():
        assert len(tracking_page(seen, language, NONCE).encode()) <= 28_000


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
    assert outline.all("script") == [{"nonce": NONCE}]
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
    assert [each for each in Outline(html).all("details") if "name" not in each] == [{}, {"open": None}]


def test_the_page_loads_nothing_but_the_logo_and_runs_nothing_but_its_own_lines(
    view: View, checkpoint: Scan, brand: Brand
) -> None:
    outline = Outline(tracking_page(view(scans(checkpoint, 3)), "en", NONCE))
    assert not {"iframe", "form"} & {tag for tag, _ in outline.tags}
    assert [(link["rel"], (link["href"] or "")[:5]) for link in outline.all("link")] == [("icon", "data:")]
    assert outline.all("script") == [{"nonce": NONCE}]
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
    assert "img-src https://cdn.hanare.example data:;" in policy
    assert "img-src data:;" in content_security_policy(NONCE)


def test_of_many_scans_the_newest_and_the_first_are_shown_and_the_rest_behind_a_link(
    view: View, checkpoint: Scan
) -> None:
    many = [checkpoint(hours, Milestone.IN_TRANSIT, f"Facility {hours};") for hours in range(40)]
    order = view(many, many)

    def seen(all_of: str) -> list[list[int]]:
        parcels = tracking_page(order, "de", NONCE, all_of=all_of).split('id="history-')[1:]
        return [[int(hours) for hours in re.findall(r"Facility (\d+);", parcel)] for parcel in parcels]

    some, every = [*range(12), 39], list(range(40))
    assert seen("") == seen("3") == seen("0") == seen("²") == seen('"><script>') == [some, some]
    assert (seen("1"), seen("2")) == ([every, some], [some, every])
    html = tracking_page(order, "de", NONCE, all_of='"><script>')
    assert '<a class="button quiet" href="?all=2&amp;lang=de#history-2">Alle 40 Schritte zeigen</a>' in html
    assert "script>&" not in html
    assert "?all=2&amp;lang=ja" in tracking_page(order, "de", NONCE, all_of="2")
    assert "?all=" not in tracking_page(view(many[:15]), "de", NONCE)
    assert len(order.to_json()["parcels"][0]["timeline"]) == 40  # type: ignore[index]


def test_carriers_are_called_what_shoppers_call_them() -> None:
    assert carrier_name(page_words("ja"), "yamato") == "ヤマト運輸"
    assert carrier_name(page_words("en"), "japan-post") == "Japan Post"
    assert carrier_name(page_words("en"), "some_new-carrier") == "Some New Carrier"
