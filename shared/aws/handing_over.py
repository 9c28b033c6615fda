"""What becomes of a message that was handed to an AWS service, by the error it answers with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ParamValidationError
from botocore.parsers import ResponseParserError

from shared.aws.errors import AwsUnavailable, aws_errors, error_code, http_status
from shared.notifications.gateway import MessageRefused, NotTaken


@contextmanager
def handing_over(operation: str, *, final: Collection[str], to_mend: Collection[str]) -> Iterator[None]:
    """Turn what botocore raises into MessageRefused, NotTaken, or an Unavailable that leaves it open.

    `final`: codes after which no retry helps. `to_mend`: those for which the account or its set-up is to blame. Every
    other answer below 500, and a connection that never came about: certainly not taken. A lost answer or a 5xx: nobody
    knows. Only codes are repeated, never AWS's text: it may hold an address.
    """
    with aws_errors(operation):
        try:
            yield
        except ClientError as error:
            code = error_code(error)
            if code in final or code in to_mend:
                raise MessageRefused(code, needs_mending=code in to_mend) from None
            if 400 <= http_status(error) < 500:
                raise NotTaken(code) from None
            raise
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise NotTaken(type(error).__name__) from None
        except ParamValidationError:
            raise MessageRefused("ParamValidationError") from None
        except ResponseParserError:  # an answer of something between AWS and here; its text holds the answer
            raise AwsUnavailable(f"{operation}: the answer cannot be read.") from None
