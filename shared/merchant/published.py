"""A published configuration, read back."""

from __future__ import annotations

from pydantic import ValidationError

from shared.errors import Unavailable
from shared.merchant.configuration import MerchantConfiguration


class UnreadableConfiguration(Unavailable):
    """The published configuration is of another version of this software. Publish again."""

    code = "unreadable_configuration"


def read_published(document: str) -> MerchantConfiguration:
    """Read what `config publish` stored; raises UnreadableConfiguration, so that one that was read before stands."""
    try:
        return MerchantConfiguration.model_validate_json(document)
    except ValidationError:
        raise UnreadableConfiguration(
            "The published configuration cannot be read: run `todoku config publish` again."
        ) from None
