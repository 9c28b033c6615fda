"""The caller's own AWS: who they are, in which region, and what to do when AWS does not know them."""

from __future__ import annotations

import os
from collections.abc import Mapping

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from shared.aws.errors import error_code

NO_CREDENTIALS = (
    "No AWS credentials were found. Sign in first (`aws sso login`, or `aws configure`), or set AWS_PROFILE; "
    "to try Todoku without an account, run `make demo`."
)
NO_REGION = "No AWS region is chosen: set AWS_DEFAULT_REGION, or AWS_PROFILE to a profile with a region."
_NOT_ACCEPTED = {
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}


class NotSignedIn(RuntimeError):
    """Nobody can be asked for: credentials or a region are missing. The text says what to do."""


def session() -> boto3.Session:
    """The caller's AWS. Raises NotSignedIn."""
    found = boto3.Session(region_name=os.environ.get("AWS_REGION") or None)  # which boto3 itself does not read
    if found.get_credentials() is None:
        raise NotSignedIn(NO_CREDENTIALS)
    if found.region_name is None:
        raise NotSignedIn(NO_REGION)
    return found


def prove() -> None:
    """Ask AWS whether it accepts the credentials, before anything is begun with them. Raises NotSignedIn, or botocore's
    errors."""
    session().client("sts").get_caller_identity()


def environment() -> Mapping[str, str]:
    """This program's environment, with the region spelled both ways: programs differ in which they read."""
    region = session().region_name
    return {**os.environ, "AWS_REGION": region, "AWS_DEFAULT_REGION": region}


def in_words(error: ClientError | BotoCoreError) -> str:
    """What AWS or botocore says, as one sentence for the person who asked."""
    if isinstance(error, NoCredentialsError):
        return NO_CREDENTIALS
    if isinstance(error, NoRegionError):
        return NO_REGION
    if not isinstance(error, ClientError):
        return f"AWS cannot be asked: {_in_one_line(error)}"
    code = error_code(error)
    if code in _NOT_ACCEPTED:
        return f"AWS does not accept your credentials ({code}): sign in again (`aws sso login`), or set AWS_PROFILE."
    return f"AWS refused: {_in_one_line(error)}"


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())
