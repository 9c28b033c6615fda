"""Who signs in to the merchant's console with a login of their own: a pool of users, which is kept."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.acknowledgements import NO_THREAT_PROTECTION, acknowledge
from infra.stage import Stage

ROLES = ("admin", "agent", "viewer")
"""As `shared/access/console_role.py` names them; who is in several is the first of them."""


class ConsolePeople(cognito.UserPool):
    """Nobody signs themselves up. A second factor is required: behind this door is everything about every shopper."""

    def __init__(self, scope: Construct, id: str, *, stage: Stage) -> None:
        super().__init__(
            scope,
            id,
            user_pool_name=f"todoku-{stage.name}-console",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            standard_attributes=cognito.StandardAttributes(
                email=cognito.StandardAttribute(required=True, mutable=True),
                fullname=cognito.StandardAttribute(required=False, mutable=True),
            ),
            mfa=cognito.Mfa.REQUIRED,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),  # SMS costs, and numbers are taken over
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
                temp_password_validity=Duration.days(3),
                password_history_size=5,
            ),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            deletion_protection=not stage.is_local,
            removal_policy=RemovalPolicy.RETAIN,
        )
        for precedence, role in enumerate(ROLES, 1):
            cognito.CfnUserPoolGroup(
                self,
                role.capitalize(),
                user_pool_id=self.user_pool_id,
                group_name=role,
                precedence=precedence,
            )
        acknowledge(self, NO_THREAT_PROTECTION)
