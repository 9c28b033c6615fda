"""The table's key grammar: the only place where partition and sort keys are spelled.

| item | PK | SK |
| --- | --- | --- |
| order | ORDER#<order id> | ORDER |
| event saved with an order | ORDER#<order id> | EVENT#<version>#<n> |
| message to the shopper | ORDER#<order id> | MESSAGE#<message id> |
| promise that was told about an order | ORDER#<order id> | PROMISE#<made at>#<promise id> |
| where a promise is, and what it was asked by | PROMISE#<promise id> | PROMISE |
| shopper's link | LINK#<reference> | LINK |
| short link | SHORT#<code> | SHORT |
| shopper | SHOPPER#<hash of an address> | SHOPPER |
| look-up of an order, and what became of it | LOOKUP#<look-up id> | LOOKUP |
| what became of a one-time code about an order | ORDER#<order id> | CODE#<handled at> |
| code that opens the console once | CONSOLE | CODE#<digest> |
| somebody who is signed in to the console | CONSOLE | SESSION#<digest> |
| login that came back to the console | CONSOLE | LOGIN#<digest> |
| order whose number is not its id | NUMBER#<number> | <order id> |
| review of an order line, or help asked for | ORDER#<order id> | REVIEW#<sku> |
| case of an order | ORDER#<order id> | CASE#<case id> |
| what a shopper reported of an order | ORDER#<order id> | CLAIM#<claim id> |
| what is asked and paid back of an order, over all its returns | ORDER#<order id> | RETURNS |
| return | RETURN#<return id> | RETURN |
| that a return waits for a decision | RETURN#<return id> | WAITING |
| return by its RMA number | RMA#<number> | RMA |
| return of a customer | CUSTOMER#<customer id> | RETURN#<created at>#<return id> |
| parcel's assignment to an order | PARCEL#<carrier>#<number> | ASSIGNMENT#<ship date> |
| checkpoint | PARCEL#<carrier>#<number> | CHECKPOINT#<scan time>#<digest> |
| parcel's projection | PARCEL#<carrier>#<number> | PROJECTION#<ship date> |
| another number of the parcel | PARCEL#<carrier>#<number> | ALSO#<carrier>#<number> |
| tracker of the parcel | PARCEL#<carrier>#<number> | TRACKER#<ship date> |
| live estimate of a parcel | PARCEL#<carrier>#<number> | ESTIMATE#<ship date> |
| live estimate of an order without a parcel | ORDER#<order id> | ESTIMATE#UNSHIPPED |
| how far estimates were looked at after advisories | ESTIMATES | SWEEP |
| pause in asking a carrier | CARRIER#<carrier> | PAUSE |
| API key | KEY#<digest> | KEY |
| API key, among all of its kind | KEYS#<kind> | <digest> |
| model that promises are made with | MODEL | PROMISE |
| model that suggestions on returns are made with | MODEL | SUGGESTIONS |
| advisory | ADVISORY#<advisory id> | ADVISORY |
| advisory, among those in force | ADVISORIES | <over at>#<advisory id> |
| endpoint of the merchant's webhooks | WEBHOOKS | ENDPOINT#<endpoint id> |
| webhook that was not taken at once | WEBHOOK#<endpoint id> | DELIVERY#<message id> |
| way back of a return that is being made, or was | WAYBACK#<purchase id> | CLAIM |
| places taken in a courier's slot | PICKUPS#<day>#<slot> | TAKEN |
| how often somebody asked, in an hour | LIMIT#<what>#<keyed hash of who> | HITS#<hour> |
| customers seen under a contact | CONTACT#<keyed hash> | CUSTOMERS |
| clicks on a promotion of the tracking page, on a day | PROMOTION#<promotion id> | CLICKS#<day> |
| published configuration | CONFIGURATION | CURRENT, and VERSION#<n> for each past one |
| what a published configuration says of returns | POLICIES | VERSION#<n> |
| when a configuration was published | POLICIES | AT#<moment>#<n> |

Some items are also entries of a list, which the index `LISTS` holds by the attributes `listed_in` and `listed_as`. Both
stay what they were when an item is written again, so that writing it costs nothing in the index; but for trackers,
live estimates, returns, cases and planned messages, whose move in their list costs two write units there.

| list of | listed_in | listed_as |
| --- | --- | --- |
| orders, by the day they were placed | ORDERS#<day> | <moment>#<order id> |
| registered parcels, by ship date | PARCELS#<day> | <carrier>#<number> |
| reviews, by the day they were written | REVIEWS#<day> | <moment>#<order id>#<sku> |
| parcels with an open incident | INCIDENTS | <since>#<carrier>#<number> |
| checkpoints with an unknown code | UNKNOWN#<adapter> | <code>#<scan time> |
| active trackers, by when they are due | TRACKERS#<carrier> | <due at>#<number> |
| live estimates, by when they are looked at again | ESTIMATES | <look at>#<number>, <look at>#<order id> |
| returns with a term that passes, by when | RETURNS | <look again at>#<return id> |
| numbers of returns, by the day they were created | RETURNS#<day> | <moment>#<return id> |
| returns that wait for a decision, by since when | RETURNS_WAITING | <since>#<return id> |
| cases that wait for the shop, by since when | CASES_WAITING | <since>#<order id>#<case id> |
| messages that wait for their moment, by when | PLANNED | <due at>#<message id> |
| other messages, by the day they were decided on | MESSAGES#<day> | <moment>#<message id> |
| webhooks of an endpoint, by their state | WEBHOOKS#<endpoint id>#<state> | <due at, or since>#<message id> |
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from shared.tracking.carrier_update import ParcelId, ParcelNumber

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Key = dict[str, AttributeValueTypeDef]

ORDER = "ORDER"
EVENT = "EVENT#"
MESSAGE = "MESSAGE#"
PROMISE = "PROMISE#"
ASSIGNMENT = "ASSIGNMENT#"
CHECKPOINT = "CHECKPOINT#"
PROJECTION = "PROJECTION#"
ALSO = "ALSO#"
TRACKER = "TRACKER#"
ADVISORY = "ADVISORY"
ADVISORIES_IN_FORCE = "ADVISORIES"
"""The partition of those in force; it changes with every change to what slows parcels."""
ESTIMATE = "ESTIMATE#"
SHOPPER = "SHOPPER"
LOOKUP = "LOOKUP"
NOTED_CODE = "CODE#"
REVIEW = "REVIEW#"
ENDPOINT = "ENDPOINT#"
DELIVERY = "DELIVERY#"
CASE = "CASE#"
CLAIM = "CLAIM#"
CLICKS = "CLICKS#"
RETURN = "RETURN"
CONSOLE_SESSION = "SESSION#"
API_KEYS = "KEYS#"

LISTS = "lists"
"""The index by `listed_in` and `listed_as`. It holds keys only."""


def order(order_id: str) -> Key:
    """An order."""
    return _key(f"ORDER#{order_id}", ORDER)


def event(order_id: str, version: int, number: int) -> Key:
    """The `number`th event saved with version `version` of an order."""
    return _key(f"ORDER#{order_id}", f"{EVENT}{version:08d}#{number:02d}")


def message(order_id: str, message_id: str) -> Key:
    """A message to the shopper of an order."""
    return _key(f"ORDER#{order_id}", f"{MESSAGE}{message_id}")


def promise(order_id: str, made_at: datetime, promise_id: str) -> Key:
    """A promise that was told about an order; sorts by when it was made, which is a whole second in UTC."""
    return _key(f"ORDER#{order_id}", f"{PROMISE}{made_at.isoformat()}#{promise_id}")


def promise_place(promise_id: str) -> Key:
    """Where a promise is; as long as it is there, its id is taken."""
    return _key(f"{PROMISE}{promise_id}", "PROMISE")


def link(reference: str) -> Key:
    """A shopper's link."""
    return _key(f"LINK#{reference}", "LINK")


