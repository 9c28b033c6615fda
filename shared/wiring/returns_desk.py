"""Behind everything that is asked about returns: who asks, what is theirs, and what working on a return needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shared.access.limits import Counters, Limit, caller_key, order_key
from shared.access.shopper_links import SECRET_NAME, ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_limits import DynamoCounters
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.return_means import read_prices, read_stock, return_means
from shared.aws.return_watch import return_watch
from shared.aws.secrets import Secrets
from shared.returns.abuse.watching import rating
from shared.returns.caller import Caller, caller_of
from shared.returns.means import Means, Tracking
from shared.returns.request.moving import Telling
from shared.runtime import clock
from shared.runtime.http import Request
from shared.runtime.idempotency_key import idempotency_key
from shared.runtime.refreshing import Refreshing

STOCK_SECONDS = 60.0
SECRET_SECONDS = 300.0


@dataclass(frozen=True)
class ReturnsDesk:
    """One per function and process; nothing is read before it is needed."""

    table_name: str
    link_secret: str
    public_url: str
    merchant_id: str

    @cached_property
    def keys(self) -> DynamoKeys:
        return DynamoKeys(clients.dynamodb(), self.table_name)

    @cached_property
    def orders(self) -> DynamoOrders:
        return DynamoOrders(clients.dynamodb(), self.table_name)

    @cached_property
    def parcels(self) -> DynamoParcels:
        return DynamoParcels(clients.dynamodb(), self.table_name)

    @cached_property
    def counters(self) -> DynamoCounters:
        return DynamoCounters(clients.dynamodb(), self.table_name)

    @cached_property
    def secrets(self) -> Callable[[], Mapping[str, Sequence[str]]]:
        return Refreshing(Secrets(clients.secretsmanager(), self.link_secret).read, SECRET_SECONDS)

    @cached_property
    def links(self) -> ShopperLinks:
        return ShopperLinks(self.secrets, self.public_url)

    @cached_property
    def policies(self) -> DynamoPolicies:
        return DynamoPolicies(clients.dynamodb(), self.table_name)

    @cached_property
    def means(self) -> Means:
        """Also who rates requests, and what goods cost that are wanted instead."""
        dynamodb, table = clients.dynamodb(), self.table_name
        configuration = DynamoConfiguration(dynamodb, table)
        stock = Refreshing(lambda: read_stock(configuration), STOCK_SECONDS)
        prices = Refreshing(lambda: read_prices(configuration), STOCK_SECONDS)
        watch = return_watch(dynamodb, table, self.policies, self.secret)
        return return_means(dynamodb, table, self.policies, stock, rating(watch), prices)

    @cached_property
    def tracking(self) -> Tracking:
        return Tracking(self.orders, self.parcels, self.merchant_id)

    def secret(self) -> str:
        """The one that signs today; ids of who asks are hashed under it too."""
        return self.secrets()[SECRET_NAME][0]

    def who(self, request: Request) -> Caller:
        """Who asks; Refused or Forbidden for nobody we know."""
        return self.caller(request.bearer())

    def caller(self, shown: str | None) -> Caller:
        """Who shows this: the shop's key, or tokens of a shopper's orders."""
        return caller_of(shown, self.keys, self.links, self.orders, clock.now())

    def limited(self, request: Request, caller: Caller, limit: Callable[[Counters], Limit]) -> None:
        """Count the caller once more; AskedTooOften beyond the limit. The shop itself is not counted.

        A token cannot be guessed, so who shows one is counted by its orders: a storefront's server asks for many
        shoppers from one address. Everybody else is counted by where they ask from.
        """
        if caller.is_staff:
            return
        shown = "~".join(sorted(caller.orders))
        key = order_key(shown, self.secret()) if shown else caller_key(request.source, self.secret())
        limit(self.counters).check(key, clock.now())

    def telling(self, request: Request, caller: Caller, code: str | None = None, note: str | None = None) -> Telling:
        """What the caller tells now; under their own id of it, where they give one."""
        return caller.telling(clock.now(), code=code or "", note=note or "", key=idempotency_key(request))

    def own(self, return_id: str, caller: Caller) -> str:
        """The id of a return, once it is the caller's. For staff the use case says whether it is there."""
        if not caller.is_staff:
            caller.own(self.means.returns.get(return_id))
        return return_id
