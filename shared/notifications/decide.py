"""Decide whether something is told, on which channels, and when. Pure, and every answer carries its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.notifications.checks import CHECKS
from shared.notifications.checks.question import Answer, Question
from shared.notifications.decision import TOLD, Decision, Verdict, whole_second
from shared.notifications.message import Check, message_id
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.shoppers.channel import Channel

NOT_ENABLED = "not_enabled"
DUPLICATE = "duplicate"
NOT_DUE = "not_due"
TOO_OLD = "too_old"
SUPERSEDED = "superseded"
NO_ADDRESS = "no_address"
NO_CONSENT = "no_consent"


def decide(
    occasion: Occasion, situation: Situation, rules: NotificationRules, now: datetime, only: Channel | None = None
) -> Decision:
    """Ask every check in its order (`checks/__init__.py`), until one stops the message or puts it off.

    `now`: aware, UTC. `only`: where the merchant wants it on every channel, the one that this message is for.
    What the merchant does not tell is answered with NOT_ENABLED, what was decided before with DUPLICATE: neither is
    stored.
    """
    told = rules.told.get(occasion.trigger.name)
    channels = (told.channels if only is None else (only,)) if told else ()
    if not channels:
        return Decision(Verdict.SUPPRESS, NOT_ENABLED, ())
    own_id = message_id(occasion.order_id, occasion.trigger.name, occasion.subject, only)
    asked = Question(occasion, situation, rules, now, own_id, channels)
    checks: list[Check] = []
    for name, ask in CHECKS:
        answer = ask(asked)
        checks.append(Check(name, answer.passed, answer.says))
        if not answer.passed:
            return _stopped(name, answer, asked.channels or channels, tuple(checks))
        if answer.channels is not None:
            asked = replace(asked, channels=answer.channels)
    return Decision(Verdict.TELL, TOLD, asked.channels, tuple(checks))


def _stopped(reason: str, answer: Answer, channels: tuple[Channel, ...], checks: tuple[Check, ...]) -> Decision:
    if answer.until is None:
        return Decision(Verdict.SUPPRESS, reason, channels, checks)
    return Decision(Verdict.LATER, reason, channels, checks, whole_second(answer.until))
