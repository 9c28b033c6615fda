"""Why: everything that was decided about an order's messages, sent or not, in words for a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.notifications.catalogue import TRIGGERS
from shared.notifications.checks import CHECKS
from shared.notifications.message import Attempt, Check, Message, MessageState, Reaction
from shared.notifications.rules import NotificationRules
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind

REASONS = {
    "told": "It was true, wanted, and there was a way to reach the shopper.",
    "not_enabled": "The configuration does not tell it.",
    "not_due": "It is planned for later, and will be decided anew then.",
    "order_cancelled": "The order was cancelled.",
    "too_old": "It was old news by the time it was decided.",
    "superseded": "Something newer was known, or told.",
    "parcel_in_trouble": "The parcel was in trouble, and good news would have been untrue.",
    "no_longer_true": "It was no longer true.",
    "no_consent": "The shopper does not want it on any of the channels.",
    "no_address": "No channel reaches the shopper.",
    "open_case": "Something of the order is wrong: a case is open, or a parcel is late or in trouble.",
    "rate_limit": "The shopper was told enough lately.",
    "quiet_hours": "It is night where the shopper is.",
    "order_gone": "The order, or this message, does not exist any more.",
    "no_browser": "No browser of the shopper takes push messages.",
    "unconfirmed": "It was handed over twice without an answer, and may have arrived.",
    "bounced": "The mail came back: nothing arrives at that address.",
    "held_back": "The mail service did not try: the address bounced, or complained, before.",
    "rejected": "The mail service took it, looked into it, and did not send it.",
    "blocked": "The address takes nothing from this shop.",
    "complained": "The shopper called an earlier mail spam.",
    "invalid": "There is no such address.",
}
"""Of checks, and of senders. A channel's service has more codes of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message, and why it is what it is."""

    message_id: str
    trigger: str
    subject: str
    kind: Kind
    state: MessageState
    channels: tuple[Channel, ...]
    """The one it went, goes or would go out on, then those that would be tried after it."""
    reason: str
    """The code."""
    plain: str
    """The same as a sentence."""
    occurred_at: datetime
    decided_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    checks: tuple[Check, ...]
    """Every question that was asked, in its order."""
    attempts: tuple[Attempt, ...]
    reaction: Reaction

    def lines(self) -> list[str]:
        """As text: a headline, the reason, and what was asked and tried, indented."""
        return [
            f"{self.trigger} ({self.subject}): {self.state}",
            f"  {self.plain}",
            *(f"  {line}" for line in _times(self)),
            f"  channels: {', '.join(self.channels)}; kind: {self.kind}",
            *(f"  {'passed ' if check.passed else 'stopped'} {_said(check)}" for check in self.checks),
            *(f"  tried {_tried(attempt)}" for attempt in self.attempts),
            *(f"  {line}" for line in _heard(self.reaction)),
        ]


@dataclass(frozen=True, slots=True)
class Why:
    """Everything about an order's messages."""

    entries: tuple[Entry, ...]
    """The oldest first."""
    switched_off: tuple[str, ...]
    """Names of the triggers that the configuration tells on no channel."""


def explain(messages: Iterable[Message], rules: NotificationRules) -> Why:
    """Explain what was decided of an order's `messages`; `rules` as they are now say what is not told at all."""
    entries = sorted((_entry(message) for message in messages), key=lambda e: (e.occurred_at, e.decided_at, e.trigger))
    told = {name for name, how in rules.told.items() if how.channels}
    return Why(tuple(entries), tuple(trigger.name for trigger in TRIGGERS if trigger.name not in told))


def _entry(message: Message) -> Entry:
    return Entry(
        message_id=message.message_id,
        trigger=message.trigger,
        subject=message.subject,
        kind=message.kind,
        state=message.state,
        channels=(message.channel, *message.next_channels),
        reason=message.reason,
        plain=REASONS.get(message.reason, f"The reason is {message.reason}."),
        occurred_at=message.occurred_at,
        decided_at=message.decided_at,
        due_at=message.due_at if message.state is MessageState.PLANNED else None,
        sent_at=message.sent_at,
        checks=tuple(_asked(message)),
        attempts=message.attempts,
        reaction=message.reaction,
    )


def _asked(message: Message) -> Iterator[Check]:
    """The checks as they were asked: those that are not kept passed, and said nothing."""
    kept = {check.name: check for check in message.checks}
    for name, _ in CHECKS:
        check = kept.pop(name, None)
        yield check or Check(name, True)
        if check is not None and not check.passed:
            return
    yield from kept.values()


def _times(entry: Entry) -> Iterator[str]:
    yield f"happened {entry.occurred_at.isoformat()}, decided {entry.decided_at.isoformat()}"
    if entry.due_at is not None:
        yield f"due {entry.due_at.isoformat()}"
    if entry.sent_at is not None:
        yield f"sent {entry.sent_at.isoformat()}"


def _said(check: Check) -> str:
    return f"{check.name}: {check.says}" if check.says else check.name


def _tried(attempt: Attempt) -> str:
    why = f" ({attempt.reason})" if attempt.reason else ""
    return f"{attempt.channel} {attempt.at.isoformat()}: {attempt.outcome}{why}"


def _heard(reaction: Reaction) -> Iterator[str]:
    moments = {
        "delivered": reaction.delivered_at,
        "opened": reaction.opened_at,
        "clicked": reaction.clicked_at,
        f"bounced ({reaction.bounce or 'unknown'})": reaction.bounced_at,
        "complained": reaction.complained_at,
    }
    for what, at in moments.items():
        if at is not None:
            yield f"{what} {at.isoformat()}"
    if reaction.orders:
        yield f"orders placed soon after: {', '.join(reaction.orders)}"
