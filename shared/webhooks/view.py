"""Endpoints and deliveries as the merchant sees them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from shared.webhooks.delivery import Attempt, AttemptCode, Delivery, DeliveryState
from shared.webhooks.endpoint import DisabledReason, Endpoint, EndpointState
from shared.webhooks.register import Registered


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class EndpointView(_View):
    """An endpoint. Its secret was shown when it was made."""

    id: str
    url: str
    events: list[str] = Field(description='Kinds of events, or "*" for all.')
    description: str
    state: EndpointState
    created_at: datetime
    failing_since: datetime | None = Field(description="Since when it took nothing. Null: it took the last one.")
    disabled_at: datetime | None
    disabled_because: DisabledReason | None = Field(
        description="`gone`: it answered 410. `failing`: it took nothing for five days. `merchant`: you said so."
    )
    secret_rotated_at: datetime | None

    @classmethod
    def of(cls, endpoint: Endpoint) -> EndpointView:
        """As it is."""
        return cls(
            id=endpoint.endpoint_id,
            url=endpoint.url,
            events=list(endpoint.events),
            description=endpoint.description,
            state=endpoint.state,
            created_at=endpoint.created_at,
            failing_since=endpoint.failing_since,
            disabled_at=endpoint.disabled_at,
            disabled_because=endpoint.disabled_because,
            secret_rotated_at=endpoint.rotated_at,
        )


class SecretView(_View):
    """An endpoint with its new secret."""

    endpoint: EndpointView
    secret: str = Field(description="`whsec_…`, to check signatures with. It is shown this once.")

    @classmethod
    def of_registered(cls, registered: Registered) -> SecretView:
        """As it is shown, this once."""
        return cls(endpoint=EndpointView.of(registered.endpoint), secret=registered.secret)


class AttemptView(_View):
    """One try."""

    at: datetime
    code: AttemptCode = Field(
        description="`ok`: taken. `status`: another status than 2xx. `timed_out`: no answer within 15 seconds. "
        "`unreachable`, `untrusted`: no connection, or none to trust. `address_refused`: its name leads to an address "
        "that is not public."
    )
    status: int | None = Field(description="Null: there was no answer.")

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptView:
        """As it is."""
        return cls(at=attempt.at, code=attempt.code, status=attempt.status)


class DeliveryView(_View):
    """An event that was not taken at the first try."""

    webhook_id: str
    event_id: str
    type: str
    state: DeliveryState
    attempts: list[AttemptView] = Field(description="The oldest first; since it was last replayed.")
    next_try_at: datetime | None
    replays: int = Field(description="How often it was replayed.")

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryView:
        """As it is, without the body."""
        return cls(
            webhook_id=delivery.message_id,
            event_id=delivery.event_id,
            type=delivery.detail_type,
            state=delivery.state,
            attempts=[AttemptView.of(attempt) for attempt in delivery.attempts],
            next_try_at=delivery.next_try_at,
            replays=delivery.replays,
        )
