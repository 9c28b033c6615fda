"""A published configuration, read back."""

from __future__ import annotations

import json

from pydantic import ValidationError

from shared.disruptions.rules import Rules
from shared.errors import Unavailable
from shared.merchant.configuration import WITHOUT_RETURNS, MerchantConfiguration
from shared.merchant.disruptions import DisruptionsConfiguration
from shared.promise.network import DeliveryNetwork


class UnreadableConfiguration(Unavailable):
    """The published configuration is of another version of this software. Publish again."""

    code = "unreadable_configuration"


def read_published(document: str) -> MerchantConfiguration:
    """Read what `config publish` stored, but for returns, which are stored compiled as well (`DynamoPolicies`).

    Raises UnreadableConfiguration, so that one that was read before stands.
    """
    return _read(document, WITHOUT_RETURNS)


def read_whole(document: str) -> MerchantConfiguration:
    """The same with its returns."""
    return _read(document, None)


def read_in_force(document: str, compiled: str) -> MerchantConfiguration:
    """Read what `config publish` stored, to be published again as it is: `compiled` knows where its lanes are.

    Raises UnreadableConfiguration and UnreadableNetwork.
    """
    configuration, network = read_whole(document), DeliveryNetwork.from_json(json.loads(compiled))
    tables = {service.name: service.lane_table for service in network.services}
    services = [
        service if service.lanes_file is None else service.with_lane_table(tables[service.name], service.lanes_digest)
        for service in configuration.delivery.services
    ]
    delivery = configuration.delivery.model_copy(update={"services": services})
    return configuration.model_copy(update={"delivery": delivery})


def read_rules(document: str) -> Rules:
    """How advisories are read by it. The rest of the document is not looked at; raises UnreadableConfiguration."""
    try:
        return DisruptionsConfiguration.model_validate(json.loads(document).get("disruptions") or {}).rules()
    except ValidationError:
        raise _unreadable() from None


def _read(document: str, context: str | None) -> MerchantConfiguration:
    try:
        return MerchantConfiguration.model_validate_json(document, context=context)
    except ValidationError:
        raise _unreadable() from None


def _unreadable() -> UnreadableConfiguration:
    return UnreadableConfiguration("The published configuration cannot be read: run `todoku config publish` again.")
