"""The secrets that the merchant's webhooks are signed with: one secret, a JSON object of endpoint -> its secrets."""

from __future__ import annotations

import json

from shared.aws.errors import aws_errors
from shared.aws.secrets import Secrets


class StoredWebhookSecrets(Secrets):
    """Implements shared.webhooks.ports.WebhookSecrets.

    Secrets Manager knows no condition to write under: of two who change endpoints at the very same moment, one may lose
    theirs, and then nothing is sent to that endpoint until its secret is rotated.
    """

    def forget(self, name: str) -> None:
        """Forget all of an endpoint's secrets."""
        content = {known: list(values) for known, values in self.read().items() if known != name}
        with aws_errors("write secret"):
            self._client.put_secret_value(SecretId=self._id, SecretString=json.dumps(content))
