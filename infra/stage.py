"""What differs between one deployment and another: a handful of values from CDK context, and nothing else."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import CliCredentialsStackSynthesizer, DefaultStackSynthesizer, IStackSynthesizer
from aws_cdk import aws_lambda as lambda_
from constructs import Node

LOCAL = "local"
PROVIDERS = ("stripe", "shopify", "easypost", "shippo")
"""Who pays refunds and makes return labels for merchants that use them."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One deployment. The stacks are the same everywhere; only these values change."""

    name: str
    merchant: str
    """The merchant's short name, as in their configuration; it stands in every event."""
    mail_identity: str
    """The domain or address mail is sent from: created in Amazon SES, to be verified there."""
    alarm_email: str | None
    architecture: str
    """"arm64" or "x86_64"."""
    python: str
    """The Lambda runtime's version, "3.13". Follows the interpreter that deploys, so that wheels and bytecode fit."""
    carriers: tuple[str, ...]
    """Slugs of the carriers the shop ships with: each gets its alarms when it goes silent or stale."""
    shopper_address: str
    """https: where shoppers' links lead, a domain of the merchant's own that points at the API; "" for the API's."""
    whatsapp_number: str
    """The number WhatsApp messages are sent from, as AWS End User Messaging Social calls it; "" where there is none."""
    line_address: str
    """Where LINE's Messaging API is."""
    push_address: str
    """Where a stand-in for every push service is; "" in earnest."""
    provider_stand_ins: Mapping[str, str]
    """"stripe", "shopify", "easypost", "shippo" -> where a stand-in for it is; in earnest, none."""
    aws_stand_ins: Mapping[str, str]
    """AWS service as its clients name it in their settings ("SNS") -> where a stand-in for it is: for the channels that
    the local cloud does not have."""
    follows_reading: bool
    """Whether Amazon SES tells of opened mails and followed links: it changes the mails for that."""
    console_login: bool
    """Whether the shop's people have logins of their own for the console; else only the command line's links do."""
    local_port: int | None
    """Port of the local cloud; None on AWS."""

    @classmethod
    def from_context(cls, node: Node) -> Stage:
        """Read `-c name=value` and cdk.json. Asks nobody: synthesis works offline and without an account."""
        name = str(node.get_context("stage"))
        port = node.try_get_context("port")
        return cls(
            name=name,
            merchant=str(node.get_context("merchant")),
            mail_identity=str(node.get_context("mail_identity")),
            alarm_email=node.try_get_context("alarm_email"),
            architecture=node.try_get_context("architecture") or (_this_machine() if name == LOCAL else "arm64"),
            python=node.try_get_context("python") or f"{sys.version_info.major}.{sys.version_info.minor}",
            carriers=tuple(filter(None, str(node.try_get_context("carriers") or "").split(","))),
            shopper_address=str(node.try_get_context("shopper_address") or ""),
            whatsapp_number=str(node.try_get_context("whatsapp_number") or ""),
            line_address=str(node.try_get_context("line_address") or "https://api.line.me"),
            push_address=str(node.try_get_context("push_address") or ""),
            provider_stand_ins={
                provider: str(address)
                for provider in PROVIDERS
                if (address := node.try_get_context(f"{provider}_address"))
            },
            aws_stand_ins=_stand_ins(node, texts_address="SNS", whatsapp_address="SOCIALMESSAGING"),
            follows_reading=str(node.try_get_context("follows_reading") or "true").lower() == "true",
            console_login=str(node.try_get_context("console_login")).lower() != "false",
            local_port=int(port or 4566) if name == LOCAL else None,
        )

    @property
    def is_local(self) -> bool:
        """Whether this is the cloud on the developer's machine."""
        return self.name == LOCAL

    @property
    def tls_only(self) -> bool:
        """Whether queues and topics refuse plain HTTP, which is all that the local cloud speaks."""
        return not self.is_local

    @property
    def lambda_architecture(self) -> lambda_.Architecture:
        """As CDK says it."""
        return lambda_.Architecture.ARM_64 if self.architecture == "arm64" else lambda_.Architecture.X86_64

    @property
    def lambda_runtime(self) -> lambda_.Runtime:
        """As CDK says it."""
        return lambda_.Runtime(f"python{self.python}", lambda_.RuntimeFamily.PYTHON)

    def synthesizer(self) -> IStackSynthesizer:
        """How assets are uploaded: by the bootstrap's roles; on the local cloud, which has none, by the caller."""
        return CliCredentialsStackSynthesizer() if self.is_local else DefaultStackSynthesizer()


def _stand_ins(node: Node, **services: str) -> Mapping[str, str]:
    """Those whose address is in the context, by the name that stands there."""
    return {service: str(address) for name, service in services.items() if (address := node.try_get_context(name))}


def _this_machine() -> str:
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