def short_link(code: str) -> Key:
    """What a short link's code stands for."""
    return _key(f"SHORT#{code}", "SHORT")


def shopper(shopper_id: str) -> Key:
    """A shopper, by the hash of an address."""
    return _key(f"SHOPPER#{shopper_id}", SHOPPER)


def lookup(lookup_id: str) -> Key:
    """What somebody asked for, and what became of it."""
    return _key(f"LOOKUP#{lookup_id}", LOOKUP)


def noted_code(order_id: str, at: datetime) -> Key:
    """What became of a one-time code; sorts by when it was handled, in UTC."""
    return _key(f"ORDER#{order_id}", f"{NOTED_CODE}{at.isoformat()}")


def console_code(digest: str) -> Key:
    """A code that opens the console once, by its digest."""
    return _key("CONSOLE", f"CODE#{digest}")


def console_session(digest: str) -> Key:
    """Somebody who is signed in to the console, by the digest of what their cookie holds."""
    return _key("CONSOLE", f"{CONSOLE_SESSION}{digest}")


def console_login(digest: str) -> Key:
    """A login at the pool of users that came back to the console, by the digest of what its browser held."""
    return _key("CONSOLE", f"LOGIN#{digest}")


def order_number(number: str, order_id: str) -> Key:
    """An order whose number, as shoppers know it, is not its id. Several orders may have one number."""
    return _key(f"NUMBER#{number}", order_id)


