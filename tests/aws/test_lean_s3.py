"""S3 read with the standard library alone: signed as AWS's SDK signs, and patient with a server that is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials
from hypothesis import given
from hypothesis import strategies as st

from shared.aws.lean.bucket import AMAZON_ROOTS, LeanBucket, NotThere, StoreUnavailable
from shared.aws.lean.signature import NO_BODY, Credentials, encoded_path, signed_headers
from tests.outbound.stand_in import StandIn, certificate_in, replies, stand_in

NOW = datetime(2013, 5, 24, tzinfo=UTC)
EXAMPLE = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def test_the_example_of_awss_own_documentation_is_signed_as_there() -> None:
    headers = signed_headers(
        "examplebucket.s3.amazonaws.com", "/test.txt", {"range": "bytes=0-9"}, EXAMPLE, "us-east-1", NOW
    )
    assert headers["authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), min_size=1, max_size=20),
    st.sampled_from(["eu-west-1", "ap-northeast-1"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)),
    st.sampled_from(["", "a/session+token=="]),
)
def test_any_request_is_signed_as_the_sdk_signs_it(key: str, region: str, now: datetime, token: str) -> None:
    now = now.replace(tzinfo=UTC, microsecond=0)
    path = encoded_path(f"/{key}")
    ours = signed_headers(
        "b.s3.amazonaws.com", path, {"if-none-match": '"a"'}, Credentials("AK", "s", token), region, now
    )
    theirs = AWSRequest("GET", f"https://b.s3.amazonaws.com{path}", headers={"if-none-match": '"a"'})
    theirs.headers["X-Amz-Date"] = theirs.context["timestamp"] = now.strftime("%Y%m%dT%H%M%SZ")
    theirs.headers["X-Amz-Content-SHA256"] = NO_BODY
    if token:
        theirs.headers["X-Amz-Security-Token"] = token
    signer = S3SigV4Auth(BotoCredentials("AK", "s", token or None), "s3", region)
    canonical = signer.canonical_request(theirs)
    signature = signer.signature(signer.string_to_sign(theirs, canonical), theirs)
    assert ours["authorization"].rpartition("=")[2] == signature


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate_in(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def s3(certificate: tuple[Path, Path]) -> Iterator[StandIn]:
    with stand_in(certificate) as server:
        yield server


def bucket(s3: StandIn, authorities: str) -> LeanBucket:
    return LeanBucket(
        "promise",
        region="eu-west-1",
        credentials=Credentials("AK", "s"),
        now=lambda: NOW,
        endpoint=s3.url,
        authorities=authorities,
    )


pytestmark = pytest.mark.enable_socket


def test_an_object_comes_with_its_tag_and_again_only_when_it_changed(
    s3: StandIn, certificate: tuple[Path, Path]
) -> None:
    content = bytes(range(256)) * 1000
    s3.behaviours["/promise/snapshot.json"] = replies(200, content, ETag='"1"')
    ours = bucket(s3, str(certificate[0]))
    found = ours.get("snapshot.json")
    assert found is not None
    assert (found.content, found.tag) == (content, '"1"')
    s3.behaviours["/promise/snapshot.json"] = replies(304)
    assert ours.get("snapshot.json", found.tag) is None
    assert s3.requests[-1][2]["if-none-match"] == '"1"'


def test_a_body_in_chunks_is_put_together(s3: StandIn, certificate: tuple[Path, Path]) -> None:
    def chunks(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"4\r\nprom\r\n3;x=y\r\nise\r\n0\r\nTrailer: x\r\n\r\n")

    s3.behaviours["/promise/a"] = chunks
    found = bucket(s3, str(certificate[0])).get("a")
    assert found is not None
    assert found.content == b"promise"


@pytest.mark.parametrize("status", [403, 404])
def test_an_object_that_is_not_there_is_told_apart(s3: StandIn, certificate: tuple[Path, Path], status: int) -> None:
    s3.behaviours["/promise/a"] = replies(status, b"<Error/>")
    with pytest.raises(NotThere, match=f"S3 answered {status} for a"):
        bucket(s3, str(certificate[0])).get("a")


def test_a_busy_server_is_asked_twice_and_no_more(s3: StandIn, certificate: tuple[Path, Path]) -> None:
    s3.behaviours["/promise/a"] = replies(503)
    with pytest.raises(StoreUnavailable, match="S3 answered 503"):
        bucket(s3, str(certificate[0])).get("a")
    assert len(s3.requests) == 2


def test_a_connection_that_died_while_the_function_was_frozen_is_opened_anew(
    s3: StandIn, certificate: tuple[Path, Path]
) -> None:
    s3.behaviours["/promise/a"] = replies(200, b"1")  # this server hangs up after each answer, without a word
    ours = bucket(s3, str(certificate[0]))
    assert [found.content for _ in range(3) if (found := ours.get("a"))] == [b"1"] * 3


def garbage(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"SSH-2.0-hello\r\n\r\n")


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


def never_says_how_long(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\nwhole")


@pytest.mark.parametrize("behaviour", [garbage, hangs_up, never_says_how_long])
def test_what_is_not_a_whole_answer_is_none(s3: StandIn, certificate: tuple[Path, Path], behaviour: object) -> None:
    s3.behaviours["/promise/a"] = behaviour  # type: ignore[assignment]
    with pytest.raises(StoreUnavailable, match="S3 did not answer for a"):
        bucket(s3, str(certificate[0])).get("a")


def test_a_server_that_nobody_vouches_for_is_not_believed(s3: StandIn) -> None:
    s3.behaviours["/promise/a"] = replies(200, b"1")
    with pytest.raises(StoreUnavailable, match="SSLCertVerificationError"):
        bucket(s3, "").get("a")
    assert s3.requests == []


def test_nobody_listens() -> None:
    nowhere = LeanBucket(
        "b", region="r", credentials=EXAMPLE, now=lambda: NOW, endpoint="http://127.0.0.1:9", authorities=""
    )
    with pytest.raises(StoreUnavailable, match="S3 did not answer for a"):
        nowhere.get("a")


def test_credentials_are_never_shown() -> None:
    assert "wJalr" not in repr(EXAMPLE)


def test_the_roots_are_those_of_amazon() -> None:
    assert Path(AMAZON_ROOTS).read_text().count("BEGIN CERTIFICATE") == 5
