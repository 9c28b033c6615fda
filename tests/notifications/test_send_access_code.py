"""Who is mailed a code, and who is not: the order's own address, where what was asked and shown fits it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.access.access_code import code_of
from shared.access.limits import access_codes
from shared.access.lookup import VALID_FOR, Lookup
from shared.access.proof import keyed_hash, read_proof
from shared.access.shopper_link import reference
from shared.access.target import Target
from shared.brand import Brand
from shared.errors import Unavailable
from shared.notifications.compose import Shop
from shared.notifications.content.letter import Mail
from shared.notifications.gateway import MessageRefused, NotTaken
from shared.notifications.noted_code import CodeOutcome
from shared.notifications.rules import NotificationRules
from shared.notifications.send_access_code import CodeMeans, send_access_code
from shared.tracking.order import Contact
from tests.fakes import InMemoryLookups, InMemoryOrders
from tests.fakes.access import InMemoryNotedCodes
from tests.fakes.limits import InMemoryCounters
from tests.samples import NOW, order

SHOP = Shop(
    Brand("はなれ", "#2f5d50", None, "help@hanare.example", None), "hello@hanare.example", NotificationRules({})
)
PLACED = order(name="#1001", contact=Contact("aiko@shopper.example", "ja"))
SECRET = "secret"


class Mails:
    """Takes every mail, or raises what it is told to."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.failure: Exception | None = None

    def send(self, mail: Mail) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(mail)


class Office:
    """Everything around one order in memory; look-ups are asked and handled."""

    def __init__(self) -> None:
        self.lookups, self.orders, self.mails = InMemoryLookups(), InMemoryOrders(), Mails()
        self.noted = InMemoryNotedCodes()
        self.orders.save(PLACED, [])
        self.counters = InMemoryCounters()
        self.asked = 0

    @property
    def means(self) -> CodeMeans:
        secrets = {"link_signing": [SECRET, "the-secret-before"]}
        limit = access_codes(self.counters)
        return CodeMeans(self.lookups, self.orders, limit, lambda: secrets, self.mails, self.noted)

    def ask(
        self, number: str = "1001", typed: str = "aiko@shopper.example", link: str = "", secret: str = SECRET
    ) -> str:
        self.asked += 1
        lookup_id = reference(self.asked.to_bytes(16, "big"))
        proof = "" if link else keyed_hash(read_proof(typed), secret)
        self.lookups.keep(Lookup(lookup_id, Target.TRACK, NOW, "" if link else number, proof, link))
        return lookup_id

    def handle(self, lookup_id: str, later: timedelta = timedelta()) -> CodeOutcome:
        return send_access_code(lookup_id, self.means, SHOP, NOW + later)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.mark.parametrize("typed", ["aiko@shopper.example", "AIKO@Shopper.example", "150-0001", "１５００００１"])
def test_what_fits_is_mailed_its_code_at_the_orders_own_address(office: Office, typed: str) -> None:
    asked = office.ask(typed=typed)
    assert office.handle(asked) is CodeOutcome.SENT
    [mail] = office.mails.sent
    assert mail.recipient == "aiko@shopper.example"
    assert code_of(asked, SECRET) in mail.subject
    assert office.lookups.kept[asked].found == PLACED.link


@pytest.mark.parametrize(
    "asked",
    [
        lambda office: office.ask(number="1002"),
        lambda office: office.ask(typed="mallory@shopper.example"),
        lambda office: office.ask(typed="150-0002"),
        lambda office: office.ask(secret="another"),
        lambda office: office.ask(link=reference(b"\x09" * 16)),
    ],
)
def test_what_does_not_fit_is_mailed_to_nobody_and_opens_nothing(
    office: Office, asked: Callable[[Office], str]
) -> None:
    lookup_id = asked(office)
    assert office.handle(lookup_id) is CodeOutcome.NOT_FOUND
    assert (office.mails.sent, office.lookups.kept[lookup_id].found) == ([], "")


def test_who_has_a_link_need_not_know_the_number(office: Office) -> None:
    assert office.handle(office.ask(link=PLACED.link)) is CodeOutcome.SENT
    assert office.mails.sent[0].recipient == "aiko@shopper.example"


def test_what_was_asked_under_the_secret_before_still_fits(office: Office) -> None:
    assert office.handle(office.ask(secret="the-secret-before")) is CodeOutcome.SENT


def test_of_two_orders_with_one_number_the_one_that_fits_is_found_else_the_later(office: Office) -> None:
    later = replace(PLACED, order_id="A-2", link=reference(b"\x02" * 16), placed_at=NOW)
    office.orders.save(replace(later, contact=Contact("ken@shopper.example", "en")), [])
    office.handle(office.ask())
    office.handle(office.ask(typed="150-0001"))
    assert [mail.recipient for mail in office.mails.sent] == ["aiko@shopper.example", "ken@shopper.example"]


def test_an_order_without_a_mail_address_is_found_by_nobody(office: Office) -> None:
    silent = replace(PLACED, order_id="A-2", link=reference(b"\x02" * 16), name="#2", contact=Contact("", "ja"))
    office.orders.save(silent, [])
    assert office.handle(office.ask(number="2", typed="150-0001")) is CodeOutcome.NOT_FOUND
    assert office.handle(office.ask(link=silent.link)) is CodeOutcome.NOT_FOUND


def test_what_is_handled_too_late_or_is_gone_is_mailed_to_nobody(office: Office) -> None:
    assert office.handle(office.ask(), later=VALID_FOR) is CodeOutcome.TOO_LATE
    assert office.handle("never-asked") is CodeOutcome.TOO_LATE
    assert office.mails.sent == []


def test_six_codes_an_hour_are_mailed_about_one_order_and_a_seventh_opens_nothing(office: Office) -> None:
    outcomes = [office.handle(office.ask()) for _ in range(7)]
    assert outcomes == [CodeOutcome.SENT] * 6 + [CodeOutcome.LIMITED]
    assert office.lookups.kept[reference((7).to_bytes(16, "big"))].found == ""


def test_what_became_of_a_code_is_noted_beside_its_order_and_of_no_order_nothing(office: Office) -> None:
    office.handle(office.ask(typed="mallory@shopper.example"))
    assert office.noted.noted == {}
    for minute in range(7):
        office.handle(office.ask(), later=timedelta(minutes=minute))
    noted = office.noted.of_order(PLACED.order_id)
    assert [code.at for code in noted] == [NOW + timedelta(minutes=minute) for minute in range(7)]
    assert [code.outcome for code in noted] == [CodeOutcome.SENT] * 6 + [CodeOutcome.LIMITED]


def test_handled_again_it_is_the_same_code_and_not_counted_twice(office: Office) -> None:
    asked = office.ask()
    for _ in range(8):
        assert office.handle(asked) is CodeOutcome.SENT
    assert len({mail.subject for mail in office.mails.sent}) == 1


def test_a_mail_that_was_not_taken_is_tried_again_and_one_that_never_will_be_is_not(office: Office) -> None:
    asked = office.ask()
    office.mails.failure = NotTaken("TooManyRequestsException")
    with pytest.raises(Unavailable):
        office.handle(asked)
    office.mails.failure = MessageRefused("BadRequestException")
    assert office.handle(asked) is CodeOutcome.REFUSED
    office.mails.failure = MessageRefused("MessageRejected", needs_mending=True)
    with pytest.raises(MessageRefused):
        office.handle(asked)
    office.mails.failure = None
    assert office.handle(asked) is CodeOutcome.SENT
