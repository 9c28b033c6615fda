"""Whether a Shopify customer takes the shop's promotion.

Sources (2026-11): https://shopify.dev/docs/api/admin-rest/latest/resources/order for `buyer_accepts_marketing`, the box
that was ticked at checkout; .../resources/customer for the two states with their times, which webhooks before API
version 2025-01 carry in `customer`
(https://shopify.dev/changelog/new-customer-s-webhook-and-changes-to-existing-customer-s-webhooks-payload).
"""

from __future__ import annotations

from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shops.consent import Consent
from shared.shops.shopify.values import moment_or_none

_STATES = {"email_marketing_consent": Channel.EMAIL, "sms_marketing_consent": Channel.SMS}
_SAYS = {"subscribed": True, "unsubscribed": False}
"""Every other state, `not_subscribed` and `pending` among them, says neither."""


def consents_of(order: Node) -> tuple[Consent, ...]:
    """What the customer chose, channel by channel; nothing where they were not asked, or did not answer."""
    customer = fields.node_or_empty(order, "customer", "")
    stated = {channel: _stated(customer, key, channel) for key, channel in _STATES.items()}
    if stated[Channel.EMAIL] is None and order.get("buyer_accepts_marketing") is True:
        stated[Channel.EMAIL] = Consent({(Channel.EMAIL, Kind.PROMOTION): True})
    return tuple(consent for consent in stated.values() if consent is not None)


def _stated(customer: Node, key: str, channel: Channel) -> Consent | None:
    path = f"customer.{key}"
    consent = fields.node_or_empty(customer, key, "customer")
    says = _SAYS.get(fields.text_or_empty(consent, "state", path).lower())
    if says is None:
        return None
    return Consent({(channel, Kind.PROMOTION): says}, moment_or_none(consent, "consent_updated_at", path))
