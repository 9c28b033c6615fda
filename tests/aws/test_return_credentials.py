"""Credentials of those who make labels: one provider's are replaced whole, and what is missing is named."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from shared.aws.return_credentials import CredentialsMissing, ReturnCredentials
from shared.aws.secrets import UnreadableSecret
from tests.pretended_aws import PretendedAws


@pytest.fixture
def credentials() -> Iterator[ReturnCredentials]:
    """A secret that holds nothing yet, as it is deployed."""
    with PretendedAws():
        client = boto3.client("secretsmanager")
        client.create_secret(Name="returns", SecretString="{}")
        yield ReturnCredentials(client, "returns")


def test_what_was_put_is_read_and_the_others_are_left_alone(credentials: ReturnCredentials) -> None:
    credentials.put("shippo", {"token": "a"})
    credentials.put("easypost", {"api_key": "b"})
    credentials.put("shippo", {"token": "c"})
    assert credentials.of("shippo") == {"token": "c"}
    assert credentials.of("easypost") == {"api_key": "b"}


def test_what_is_missing_is_named_and_nothing_else(credentials: ReturnCredentials) -> None:
    credentials.put("easypost", {"api_key": ""})
    with pytest.raises(CredentialsMissing, match="No api_key of easypost"):
        credentials.of("easypost")
    with pytest.raises(CredentialsMissing, match="No token of shippo"):
        credentials.of("shippo")


@pytest.mark.parametrize("written", ["not json", "[]", "3", '{"shippo": 3}', '{"shippo": {"token": 3}}'])
def test_what_is_no_object_of_credentials_is_unavailable_not_a_crash(
    credentials: ReturnCredentials, written: str
) -> None:
    credentials._client.put_secret_value(SecretId="returns", SecretString=written)
    with pytest.raises(UnreadableSecret) as refused:
        credentials.read()
    assert "3" not in refused.value.detail
