"""Ask a carrier about the parcels that are due: claim them, ask, publish what is new, and move their trackers on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from shared.carriers.asking.polling import Polling
from shared.carriers.carrier import Carrier
from shared.carriers.polling.tokens import Tokens
from shared.carriers.polling.tracker import Tracker, ended, with_news, without_answer, without_news
from shared.carriers.polling.trackers import Pause, StaleTracker, Trackers, Trouble
from shared.carriers.ports import Bus, Files
from shared.carriers.receive_update import said_by
from shared.carriers.registry import SLUGS, carrier
from shared.errors import Invalid, Refused, TodokuError
from shared.exchange import Answer, NoAnswer, Transport
from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.ports import Parcels

RUN_LASTS = timedelta(minutes=8)
"""When a run asks its last question. `infra/polling.py` gives the function longer than that."""

_UPDATES = TypeAdapter(tuple[CarrierUpdate, ...])
_UNREADABLE = "unreadable"
"""What was heard in an answer that its adapter refuses: published once, to be parked with its reason, not each time."""
_COME_BACK_LATER = {408, 425, 429}


@dataclass(frozen=True, slots=True)
class Means:
    """What asking needs from outside."""

    trackers: Trackers
    parcels: Parcels
    transport: Transport
    tokens: Tokens
    bus: Bus
    large: Files
    """Where answers are put that are too large for an event."""
    clock: Callable[[], datetime]
    merchant_id: str


@dataclass(frozen=True, slots=True)
class Polled:
    """What became of one carrier in one run."""

    carrier: str
    questions: int = 0
    news: int = 0
    """Parcels about which there was something new."""
    unanswered: int = 0
    """Parcels about which the carrier gave no answer; they are asked after again."""
    ended: int = 0
    """Trackers that are no longer needed."""
    trouble: Trouble | None = None
    """Why the carrier is left alone for a while."""

    @property
    def needs_somebody(self) -> bool:
        """Whether only a person can mend it."""
        return self.trouble in (Trouble.CREDENTIALS_REFUSED, Trouble.CREDENTIALS_INCOMPLETE)


class CredentialsRefused(Refused):
    """The carrier does not take the merchant's credentials, or they are not all there."""

    code = "credentials_refused"

    def __init__(self, trouble: Trouble = Trouble.CREDENTIALS_REFUSED) -> None:
        super().__init__("The carrier does not take the credentials: enter them anew.")
        self.trouble = trouble


class _AskForLess(Exception):
    """This question cannot be answered, but each half of its numbers may be; or, of a single one, not at all."""


def polled_carriers(connected: Mapping[str, object]) -> tuple[Carrier, ...]:
    """The carriers, of those with credentials, that can be asked."""
    return tuple(found for slug in SLUGS if slug in connected and (found := carrier(slug)).polling is not None)


