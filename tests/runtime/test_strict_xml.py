"""XML from strangers is read, or refused with a reason; nothing else happens."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.strict_xml import MAX_ELEMENTS, MalformedXml, loads

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>
<lolz>&c;</lolz>"""


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"<a/>", {"a": ""}),
        (b"<a> text </a>", {"a": "text"}),
        (b"<a x='1'/>", {"a": {"@x": "1"}}),
        (b"<a x='1'>text</a>", {"a": {"@x": "1", "#text": "text"}}),
        (b"<a><b>1</b><c/></a>", {"a": {"b": "1", "c": ""}}),
        (b"<a><b>1</b><b>2</b><b>3</b></a>", {"a": {"b": ["1", "2", "3"]}}),
        (b"<n:a xmlns:n='urn:n'><n:b n:x='1'/></n:a>", {"a": {"b": {"@x": "1"}}}),
        ("\ufeff<a>配達完了</a>".encode(), {"a": "配達完了"}),
        (b"<a>1 &amp; <![CDATA[<2>]]></a>", {"a": "1 & <2>"}),
        (b"<a><!-- no --><b>1</b></a>", {"a": {"b": "1"}}),
    ],
)
def test_xml_is_read_into_the_mappings_json_would_give(body: bytes, value: object) -> None:
    assert loads(body) == value


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "line 1, column 1"),
        (b"<a>", "line 1, column 4: no element found"),
        (b"<a></b>", "mismatched tag"),
        (b"<a>&unknown;</a>", "undefined entity"),
        (b"<n:a/>", "unbound prefix"),
        (b"\xff<a/>", "byte 0"),
        (b"<a>\x00</a>", "not XML"),
        (BOMB, "document type"),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "document type"),
        (b"<a>" * 33 + b"</a>" * 33, "nests deeper than 32"),
        (b"<a>" * 30_000, f"more than {MAX_ELEMENTS}|no element found"),
        (b"<a>" + b"<b/>" * 50_000 + b"</a>", f"more than {MAX_ELEMENTS}"),
        ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), "not UTF-8"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(MalformedXml, match=reason):
        loads(body)


@given(st.binary(max_size=200) | st.text("<>/&;ab='\"! []\\x00DOCTYPE", max_size=80).map(str.encode))
def test_whatever_is_sent_is_read_or_refused(body: bytes) -> None:
    with suppress(MalformedXml):
        loads(body)


def test_a_large_text_is_read_whole() -> None:
    assert len(loads(b"<a>" + b"x" * 8_000_000 + b"</a>")["a"]) == 8_000_000
