"""A postal code, cut so far that it is an area and no longer a street."""

from __future__ import annotations

_KEPT = {"CA": 3, "IE": 3, "JP": 3, "NL": 4}
"""Characters that stand for a district where five would stand for a street."""
_USUAL = 5
"""All of a code of five digits, as in Germany and the USA: a town or a quarter. In Brazil 5 of 8."""
_INWARD = 3
"""A British code ends in three characters that mean a few houses; what stands before them is a post town's district."""


def coarse_postal(country: str, written: str) -> str:
    """The start of a postal code, in capitals without separators: at most 5 characters.

    Five characters; in Canada, Ireland and Japan three, in the Netherlands four, in Britain the outward code: "SW1A" of
    "SW1A 1AA".
    """
    code = "".join(letter for letter in written.upper() if letter.isalnum())
    if country == "GB":
        return code[:-_INWARD] if len(code) > _INWARD + 1 else code[:4]
    return code[: _KEPT.get(country, _USUAL)]