def review(order_id: str, sku: str) -> Key:
    """What a shopper said about an order line; without a SKU, about the order."""
    return _key(f"ORDER#{order_id}", f"{REVIEW}{sku}")


def sku_of(sort: str) -> str:
    """The SKU in the sort key of a review."""
    return sort.removeprefix(REVIEW)


def reviews_list(written: date) -> str:
    """The list of the reviews first written on a (UTC) day."""
    return f"REVIEWS#{written}"


def review_entry(written_at: datetime, order_id: str, sku: str) -> str:
    """How a review is listed; sorts by its moment."""
    return f"{written_at.isoformat()}#{order_id}#{sku}"


def case(order_id: str, case_id: str) -> Key:
    """A case of an order."""
    return _key(f"ORDER#{order_id}", f"{CASE}{case_id}")


def claim(order_id: str, claim_id: str) -> Key:
    """What a shopper reported of an order."""
    return _key(f"ORDER#{order_id}", f"{CLAIM}{claim_id}")


def return_account(order_id: str) -> Key:
    """What is asked and paid back of an order."""
    return _key(f"ORDER#{order_id}", "RETURNS")


def return_request(return_id: str) -> Key:
    """A return."""
    return _key(f"RETURN#{return_id}", RETURN)


def return_waiting(return_id: str) -> Key:
    """That a return waits for a decision of staff."""
    return _key(f"RETURN#{return_id}", "WAITING")


def return_number(number: str) -> Key:
    """A return, by its RMA number."""
    return _key(f"RMA#{number}", "RMA")


def customer_return(customer_id: str, created_at: datetime, return_id: str) -> Key:
    """A return of a customer; sorts by when it was created."""
    return _key(customer(customer_id), f"RETURN#{created_at.isoformat()}#{return_id}")


def customer(customer_id: str) -> str:
    """The partition of a customer, by the shop's id."""
    return f"CUSTOMER#{customer_id}"


CASES_WAITING = "CASES_WAITING"
"""The list of the cases that wait for the shop."""


def case_entry(since: datetime, order_id: str, case_id: str) -> str:
    """How a case is listed; sorts by the moment."""
    return f"{since.isoformat()}#{order_id}#{case_id}"


RETURNS_LIST = "RETURNS"
"""The list of the returns with a term that passes."""

RETURNS_WAITING = "RETURNS_WAITING"
"""The list of the returns that wait for a decision of staff."""


def returns_list(created: date) -> str:
    """The list of the returns created on a (UTC) day."""
    return f"RETURNS#{created}"


def return_entry(moment: datetime, return_id: str) -> str:
    """How a return is listed; sorts by the moment."""
    return f"{moment.isoformat()}#{return_id}"


def return_id_of(entry: str) -> str:
    """The return in its entry of a list, or in a customer's."""
    return entry.rpartition("#")[2]


def assignment(parcel: ParcelId) -> Key:
    """Whose a parcel is."""
    return _key(parcel_partition(parcel.number), f"{ASSIGNMENT}{parcel.ship_date}")


