"""What SES, SNS and WhatsApp answer, in our words; and that nobody asks them twice: an answer may be lost, not more."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from shared.aws import clients
from shared.aws.errors import AwsUnavailable
from shared.aws.ses_mailer import SesMailer
from shared.aws.sns_texts import SnsTexts
from shared.aws.whatsapp import WhatsApp
from shared.errors import Unavailable
from shared.notifications.channels.email import AddressedMail
from shared.notifications.channels.sms import TextMessage
from shared.notifications.channels.whatsapp import WhatsAppMessage, whatsapp_message
from shared.notifications.content.letter import Mail
from shared.notifications.gateway import FORGETS, MessageRefused, NotTaken, Taken
from shared.notifications.rules import ChannelSettings
from shared.shoppers.channel import Channel
from tests.notifications.sending import PHONE, decided, letter
from tests.samples import MAIL_ADDRESS
from tests.standins.aws_messages import Texts, WhatsAppService
from tests.standins.service import Fault, listening

MAIL = AddressedMail(Mail("shop@hanare.example", MAIL_ADDRESS, "subject", "<p>", "text"), decided())
NOWHERE = "https://email.example"
SETTINGS = ChannelSettings(whatsapp_phone_number_id="phone-number-id-0123")
QUICK = Config(connect_timeout=2, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 1})


class Wire(io.BytesIO):
    """An answer's body, as botocore reads it."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def answer(status: int, code: str) -> AWSResponse:
    body = f'{{"message": "{MAIL_ADDRESS} may not"}}'.encode()
    return AWSResponse(NOWHERE, status, {"x-amzn-errortype": code, "content-type": "application/json"}, Wire(body))


@pytest.fixture(scope="module")
def ses() -> Any:
    return clients.ses.__wrapped__()


@pytest.mark.parametrize(
    ("status", "code", "expected", "needs_mending"),
    [
        (400, "BadRequestException", MessageRefused, False),
        (400, "MessageRejected", MessageRefused, True),
        (400, "MailFromDomainNotVerifiedException", MessageRefused, True),
        (400, "AccountSuspendedException", MessageRefused, True),
        (400, "SendingPausedException", MessageRefused, True),
        (404, "NotFoundException", MessageRefused, True),
        (400, "LimitExceededException", NotTaken, False),
        (403, "AccessDeniedException", NotTaken, False),
        (429, "TooManyRequestsException", NotTaken, False),
        (500, "InternalFailure", AwsUnavailable, False),
        (503, "ServiceUnavailable", AwsUnavailable, False),
        (0, ReadTimeoutError(endpoint_url=NOWHERE), AwsUnavailable, False),
        (0, ConnectTimeoutError(endpoint_url=NOWHERE), NotTaken, False),
    ],
)
def test_a_mail_is_handed_over_once_and_its_fate_told(
    ses: Any, status: int, code: Any, expected: type[Exception], needs_mending: bool
) -> None:
    tries: list[object] = []

    def network(request: object, **_: object) -> AWSResponse:
        tries.append(request)
        if isinstance(code, Exception):
            raise code
        return answer(status, code)

    ses.meta.events.register_first("before-send.sesv2.SendEmail", network)
    try:
        with pytest.raises(expected) as told:
            SesMailer(ses, "mail").send(MAIL)
    finally:
        ses.meta.events.unregister("before-send.sesv2.SendEmail", network)
    assert (type(told.value), len(tries)) == (expected, 1)
    assert getattr(told.value, "needs_mending", False) is needs_mending
    assert "canary" not in str(told.value)


# Texts


@pytest.fixture(scope="module")
def texts() -> Iterator[tuple[Texts, SnsTexts]]:
    with listening(Texts()) as service:
        yield service, SnsTexts(boto3.client("sns", endpoint_url=service.url, config=QUICK))


