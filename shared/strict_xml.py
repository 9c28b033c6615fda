"""XML from strangers: read into the mappings that JSON would give, or refused with a reason. Nothing else is raised.

Refused: anything but UTF-8, a document type declaration (so no entities, no bombs, no outside files), nesting deeper
than 32, more than 20,000 elements. The standard library's parser does the reading.

An element becomes text when it has neither attributes nor children, else a mapping: attributes under "@name", children
by their local name (the namespace is dropped), its own text, where it also has one, under "#text". A name that comes
more than once holds a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.errors import Invalid

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_DEPTH = 32
MAX_ELEMENTS = 20_000


class MalformedXml(Invalid):
    """The body is not XML we accept."""

    code = "malformed_xml"


def loads(raw: bytes) -> dict[str, Any]:
    """Read UTF-8 XML bytes: `{"root element's name": its content}`. Raises MalformedXml saying what was wrong."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedXml(f"The body is not UTF-8: byte {error.start} cannot be read.") from None
    if "<!DOCTYPE" in text:  # the only way to declare an entity; a comment that holds it is refused along with it
        raise MalformedXml("The body declares a document type, which is not taken.")
    if text.count("<") > 2 * MAX_ELEMENTS:  # an element has a beginning, and mostly an end
        raise MalformedXml(f"The body has more than {MAX_ELEMENTS} elements.")
    root = _parse(text)
    return {_local(root.tag): _content(root, 1)}


def _parse(text: str) -> Element:
    # Here, since every HTTP function imports this module for its error, and few ever read XML.
    from xml.etree.ElementTree import ParseError, XMLParser
    from xml.parsers.expat import ErrorString

    parser = XMLParser(encoding="utf-8")  # noqa: S314 - see above
    try:
        parser.feed(text)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        what = ErrorString(error.code) or "it cannot be read"
        raise MalformedXml(f"The body is not XML: line {line}, column {column + 1}: {what}.") from None
    except ValueError:  # half a surrogate pair, or a NUL
        raise MalformedXml("The body is not XML: it holds what is no character.") from None
    return root


def _content(element: Element, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise MalformedXml(f"The body nests deeper than {MAX_DEPTH} levels.")
    text = (element.text or "").strip()
    if not len(element) and not element.attrib:
        return text
    content: dict[str, Any] = {f"@{_local(name)}": value for name, value in element.attrib.items()}
    for child in element:
        _add(content, _local(child.tag), _content(child, depth + 1))
        if child.tail and not child.tail.isspace():
            text = f"{text}{child.tail.strip()}"
    if text:
        content["#text"] = text
    return content


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _add(parent: dict[str, Any], name: str, value: object) -> None:
    if name not in parent:
        parent[name] = value
    elif isinstance(parent[name], list):
        parent[name].append(value)
    else:
        parent[name] = [parent[name], value]
