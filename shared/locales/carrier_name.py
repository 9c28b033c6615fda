"""What shoppers call a carrier."""

from __future__ import annotations

from shared.locales import Words


def carrier_name(words: Words, slug: str) -> str:
    """The name under `[carriers]`, or the slug itself, made presentable, for a carrier we have no name for."""
    try:
        return words(f"carriers.{slug.lower().replace('-', '_')}")
    except KeyError:
        return slug.replace("-", " ").replace("_", " ").title()
