"""AWS clients: one per service and running function, built when first needed, with time-outs that fit behind an API."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

_CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
_ONCE = _CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
"""For what must not be done twice: the answer may be lost, and the message not."""


@cache
def athena() -> AthenaClient:
    return boto3.client("athena", config=_CONFIG)


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


@cache
def events() -> EventBridgeClient:
    return boto3.client("events", config=_CONFIG)


@cache
def s3() -> S3Client:
    """What it signs names the bucket's own region, by SigV4: S3 takes nothing older for newer buckets.

    An emulator's name has no names below it, so there buckets stand in the path.
    """
    client = _s3("virtual")
    return client if ".amazonaws.com" in client.meta.endpoint_url else _s3("path")


def _s3(style: Literal["path", "virtual"]) -> S3Client:
    return boto3.client("s3", config=_CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": style})))


@cache
def secretsmanager() -> SecretsManagerClient:
    return boto3.client("secretsmanager", config=_CONFIG)


@cache
def ses() -> SESV2Client:
    return boto3.client("sesv2", config=_ONCE)


@cache
def sns() -> SNSClient:
    return boto3.client("sns", config=_CONFIG)


@cache
def sqs() -> SQSClient:
    return boto3.client("sqs", config=_CONFIG)


@cache
def texts() -> SNSClient:
    return boto3.client("sns", config=_ONCE)


@cache
def whatsapp() -> Any:
    return boto3.client("socialmessaging", config=_ONCE)
