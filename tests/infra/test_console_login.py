"""The console's pool of users: who gets in there, and how they come back."""

from __future__ import annotations

from typing import Any, cast

import pytest
from constructs import Node

from infra.stage import Stage
from shared.access.console_role import Role
from tests.infra.templates import Template

API = "ApiEndpoint"


class Context(dict[str, Any]):
    """What stands in cdk.json and behind `-c`."""

    def get_context(self, name: str) -> Any:
        return self[name]

    def try_get_context(self, name: str) -> Any:
        return self.get(name)


def only(template: Template, kind: str) -> dict[str, Any]:
    [found] = template.find_resources(f"AWS::Cognito::{kind}").values()
    properties: dict[str, Any] = found["Properties"]
    return properties


def test_people_come_back_by_a_code_to_the_consoles_own_addresses_and_by_no_other_way(template: Template) -> None:
    client = only(template, "UserPoolClient")
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == ["openid", "email", "profile"]
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert client["GenerateSecret"] is False
    assert client["SupportedIdentityProviders"] == ["COGNITO"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    for name, place in (("CallbackURLs", "/console/signed-in"), ("LogoutURLs", "/console/signed-out")):
        [address] = client[name]
        host, path = address["Fn::Join"][1]
        assert (API in host["Fn::ImportValue"], path) == (True, place)


def test_nobody_signs_themselves_up_and_everybody_has_a_second_factor(data_template: Template) -> None:
    pool = only(data_template, "UserPool")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert pool["DeletionProtection"] == "ACTIVE"
    [kept] = data_template.find_resources("AWS::Cognito::UserPool").values()
    assert kept["DeletionPolicy"] == kept["UpdateReplacePolicy"] == "Retain"


def test_the_groups_are_the_roles_and_who_is_in_several_is_the_highest(data_template: Template) -> None:
    groups = [each["Properties"] for each in data_template.find_resources("AWS::Cognito::UserPoolGroup").values()]
    ordered = sorted(groups, key=lambda group: int(group["Precedence"]), reverse=True)
    assert [group["GroupName"] for group in ordered] == [role.value for role in Role]


def test_the_console_is_told_where_people_sign_in_and_no_other_function_is(template: Template) -> None:
    told = {
        function["Properties"]["Handler"].split(".")[1]: set(function["Properties"]["Environment"]["Variables"])
        for function in template.find_resources("AWS::Lambda::Function").values()
    }
    names = {"LOGIN_URL", "LOGIN_ISSUER", "LOGIN_CLIENT"}
    assert {function for function, variables in told.items() if names & variables} == {"console_api"}
    assert names <= told["console_api"]


@pytest.mark.parametrize(
    ("written", "has_logins"), [({}, True), ({"console_login": "false"}, False), ({"console_login": False}, False)]
)
def test_logins_are_there_unless_they_are_switched_off(written: dict[str, Any], has_logins: bool) -> None:
    context = Context(stage="production", merchant="hanare", mail_identity="hanare.example", **written)
    assert Stage.from_context(cast("Node", context)).console_login is has_logins
