"""The page on which shoppers choose what they hear, and the one on which they stop a kind of message."""

from __future__ import annotations

from dataclasses import dataclass

from shared.brand import Brand
from shared.locales import Words, page_words
from shared.pages.preferences_form import FIRST, SHOWN, box, rank
from shared.pages.render import render
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.one_click import may_resume
from shared.shoppers.preferences import OPTIONAL, Preferences, Reached


@dataclass(frozen=True, slots=True)
class _Box:
    name: str
    label: str
    address: str
    ticked: bool
    dead: str
    """That nothing arrives there, said once; "" where it does."""


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    label: str
    means: str
    boxes: tuple[_Box, ...]


def preferences_page(preferences: Preferences, language: str, brand: Brand, nonce: str, *, saved: bool) -> str:
    """The form, as things stand. `saved`: they were just changed."""
    say = page_words(language)
    return render(
        "preferences.html.jinja",
        say,
        nonce,
        brand,
        heading=say("preferences.heading"),
        saved=saved,
        kinds=[_kind(kind, preferences, say) for kind in OPTIONAL if preferences.reached],
        shown_field=SHOWN,
        shown=",".join(box(channel, kind) for channel, kind in preferences.allowed),
        channels=[(reached.channel, say(f"channels.{reached.channel}")) for reached in preferences.reached],
        ranks=[rank(place) for place in range(len(preferences.reached))],
        first_field=FIRST,
        has_order=preferences.has_order,
    )


def unsubscribe_page(
    kind: Kind | None,
    channel: Channel | None,
    language: str,
    brand: Brand,
    nonce: str,
    *,
    done: str,
    preferences_url: str,
) -> str:
    """Asks before it stops anything: scanners follow links, and press no button.

    `kind`, `channel`: None for all. `done`: "" while nothing was done, else `stopped` or `resumed`.
    """
    say = page_words(language)
    what = say(f"preferences.{kind}") if kind else say("unsubscribe.every_kind")
    where = say(f"channels.{channel}") if channel else say("unsubscribe.every_channel")
    state = done or "ask"
    return render(
        "unsubscribe.html.jinja",
        say,
        nonce,
        brand,
        heading=say(f"unsubscribe.{state}"),
        advice=say(f"unsubscribe.{state}_advice", what=what, where=where, shop=brand.name),
        is_stopped=done == "stopped",
        may_resume=may_resume(kind, channel),
        preferences_url=preferences_url,
    )


def _kind(kind: Kind, preferences: Preferences, say: Words) -> _Kind:
    return _Kind(
        name=kind,
        label=say(f"preferences.{kind}"),
        means=say(f"preferences.{kind}_means"),
        boxes=tuple(_box(kind, reached, preferences, say) for reached in preferences.reached),
    )


def _box(kind: Kind, reached: Reached, preferences: Preferences, say: Words) -> _Box:
    return _Box(
        name=box(reached.channel, kind),
        label=say(f"channels.{reached.channel}"),
        address=reached.shown,
        ticked=preferences.allowed[reached.channel, kind],
        dead=say("preferences.dead") if reached.why_dead and kind is OPTIONAL[0] else "",
    )
