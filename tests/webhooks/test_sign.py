"""Signatures against the standard's own vector, and against a checker that was written apart from ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.carrier import SignatureRefused
from shared.carriers.signing.standard_webhooks import require_standard_webhook
from shared.webhooks.sign import OVERLAP, in_force, new_secret, signed_headers, webhook_id
from tests.samples import NOW
from tests.webhooks.receiver import SECRET, is_signed

OTHER = new_secret(b"\x07" * 32)


def test_the_vector_that_the_standards_libraries_are_tested_with() -> None:
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        datetime.fromtimestamp(1614265330, UTC),
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(st.binary(max_size=200), st.text(max_size=40))
def test_whatever_is_sent_can_be_checked(body: bytes, event_id: str) -> None:
    headers = signed_headers(webhook_id(event_id), body, [SECRET], NOW)
    assert is_signed(headers, body, SECRET)
    assert not is_signed(headers, body + b" ", SECRET)
    assert not is_signed(headers, body, OTHER)
    require_standard_webhook(headers, body, [SECRET], NOW)


def test_a_signature_is_not_worth_anything_five_minutes_later() -> None:
    headers = signed_headers("msg_1", b"{}", [SECRET], NOW)
    with pytest.raises(SignatureRefused):
        require_standard_webhook(headers, b"{}", [SECRET], NOW + timedelta(minutes=6))


def test_while_a_secret_is_new_the_one_before_signs_as_well() -> None:
    secrets = [OTHER, SECRET]
    assert in_force(secrets, NOW, NOW + OVERLAP - timedelta(seconds=1)) == [OTHER, SECRET]
    assert in_force(secrets, NOW, NOW + OVERLAP) == [OTHER]
    assert in_force(secrets, None, NOW) == [OTHER]
    headers = signed_headers("msg_1", b"{}", secrets, NOW)
    assert headers["webhook-signature"].count("v1,") == 2
    assert is_signed(headers, b"{}", SECRET)
    assert is_signed(headers, b"{}", OTHER)


def test_a_secret_is_as_long_as_the_standard_wants_it() -> None:
    assert len(new_secret(b"\x00" * 32)) == len("whsec_") + 44
    assert new_secret(b"\x01" * 32) != new_secret(b"\x02" * 32)


@given(st.text(max_size=80))
def test_the_id_of_a_webhook_goes_into_a_header_whatever_the_events_is(event_id: str) -> None:
    assert webhook_id(event_id) == webhook_id(event_id)
    assert webhook_id(event_id).removeprefix("msg_").isalnum()
    assert webhook_id(event_id) != webhook_id(event_id + "x")
