"""Polling a carrier: what is asked, claimed, published, retried and given up, whatever the carrier answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from shared import strict_json
from shared.carriers.asking.client_credentials import bearer, sign_in
from shared.carriers.asking.polling import Polling, Quota, Token
from shared.carriers.carrier import Carrier, UnreadablePayload
from shared.carriers.polling.poll_carrier import Means, Polled, poll_carrier, polled_carriers
from shared.carriers.polling.tokens import Tokens
from shared.carriers.polling.tracker import Tracker, TrackerState, started
from shared.carriers.polling.trackers import Trouble
from shared.carriers.receive_update import MAX_IN_EVENT
from shared.errors import Unavailable
from shared.eventing.envelope import Event
from shared.exchange import Answer, NoAnswer, Question
from shared.tracking.carrier_update import CarrierUpdate, ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.parcel import Assignment
from tests.fakes import InMemoryFiles, InMemoryParcels, InMemoryTrackers
from tests.samples import NOW, SHIPPED

KEY = {"key": "a-key"}
Reply = Answer | NoAnswer | Callable[[Sequence[str]], Answer]


def number(n: int) -> str:
    return f"1000000{n:04}"


def ask(numbers: Sequence[str], credentials: Mapping[str, str]) -> Question:
    return Question(f"https://carrier.example/{','.join(numbers)}", headers={"Authorization": credentials["key"]})


def parse(body: bytes) -> tuple[CarrierUpdate, ...]:
    """Of `{"parcels": {number: [hour, …]}}`: a scan in each of these hours of the day."""
    document = strict_json.loads(body)
    if not isinstance(document, dict) or "parcels" not in document:
        raise UnreadablePayload("parcels must be an object.", field="parcels")
    return tuple(
        CarrierUpdate(
            ParcelNumber("fakepost", asked),
            tuple(Checkpoint(datetime(2026, 11, 23, hour, tzinfo=UTC), Detail.IN_TRANSIT, "T") for hour in hours),
        )
        for asked, hours in document["parcels"].items()
    )


def never(*_: object) -> None:
    raise AssertionError("an answer needs no signature")


POLLING = Polling(ask=ask, parse=parse, credentials=("key",), batch=4)


def told(hours: Sequence[int]) -> Callable[[Sequence[str]], Answer]:
    """An answer with these scans for every number."""
    return lambda numbers: Answer(200, json.dumps({"parcels": {asked: [*hours] for asked in numbers}}).encode())


@dataclass
class Post:
    """A carrier, what it answers, and everything around it."""

    polling: Polling = POLLING
    replies: list[Reply] = field(default_factory=list)
    """Taken one by one; the last stays."""
    asked: list[list[str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.trackers = InMemoryTrackers()
        self.parcels = InMemoryParcels()
        self.tokens = Tokens()
        self.large = InMemoryFiles(self.now)

    def __call__(self, question: Question) -> Answer:
        numbers = question.url.rpartition("/")[2].split(",")
        self.asked.append(numbers)
        self.questions.append(question)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, NoAnswer):
            raise reply
        return reply if isinstance(reply, Answer) else reply(numbers)

    def publish(self, events: Sequence[Event]) -> None:
        self.events += events

    def watch(self, count: int) -> list[ParcelId]:
        """So many parcels of one order, their trackers due now."""
        ids = [ParcelId(ParcelNumber("fakepost", number(n)), SHIPPED.date()) for n in range(count)]
        for parcel in ids:
            self.parcels.assignments[parcel] = Assignment("A-1", "S-1")
            self.trackers.start(replace(started(parcel, self.now, self.polling.every), due_at=self.now))
        return ids

    def poll(self, credentials: Mapping[str, str] = KEY, until: datetime | None = None) -> Polled:
        carrier = Carrier("fakepost", "Fake Post", verify=never, parse=parse, polling=self.polling)
        means = Means(self.trackers, self.parcels, self, self.tokens, self, self.large, lambda: self.now, "hanare")
        return poll_carrier(carrier, credentials, means, until=until or self.now + timedelta(minutes=8))

    def tracker(self, n: int = 0) -> Tracker:
        return self.trackers.trackers[ParcelId(ParcelNumber("fakepost", number(n)), SHIPPED.date())]

    def numbers(self) -> list[str]:
        """Every number that was asked after, as often as it was."""
        return [asked for question in self.asked for asked in question]

    def wait(self, hours: float = 30) -> None:
        self.now += timedelta(hours=hours)


def test_due_parcels_are_asked_after_together_and_their_answer_goes_on_the_bus_as_it_came() -> None:
    post = Post(replies=[told([7])])
    post.watch(6)
    assert post.poll() == Polled("fakepost", questions=2, news=6)
    assert post.asked == [[number(n) for n in range(4)], [number(4), number(5)]]
    first = post.events[0]
    assert (first.detail_type, first.data["carrier"]) == ("CarrierUpdateReceived", "fakepost")
    assert first.data["payload"] == told([7])(post.asked[0]).body.decode()
    assert len({event.metadata.event_id for event in post.events}) == 2


def test_what_is_not_due_is_not_asked_after() -> None:
    post = Post(replies=[told([7])])
    post.watch(1)
    post.poll()
    post.wait(1.9)
    assert post.poll() == Polled("fakepost")
    post.wait(0.5)
    assert post.poll().questions == 1


def test_an_answer_that_says_nothing_new_is_not_published_again_and_waits_grow() -> None:
    post = Post(replies=[told([7])])
    post.watch(2)
    for _ in range(5):
        post.poll()
        post.wait()
    assert len(post.asked) == 5
    assert len(post.events) == 1
    assert (post.tracker().unchanged_in_a_row, post.tracker().asked) == (4, 5)


def test_news_of_one_parcel_are_not_taken_for_news_of_its_neighbours() -> None:
    def later(numbers: Sequence[str]) -> Answer:
        return Answer(
            200, json.dumps({"parcels": {asked: [7, 9][: 1 + (asked == number(1))] for asked in numbers}}).encode()
        )

    post = Post(replies=[told([7]), later])
    post.watch(2)
    post.poll()
    post.wait()
    assert post.poll().news == 1
    assert (post.tracker(0).unchanged_in_a_row, post.tracker(1).unchanged_in_a_row) == (1, 0)
    assert (post.tracker(0).last_new_at, post.tracker(1).last_new_at) == (NOW, post.now)


def test_a_number_the_carrier_does_not_know_is_no_news() -> None:
    post = Post(replies=[Answer(404, b'{"parcels":{}}'), told([7]), Answer(200, b'{"parcels":{}}')])
    post.watch(1)
    assert post.poll() == Polled("fakepost", questions=1)
    post.wait()
    assert post.poll().news == 1
    heard = post.tracker().heard
    post.wait()
    assert post.poll().news == 0
    assert post.tracker().heard == heard
    assert len(post.events) == 1


def test_what_is_told_under_a_number_nobody_asked_for_concerns_all_that_were_asked_after() -> None:
    article = Answer(200, b'{"parcels":{"99990000":[7]}}')
    post = Post(replies=[article])
    post.watch(2)
    assert post.poll().news == 2
    assert len(post.events) == 1


def test_parcels_that_are_over_are_asked_after_no_more() -> None:
    post = Post(replies=[told([7])])
    over, live = post.watch(2)
    post.parcels.add(over.number, Checkpoint(NOW, Detail.DELIVERED, "D"), "fakepost")
    assert post.poll() == Polled("fakepost", questions=1, news=1, ended=1)
    assert post.asked == [[live.number.tracking_number]]
    assert post.trackers.trackers[over].state is TrackerState.COMPLETED


def test_a_parcel_the_shop_took_out_of_its_shipment_is_asked_after_no_more() -> None:
    post = Post(replies=[told([7])])
    (parcel,) = post.watch(1)
    del post.parcels.assignments[parcel]
    assert post.poll() == Polled("fakepost", ended=1)
    assert post.trackers.trackers[parcel].state is TrackerState.EXPIRED


def test_two_runs_at_once_do_not_ask_twice() -> None:
    post = Post()
    post.watch(8)
    inner: list[Polled] = []

    def meanwhile(numbers: Sequence[str]) -> Answer:
        if not inner:
            inner.append(Polled(""))
            inner[0] = post.poll()
        return told([7])(numbers)

    post.replies = [meanwhile]
    outer = post.poll()
    assert sorted(post.numbers()) == [number(n) for n in range(8)]
    assert outer.news + inner[0].news == 8


def test_a_run_that_dies_with_a_question_out_loses_no_tracker() -> None:
    def die(_: Sequence[str]) -> Answer:
        raise KeyboardInterrupt

    post = Post(replies=[die, told([7])])
    post.watch(1)
    with pytest.raises(KeyboardInterrupt):
        post.poll()
    assert post.poll() == Polled("fakepost")
    post.wait()
    assert post.poll().news == 1


@pytest.mark.parametrize("status", [301, 302, 408, 429, 500, 502, 503, 504])
def test_a_carrier_that_does_not_answer_is_not_asked_on_and_no_tracker_is_lost(status: int) -> None:
    post = Post(replies=[Answer(status, b"")])
    post.watch(10)
    assert post.poll() == Polled("fakepost", questions=1, unanswered=4, trouble=Trouble.UNAVAILABLE)
    assert post.poll() == Polled("fakepost")
    states = {tracker.state for tracker in post.trackers.trackers.values()}
    assert (states, post.events) == ({TrackerState.ACTIVE}, [])
    post.replies = [told([7])]
    post.wait(0.3)
    assert post.poll().news == 10
    assert post.trackers.pauses == {}


def test_a_broken_connection_is_no_answer_and_what_failed_is_asked_after_soon() -> None:
    post = Post(replies=[NoAnswer("it took too long")])
    post.watch(1)
    assert post.poll().trouble is Trouble.UNAVAILABLE
    tracker = post.tracker()
    assert (tracker.failed_in_a_row, tracker.unchanged_in_a_row, tracker.version) == (1, 0, 3)
    assert timedelta(minutes=15) <= tracker.due_at - post.now <= timedelta(minutes=17)


def test_a_carrier_is_left_alone_as_long_as_it_asks_for() -> None:
    post = Post(replies=[Answer(429, b"", timedelta(hours=2))])
    post.watch(1)
    post.poll()
    assert post.trackers.pauses["fakepost"].until == NOW + timedelta(hours=2)


def test_trouble_that_goes_on_makes_the_pauses_longer() -> None:
    post = Post(replies=[Answer(503, b"")])
    post.watch(40)
    for hours in (0.26, 0.51, 1.01):
        assert post.poll().questions == 1
        post.wait(hours)
    assert post.trackers.pauses["fakepost"].in_a_row == 3


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_stop_the_carrier_until_a_person_mends_them(status: int) -> None:
    post = Post(replies=[Answer(status, b"")])
    post.watch(10)
    polled = post.poll()
    assert (polled.questions, polled.trouble, polled.needs_somebody) == (1, Trouble.CREDENTIALS_REFUSED, True)
    post.wait(0.9)
    assert not post.poll().needs_somebody
    post.trackers.resume("fakepost")
    post.replies = [told([7])]
    assert post.poll().news == 10


def test_credentials_that_are_not_all_there_cost_no_question() -> None:
    post = Post(replies=[told([7])])
    post.watch(1)
    polled = post.poll({"another": "x"})
    assert (polled.questions, polled.trouble) == (0, Trouble.CREDENTIALS_INCOMPLETE)
    assert polled.needs_somebody


def test_a_question_that_is_refused_is_asked_in_halves_until_the_bad_number_is_alone() -> None:
    def choosy(numbers: Sequence[str]) -> Answer:
        return Answer(400, b"<html>") if number(2) in numbers else told([7])(numbers)

    post = Post(replies=[choosy])
    post.watch(4)
    assert post.poll() == Polled("fakepost", questions=5, news=3, unanswered=1)
    assert post.tracker(2).failed_in_a_row == 1
    assert [post.tracker(n).failed_in_a_row for n in (0, 1, 3)] == [0, 0, 0]


def test_halves_too_keep_to_the_quota() -> None:
    post = Post(polling=replace(POLLING, quota=Quota(3, timedelta(minutes=15))), replies=[Answer(400, b"")])
    post.watch(12)
    assert post.poll() == Polled("fakepost", questions=3, unanswered=4)


def test_when_the_carrier_fails_amid_halves_all_that_are_left_are_asked_after_again() -> None:
    post = Post(replies=[Answer(400, b""), told([7]), Answer(503, b"")])
    post.watch(4)
    assert post.poll() == Polled("fakepost", questions=3, news=2, unanswered=2, trouble=Trouble.UNAVAILABLE)
    assert sorted(post.tracker(n).failed_in_a_row for n in range(4)) == [0, 0, 1, 1]


def test_an_answer_that_an_event_could_not_carry_is_kept_beside_it() -> None:
    long = Answer(200, json.dumps({"parcels": {number(0): [7]}, "photo": "x" * MAX_IN_EVENT}).encode())
    post = Post(replies=[long])
    post.watch(1)
    assert post.poll().news == 1
    (event,) = post.events
    assert event.data["payload"] == ""
    assert post.large.read(event.data["payload_file"], len(long.body)).raw == long.body


def test_an_answer_the_adapter_refuses_is_published_once_so_that_it_is_parked_with_its_reason() -> None:
    post = Post(replies=[Answer(200, b'{"news":1}'), Answer(200, b'{"news":2}')])
    post.watch(1)
    assert post.poll().news == 1
    assert post.events[0].data["payload"] == '{"news":1}'
    post.wait()
    assert post.poll() == Polled("fakepost", questions=1)


@pytest.mark.parametrize("body", [b"", b"<html>Back soon", b'{"parcels":', b"\xff"])
def test_an_answer_that_is_not_even_json_is_no_answer(body: bytes) -> None:
    post = Post(replies=[Answer(200, body)])
    post.watch(1)
    assert post.poll().trouble is Trouble.UNAVAILABLE
    assert post.events == []


def test_a_bus_that_is_down_costs_no_news() -> None:
    post = Post(replies=[told([7])])
    post.watch(1)

    def down(_: Sequence[Event]) -> None:
        raise Unavailable("publish events: AWS answered InternalFailure.")

    works, post.publish = post.publish, down  # type: ignore[method-assign, assignment]
    with pytest.raises(Unavailable):
        post.poll()
    assert post.tracker().heard == ""
    post.publish = works  # type: ignore[method-assign]
    post.wait(0.3)
    assert post.poll().news == 1
    assert len(post.events) == 1


def test_a_run_keeps_to_the_carriers_quota() -> None:
    post = Post(polling=replace(POLLING, quota=Quota(2, timedelta(minutes=15))), replies=[told([7])])
    post.watch(20)
    assert [post.poll().questions for _ in range(4)] == [2, 2, 1, 0]
    assert len(post.numbers()) == 20


def test_a_run_ends_in_time_and_leaves_the_rest_due() -> None:
    def slow(numbers: Sequence[str]) -> Answer:
        post.wait(0.05)
        return told([7])(numbers)

    post = Post(replies=[slow])
    post.watch(20)
    assert post.poll(until=NOW + timedelta(minutes=4)).questions == 2
    assert post.poll().questions == 3


def test_a_token_is_asked_for_once_and_handed_to_every_question() -> None:
    def ask_signed_in(numbers: Sequence[str], credentials: Mapping[str, str]) -> Question:
        return Question(f"https://carrier.example/{','.join(numbers)}", headers={"Authorization": bearer(credentials)})

    polling = Polling(
        ask=ask_signed_in,
        parse=parse,
        credentials=("client_id", "client_secret"),
        sign_in=sign_in("https://carrier.example/token"),
    )
    token = Answer(200, b'{"access_token":"t0ken","expires_in":3600}')
    post = Post(polling=polling, replies=[token, told([7])])
    post.watch(2)
    credentials = {"client_id": "a", "client_secret": "b"}
    assert post.poll(credentials) == Polled("fakepost", questions=2, news=2)
    assert post.asked == [["token"], [number(0)], [number(1)]]
    assert [question.headers.get("Authorization") for question in post.questions] == [None, *["Bearer t0ken"] * 2]
    post.wait()
    post.replies = [token, Answer(401, b""), token, told([8])]
    assert post.poll(credentials).trouble is Trouble.CREDENTIALS_REFUSED
    post.wait()
    assert post.poll(credentials).news == 2
    assert [asked == ["token"] for asked in post.asked[3:]] == [True, False, True, False, False]


def test_a_kept_token_that_is_no_longer_taken_is_replaced_at_once() -> None:
    polling = replace(POLLING, credentials=("client_id", "client_secret"), sign_in=sign_in("https://c.example/token"))
    post = Post(polling=replace(polling, ask=lambda numbers, _: ask(numbers, KEY)))
    post.watch(1)
    credentials = {"client_id": "a", "client_secret": "b"}
    post.tokens.keep("fakepost", credentials, Token("old", timedelta(hours=4)), NOW)
    post.replies = [Answer(401, b""), Answer(200, b'{"access_token":"new","expires_in":3600}'), told([7])]
    assert post.poll(credentials) == Polled("fakepost", questions=2, news=1)
    assert post.tokens.get("fakepost", credentials, NOW) == "new"


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Answer(400, b'{"error":"invalid_client"}'), Trouble.CREDENTIALS_REFUSED),
        (Answer(401, b""), Trouble.CREDENTIALS_REFUSED),
        (Answer(503, b""), Trouble.UNAVAILABLE),
        (Answer(404, b""), Trouble.UNAVAILABLE),
        (Answer(200, b"{}"), Trouble.UNAVAILABLE),
        (Answer(200, b"<html>"), Trouble.UNAVAILABLE),
        (NoAnswer("it took too long"), Trouble.UNAVAILABLE),
    ],
)
def test_a_sign_in_that_fails_stops_the_carrier_and_keeps_its_trackers(reply: Reply, trouble: Trouble) -> None:
    polling = replace(POLLING, credentials=("client_id", "client_secret"), sign_in=sign_in("https://c.example/token"))
    post = Post(polling=polling, replies=[reply])
    post.watch(1)
    polled = post.poll({"client_id": "a", "client_secret": "b"})
    assert (polled.trouble, polled.questions, polled.unanswered) == (trouble, 0, 1)
    assert post.tracker().state is TrackerState.ACTIVE


def test_only_carriers_that_can_be_asked_and_for_which_there_are_credentials_are() -> None:
    connected = {"gls": {}, "easypost": {}, "nobody": {}}
    assert [carrier.slug for carrier in polled_carriers(connected)] == ["gls"]
