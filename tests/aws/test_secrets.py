"""Secrets are rotated in without a gap: the newest few are valid, and a running function learns of it in a minute."""

from __future__ import annotations

import time
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from shared.aws.secrets import Secrets, UnreadableSecret
from shared.runtime.refreshing import Refreshing


@pytest.fixture
def secret() -> Iterator[Secrets]:
    """A secret that holds two carriers' values."""
    with mock_aws():
        client = boto3.client("secretsmanager")
        client.create_secret(Name="carriers", SecretString='{"easypost": "first", "fedex": ["other"]}')
        yield Secrets(client, "carriers")


def test_the_newest_two_values_are_valid_and_other_names_are_left_alone(secret: Secrets) -> None:
    assert secret.read() == {"easypost": ["first"], "fedex": ["other"]}
    secret.rotate_in("easypost", "second")
    assert secret.read() == {"easypost": ["second", "first"], "fedex": ["other"]}
    secret.rotate_in("easypost", "third")
    assert secret.read() == {"easypost": ["third", "second"], "fedex": ["other"]}


def test_as_many_values_stay_valid_as_are_asked_for(secret: Secrets) -> None:
    secret.rotate_in("easypost", "second", keep=1)
    assert secret.read()["easypost"] == ["second"]


def test_a_name_that_is_new_gets_its_first_value(secret: Secrets) -> None:
    secret.rotate_in("yamato", "first")
    assert secret.read()["yamato"] == ["first"]


def test_a_function_that_runs_learns_of_a_rotation_when_its_minute_is_over(
    secret: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    remembered = Refreshing(secret.read, 60)
    remembered()
    secret.rotate_in("easypost", "second")
    secret.rotate_in("easypost", "third")
    assert remembered()["easypost"] == ["first"]
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    assert remembered()["easypost"] == ["third", "second"]


@pytest.mark.parametrize("written", ["", "not json", "[]", '"text"', "3", '{"easypost": 3}'])
def test_what_is_no_object_of_names_and_values_is_unavailable_not_a_crash(secret: Secrets, written: str) -> None:
    secret._client.put_secret_value(SecretId=secret._id, SecretString=written or " ")
    with pytest.raises(UnreadableSecret):
        secret.read()
