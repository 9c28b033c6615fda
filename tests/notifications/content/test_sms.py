"""Text messages: one segment, the address where it fits, whole words where it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.cli.sample_letters import SHORT_URL, Sample, sample_letter
from shared.notifications.catalogue import TRIGGERS, trigger_named
from shared.notifications.content.letter import Letter
from shared.notifications.content.sms import write_sms
from shared.notifications.sms_segments import GSM_7, encoding, segments

Letters = Callable[..., Letter]
LONG_URL = "https://track.hanare.example/" + "x" * 200


def named(letter: Letter, shop: str) -> Letter:
    return replace(letter, brand=replace(letter.brand, name=shop))


def test_the_address_follows_the_text(letter: Letters) -> None:
    assert write_sms(letter("out_for_delivery"), SHORT_URL).endswith(f" {SHORT_URL}")


def test_japanese_is_one_segment_of_seventy(letter: Letters) -> None:
    text = write_sms(letter("out_for_delivery", "ja"), SHORT_URL)
    assert encoding(text) != GSM_7
    assert len(text) <= 70
    assert SHORT_URL in text


def test_an_address_that_does_not_fit_is_left_out_rather_than_the_text(letter: Letters) -> None:
    text = write_sms(letter("out_for_delivery"), LONG_URL)
    assert "https" not in text
    assert not text.endswith("...")


def test_a_curly_apostrophe_does_not_halve_the_room(letter: Letters) -> None:
    text = write_sms(named(letter("out_for_delivery"), "Hanare’s"), SHORT_URL)
    assert encoding(text) == GSM_7
    assert "Hanare's" in text


def test_a_shop_with_a_long_name_is_cut(letter: Letters) -> None:
    assert "Extraordinarily" not in write_sms(letter("delivered", sample=Sample.EXTREME), SHORT_URL)


def test_no_address_is_none(letter: Letters) -> None:
    assert not write_sms(letter("out_for_delivery"), "").endswith(" ")


@settings(max_examples=50)
@given(shop=st.text(min_size=1, max_size=60), item=st.text(max_size=200), language=st.sampled_from(["en", "ja"]))
def test_whatever_names_are_it_is_one_segment(shop: str, item: str, language: str) -> None:
    trigger = trigger_named("delivered") or TRIGGERS[0]
    letter = sample_letter(trigger, language, Sample.NORMAL)
    order = replace(letter.order, lines=(replace(letter.order.lines[0], name=item),))
    brand = replace(letter.brand, name="".join(sign for sign in shop if sign.isprintable()).strip() or "x")
    assert segments(write_sms(replace(letter, order=order, brand=brand), SHORT_URL)) == 1