def checkpoint(number: ParcelNumber, occurred_at: datetime, digest: str) -> Key:
    """One scan of a parcel; sorts by scan time."""
    return _key(parcel_partition(number), f"{CHECKPOINT}{occurred_at.isoformat()}#{digest}")


def projection(parcel: ParcelId) -> Key:
    """What a parcel's checkpoints join to."""
    return _key(parcel_partition(parcel.number), f"{PROJECTION}{parcel.ship_date}")


def also(number: ParcelNumber, other: ParcelNumber) -> Key:
    """That `other` is a number of the same parcel."""
    return _key(parcel_partition(number), f"{ALSO}{other.carrier}#{other.tracking_number}")


def tracker(parcel: ParcelId) -> Key:
    """Our watch on a parcel."""
    return _key(parcel_partition(parcel.number), f"{TRACKER}{parcel.ship_date}")


def estimate(parcel: ParcelId) -> Key:
    """What was told of a parcel's arrival."""
    return _key(parcel_partition(parcel.number), f"{ESTIMATE}{parcel.ship_date}")


def unshipped_estimate(order_id: str) -> Key:
    """What was told of an order's arrival before it had a parcel."""
    return _key(f"ORDER#{order_id}", f"{ESTIMATE}UNSHIPPED")


def pause(carrier: str) -> Key:
    """For how long a carrier is not asked."""
    return _key(f"CARRIER#{carrier}", "PAUSE")


def parcel_partition(number: ParcelNumber) -> str:
    """The partition that holds everything under a tracking number."""
    return f"PARCEL#{number.carrier}#{number.tracking_number}"


def number_of(partition_or_also: str) -> ParcelNumber:
    """The number in a parcel's partition key, or in the sort key of another number of it."""
    _, carrier, tracking_number = partition_or_also.split("#", 2)
    return ParcelNumber(carrier, tracking_number)


def ship_date_of(sort: str) -> date:
    """The ship date in the sort key of an assignment or a projection."""
    return date.fromisoformat(sort.partition("#")[2])


def orders_list(placed: date) -> str:
    """The list of the orders placed on a (UTC) day."""
    return f"ORDERS#{placed}"


def parcels_list(shipped: date) -> str:
    """The list of the registered parcels of a ship date."""
    return f"PARCELS#{shipped}"


def unknown_list(reported_by: str) -> str:
    """The list of the checkpoints whose code an adapter does not know."""
    return f"UNKNOWN#{reported_by}"


def trackers_list(carrier: str) -> str:
    """The list of the active trackers at a carrier."""
    return f"TRACKERS#{carrier}"


def due_as(due_at: datetime, tracking_number: str) -> str:
    """A tracker's entry there; sorts by when it is due, which is a whole second in UTC."""
    return f"{due_at.isoformat()}#{tracking_number}"


def due_until(moment: datetime) -> str:
    """Sorts behind the entry of every tracker that is due at `moment` or earlier, and before all others."""
    return f"{moment.replace(microsecond=0).isoformat()}$"


ESTIMATES_LIST = "ESTIMATES"
"""The list of the live estimates that must be looked at again."""

PLANNED_LIST = "PLANNED"
"""The list of the messages that wait for their moment, or for a sender since."""


def messages_list(decided: date) -> str:
    """The list of the messages that were decided on a (UTC) day."""
    return f"MESSAGES#{decided}"


def message_entry(decided_at: datetime, message_id: str) -> str:
    """How a decided message is listed; sorts by its moment."""
    return f"{decided_at.isoformat()}#{message_id}"


def estimates_sweep() -> Key:
    """How far estimates were looked at again after advisories."""
    return _key("ESTIMATES", "SWEEP")


INCIDENTS_LIST = "INCIDENTS"
"""The list of the parcels with an open incident."""


def parcel_entry(number: ParcelNumber) -> str:
    """How a registered parcel is listed."""
    return f"{number.carrier}#{number.tracking_number}"


def order_entry(placed_at: datetime, order_id: str) -> str:
    """How an order is listed; sorts by its moment."""
    return f"{placed_at.isoformat()}#{order_id}"


