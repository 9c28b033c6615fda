"""The only fakes: stores in memory. One suite runs against them and DynamoDB, so they cannot drift (tests/aws)."""

from __future__ import annotations

from tests.fakes.access import InMemoryLookups, InMemoryShortLinks
from tests.fakes.carriers import InMemoryFiles, InMemoryTrackers
from tests.fakes.cases import InMemoryCases
from tests.fakes.claims import InMemoryClaims
from tests.fakes.disruptions import InMemoryAdvisories
from tests.fakes.estimates import InMemoryEstimates
from tests.fakes.eventing import Published
from tests.fakes.notifications import Announced, InMemoryMessages
from tests.fakes.policies import InMemoryPolicies
from tests.fakes.receipts import InMemoryReceipts
from tests.fakes.reviews import InMemoryReviews
from tests.fakes.shoppers import InMemoryShoppers
from tests.fakes.tracking import InMemoryOrders, InMemoryParcels, InMemoryRegistry
from tests.fakes.webhooks import InMemoryDeliveries, InMemoryEndpoints, InMemoryWebhookSecrets

__all__ = [
    "Announced",
    "InMemoryAdvisories",
    "InMemoryCases",
    "InMemoryClaims",
    "InMemoryDeliveries",
    "InMemoryEndpoints",
    "InMemoryEstimates",
    "InMemoryFiles",
    "InMemoryLookups",
    "InMemoryMessages",
    "InMemoryOrders",
    "InMemoryParcels",
    "InMemoryPolicies",
    "InMemoryReceipts",
    "InMemoryRegistry",
    "InMemoryReviews",
    "InMemoryShoppers",
    "InMemoryShortLinks",
    "InMemoryTrackers",
    "InMemoryWebhookSecrets",
    "Published",
]