@pytest.mark.enable_socket
def test_a_text_is_what_sns_documents(texts: tuple[Texts, SnsTexts]) -> None:
    service, gateway = texts
    message = TextMessage(PHONE, "届きました", "Hanare")
    assert gateway.send(message) == Taken("sms-1")
    assert service.objections == []
    assert (service.sent[0]["phone"], service.sent[0]["text"]) == (PHONE, "届きました")
    assert service.sent[0]["AWS.SNS.SMS.SenderID"] == "Hanare"
    assert gateway.remembers(message) == FORGETS


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("phone", "code", "dead"),
    [("+0000000", "InvalidParameter", "+0000000"), ("+81900000000", "OptedOut", "sms:+81900000000")],
)
def test_a_number_that_takes_no_texts_is_dead_for_them(
    texts: tuple[Texts, SnsTexts], phone: str, code: str, dead: str
) -> None:
    service, gateway = texts
    service.opted_out.add("+81900000000")
    with pytest.raises(MessageRefused) as refused:
        gateway.send(TextMessage(phone, "a"))
    assert (refused.value.reason, refused.value.dead, refused.value.needs_mending) == (code, (dead,), False)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.TOO_MANY, NotTaken),
        (Fault.BROKEN, AwsUnavailable),
        (Fault.SILENCE, AwsUnavailable),
        (Fault.HALF_ANSWER, AwsUnavailable),
    ],
)
def test_a_text_is_handed_over_once_whatever_goes_wrong(
    texts: tuple[Texts, SnsTexts], fault: Fault, expected: type[Unavailable]
) -> None:
    service, gateway = texts
    service.fails(fault)
    asked = service.asked
    with pytest.raises(expected) as told:
        gateway.send(TextMessage(PHONE, "a"))
    assert (type(told.value), service.asked) == (expected, asked + 1)
    assert PHONE not in str(told.value)


def test_an_answer_that_is_none_of_aws_leaves_it_open_and_is_not_repeated(ses: Any) -> None:
    def proxy(**_: object) -> AWSResponse:
        page = Wire(b"<html>canary</html>")
        return AWSResponse(NOWHERE, 502, {"content-type": "application/json"}, page)

    ses.meta.events.register_first("before-send.sesv2.SendEmail", proxy)
    try:
        with pytest.raises(AwsUnavailable) as told:
            SesMailer(ses, "mail").send(MAIL)
    finally:
        ses.meta.events.unregister("before-send.sesv2.SendEmail", proxy)
    assert "canary" not in str(told.value)


# WhatsApp


def template() -> WhatsAppMessage:
    return whatsapp_message(letter(decided(Channel.WHATSAPP)), SETTINGS, "https://shop.example")


@pytest.fixture(scope="module")
def whatsapp() -> Iterator[tuple[WhatsAppService, WhatsApp]]:
    with listening(WhatsAppService()) as service:
        yield service, WhatsApp(boto3.client("socialmessaging", endpoint_url=service.url, config=QUICK))


@pytest.mark.enable_socket
def test_a_template_is_what_aws_and_meta_document(whatsapp: tuple[WhatsAppService, WhatsApp]) -> None:
    service, gateway = whatsapp
    assert gateway.send(template()) == Taken("whatsapp-1")
    assert service.objections == []
    assert service.sent[0]["to"] == PHONE
    assert gateway.remembers(template()) == FORGETS


@pytest.mark.enable_socket
def test_a_template_that_is_not_approved_is_somebodys_to_mend(whatsapp: tuple[WhatsAppService, WhatsApp]) -> None:
    service, gateway = whatsapp
    service.templates.clear()
    with pytest.raises(MessageRefused) as refused:
        gateway.send(template())
    service.templates.add("order_update")
    assert (refused.value.reason, refused.value.needs_mending) == ("InvalidParametersException", True)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("fault", "expected"),
    [(Fault.TOO_MANY, NotTaken), (Fault.BROKEN_BUT_TAKEN, AwsUnavailable), (Fault.SILENCE, AwsUnavailable)],
)
def test_a_template_is_handed_over_once_whatever_goes_wrong(
    whatsapp: tuple[WhatsAppService, WhatsApp], fault: Fault, expected: type[Unavailable]
) -> None:
    service, gateway = whatsapp
    service.fails(fault)
    asked = service.asked
    with pytest.raises(expected) as told:
        gateway.send(template())
    assert (type(told.value), service.asked) == (expected, asked + 1)


def test_clients_that_send_to_shoppers_never_retry_by_themselves() -> None:
    for made in (clients.ses, clients.texts, clients.whatsapp):
        assert made.__wrapped__().meta.config.retries["total_max_attempts"] == 1
