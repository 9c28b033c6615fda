"""The parts of the promise's snapshot, each read from where it was saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from shared.access.api_key import KeyKind
from shared.aws.dynamodb_advisories import DynamoAdvisories
from shared.aws.dynamodb_configuration import DynamoConfiguration, NothingPublished
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_promise_model import DynamoPromiseModel
from shared.disruptions.slowdowns import slowdowns
from shared.merchant.published import read_rules
from shared.promise.network import DeliveryNetwork
from shared.promise.snapshot import PromiseSnapshot

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPromiseParts:
    """Implements shared.promise.publish_snapshot.InForce: every read is a consistent one.

    `now` tells the moment: advisories that are over by then are left out.
    """

    def __init__(self, client: DynamoDBClient, table_name: str, now: Callable[[], datetime]) -> None:
        self._now = now
        self._advisories = DynamoAdvisories(client, table_name)
        self._configuration = DynamoConfiguration(client, table_name)
        self._keys = DynamoKeys(client, table_name)
        self._model = DynamoPromiseModel(client, table_name)

    def snapshot(self) -> PromiseSnapshot | None:
        try:
            configuration = self._configuration.current()
        except NothingPublished:
            return None
        return PromiseSnapshot(
            configuration=configuration.version,
            network=DeliveryNetwork.from_json(json.loads(configuration.network)),
            storefront_keys=frozenset(self._keys.digests(KeyKind.STOREFRONT)),
            slowdowns=tuple(slowdowns(self._advisories, self._now(), read_rules(configuration.document))),
            model=self._model.current(),
        )
