"""AWS's errors in our words: the one place that reads botocore's codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from shared.errors import Unavailable


class AwsUnavailable(Unavailable):
    """AWS throttled, failed or did not answer."""

    code = "aws_unavailable"


class AwsRefused(Unavailable):
    """AWS refused: a permission or a resource is missing. Retrying helps once somebody has mended that."""

    code = "aws_refused"


_REFUSALS = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "ResourceNotFoundException", "NotFound"}


@contextmanager
def aws_errors(operation: str) -> Iterator[None]:
    """Turn what botocore raises into AwsRefused or AwsUnavailable. Never repeats AWS's text: it may hold data."""
    try:
        yield
    except ClientError as error:
        code = error_code(error)
        kind = AwsRefused if code in _REFUSALS else AwsUnavailable
        raise kind(f"{operation}: AWS answered {code}.") from None
    except BotoCoreError as error:
        raise AwsUnavailable(f"{operation}: {type(error).__name__}.") from None


def error_code(error: ClientError) -> str:
    """AWS's stable code of the error."""
    return str(error.response.get("Error", {}).get("Code", "Unknown"))


def http_status(error: ClientError) -> int:
    """The status AWS answered with; 0 when unknown."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def condition_failed(error: ClientError) -> bool:
    """Whether a conditional write met another state than it asked for."""
    return error_code(error) == "ConditionalCheckFailedException"


def cancellation_reasons(error: ClientError) -> list[str]:
    """Per item of a cancelled transaction, in order, why: "None", "ConditionalCheckFailed", "TransactionConflict" …"""
    reasons = error.response.get("CancellationReasons", [])
    return [str(reason.get("Code", "None")) for reason in reasons]
