"""Secrets Manager: each secret a JSON object of name -> list of values, newest first, so that one can be rotated in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shared.aws.errors import aws_errors
from shared.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class UnreadableSecret(Unavailable):
    """Somebody wrote something else into the secret. What was read before stands."""

    code = "unreadable_secret"


class Secrets:
    """One secret of Secrets Manager, holding several named lists of values that are valid at the same time."""

    def __init__(self, client: SecretsManagerClient, secret_id: str) -> None:
        self._client = client
        self._id = secret_id

    def read(self) -> dict[str, list[str]]:
        """Every name with its valid values, newest first."""
        with aws_errors("read secret"):
            answer = self._client.get_secret_value(SecretId=self._id)
        try:
            content = json.loads(answer["SecretString"])
            return {name: [value] if isinstance(value, str) else list(value) for name, value in content.items()}
        except (ValueError, AttributeError, TypeError, KeyError):
            raise UnreadableSecret("The secret is no JSON object of names and values: mend it.") from None

    def rotate_in(self, name: str, value: str, *, keep: int = 2) -> None:
        """Put `value` in front of the values under `name`; the newest `keep` stay valid."""
        content = {known: list(values) for known, values in self.read().items()}
        content[name] = [value, *content.get(name, [])][:keep]
        with aws_errors("write secret"):
            self._client.put_secret_value(SecretId=self._id, SecretString=json.dumps(content))
