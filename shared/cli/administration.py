"""What a merchant's people do to a deployment: publish a configuration, make keys, connect carriers."""

from __future__ import annotations

import json
from dataclasses import dataclass

from shared.access.api_key import KeyKind, NewKey, new_key
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.s3_promise_bucket import S3PromiseBucket
from shared.aws.secrets import Secrets
from shared.carriers.registry import carrier
from shared.cli.deployment import Deployment
from shared.errors import Invalid
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.delivery_network import compile_network
from shared.merchant.published import read_in_force, read_published
from shared.merchant.return_policy import compiled_returns
from shared.promise.network import DeliveryNetwork
from shared.promise.network_json import lane_files
from shared.runtime import clock
from shared.shops.registry import shop_system
from shared.shops.shop import Shop


class AnotherMerchant(Invalid):
    """The configuration is another merchant's than the deployment's."""

    code = "another_merchant"


@dataclass(frozen=True, slots=True)
class Connection:
    """What a carrier must be told; the secret is shown this once."""

    webhook_url: str
    secret: str


def publish(deployment: Deployment, configuration: MerchantConfiguration) -> int:
    """Put a configuration in force; answers its version. Raises AnotherMerchant.

    Large tables of lanes are files, stored before what names them: whoever reads it finds them.
    """
    if configuration.merchant.id != deployment.merchant:
        raise AnotherMerchant(
            f"This is the configuration of {configuration.merchant.id}; {deployment.merchant} is deployed.",
            field="merchant.id",
        )
    network = compile_network(configuration)
    for name, lanes in lane_files(network).items():
        S3PromiseBucket(deployment.client("s3"), deployment.promise_bucket).put_lanes(name, lanes)
    compiled = json.dumps(network.to_json(), ensure_ascii=False, separators=(",", ":"))
    document, returns = configuration.model_dump_json(exclude_none=True), compiled_returns(configuration)
    return _store(deployment).publish(document, compiled, returns, now=clock.now())


def published(deployment: Deployment) -> MerchantConfiguration:
    """The configuration in force. Raises NothingPublished, UnreadableConfiguration and UnreadableNetwork."""
    current = _store(deployment).current()
    return read_in_force(current.document, current.network)


def create_key(deployment: Deployment, kind: KeyKind) -> NewKey:
    """Make a key; only its digest is kept."""
    key = new_key(kind, clock.random_bytes(32))
    DynamoKeys(deployment.client("dynamodb"), deployment.table_name).add(key)
    return key


def connect_carrier(deployment: Deployment, slug: str, theirs: str | None = None) -> Connection:
    """Make a webhook secret for a carrier, or take `theirs`. The one before stays valid until the next.

    Raises UnknownCarrier.
    """
    known = carrier(slug)
    secret = theirs or clock.random_bytes(24).hex()
    Secrets(deployment.client("secretsmanager"), deployment.carrier_secret).rotate_in(known.slug, secret)
    return Connection(f"{deployment.api_url}/v1/carriers/{known.slug}/webhook", secret)


def shop(deployment: Deployment) -> Shop:
    """What is published of what orders leave unsaid. Raises NothingPublished and UnreadableConfiguration."""
    current = _store(deployment).current()
    language = read_published(current.document).merchant.default_language
    return Shop(language, DeliveryNetwork.from_json(json.loads(current.network)))


def connect_shop(deployment: Deployment, slug: str, secret: str) -> str:
    """Keep the secret that a shop system signs with; answers the address it is to push to.

    The one before stays valid until the next. The same again changes nothing. Raises UnknownShopSystem.
    """
    known = shop_system(slug)
    secrets = Secrets(deployment.client("secretsmanager"), deployment.shop_secret)
    if secrets.read().get(known.slug, [])[:1] != [secret]:
        secrets.rotate_in(known.slug, secret)
    return f"{deployment.api_url}/v1/shops/{known.slug}/webhook"


def _store(deployment: Deployment) -> DynamoConfiguration:
    return DynamoConfiguration(deployment.client("dynamodb"), deployment.table_name)
