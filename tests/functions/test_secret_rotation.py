"""A rotated secret reaches functions that are running: the new one is believed soon, the old one not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from shared.aws import clients
from shared.aws.secrets import Secrets
from tests.functions.conftest import EASYPOST_SECRET, easypost_signature
from tests.functions.http_api import HttpApi
from tests.functions.test_receive_carrier_webhook import PUSH, push


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    clock = [time.monotonic()]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def forward(seconds: float) -> None:
        clock[0] += seconds

    return forward


def test_a_minute_after_a_rotation_the_new_secret_is_believed_and_the_last_but_one_is_not(
    api: HttpApi, pass_time: Callable[[float], None]
) -> None:
    def statuses(*secrets: str) -> list[int]:
        return [push(api, signature=easypost_signature(PUSH, secret)).status for secret in secrets]

    carriers = Secrets(clients.secretsmanager(), "carriers")
    assert statuses(EASYPOST_SECRET, "second") == [202, 401]
    carriers.rotate_in("easypost", "second")
    pass_time(61)
    assert statuses(EASYPOST_SECRET, "second") == [202, 202]
    carriers.rotate_in("easypost", "third")
    pass_time(61)
    assert statuses(EASYPOST_SECRET, "second", "third") == [401, 202, 202]
