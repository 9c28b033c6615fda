"""Credentials at carriers: one carrier's are replaced whole, the others' are left alone."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from shared.aws.carrier_credentials import CarrierCredentials
from shared.aws.secrets import UnreadableSecret


@pytest.fixture
def credentials() -> Iterator[CarrierCredentials]:
    """A secret that holds nothing yet, as it is deployed."""
    with mock_aws():
        client = boto3.client("secretsmanager")
        client.create_secret(Name="credentials", SecretString="{}")
        yield CarrierCredentials(client, "credentials")


def test_what_was_put_is_read(credentials: CarrierCredentials) -> None:
    assert credentials.read() == {}
    credentials.put("gls", {"client_id": "a", "client_secret": "b"})
    credentials.put("laposte", {"api_key": "c"})
    credentials.put("gls", {"client_id": "d", "client_secret": "e"})
    assert credentials.read() == {"gls": {"client_id": "d", "client_secret": "e"}, "laposte": {"api_key": "c"}}


@pytest.mark.parametrize(
    "written", ["not json", "[]", '"text"', "3", '{"gls": 3}', '{"gls": "key"}', '{"gls": {"key": 3}}']
)
def test_what_is_no_object_of_credentials_is_unavailable_not_a_crash(
    credentials: CarrierCredentials, written: str
) -> None:
    credentials._client.put_secret_value(SecretId="credentials", SecretString=written)
    with pytest.raises(UnreadableSecret) as refused:
        credentials.read()
    assert "key" not in refused.value.detail
