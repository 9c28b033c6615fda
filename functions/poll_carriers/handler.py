"""Ask the carriers that do not push about the parcels that are due. Trigger: EventBridge, every 15 minutes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.aws import clients
from shared.aws.carrier_credentials import CarrierCredentials
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_trackers import DynamoTrackers
from shared.aws.eventbridge_bus import EventBridgeBus
from shared.aws.s3_files import S3Files
from shared.carriers.carrier import Carrier
from shared.carriers.polling.poll_carrier import RUN_LASTS, Means, poll_carrier, polled_carriers
from shared.carriers.polling.tokens import Tokens
from shared.errors import Unavailable
from shared.outbound.https import Https
from shared.runtime import clock
from shared.runtime.settings import Settings

logger = Logger(service="poll_carriers")


class NotAllPolled(Unavailable):
    """Some carrier's turn ended in an error of ours. The function fails, so that its alarm says so."""

    code = "not_all_polled"


@dataclass(frozen=True, slots=True)
class PollCarriersSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    bus_name: str
    carrier_credentials: str
    raw_updates_bucket: str
    merchant_id: str


@cache
def settings() -> PollCarriersSettings:
    return PollCarriersSettings.from_env()


@cache
def credentials() -> CarrierCredentials:
    return CarrierCredentials(clients.secretsmanager(), settings().carrier_credentials)


@cache
def means() -> Means:
    return Means(
        trackers=DynamoTrackers(clients.dynamodb(), settings().table_name),
        parcels=DynamoParcels(clients.dynamodb(), settings().table_name),
        transport=Https(),
        tokens=Tokens(),
        bus=EventBridgeBus(clients.events(), settings().bus_name),
        large=S3Files(clients.s3(), settings().raw_updates_bucket),
        clock=lambda: clock.now(),
        merchant_id=settings().merchant_id,
    )


def poll(carrier: Carrier, known: Mapping[str, str], until: datetime) -> bool:
    """One carrier's turn; False when it ended in an error of ours, which must not cost the others theirs."""
    try:
        polled = poll_carrier(carrier, known, means(), until=until)
    except Exception as error:  # the process edge: what was claimed is asked after again
        logger.error("carrier not polled", extra={"carrier": carrier.slug, "error": type(error).__name__})
        return False
    if polled.needs_somebody:
        logger.error("carrier credentials do not work", extra={"carrier": carrier.slug, "trouble": polled.trouble})
    logger.info("carrier polled", extra=asdict(polled))
    return True


def handler(event: dict[str, Any], context: object) -> None:
    connected = credentials().read()
    carriers = polled_carriers(connected)
    end, finished = clock.now() + RUN_LASTS, []
    for turn, carrier in enumerate(carriers):
        now = clock.now()
        until = now + (end - now) / (len(carriers) - turn)
        finished.append(poll(carrier, connected[carrier.slug], until))
    if not all(finished):
        raise NotAllPolled(f"{finished.count(False)} of {len(carriers)} carriers were not polled.")
