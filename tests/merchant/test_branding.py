"""The look in `merchant.yaml`: what may be said, and what is said of colours that nobody could read."""

from __future__ import annotations

from pathlib import Path

import pytest

import shared.merchant
from shared.brand import FontFile
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.configuration_file import read
from shared.merchant.problem import ConfigurationErrors, Problem
from shared.merchant.published import read_published
from shared.merchant.warnings import warnings
from shared.palette import Shade

SAMPLE = (Path(shared.merchant.__file__).parent / "sample.yaml").read_text("utf-8")
COLOUR = '  colour: "#1F6F5C"\n'


def saying(brand: str) -> MerchantConfiguration:
    return read(SAMPLE.replace(COLOUR, brand, 1), "merchant.yaml")


def refused(brand: str) -> list[Problem]:
    with pytest.raises(ConfigurationErrors) as errors:
        saying(brand)
    return list(errors.value.problems)


def test_everything_that_may_be_said_reaches_the_pages_and_outlives_publishing() -> None:
    written = saying(
        COLOUR
        + """\
  accent: "#8A3B12"
  favicon_url: https://hanare.example/sign.png
  day: { background: "#FBF7F0", text: "#22201C" }
  night: { accent: "#F0C8A0" }
  dark_mode: never
  corners: round
  heading_font: Hanare Mincho, serif
  font_files: [{ family: Hanare Mincho, url: https://fonts.hanare.example/m.woff2, weight: "300 800" }]
  texts: { closing: { en: "{shop} says thank you." } }
"""
    )
    for configuration in (written, read_published(written.model_dump_json(exclude_none=True))):
        brand = configuration.shown_brand()
        assert brand.day == Shade(background="#FBF7F0", text="#22201C")
        assert brand.night == Shade(accent="#F0C8A0")
        assert (brand.is_dark_at_night, brand.corners) == (False, "round")
        assert brand.font_files == (FontFile("Hanare Mincho", "https://fonts.hanare.example/m.woff2", "300 800"),)
        assert brand.shop_url == "https://hanare.example/"
        assert list(brand.texts_in("en")) == [("frame.closing", "はなれ says thank you.")]
        assert brand.legal_in("ja").links[0][0] == "特定商取引法に基づく表記"


@pytest.mark.parametrize(
    ("shade", "path", "says"),
    [
        ('day: { text: "#999999" }', "brand.day.text", "on the page, #f7f6f3, such as"),
        ('day: { text: "#999999" }', "brand.day.text", "on cards, #ffffff, such as"),
        ('day: { accent: "#E8B04A" }', "brand.day.accent", "this one has 1.9"),
        ('night: { accent: "#1F6F5C" }', "brand.night.accent", "on cards, #1e1e20"),
        ('night: { surface: "#F0F0F0", text: "#F1F0ED" }', "brand.night.surface", "no text can be read on both"),
        ('day: { colour: "#E8B04A", colour_text: "#FFFFFF" }', "brand.day.colour_text", "on buttons, #E8B04A"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_its_pair_its_contrast_and_one_that_can(
    shade: str, path: str, says: str
) -> None:
    found = refused(f"{COLOUR}  {shade}\n")
    assert {problem.path for problem in found} == {path}
    assert any(says in problem.message for problem in found)
    assert found[0].line == SAMPLE.partition(COLOUR)[0].count("\n") + 2


def test_the_colour_that_is_offered_instead_is_taken() -> None:
    first = refused(f'{COLOUR}  night: {{ accent: "#1F6F5C" }}\n')[0].message
    offered = first.partition("such as ")[2][:7]
    saying(f'{COLOUR}  night: {{ accent: "{offered}" }}\n')


def test_a_brand_colour_that_cannot_be_text_is_taken_and_said_to_be_shown_otherwise() -> None:
    told = [warning for warning in warnings(saying('  colour: "#FFE600"\n')) if warning.startswith("brand.")]
    assert len(told) == 1
    assert "#FFE600 cannot be read as text by day" in told[0]
    assert not [warning for warning in warnings(saying(COLOUR)) if warning.startswith("brand.")]


def test_fonts_of_other_hosts_than_the_shops_are_refused_where_they_stand() -> None:
    found = refused(COLOUR + "  font_files: [{ family: Sans, url: https://fonts.gstatic.com/s/sans.woff2 }]\n")
    assert [problem.path for problem in found] == ["brand.font_files"]
    assert "the host of shop_url" in found[0].message
