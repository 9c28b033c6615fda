"""How much of a carrier's own text is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.pages.carrier_words import spoken

NAME = "AIKO TANAKA"
PHRASES = (
    "Signed for by",
    "Signed by",
    "Received by",
    "Accepted by",
    "Delivered to",
    "Left with",
    "Signed for:",
    "Signed:",
    "Signature:",
    "Recipient:",
    "Recipient's name:",
    "受取人",
    "受け取り人",
    "お受取人様",
    "受領",
    "受領者：",
    "署名",
    "ご署名",
    "サイン",
)


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("after", [" ", ": ", ":", "：", " : ", " - ", " ("])
def test_what_follows_a_known_phrase_is_dropped(phrase: str, after: str) -> None:
    assert spoken(f"At the door, {phrase}{after}{NAME}") == "At the door"
    assert spoken(f"{phrase}{after}{NAME}") == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "SIGNED FOR BY",
        "sIgNeD  fOr\u00a0bY",
        "signed\r\nfor\tby",
        "Signed-for-by",
        "SIGNED_FOR_BY",
        "signedForBy",
        "SignedBy",
        "Sig\u200bned f\u200dor b\u2060y",
        "S\u00adigned\u202e by",
        "Signed\x00 by",
        "Śīgnëd bÿ",
        "Signed\u0301 by",
        "Ｓｉｇｎｅｄ　ｂｙ",
        "𝐒𝐢𝐠𝐧𝐞𝐝 𝐛𝐲",
        "Signed... by",
        "Signed: by",
        "Recipient\u00a0:",
        "recipient ︓",
        "RECIPIENT∶",
        "Recipient’s  Name =",
        "ｻｲﾝ",
        "サ イ ン",
        "サ\u200bイン",
        "受 領",
        "受　取　人",
        "受取り人",
        "⼈受領",
        "御署名",
        "ご\u200b署名",
        "こ\u3099署名",
    ],
)
def test_no_spelling_of_a_phrase_gets_past(hostile: str) -> None:
    assert NAME not in spoken(f"Left the depot. {hostile} {NAME}")
    assert spoken(f"Left the depot. {hostile} {NAME}").startswith("Left the depot.")


@pytest.mark.parametrize(
    "harmless",
    [
        "",
        "Ready for recipient pickup",
        "Accepted at USPS Origin Facility",
        "Will be delivered today by 9:00pm",
        "Delivered tomorrow",
        "Delivered, In/At Mailbox",
        "No signature required",
        "Left FedEx origin facility",
        "Handed Over to Drone Partner",
        "デザイン商品",
        "ﾃﾞｻﾞｲﾝ商品",
        "ご不在のため持ち戻りました",
        "荷物受付：",
        "  kept \u200bas it is, ",
    ],
)
def test_other_texts_stay_as_they_are(harmless: str) -> None:
    assert spoken(harmless) == harmless


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("配達完了（ご署名：田中愛子）", "配達完了"),
        ("配達完了。受領者：田中愛子", "配達完了。"),
        ("お届け済み／お受取人：田中愛子", "お届け済み"),
        ("①配達、㈱届く サイン 田中", "①配達、㈱届く"),
        ("DELIVERED. LEFT WITH NEIGHBOUR AT 5 ELM ROAD", "DELIVERED."),
        ("Accepted by USPS", ""),
    ],
)
def test_what_comes_before_is_shown_as_written(message: str, rest: str) -> None:
    assert spoken(message) == rest


@given(st.text(max_size=50), st.sampled_from(PHRASES), st.text(max_size=50))
def test_whatever_stands_around_a_phrase_nothing_after_it_is_shown(before: str, phrase: str, after: str) -> None:
    assert before.startswith(spoken(before + phrase + " " + after))


@pytest.mark.parametrize("repeated", ["受", "受 ", "受け ", "signed ", "signed for ", "recipient's ", " ", "\u200b"])
def test_a_long_text_takes_no_more_than_its_length(repeated: str) -> None:
    assert spoken(repeated * 20_000) == repeated * 20_000
