"""The way from the merchant's console to its pool of users and back: one client, and the pages people sign in on."""

from __future__ import annotations

from aws_cdk import Aws, CfnOutput, Duration, Fn, Stack
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.platform import Platform


class ConsoleLogin(Construct):
    """Code flow with PKCE, and no other; without a secret, for the browser that began has one of each login's own.

    The addresses it leads back to are the console's, to the letter.
    """

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        stage, console = platform.stage, f"{platform.api.public_url}/console"
        self._people = people = platform.data.console_people
        self._client = cognito.UserPoolClient(
            self,
            "Client",
            user_pool=people,
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user=False),  # on the pool's own pages only
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
                callback_urls=[f"{console}/signed-in"],
                logout_urls=[f"{console}/signed-out"],
            ),
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            # Of the answer only the ID token is looked at, once and at once: the session after it is the console's own.
            id_token_validity=Duration.minutes(5),
            access_token_validity=Duration.minutes(5),
            refresh_token_validity=Duration.hours(1),
        )
        domain = cognito.UserPoolDomain(
            self,
            "Domain",
            user_pool=people,
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=f"todoku-{stage.name}-{_of_this_stack()}"),
            managed_login_version=cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
        )
        if not stage.is_local:  # the local cloud's CloudFormation does not know it
            self._brand(domain)
        self._url = f"http://localhost:{stage.local_port}" if stage.is_local else domain.base_url()
        CfnOutput(Stack.of(self), "ConsolePeople", value=people.user_pool_id)

    def _brand(self, domain: cognito.UserPoolDomain) -> None:
        """Without any, the pages of the newer kind are not shown at all."""
        branding = cognito.CfnManagedLoginBranding(
            self,
            "Branding",
            user_pool_id=self._people.user_pool_id,
            client_id=self._client.user_pool_client_id,
            use_cognito_provided_values=True,
        )
        branding.node.add_dependency(domain)

    def environment(self) -> dict[str, str]:
        """What the console's function is told. None of it is a secret: it stands in the address of every login."""
        return {
            "LOGIN_URL": self._url,
            "LOGIN_ISSUER": f"https://{self._people.user_pool_provider_name}",
            "LOGIN_CLIENT": self._client.user_pool_client_id,
        }


def _of_this_stack() -> str:
    """Eight characters that no other deployment of the region has: domains are everybody's."""
    return Fn.select(0, Fn.split("-", Fn.select(2, Fn.split("/", Aws.STACK_ID))))
