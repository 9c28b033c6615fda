"""The merchant's credentials at carriers that are asked: read, checked, and put into the deployment's secret."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shared import strict_json
from shared.aws.carrier_credentials import CarrierCredentials
from shared.aws.dynamodb_trackers import DynamoTrackers
from shared.carriers.registry import SLUGS, carrier
from shared.cli.deployment import Deployment
from shared.errors import Invalid


class NotAsked(Invalid):
    """This carrier pushes, or hands files over; it is not asked."""

    code = "carrier_not_asked"


class WrongCredentials(Invalid):
    """Not the credentials that this carrier needs. Never says what was given."""

    code = "wrong_credentials"


def names_of(slug: str) -> tuple[str, ...]:
    """What the carrier wants to be given, in its order. Raises UnknownCarrier and NotAsked."""
    polling = carrier(slug).polling
    if polling is None:
        asked = ", ".join(known for known in SLUGS if carrier(known).polling)
        raise NotAsked(f"{slug} is not asked: it reports by itself. Asked are: {asked}.", field="carrier")
    return polling.credentials


def read(file: Path) -> dict[str, str]:
    """The credentials in a file: a JSON object of texts. Raises MalformedJson and WrongCredentials."""
    content = strict_json.loads(file.read_bytes())
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise WrongCredentials("The file must hold a JSON object of names and texts.")
    return content


def store(deployment: Deployment, slug: str, given: Mapping[str, str]) -> None:
    """Put them in the place of the last ones, and end the pause that the last ones may have caused."""
    names = names_of(slug)
    if {*given} != {*names} or not all(given.values()):
        raise WrongCredentials(f"{slug} needs {', '.join(names)}: these, none of them empty, and no others.")
    CarrierCredentials(deployment.client("secretsmanager"), deployment.carrier_credentials).put(slug, given)
    DynamoTrackers(deployment.client("dynamodb"), deployment.table_name).resume(slug)
