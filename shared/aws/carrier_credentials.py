"""The merchant's credentials at carriers that are asked: one secret, a JSON object of carrier -> name -> value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.aws.secrets import UnreadableSecret

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class CarrierCredentials:
    """One secret of Secrets Manager, apart from the carriers' webhook secrets: who checks pushes need not read it."""

    def __init__(self, client: SecretsManagerClient, secret_id: str) -> None:
        self._client = client
        self._id = secret_id

    def read(self) -> dict[str, dict[str, str]]:
        """Carrier's slug -> its credentials, by name. Raises UnreadableSecret."""
        with aws_errors("read secret"):
            answer = self._client.get_secret_value(SecretId=self._id)
        try:
            content = json.loads(answer["SecretString"])
            read = {carrier: {**credentials} for carrier, credentials in content.items()}
        except (ValueError, AttributeError, TypeError, KeyError):
            raise UnreadableSecret("The secret is no JSON object of carriers and credentials: mend it.") from None
        if not all(isinstance(value, str) for credentials in read.values() for value in credentials.values()):
            raise UnreadableSecret("The secret holds a credential that is no text: mend it.")
        return read

    def put(self, carrier: str, credentials: Mapping[str, str]) -> None:
        """Put these credentials in the place of the carrier's last ones. The others are left alone."""
        content = {**self.read(), carrier: {**credentials}}
        with aws_errors("write secret"):
            self._client.put_secret_value(SecretId=self._id, SecretString=json.dumps(content))