def poll_carrier(carrier: Carrier, credentials: Mapping[str, str], means: Means, *, until: datetime) -> Polled:
    """Ask about what is due, until the carrier's quota or `until` is reached; the rest stays due.

    A carrier that does not answer, or refuses the credentials, is not asked on but paused; no tracker is lost. Safe to
    race: a tracker is claimed before its parcel is asked after. Raises what stores and bus raise; what was claimed is
    then asked after again soon.
    """
    before = means.trackers.pause_of(carrier.slug)
    if carrier.polling is None or (before is not None and before.until > means.clock()):
        return Polled(carrier.slug)
    run = _Run(carrier, carrier.polling, credentials, means)
    try:
        run.ask_all(until)
    except (NoAnswer, CredentialsRefused) as error:
        trouble = error.trouble if isinstance(error, CredentialsRefused) else Trouble.UNAVAILABLE
        wanted = error.retry_after if isinstance(error, NoAnswer) else None
        means.trackers.pause(Pause.after(before, carrier.slug, trouble, means.clock(), wanted))
        return replace(run.polled, trouble=trouble)
    if before is not None and run.polled.questions:
        means.trackers.resume(carrier.slug)
    return run.polled


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A tracker before this run, and as it claimed it: as if nothing new will be said, which mostly is so.

    Then it need not be saved again. A process that ends between claim and answer costs one question, not the tracker.
    """

    before: Tracker
    saved: Tracker

    @property
    def number(self) -> str:
        return self.before.parcel.number.tracking_number


class _Run:
    """One carrier's turn."""

    def __init__(self, carrier: Carrier, polling: Polling, credentials: Mapping[str, str], means: Means) -> None:
        self._carrier = carrier
        self._polling = polling
        self._credentials = credentials
        self._means = means
        self.polled = Polled(carrier.slug)
        self._has_kept_token = False

    def ask_all(self, until: datetime) -> None:
        most = self._polling.questions_a_run * self._polling.batch
        for batch in self._batches(self._means.trackers.due(self._carrier.slug, self._means.clock(), most)):
            if self._quota_is_used_up or self._means.clock() >= until:
                return
            claimed = [claim for tracker in batch if (claim := self._claim(tracker))]
            if claimed:
                self._ask(claimed)

    @property
    def _quota_is_used_up(self) -> bool:
        return self.polled.questions >= self._polling.questions_a_run

    def _batches(self, due: Iterator[Tracker]) -> Iterator[list[Tracker]]:
        batch: list[Tracker] = []
        for tracker in due:
            if self._has_ended(tracker):
                continue
            batch.append(tracker)
            if len(batch) == self._polling.batch:
                yield batch
                batch = []
        if batch:
            yield batch

    def _has_ended(self, tracker: Tracker) -> bool:
        parcels = self._means.parcels.history(tracker.parcel.number).parcels()
        parcel = next((parcel for parcel in parcels if parcel.id == tracker.parcel), None)
        state = ended(tracker, parcel, self._means.clock())
        if state is None:
            return False
        self._save(replace(tracker, state=state))
        self.polled = replace(self.polled, ended=self.polled.ended + 1)
        return True

    def _claim(self, tracker: Tracker) -> _Claimed | None:
        saved = self._save(without_news(tracker, self._means.clock(), self._polling.every))
        return _Claimed(tracker, saved) if saved else None

    def _save(self, tracker: Tracker) -> Tracker | None:
        """None: another run was faster, and looks after it."""
        try:
            return self._means.trackers.save(tracker)
        except StaleTracker:
            return None

    def _ask(self, claimed: list[_Claimed]) -> None:
        waiting = [claimed]
        try:
            while waiting and not self._quota_is_used_up:
                try:
                    answer, heard = self._answer_about(waiting[-1])
                except _AskForLess:
                    waiting[-1:] = self._halves(waiting[-1])
                else:
                    self._take(waiting[-1], answer, heard)
                    waiting.pop()
        except TodokuError:
            self._unanswered(*waiting)
            raise
        self._unanswered(*waiting)

    def _halves(self, group: list[_Claimed]) -> list[list[_Claimed]]:
        """Two questions instead of one; of a parcel alone, none: it is asked after again later."""
        if len(group) == 1:
            self._unanswered(group)
            return []
        return [group[: len(group) // 2], group[len(group) // 2 :]]

    def _answer_about(self, group: list[_Claimed]) -> tuple[Answer, Mapping[str, str]]:
        """The answer, and per number a digest of what it says; raises _AskForLess too."""
        numbers = [claim.number for claim in group]
        answer = self._answer(numbers)
        if answer.status == 401 and self._has_kept_token:  # others may have signed in since, and ended it
            self._means.tokens.forget(self._carrier.slug)
            answer = self._answer(numbers)
        self._require_answered(answer)
        return answer, self._heard(answer, numbers)

    def _answer(self, numbers: Sequence[str]) -> Answer:
        question = self._polling.ask(numbers, self._signed_in())
        self.polled = replace(self.polled, questions=self.polled.questions + 1)
        return self._means.transport(question)

    def _signed_in(self) -> Mapping[str, str]:
        """The credentials; with a token, where the carrier wants one."""
        if set(self._polling.credentials) - self._credentials.keys():
            raise CredentialsRefused(Trouble.CREDENTIALS_INCOMPLETE)
        if self._polling.sign_in is None:
            return self._credentials
        tokens, now = self._means.tokens, self._means.clock()
        token = tokens.get(self._carrier.slug, self._credentials, now)
        self._has_kept_token = token is not None
        if token is None:
            answer = self._means.transport(self._polling.sign_in.ask(self._credentials))
            if answer.status == 400:  # RFC 6749, section 5.2: also for an id that is not known
                raise CredentialsRefused
            self._require_answered(answer)
            try:
                given = self._polling.sign_in.read(answer.body)
            except Invalid:
                raise NoAnswer("the sign-in cannot be read") from None
            tokens.keep(self._carrier.slug, self._credentials, given, now)
            token = given.value
        return {**self._credentials, "token": token}

    def _require_answered(self, answer: Answer) -> None:
        if answer.status in (401, 403):
            self._means.tokens.forget(self._carrier.slug)
            raise CredentialsRefused
        if answer.status in _COME_BACK_LATER or not (200 <= answer.status < 300 or 400 <= answer.status < 500):
            raise NoAnswer(f"status {answer.status}", answer.retry_after)

    def _heard(self, answer: Answer, numbers: Sequence[str]) -> Mapping[str, str]:
        try:
            updates = self._polling.parse(answer.body)
        except Invalid:
            if answer.status >= 400:  # what a carrier says of numbers it does not know, the adapter reads
                raise _AskForLess from None
            self._require_readable(answer)
            return dict.fromkeys(numbers, _UNREADABLE)
        return {number: _digest(_about(number, numbers, updates)) for number in numbers}

    def _require_readable(self, answer: Answer) -> None:
        try:
            self._carrier.read(answer.body)
        except Invalid:
            raise NoAnswer("it cannot be read at all") from None

    def _take(self, group: list[_Claimed], answer: Answer, heard: Mapping[str, str]) -> None:
        """Publish an answer with news, then remember it: in this order, so that none is remembered unpublished."""
        news = [claim for claim in group if heard[claim.number] not in ("", claim.before.heard)]
        if news:
            self._publish(answer)
        for claim in news:
            told = with_news(claim.before, heard[claim.number], self._means.clock(), self._polling.every)
            self._save(replace(told, version=claim.saved.version))
        self.polled = replace(self.polled, news=self.polled.news + len(news))

    def _publish(self, answer: Answer) -> None:
        means = self._means
        now = means.clock()
        event = said_by(self._carrier, answer.body, large=means.large, merchant_id=means.merchant_id, now=now)
        means.bus.publish([event])

    def _unanswered(self, *groups: list[_Claimed]) -> None:
        for claim in (claim for group in groups for claim in group):
            self._save(replace(without_answer(claim.before, self._means.clock()), version=claim.saved.version))
            self.polled = replace(self.polled, unanswered=self.polled.unanswered + 1)


def _about(number: str, numbers: Sequence[str], updates: Sequence[CarrierUpdate]) -> tuple[CarrierUpdate, ...]:
    """What an answer says about a number: under it, or under none that was asked for (a consignment's articles)."""
    named = [({update.parcel.tracking_number, *(o.tracking_number for o in update.also)}, update) for update in updates]
    return tuple(update for names, update in named if number in names or not names & {*numbers})


def _digest(updates: tuple[CarrierUpdate, ...]) -> str:
    return hashlib.sha256(_UPDATES.dump_json(updates)).hexdigest()[:16] if updates else ""
