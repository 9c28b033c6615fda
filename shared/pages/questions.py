"""Questions and answers that fit where an order stands: built-in ones, and the merchant's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.estimates.reason import Reason
from shared.pages.parcel_view import ParcelView
from shared.pages.said import said_in
from shared.pages.tracking_view import TrackingView
from shared.pages.trouble import Trouble
from shared.shoppers.common_question import CommonQuestion
from shared.tracking.shown_stage import ShownStage

MOST = 5
"""Questions shown at a time: more is a help centre, and the merchant has one."""


class Leads(StrEnum):
    """Where an answer leads on."""

    HELP = "help"
    PROBLEM = "problem"
    """To where shoppers report what went wrong."""
    CARRIER = "carrier"
    RETURNS = "returns"
    NOWHERE = ""


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question that the merchant wrote. One with the name of a built-in question stands in its place."""

    name: str
    stages: Collection[ShownStage]
    """Where it is shown; of one that stands in for a built-in question, where that one was, if empty."""
    question: Mapping[str, str]
    """By language."""
    answer: Mapping[str, str]
    url: str = ""
    """https; "" where it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Faq:
    """What the merchant decided about questions."""

    own: Sequence[OwnQuestion] = ()
    hidden: Collection[CommonQuestion] = ()


BUILT_IN_ONLY = Faq()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as shown."""

    question: str
    steps: tuple[str, ...]
    """Of the answer, in their order."""
    language: str
    """Of question and answer, where the merchant wrote them; "" for the page's."""
    leads: Leads = Leads.NOWHERE
    url: str = ""
    """Of the merchant's own."""


@dataclass(frozen=True, slots=True)
class _BuiltIn:
    stages: tuple[ShownStage, ...]
    steps: int
    leads: Leads = Leads.NOWHERE


_PREPARING, _ANNOUNCED, _MOVING, _NEAR, _TRIED, _WAITING, _THERE, _BACK, _OFF = ShownStage

_BUILT_IN: Mapping[CommonQuestion, _BuiltIn] = {
    CommonQuestion.CUSTOMS: _BuiltIn((), 2, Leads.CARRIER),
    CommonQuestion.WHEN_SHIPS: _BuiltIn((_PREPARING,), 2),
    CommonQuestion.NO_SCAN_YET: _BuiltIn((_ANNOUNCED,), 2, Leads.HELP),
    CommonQuestion.CHANGE_ADDRESS: _BuiltIn((_PREPARING, _ANNOUNCED), 2, Leads.HELP),
    CommonQuestion.NO_MOVEMENT: _BuiltIn((_MOVING,), 2, Leads.PROBLEM),
    CommonQuestion.WHAT_TIME: _BuiltIn((_NEAR,), 1, Leads.CARRIER),
    CommonQuestion.NOT_HOME: _BuiltIn((_MOVING, _NEAR), 1, Leads.CARRIER),
    CommonQuestion.NEW_ATTEMPT: _BuiltIn((_TRIED,), 2, Leads.CARRIER),
    CommonQuestion.WHAT_TO_BRING: _BuiltIn((_WAITING,), 2),
    CommonQuestion.HOW_LONG_KEPT: _BuiltIn((_TRIED, _WAITING), 1, Leads.CARRIER),
    CommonQuestion.NOT_FOUND: _BuiltIn((_THERE,), 4, Leads.PROBLEM),
    CommonQuestion.NOT_RIGHT: _BuiltIn((_THERE,), 2, Leads.PROBLEM),
    CommonQuestion.SEND_BACK: _BuiltIn((_THERE,), 1, Leads.RETURNS),
    CommonQuestion.WHY_BACK: _BuiltIn((_BACK,), 1, Leads.HELP),
    CommonQuestion.MONEY_BACK: _BuiltIn((_OFF,), 1, Leads.HELP),
}
"""In the order in which they are shown. The steps of an answer are counted here, and written in the locales."""


def asked_questions(
    view: TrackingView, faq: Faq, language: str, words: Mapping[CommonQuestion, Sequence[str]], *, takes_back: bool
) -> tuple[Asked, ...]:
    """At most MOST, the merchant's own first. `words`: of each built-in question, it and the steps of its answer.

    `takes_back`: whether the page shows a way to send something back.
    """
    stages = _stages(view)
    replaced = {own.name: own for own in faq.own}
    found = [_own(own, language) for own in faq.own if own.name not in _NAMES and stages & set(own.stages)]
    for topic in _BUILT_IN:
        own = replaced.get(topic)
        if topic in faq.hidden or not _fits(topic, own, view, stages, takes_back=takes_back):
            continue
        found.append(_own(own, language) if own else _built_in(topic, words[topic]))
    return tuple(found[:MOST])


def topics() -> Mapping[CommonQuestion, int]:
    """Every built-in question, with how many steps its answer has."""
    return {topic: built_in.steps for topic, built_in in _BUILT_IN.items()}


_NAMES = frozenset(CommonQuestion)


def _stages(view: TrackingView) -> set[ShownStage]:
    """Of every parcel: of a split order, what fits one of them is answered."""
    return {view.stage, *(parcel.shown_stage for parcel in view.outbound)}


def _fits(
    topic: CommonQuestion,
    own: OwnQuestion | None,
    view: TrackingView,
    stages: set[ShownStage],
    *,
    takes_back: bool,
) -> bool:
    if view.all_came_back:
        return topic is CommonQuestion.MONEY_BACK
    if own and own.stages:
        return bool(stages & set(own.stages))
    if topic is CommonQuestion.CUSTOMS:
        return any(_is_at_customs(parcel) for parcel in view.outbound)
    if topic is CommonQuestion.SEND_BACK and not takes_back:
        return False
    return bool(stages & set(_BUILT_IN[topic].stages))


def _is_at_customs(parcel: ParcelView) -> bool:
    comes = parcel.expected
    return parcel.trouble is Trouble.CUSTOMS or (comes is not None and comes.reason is Reason.CUSTOMS)


def _built_in(topic: CommonQuestion, words: Sequence[str]) -> Asked:
    question, *steps = words
    return Asked(question, tuple(steps), "", _BUILT_IN[topic].leads)


def _own(own: OwnQuestion, language: str) -> Asked:
    question, written_in = said_in(language, own.question)
    answer, _ = said_in(language, own.answer)
    return Asked(question, (answer,), "" if written_in == language else written_in, url=own.url)
