"""Behind every way back that is prepared: who makes labels, codes and pickups by today's rules, and their files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from shared.aws import clients
from shared.aws.dynamodb_ways_back import DynamoPickupCapacity, DynamoWayBackClaims
from shared.aws.return_credentials import ReturnCredentials
from shared.aws.s3_label_files import S3LabelFiles
from shared.outbound.https import Https
from shared.outbound.ways_back import ways_back
from shared.returns.methods.prepare_way_back import PrepareWayBack
from shared.returns.methods.rules import WayBackRules
from shared.returns.methods.way_back_files import CUSTOMS, key_of
from shared.runtime.refreshing import Refreshing

SECRET_SECONDS = 300.0


@dataclass(frozen=True)
class LabelDesk:
    """One per function and process; nothing is read before it is needed."""

    table_name: str
    label_bucket: str
    return_credentials: str
    """The name of their secret."""
    rules: Callable[[], WayBackRules]
    """Where parcels go and who makes labels is not what a purchase is decided by: today's."""
    easypost_address: str = ""
    shippo_address: str = ""
    """Where stand-ins are; in earnest, none."""
    _credentials: dict[str, Refreshing[dict[str, str]]] = field(default_factory=dict)

    @cached_property
    def files(self) -> S3LabelFiles:
        return S3LabelFiles(clients.s3(), self.label_bucket)

    def ways(self) -> PrepareWayBack:
        """All that prepares ways back."""
        named = {"easypost": self.easypost_address, "shippo": self.shippo_address}
        stand_ins = {name: address for name, address in named.items() if address}
        return ways_back(
            self.rules(),
            credentials=self.credentials,
            transport=Https(plain_loopback=any(address.startswith("http://") for address in stand_ins.values())),
            files=self.files,
            claims=DynamoWayBackClaims(clients.dynamodb(), self.table_name),
            capacity=DynamoPickupCapacity(clients.dynamodb(), self.table_name),
            addresses=stand_ins,
        )

    def credentials(self, provider: str) -> dict[str, str]:
        """What lets the merchant in there; may be some minutes old."""
        if provider not in self._credentials:
            secret = ReturnCredentials(clients.secretsmanager(), self.return_credentials)
            self._credentials[provider] = Refreshing(lambda: secret.of(provider), SECRET_SECONDS)
        return self._credentials[provider]()

    def has_customs_form(self, return_id: str, shipment_id: str) -> bool:
        """Whether one was made for this way back, and is still kept."""
        return self.files.get(key_of(return_id, shipment_id, CUSTOMS)) is not None
