"""LINE over real HTTP to a stand-in that checks every request as LINE documents it, and fails on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from shared.errors import Unavailable
from shared.exchange import NoAnswer, Question
from shared.notifications.channels.line import LineRequest
from shared.notifications.channels.line_notice import phone_hash
from shared.notifications.channels.line_request import line_request
from shared.notifications.gateway import FORGETS, MessageRefused, NotTaken, Taken
from shared.outbound.https import Https
from shared.outbound.line_messages import LineMessages, LineUnclear
from shared.shoppers.channel import Channel
from shared.tracking.order import Contact
from tests.notifications.sending import LINE_USER, MESSAGE_ID, PHONE, decided, letter
from tests.standins.line import Line
from tests.standins.service import Fault, listening

pytestmark = pytest.mark.enable_socket
TOKEN = "a-channel-access-token"
UNCLEAR = (LineUnclear, NoAnswer)


@pytest.fixture
def line() -> Iterator[Line]:
    with listening(Line(TOKEN)) as line:
        line.friends.add(LINE_USER)
        line.phone_hashes.add(phone_hash(PHONE))
        yield line


@pytest.fixture
def gateway(line: Line) -> LineMessages:
    return LineMessages(Https(plain_loopback=True, silence_seconds=0.15), line.url, lambda: TOKEN)


def push() -> LineRequest:
    return line_request(letter(decided(Channel.LINE)))


def notice() -> LineRequest:
    return line_request(letter(decided(Channel.LINE), Contact("", "ja", PHONE)))


def test_a_push_is_what_line_documents(line: Line, gateway: LineMessages) -> None:
    assert gateway.send(push()) == Taken("461230966842064897")
    assert (line.objections, len(line.pushed)) == ([], 1)


def test_a_notice_is_what_line_documents(line: Line, gateway: LineMessages) -> None:
    assert gateway.send(notice()) == Taken("notice-1")
    assert (line.objections, len(line.notices)) == ([], 1)


@pytest.mark.parametrize("fault", [Fault.SILENCE, Fault.BROKEN_BUT_TAKEN, Fault.HALF_ANSWER])
def test_a_push_whose_answer_is_lost_is_tried_again_and_shown_once(
    line: Line, gateway: LineMessages, fault: Fault
) -> None:
    line.fails(fault)
    with pytest.raises(UNCLEAR):
        gateway.send(push())
    assert gateway.send(push()) == Taken("461230966842064897")
    assert len(line.pushed) == 1


def test_line_remembers_pushes_for_a_day_and_notices_not_at_all(gateway: LineMessages) -> None:
    assert gateway.remembers(push()) == timedelta(hours=24)
    assert gateway.remembers(notice()) == FORGETS


def test_too_many_requests_are_not_taken_and_line_says_for_how_long(line: Line, gateway: LineMessages) -> None:
    line.fails(Fault.TOO_MANY)
    with pytest.raises(NotTaken) as declined:
        gateway.send(push())
    assert declined.value.retry_after == timedelta(minutes=4)
    assert line.pushed == []


def test_a_month_that_is_used_up_is_somebodys_to_mend(line: Line, gateway: LineMessages) -> None:
    line.month_is_used_up = True
    with pytest.raises(MessageRefused) as refused:
        gateway.send(push())
    assert (refused.value.reason, refused.value.needs_mending) == ("line_monthly_limit", True)


@pytest.mark.parametrize(
    ("request_of", "why", "dead"),
    [(push, "line_400", LINE_USER), (notice, "line_422", f"line:{PHONE}")],
)
def test_whom_line_does_not_know_is_dead_there(
    line: Line, gateway: LineMessages, request_of: Callable[[], LineRequest], why: str, dead: str
) -> None:
    line.friends.clear()
    line.phone_hashes.clear()
    with pytest.raises(MessageRefused) as refused:
        gateway.send(request_of())
    told = refused.value
    assert (told.reason, tuple(told.dead), told.needs_mending) == (why, (dead,), False)
    assert dead not in str(told)


def test_a_wrong_token_is_somebodys_to_mend(line: Line) -> None:
    stranger = LineMessages(Https(plain_loopback=True), line.url, lambda: "another-token")
    with pytest.raises(MessageRefused) as refused:
        stranger.send(push())
    assert (refused.value.reason, refused.value.needs_mending) == ("line_401", True)


def test_a_template_that_line_does_not_have_is_somebodys_to_mend(line: Line, gateway: LineMessages) -> None:
    body = json.loads(notice().body)
    unknown = LineRequest(notice().path, json.dumps({**body, "templateKey": "nothing_ja"}).encode(), PHONE)
    with pytest.raises(MessageRefused) as refused:
        gateway.send(unknown)
    assert (refused.value.needs_mending, refused.value.dead) == (True, ())


def test_nobody_there_means_not_taken() -> None:
    nowhere = LineMessages(Https(plain_loopback=True), "http://127.0.0.1:1", lambda: TOKEN)
    with pytest.raises(NotTaken):
        nowhere.send(push())


def test_a_5xx_leaves_it_open(line: Line, gateway: LineMessages) -> None:
    line.fails(Fault.BROKEN)
    with pytest.raises(Unavailable) as unclear:
        gateway.send(push())
    assert not isinstance(unclear.value, NotTaken)
    assert MESSAGE_ID not in str(unclear.value)


@pytest.mark.parametrize("url", ["http://198.51.100.1/", "http://169.254.169.254/latest", "http://shop.example/"])
def test_only_this_machine_is_ever_asked_without_tls(url: str) -> None:
    with pytest.raises(NoAnswer, match="cannot be sent"):
        Https(plain_loopback=True)(Question(url))