def incident_entry(opened_at: datetime, number: ParcelNumber) -> str:
    """How an open incident is listed; sorts by its moment."""
    return f"{opened_at.isoformat()}#{number.carrier}#{number.tracking_number}"


def moment_of(entry: str) -> datetime:
    """The moment in the entry of an order or an incident."""
    return datetime.fromisoformat(entry.partition("#")[0])


def order_id_of(partition: str) -> str:
    """The order in a partition key."""
    return partition.partition("#")[2]


def listed(list_name: str, entry: str) -> Key:
    """The attributes that put an item into a list."""
    return {"listed_in": {"S": list_name}, "listed_as": {"S": entry}}


def endpoint(endpoint_id: str) -> Key:
    """An endpoint of the merchant's webhooks; all lie in one partition."""
    return _key("WEBHOOKS", f"{ENDPOINT}{endpoint_id}")


def delivery(endpoint_id: str, message_id: str) -> Key:
    """A webhook that an endpoint did not take at once."""
    return _key(f"WEBHOOK#{endpoint_id}", f"{DELIVERY}{message_id}")


def deliveries_list(endpoint_id: str, state: str) -> str:
    """The list of an endpoint's webhooks in a state. Entries are as those of trackers (`due_as`)."""
    return f"WEBHOOKS#{endpoint_id}#{state}"


def api_key(digest: str) -> Key:
    """An API key, by its digest."""
    return _key(f"KEY#{digest}", "KEY")


def api_key_among_all(kind: str, digest: str) -> Key:
    """An API key where all keys of its kind are, "pk" or "sk"."""
    return _key(f"{API_KEYS}{kind}", digest)


def promise_model() -> Key:
    """Which learned model promises are made with."""
    return _key("MODEL", "PROMISE")


def suggestion_model() -> Key:
    """What kept shoppers, as counted."""
    return _key("MODEL", "SUGGESTIONS")


def advisory(advisory_id: str) -> Key:
    """All that was said under an advisory's id."""
    return _key(f"ADVISORY#{advisory_id}", ADVISORY)


def advisory_in_force(place: str) -> Key:
    """An advisory at its place among those in force (`shared.disruptions.ports.place_of`)."""
    return _key(ADVISORIES_IN_FORCE, place)


def way_back_claim(purchase_id: str) -> Key:
    """Who makes a way back of a return, and what was made."""
    return _key(f"WAYBACK#{purchase_id}", "CLAIM")


def pickups(slot: str) -> Key:
    """Who has a place in a slot (`<day>#<slot>`) of the merchant's courier."""
    return _key(f"PICKUPS#{slot}", "TAKEN")


def limit(key: str, window: datetime) -> Key:
    """How often `key` was counted in the window that began then."""
    return _key(f"LIMIT#{key}", f"HITS#{window.isoformat()}")


def contact(digest: str) -> Key:
    """Which customers were seen under a contact, by its keyed hash."""
    return _key(f"CONTACT#{digest}", "CUSTOMERS")


def promotion_clicks(promotion_id: str, day: date) -> Key:
    """How often a promotion was followed on a day of UTC."""
    return _key(f"PROMOTION#{promotion_id}", f"{CLICKS}{day.isoformat()}")


def current_configuration() -> Key:
    """The configuration in force."""
    return _key("CONFIGURATION", "CURRENT")


def past_configuration(version: int) -> Key:
    """A configuration as it was published."""
    return _key("CONFIGURATION", f"VERSION#{version:06d}")


POLICIES = "POLICIES"
"""The partition of what configurations say of returns."""
PUBLISHED_AT = "AT#"


def policy_version(version: int) -> Key:
    """What a configuration says of returns."""
    return _key(POLICIES, f"VERSION#{version:06d}")


def policy_publication(at: datetime, version: int) -> Key:
    """That a configuration was published; sorts by the moment, which is in UTC."""
    return _key(POLICIES, f"{PUBLISHED_AT}{at.isoformat(timespec='microseconds')}#{version:06d}")


def _key(partition: str, sort: str) -> Key:
    return {"PK": {"S": partition}, "SK": {"S": sort}}
