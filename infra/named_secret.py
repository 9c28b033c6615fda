"""A secret that functions know by its name: the same name in every account, and no reference between stacks."""

from __future__ import annotations

from aws_cdk import ArnFormat, RemovalPolicy, SecretValue, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.function import Function


class NamedSecret(secretsmanager.Secret):
    """A JSON object of name -> value or list of values, retained."""

    def __init__(self, scope: Construct, id: str, *, name: str, description: str, generate: str | None = None) -> None:
        """`generate`: put one random value under this name; otherwise the object begins empty."""
        self.name = name
        super().__init__(
            scope,
            id,
            secret_name=name,
            description=description,
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template="{}",  # noqa: S106 - empty
                generate_string_key=generate,
                password_length=64,
                exclude_punctuation=True,
            )
            if generate
            else None,
            secret_string_value=None if generate else SecretValue.unsafe_plain_text("{}"),  # nothing to hide yet
            removal_policy=RemovalPolicy.RETAIN,
        )

    def readable_by(self, function: Function) -> None:
        """Let `function` read the value, by the name. Secrets Manager adds six characters of its own to the ARN."""
        self._allow(function, "secretsmanager:GetSecretValue")

    def writable_by(self, function: Function) -> None:
        """Let `function` put another value in its place."""
        self._allow(function, "secretsmanager:PutSecretValue")

    def _allow(self, function: Function, action: str) -> None:
        arn = Stack.of(function).format_arn(
            service="secretsmanager",
            resource="secret",
            resource_name=f"{self.name}-??????",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        function.add_to_role_policy(iam.PolicyStatement(actions=[action], resources=[arn]))
