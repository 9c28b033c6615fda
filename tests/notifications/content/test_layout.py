"""The layout: MJML compiled the same way when it is packed as in a checkout, and nothing fetched from anywhere."""

from __future__ import annotations

import re
from pathlib import Path

from infra.texts import READER, prepared_texts
from shared.notifications.content import layout

SOURCE = "shared/notifications/content/templates/mail.mjml"


def test_what_is_packed_is_what_is_tested() -> None:
    packed = prepared_texts({SOURCE: Path(SOURCE).read_bytes()})
    assert list(packed) == [SOURCE.replace(".mjml", ".html.jinja")]
    assert packed[SOURCE.replace(".mjml", ".html.jinja")].decode() == layout._source()


def test_nothing_is_fetched_from_anywhere() -> None:
    source = layout._source()
    assert "google" not in source
    # Names of XML vocabularies, which nobody fetches.
    named = re.sub(r'xmlns(:\w)?="[^"]*"', "", source)
    assert re.findall(r"https?://", named) == []


def test_messages_go_only_to_functions_that_write_some() -> None:
    po = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a.b"\nmsgstr "c"\n'
    path = "shared/locales/en/messages.po"
    assert prepared_texts({path: po}) == {}
    assert sorted(prepared_texts({path: po, READER: b""})) == ["shared/locales/en/messages.mo", READER]
