"""The tracking page as HTML: whole without script, readable on any phone and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.locales import Words, page_words
from shared.pages.came_back import without_what_is_over
from shared.pages.headline import advice, headline
from shared.pages.order_actions import Action, ActionKind
from shared.pages.order_returns import OrderReturn
from shared.pages.parcel_card import AGE_UNITS, card_of, comings, delay, expectation, waits_since, window_text
from shared.pages.promotions import ShownPromotion
from shared.pages.questions import BUILT_IN_ONLY, Asked, Faq, asked_questions, topics
from shared.pages.render import render
from shared.pages.tracking_view import TrackingView

READ_ANEW_AFTER_MINUTES = 5
"""A page that comes back into view and is older than this is read anew."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the tracking: where a shopper can go from here, and what the shop shows beside it."""

    actions: tuple[Action, ...] = ()
    help_url: str = ""
    problem_url: str = ""
    """Where something that went wrong is reported; the page behind says whether it is too early for that."""
    preferences_url: str = ""
    faq: Faq = BUILT_IN_ONLY
    promotions: tuple[ShownPromotion, ...] = ()
    promotion_url: str = ""
    """Of a click on one: the id is appended."""
    returns: tuple[OrderReturn, ...] = ()
    """With their addresses."""


ALONE = Around()
"""The tracking and nothing else."""


def tracking_page(view: TrackingView, language: str, nonce: str, around: Around = ALONE, *, all_of: str = "") -> str:
    """The page of an order. `nonce` must also stand in the answer's Content-Security-Policy.

    `all_of`: the number of the parcel, as it stands on the page, whose scans are all asked for; anything else asks for
    nothing.
    """
    say, view = page_words(language), without_what_is_over(view)
    cards = [
        card_of(number, parcel, view, say, shows_all=all_of == str(number))
        for number, parcel in enumerate(view.parcels, 1)
    ]
    only = cards[0] if len(cards) == 1 else None
    return render(
        "tracking.html.jinja",
        say,
        nonce,
        view.brand,
        kept={"all": all_of} if all_of in {str(card.number) for card in cards} else {},
        heading=headline(view, say),
        advice=advice(view, say),
        order=view.order_name,
        facts=_facts(view, say),
        basis=view.promise.basis if view.promise and not view.outbound_over else None,
        only=only,
        concern=delay(view.expected, say),
        comings=comings(view.next, say),
        items=view.items,
        cards=cards,
        questions=_questions(view, around, say),
        around=around,
        returned=[_returned(each, view, say) for each in around.returns],
        returns_url=next((each.url for each in around.actions if each.kind is ActionKind.RETURN), ""),
        carrier_url=next((page.url for parcel in view.outbound for page in parcel.carrier_pages), ""),
        ages=[say("page.just_now"), *(say(key) for unit, _ in reversed(AGE_UNITS) for key in _ages(unit))],
        stale_minutes=READ_ANEW_AFTER_MINUTES,
    )


@dataclass(frozen=True, slots=True)
class _Returned:
    """A return, in a line."""

    number: str
    state: str
    since: str
    url: str
    """"" where it has no page here."""


def _returned(known: OrderReturn, view: TrackingView, say: Words) -> _Returned:
    """`since`: the day of a pickup, or when the news came."""
    day = say.date(known.day or known.since.astimezone(view.zone).date())
    since = say("order_returns.pickup", day=day) if known.day else say("order_returns.since", day=day)
    return _Returned(known.number, say(f"order_returns_state.{known.news}"), since, known.url)


@dataclass(frozen=True, slots=True)
class _Fact:
    """One of the dates that stand under the headline."""

    name: str
    value: str
    more: str = ""
    is_main: bool = False


def _facts(view: TrackingView, say: Words) -> tuple[_Fact, ...]:
    """When it came or comes, and what was promised: the first is what most shoppers open the page for."""
    found = [*_arrival(view, say)]
    promise = view.promise
    if promise is None:
        return tuple(found)
    found.append(_Fact(say("page.promise"), window_text(promise.first or promise, say), is_main=not found))
    if promise.first:
        found.append(_Fact(say("told.since"), window_text(promise, say)))
    if promise.basis and promise.basis.slot:
        found.append(_Fact(say("told.slot"), promise.basis.slot))
    return tuple(found)


def _arrival(view: TrackingView, say: Words) -> Sequence[_Fact]:
    """Of an order that comes in one piece; of several parcels each says its own."""
    outbound = view.outbound
    if len(outbound) > 1:
        return ()
    if outbound and outbound[0].handover:
        at = outbound[0].handover.at
        when = say("told.at", day=say.date(at.date()), time=f"{at:%H:%M}")
        return (_Fact(say("told.delivered"), when, is_main=True),)
    waits = waits_since(outbound[0], say) if outbound else ""
    if waits:
        return (_Fact(say("errand.waits_since"), waits, is_main=True),)
    comes = expectation(outbound[0].expected if outbound else view.expected, say)
    if comes is None:
        return ()
    is_calm = not (comes.is_late or any(parcel.in_trouble for parcel in outbound))
    return (_Fact(say("estimate.expected"), comes.days, comes.standing if is_calm else "", is_main=True),)


def _questions(view: TrackingView, around: Around, say: Words) -> tuple[Asked, ...]:
    words = {
        topic: [say(f"faq.{topic}"), *(say(f"faq.{topic}_{step}") for step in range(1, steps + 1))]
        for topic, steps in topics().items()
    }
    takes_back = any(action.kind is ActionKind.RETURN for action in around.actions)
    return asked_questions(view, around.faq, say.language, words, takes_back=takes_back)


def _ages(unit: str) -> tuple[str, str]:
    return f"page.{unit}_ago", f"page.{unit}s_ago"
