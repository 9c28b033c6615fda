"""`todoku elements`: snippets that can be pasted as they are."""

from __future__ import annotations

from shared.cli.elements import FOLDER, Addresses, Snippet, filled

ADDRESSES = Addresses(
    api="https://api.example",
    promise="https://cdn.example",
    elements={
        "DELIVERY_PROMISE": ("https://cdn.example/delivery-promise.0123456789abcdef.js", "sha384-AAA"),
        "PARCEL_TRACKING": ("https://cdn.example/parcel-tracking.0123456789abcdef.js", "sha384-BBB"),
    },
)


def test_every_snippet_is_filled_and_there_is_no_other() -> None:
    for snippet in Snippet:
        text = filled(snippet, ADDRESSES, "pk_mine")
        assert not any(left in text for left in ("_SRC", "_INTEGRITY", "_URL", "STOREFRONT_KEY")), snippet
    assert {snippet.file for snippet in Snippet} == {path.name for path in FOLDER.iterdir()}


def test_a_snippet_names_the_script_its_digest_and_where_to_ask() -> None:
    text = filled(Snippet.PLAIN, ADDRESSES, "pk_mine")
    assert (
        '<script type="module" src="https://cdn.example/delivery-promise.0123456789abcdef.js" '
        'integrity="sha384-AAA" crossorigin="anonymous"></script>'
    ) in text
    assert '<delivery-promise api="https://cdn.example" key="pk_mine" country="JP"' in text
    assert 'api="https://api.example" token="TOKEN"' in filled(Snippet.TRACKING, ADDRESSES, "pk_mine")
