"""Senders that run side by side, step by step, in an order a seed decides, and that die where they are told to.

A step is a call to something outside: a store, a service, the topic. Before and after each, any other sender may go on.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.errors import TodokuError
from shared.notifications.gateway import FORGETS, MessageRefused, NotTaken, Taken
from shared.notifications.message import Message, MessageState
from shared.notifications.send_message import Desk, Means, send_message
from shared.shoppers.channel import Channel
from tests.notifications.sending import ANNOUNCED, NOW, RULES, Office, Unclear, decided

VISIBLE_AGAIN = timedelta(seconds=150)
"""As of the queues: a message that was not acknowledged is delivered again after this."""
RECEIVED_AT_MOST = 5


class Died(BaseException):
    """The process ended here. Nothing can catch it."""


class Step:
    """Lets one sender at a time take one step."""

    def __init__(self) -> None:
        self._mine, self._theirs = threading.Semaphore(0), threading.Semaphore(0)
        self.is_over = False
        self._dies = False

    def wait(self) -> None:
        """Called by the sender: whoever decides the order says when it goes on, and whether it does."""
        self._theirs.release()
        self._mine.acquire()
        if self._dies:
            raise Died

    def go_on(self, *, and_die: bool = False) -> None:
        """Let it take its next step; back when that is taken."""
        self._dies = and_die
        self._mine.release()
        self._theirs.acquire()

    def start(self, work: Callable[[], None]) -> None:
        def run() -> None:
            self._mine.acquire()
            try:
                work()
            finally:
                self.is_over = True
                self._theirs.release()

        threading.Thread(target=run, daemon=True).start()


@dataclass
class Service:
    """A channel's service. What it took is what the shopper sees."""

    remembers_for: timedelta = FORGETS
    refuses: bool = False
    loses: int = 0
    """So many answers, the first ones, are lost on their way back."""
    declines: int = 0
    """So many times at first it takes nothing."""
    shown: int = 0
    asked: int = 0
    _known: set[str] = field(default_factory=set)

    def remembers(self, _: str, /) -> timedelta:
        return self.remembers_for

    def send(self, written: str, /) -> Taken:
        self.asked += 1
        if self.refuses:
            raise MessageRefused("refused", dead=("a-dead-address",))
        if self.declines:
            self.declines -= 1
            raise NotTaken("429")
        if not (self.remembers_for and written in self._known):
            self.shown += 1
        self._known.add(written)
        if self.loses:
            self.loses -= 1
            raise Unclear("the answer was lost")
        return Taken("id")


class Stepping:
    """Any object; before and after each call of it, others may take a step."""

    def __init__(self, real: Any, step: Step, trace: list[str]) -> None:
        self._real, self._step, self._trace = real, step, trace

    def __getattr__(self, name: str) -> Any:
        called = getattr(self._real, name)

        def call(*arguments: Any) -> Any:
            self._trace.append(name)
            self._step.wait()
            try:
                return called(*arguments)
            finally:
                self._step.wait()

        return call


@dataclass
class Delivery:
    """A queue's message."""

    channel: Channel
    received: int = 0


class World:
    """One message, announced on a queue per channel, and senders that take it from there."""

    def __init__(self, services: dict[Channel, Service], seed: int, *, copies: int = 5, dies_at: int | None = None):
        """`dies_at`: at which pause of the whole story, counted from 0, the sender that takes it dies."""
        self.services = services
        self.office = Office(decided(*services))
        self.waiting = [Delivery(next(iter(services))) for _ in range(copies)]
        self.pauses = 0
        self.died_between = False
        """Whether one died after its service took the message, and before that was marked."""
        self._chance = random.Random(seed)
        self._dies_at = dies_at

    def run(self) -> Message:
        """Deliver until nothing waits; the message as it is then."""
        now = NOW
        while self.waiting:
            round_, self.waiting = self.waiting, []
            self._side_by_side(round_, now)
            now += VISIBLE_AGAIN
        return self.office.message

    def announce(self, message: Message) -> None:
        """The topic: the message's channel gets it."""
        self.waiting.append(Delivery(message.channel))

    def _side_by_side(self, deliveries: list[Delivery], now: datetime) -> None:
        running = {}
        for delivery in deliveries:
            step, trace = Step(), []
            step.start(lambda d=delivery, s=step, t=trace: self._send(d, s, t, now))  # type: ignore[misc]
            running[step] = trace
        while running:
            step = self._chance.choice(list(running))
            dies = self.pauses == self._dies_at and bool(running[step])
            self.pauses += bool(running[step])
            if dies and self._is_between(running[step]):
                self.died_between = True
            step.go_on(and_die=dies)
            if step.is_over:
                del running[step]

    def _is_between(self, trace: list[str]) -> bool:
        """The pause after a hand-over, or before the mark took effect."""
        return "send" in trace and self.office.message.state is MessageState.SENDING and self._was_shown()

    def _was_shown(self) -> bool:
        return self.services[self.office.message.channel].shown > 0

    def _send(self, delivery: Delivery, step: Step, trace: list[str], now: datetime) -> None:
        delivery.received += 1
        office = self.office
        stepping = (Stepping(real, step, trace) for real in (office.orders, office.messages, office.shoppers, self))
        desk = Desk(*stepping, office.cases)
        gateway = _Gateway(self.services[delivery.channel], step, trace)
        try:
            means = Means(delivery.channel, gateway, lambda order, message, *_: message.message_id)
            send_message(ANNOUNCED, desk, means, RULES, now)
        except (TodokuError, Died) as error:
            if not isinstance(error, MessageRefused) and delivery.received < RECEIVED_AT_MOST:
                self.waiting.append(delivery)


class _Gateway(Stepping):
    """Asking what a service remembers is no step."""

    def remembers(self, written: str, /) -> timedelta:
        return self._real.remembers(written)  # type: ignore[no-any-return]
