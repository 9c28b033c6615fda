"""AWS's refusals, in words for the person at the keyboard."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError

from shared.cli import sign_in


@pytest.mark.parametrize("code", ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"])
def test_an_expired_sign_in_says_to_sign_in_again(code: str) -> None:
    assert sign_in.in_words(_refusal(code)).startswith(f"AWS does not accept your credentials ({code}): sign in again")


def test_any_other_refusal_is_one_line_with_awss_own_words() -> None:
    assert sign_in.in_words(_refusal("AccessDenied")) == (
        "AWS refused: An error occurred (AccessDenied) when calling the DescribeStacks operation: no, not you"
    )


def test_a_machine_without_network_says_whom_it_could_not_reach() -> None:
    words = sign_in.in_words(EndpointConnectionError(endpoint_url="https://sts.example"))
    assert words == 'AWS cannot be asked: Could not connect to the endpoint URL: "https://sts.example"'


def test_missing_credentials_and_region_say_what_to_set() -> None:
    assert sign_in.in_words(NoCredentialsError()) == sign_in.NO_CREDENTIALS
    assert sign_in.in_words(NoRegionError()) == sign_in.NO_REGION


def test_the_region_may_be_spelled_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "ap-northeast-1")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert sign_in.session().region_name == "ap-northeast-1"
    assert sign_in.environment()["AWS_DEFAULT_REGION"] == "ap-northeast-1"


def _refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no,\nnot you"}}, "DescribeStacks")
