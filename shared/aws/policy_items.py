"""The items that say what a published configuration says of returns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from shared.aws import keys

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]


def policy_items(version: int, at: datetime, returns: str) -> Iterator[Item]:
    """The note that it was published, and beside it what was compiled of its returns, where they are on.

    The notes are small, so that the version of a moment is found without reading whole configurations.
    """
    yield {**keys.policy_publication(at, version), "version": {"N": str(version)}, "is_on": {"BOOL": bool(returns)}}
    if returns:
        yield {**keys.policy_version(version), "version": {"N": str(version)}, "returns": {"S": returns}}
