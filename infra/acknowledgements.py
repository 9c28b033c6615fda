"""Findings of cdk-nag that stand, each with its reason. What is not listed here fails the synthesis."""

from __future__ import annotations

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct

LIST_STREAMS = (
    "AwsSolutions-IAM5[Resource::*]",
    "dynamodb:ListStreams, which Lambda needs to consume a stream, cannot be narrowed to one stream.",
)

IS_A_FAILURE_QUEUE = (
    "AwsSolutions-SQS3",
    "This is where a stream's consumer notes what it gave up on: the dead-letter queue itself.",
)

IS_A_CLOCKS_QUEUE = (
    "AwsSolutions-SQS3",
    "This is where a clock's tick lies that could not be handed to its function: the dead-letter queue itself.",
)

OBJECTS_UNDER_A_PREFIX = "Objects are named as they come; only those under one prefix of one bucket are meant."

ACCESS_LOG = ("AwsSolutions-S1", "Who reads a bucket is in CloudTrail's data events, if the merchant wants them.")

EVERYWHERE = (
    (
        "AwsSolutions-SMG4",
        "The secrets are shared with others (mailboxes, carriers): rotated by hand, where possible with an overlap.",
    ),
    ("AwsSolutions-L1", "The runtime is the version of the interpreter that deploys, so that bytecode and wheels fit."),
    ("AwsSolutions-APIG4", "Functions check keys, signatures and links themselves, and answer problem+json."),
)

ON_THE_LOCAL_CLOUD = (
    ("AwsSolutions-SQS4", "The local cloud speaks plain HTTP, on this machine only."),
    ("AwsSolutions-SNS3", "The local cloud speaks plain HTTP, on this machine only."),
)

LOCAL_BUCKET = ("AwsSolutions-S10", "The local cloud speaks plain HTTP, on this machine only.")

CDN = (
    ("AwsSolutions-CFR1", "A shop's pages may be opened anywhere."),
    ("AwsSolutions-CFR2", "It leads to what anybody may read; the API behind it limits the rush."),
    ("AwsSolutions-CFR3", "Who loads a page's script, and where a parcel would go, is nobody's to keep."),
    ("AwsSolutions-CFR4", "Without a domain of its own the certificate is CloudFront's, and with it the oldest TLS."),
)

REPLAY_LOGS = (
    "AwsSolutions-SF1",
    "To log, its role would need every log delivery of the account. Its functions log each part.",
)
REPLAY_TRACES = ("AwsSolutions-SF2", "Each part is one call of one function: there is nothing to trace.")
REPLAY_RUNS = "Runs are named as they come; only those of this one state machine are meant."

NO_THREAT_PROTECTION = (
    "AwsSolutions-COG8",
    "The plan with threat protection costs for every user. A second factor is required of each login already.",
)

LOCAL_MAIL = (
    ("AwsSolutions-IAM5[Resource::*]", "The local cloud does not see in whose name a mail is sent."),
    ("todoku::permissions_are_named", "The local cloud does not see in whose name a mail is sent."),
)

LOCAL_ATHENA = (
    ("AwsSolutions-IAM5[Resource::*]", "The local cloud does not see in which workgroup a query was asked."),
    ("todoku::permissions_are_named", "The local cloud does not see in which workgroup a query was asked."),
)


def acknowledge(where: IConstruct | None, *findings: tuple[str, str]) -> None:
    """Let `findings`, (rule, reason), stand within `where`."""
    if where is not None:
        Validations.of(where).acknowledge(*(Acknowledgment(id=rule, reason=reason) for rule, reason in findings))
