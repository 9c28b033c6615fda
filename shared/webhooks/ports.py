"""What webhooks need from outside: two stores, the secrets, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from shared.errors import Unavailable
from shared.webhooks.delivery import Attempt, Delivery, DeliveryPlace, DeliveryState
from shared.webhooks.endpoint import Endpoint

Result = TypeVar("Result")


class NoSecret(Unavailable):
    """An endpoint without a secret: nothing is sent unsigned."""

    code = "webhook_secret_missing"


class Endpoints(Protocol):
    """The endpoints of the deployment; MOST_ENDPOINTS at most."""

    def all(self) -> Sequence[Endpoint]:
        """Every one, the oldest first; strongly consistent."""

    def get(self, endpoint_id: str) -> Endpoint | None:
        """As last saved, strongly consistent."""

    def save(self, endpoint: Endpoint) -> Endpoint:
        """Save as one version on; raises StaleEndpoint when the stored version differs."""

    def remove(self, endpoint_id: str) -> None:
        """Forget it; nothing happens where it is not there."""


class Deliveries(Protocol):
    """What endpoints did not take at once."""

    def get(self, endpoint_id: str, message_id: str) -> Delivery | None:
        """As last saved, strongly consistent."""

    def keep(self, delivery: Delivery) -> bool:
        """Save a new one; False, and nothing is saved, where there is one already."""

    def save(self, delivery: Delivery) -> Delivery:
        """Save as one version on; raises StaleDelivery when the stored version differs."""

    def due(self, endpoint_id: str, now: datetime, limit: int) -> Iterator[Delivery]:
        """Of the first `limit` pending ones of an endpoint that are listed as due, those that are; longest due first.

        The list may lag behind by a moment.
        """

    def listed(
        self, endpoint_id: str, state: DeliveryState, *, limit: int, after: DeliveryPlace | None = None
    ) -> tuple[Sequence[Delivery], DeliveryPlace | None]:
        """At most `limit` in a state, from behind `after` on, and the place behind which the list goes on, if it does.

        Pending ones: the next due first. All others: the newest first. The list may lag behind by a moment.
        """

    def replayable(self, endpoint_id: str, since: datetime | None, limit: int) -> Sequence[Delivery]:
        """At most `limit` that can be replayed, which came into their state at `since` or later.

        The missed ones first, of each state the oldest first. Fewer than `limit`: there are no more.
        """


class WebhookSecrets(Protocol):
    """The endpoints' secrets, by their ids."""

    def read(self) -> Mapping[str, Sequence[str]]:
        """Each endpoint's secrets, the newest first."""

    def rotate_in(self, name: str, value: str, *, keep: int = 2) -> None:
        """Put `value` in front of the endpoint's secrets; the newest `keep` are kept."""

    def forget(self, name: str) -> None:
        """Forget all of an endpoint's."""


Post = Callable[[str, Mapping[str, str], bytes], Attempt]
"""(address, headers, body) -> how it went. Never raises for what the other side does; does not follow redirects."""
SideBySide = Callable[[Sequence[Callable[[], Result]]], Sequence[Result]]
"""Does all of it at once; raises, once all is done, what the first that failed raised."""


@dataclass(frozen=True, slots=True)
class Means:
    """What sending needs."""

    endpoints: Endpoints
    deliveries: Deliveries
    secrets: Callable[[], Mapping[str, Sequence[str]]]
    """Each endpoint's secrets, the newest first; may be a minute old."""
    post: Post
    clock: Callable[[], datetime]
