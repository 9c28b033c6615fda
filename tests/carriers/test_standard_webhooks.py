"""Standard Webhooks 1.0.0: the specification's vector, rotation on both sides, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from shared.carriers.carrier import SignatureRefused
from shared.carriers.signing.standard_webhooks import require_standard_webhook

# The example of the Standard Webhooks libraries' tests.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
NOW = datetime.fromtimestamp(1614265330, UTC)
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
HEADERS = {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330"}


def signed_by(key: bytes) -> str:
    content = f"{HEADERS['webhook-id']}.{HEADERS['webhook-timestamp']}.".encode() + BODY
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def verify(signature: str, secrets: list[str], now: datetime = NOW, **headers: str) -> None:
    sent = (
        HEADERS | {"webhook-signature": signature} | {name.replace("_", "-"): value for name, value in headers.items()}
    )
    require_standard_webhook(sent, BODY, secrets, now)


def test_the_vector_of_the_specification_is_accepted() -> None:
    verify(SIGNATURE, [SECRET])


def test_a_secret_in_plain_text_is_the_key_itself() -> None:
    # printf 'msg_1.1795338000.{}' | openssl dgst -sha256 -hmac sample-secret -binary | base64
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1795338000",
        "webhook-signature": "v1,eOehOQuCe9zxgSjAOprZrIpOD4itf5kyagv7n8v2MG8=",
    }
    require_standard_webhook(headers, b"{}", ["sample-secret"], datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


def test_a_secret_in_plain_text_works_in_a_library_when_it_is_written_as_the_specification_has_it() -> None:
    key = b"0f3a"
    verify(signed_by(key), ["whsec_" + base64.b64encode(key).decode()])
    verify(signed_by(key), ["0f3a"])


@pytest.mark.parametrize("listed", [f"v1,AAAA {SIGNATURE}", f"{SIGNATURE} v1,AAAA", f"v1a,AAAA {SIGNATURE}"])
def test_one_signature_of_several_is_enough(listed: str) -> None:
    verify(listed, ["old", SECRET])


@pytest.mark.parametrize("late", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_a_time_within_five_minutes_is_accepted_either_way(late: timedelta) -> None:
    verify(SIGNATURE, [SECRET], NOW + late)


@pytest.mark.parametrize(
    "late", [timedelta(minutes=5, seconds=1), timedelta(minutes=-5, seconds=-1), timedelta(days=1)]
)
def test_a_time_further_off_is_refused_either_way(late: timedelta) -> None:
    with pytest.raises(SignatureRefused):
        verify(SIGNATURE, [SECRET], NOW + late)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        SIGNATURE.removeprefix("v1,"),
        SIGNATURE.replace("v1,", "v1a,"),
        SIGNATURE.replace("v1,", "v2,"),
        SIGNATURE.rstrip("="),
        f"v1,AAAA,{SIGNATURE}",
        signed_by(b""),
        "v1,é\udcff",
    ],
)
def test_any_other_signature_is_refused(signature: str) -> None:
    with pytest.raises(SignatureRefused):
        verify(signature, [SECRET, ""])


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook_id": ""},
        {"webhook_id": "msg_other"},
        {"webhook_id": "é\udcff"},
        {"webhook_timestamp": ""},
        {"webhook_timestamp": "1614265331"},
        {"webhook_timestamp": " 1614265330"},
        {"webhook_timestamp": "1.614265330e9"},
        {"webhook_timestamp": "9" * 400},
    ],
)
def test_the_id_and_the_time_are_signed_too(changed: dict[str, str]) -> None:
    with pytest.raises(SignatureRefused):
        verify(SIGNATURE, [SECRET], **changed)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_=", "whsec_no base64!", "whsec_é"])
def test_a_secret_that_holds_no_key_accepts_nothing(secret: str) -> None:
    with pytest.raises(SignatureRefused):
        verify(signed_by(b""), [secret])
