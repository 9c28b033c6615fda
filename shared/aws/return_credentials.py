"""The merchant's credentials with those who make return labels and pay refunds: one secret, provider -> name -> value.

Apart from the carriers' credentials: who makes labels need not be able to ask carriers, nor the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.aws.secrets import UnreadableSecret
from shared.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

NEEDED: Mapping[str, tuple[str, ...]] = {
    "easypost": ("api_key",),
    "shippo": ("token",),
    "shopify": ("shop", "access_token"),
    "stripe": ("secret_key",),
}
"""Provider -> the names of what it wants to see."""


class CredentialsMissing(Unavailable):
    """The merchant has entered none, or not all. Once they are there, trying again helps."""

    code = "credentials_missing"


class ReturnCredentials:
    """One secret of Secrets Manager."""

    def __init__(self, client: SecretsManagerClient, secret_id: str) -> None:
        self._client = client
        self._id = secret_id

    def read(self) -> dict[str, dict[str, str]]:
        """Provider -> its credentials, by name. Raises UnreadableSecret."""
        with aws_errors("read secret"):
            answer = self._client.get_secret_value(SecretId=self._id)
        try:
            content = json.loads(answer["SecretString"])
            read = {provider: {**credentials} for provider, credentials in content.items()}
        except (ValueError, AttributeError, TypeError, KeyError):
            raise UnreadableSecret("The secret is no JSON object of providers and credentials: mend it.") from None
        if not all(isinstance(value, str) for credentials in read.values() for value in credentials.values()):
            raise UnreadableSecret("The secret holds a credential that is no text: mend it.")
        return read

    def of(self, provider: str) -> dict[str, str]:
        """One provider's. Raises CredentialsMissing, naming what is missing, and UnreadableSecret."""
        credentials = self.read().get(provider, {})
        if missing := [name for name in NEEDED.get(provider, ()) if not credentials.get(name)]:
            raise CredentialsMissing(f"No {' and no '.join(missing)} of {provider} has been entered.")
        return credentials

    def put(self, provider: str, credentials: Mapping[str, str]) -> None:
        """Put these credentials in the place of the provider's last ones. The others are left alone."""
        content = {**self.read(), provider: {**credentials}}
        with aws_errors("write secret"):
            self._client.put_secret_value(SecretId=self._id, SecretString=json.dumps(content))
