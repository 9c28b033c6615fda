"""Bodies of carriers that answer in JSON, and from older systems in XML: told apart by their first character."""

from __future__ import annotations

from shared import strict_json, strict_xml

_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"


def is_xml(body: bytes) -> bool:
    """Whether it begins as XML does; JSON never begins with "<"."""
    return body.lstrip(_BEFORE_XML).startswith(b"<")


def loads(body: bytes) -> object:
    """Read it in its own notation; raises MalformedJson or MalformedXml. The `read` of such a carrier."""
    return strict_xml.loads(body) if is_xml(body) else strict_json.loads(body)
