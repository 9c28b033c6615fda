"""Web push over real HTTP to a stand-in that checks who sends, with browsers behind it that read what comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from shared.errors import Unavailable
from shared.notifications.channels.push import PushMessage, push_message
from shared.notifications.gateway import FORGETS, MessageRefused, NotTaken, Taken
from shared.outbound.https import Https
from shared.outbound.web_push import WebPush
from shared.outbound.web_push_encryption import UnusableKey, decoded, encoded, encrypt, new_key, point, read_private_key
from shared.shoppers.channel import Channel
from shared.shoppers.shopper import PushSubscription
from tests.notifications.sending import MESSAGE_ID, NOW, decided, letter
from tests.standins.push_service import PushService, decrypted
from tests.standins.service import Fault, listening

pytestmark = pytest.mark.enable_socket
VAPID = encoded(bytes(range(1, 33)))
PUBLIC = encoded(point(read_private_key(VAPID)))


@pytest.fixture
def service() -> Iterator[PushService]:
    with listening(PushService(PUBLIC, now=NOW.timestamp())) as service:
        yield service


@pytest.fixture
def gateway(service: PushService) -> WebPush:
    return made(service, VAPID)


def made(service: PushService, key: str) -> WebPush:
    https = Https(plain_loopback=True, silence_seconds=0.15)
    return WebPush(https, lambda: key, now=lambda: NOW, chance=lambda count: b"\x07" * count, stand_in=service.url)


def to(*browsers: PushSubscription) -> PushMessage:
    return push_message(letter(decided(Channel.PUSH)), browsers, "mailto:help@hanare.example")


def test_the_example_of_rfc_8291_comes_out_as_it_stands_there() -> None:
    """Appendix A."""
    own = read_private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    written = encrypt(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
        own_key=own,
    )
    assert encoded(written) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_what_is_encrypted_can_be_read_by_the_browser_alone() -> None:
    browser, secret = ec.generate_private_key(ec.SECP256R1()), bytes(16)
    written = encrypt(b"content", encoded(point(browser)), encoded(secret), salt=bytes(16), own_key=new_key())
    assert decrypted(written, browser, secret) == b"content"
    assert b"content" not in written


@pytest.mark.parametrize(("p256dh", "auth"), [("", "AAAA"), ("AAAA", "AAAA"), ("*", "AAAA")])
def test_keys_that_are_none_are_said_to_be_so(p256dh: str, auth: str) -> None:
    with pytest.raises(UnusableKey):
        encrypt(b"", p256dh, auth, salt=bytes(16), own_key=new_key())


def test_every_browser_of_a_shopper_shows_it(service: PushService, gateway: WebPush) -> None:
    assert gateway.send(to(service.subscribe("a"), service.subscribe("b"))) == Taken(MESSAGE_ID, ())
    assert service.objections == []
    assert [len(service.shown[name]) for name in "ab"] == [1, 1]
    assert service.shown["a"][0]["url"].startswith("https://shop.example/")


def test_a_repeat_takes_the_place_of_the_first(service: PushService, gateway: WebPush) -> None:
    message = to(service.subscribe("a"))
    service.fails(Fault.SILENCE)
    with pytest.raises(Unavailable):
        gateway.send(message)
    gateway.send(message)
    assert (len(service.shown["a"]), len(service.visible("a"))) == (2, 1)
    assert gateway.remembers(message) == FORGETS


def test_a_browser_that_is_gone_is_told_beside_one_that_took_it(service: PushService, gateway: WebPush) -> None:
    gone, there = service.subscribe("a"), service.subscribe("b")
    service.gone.add("a")
    assert gateway.send(to(gone, there)) == Taken(MESSAGE_ID, (gone.endpoint,))


def test_when_all_are_gone_it_is_refused_and_nobody_has_to_look(service: PushService, gateway: WebPush) -> None:
    gone = service.subscribe("a")
    service.gone.add("a")
    with pytest.raises(MessageRefused) as refused:
        gateway.send(to(gone))
    assert (refused.value.dead, refused.value.needs_mending) == ((gone.endpoint,), False)


def test_an_endpoint_of_no_push_service_is_never_asked(service: PushService, gateway: WebPush) -> None:
    elsewhere = PushSubscription("http://127.0.0.1:9001/2018-06-01/runtime", "p", "a")
    with pytest.raises(MessageRefused) as refused:
        gateway.send(to(elsewhere))
    assert (refused.value.dead, service.asked) == ((elsewhere.endpoint,), 0)


def test_a_browser_whose_keys_cannot_be_read_is_forgotten(service: PushService, gateway: WebPush) -> None:
    broken = replace(service.subscribe("a"), p256dh="AAAA")
    with pytest.raises(MessageRefused) as refused:
        gateway.send(to(broken))
    assert (refused.value.dead, refused.value.needs_mending) == ((broken.endpoint,), False)


@pytest.mark.parametrize("key", [encoded(bytes(range(2, 34))), "*", ""])
def test_another_or_a_broken_merchants_key_is_somebodys_to_mend(service: PushService, key: str) -> None:
    with pytest.raises(MessageRefused) as refused:
        made(service, key).send(to(service.subscribe("a")))
    assert (refused.value.needs_mending, refused.value.dead) == (True, ())


def test_too_many_requests_are_not_taken_and_the_service_says_for_how_long(
    service: PushService, gateway: WebPush
) -> None:
    service.fails(Fault.TOO_MANY)
    with pytest.raises(NotTaken) as declined:
        gateway.send(to(service.subscribe("a")))
    assert declined.value.retry_after == timedelta(minutes=4)


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.BROKEN_BUT_TAKEN, Fault.HALF_ANSWER])
def test_without_a_whole_answer_it_is_open_whether_it_was_shown(
    service: PushService, gateway: WebPush, fault: Fault
) -> None:
    service.fails(fault)
    with pytest.raises(Unavailable) as unclear:
        gateway.send(to(service.subscribe("a")))
    assert not isinstance(unclear.value, NotTaken)


def test_one_browser_that_took_it_is_enough(service: PushService, gateway: WebPush) -> None:
    one, other = service.subscribe("a"), service.subscribe("b")
    service.fails(Fault.BROKEN)
    assert gateway.send(to(one, other)) == Taken(MESSAGE_ID, ())
