"""The token endpoint as Amazon Cognito documents it: what is asked, and what each answer means."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pytest

from shared.access.console_login import Pool
from shared.access.id_token import LoginRefused
from shared.errors import Unavailable
from shared.exchange import Answer, NoAnswer, Question
from shared.outbound.token_endpoint import TokenEndpoint

POOL = Pool("https://login.example.com", "https://pool.example/p1", "client-1", "https://shop.example/console")


@dataclass
class Answers:
    """Answers every question alike."""

    answer: Answer
    asked: list[Question] = field(default_factory=list)

    def __call__(self, question: Question, /) -> Answer:
        self.asked.append(question)
        return self.answer


def test_a_code_is_exchanged_with_its_verifier_and_without_any_credentials() -> None:
    answers = Answers(Answer(200, b'{"id_token": "a.b.c", "access_token": "d.e.f", "token_type": "Bearer"}'))
    assert TokenEndpoint(answers, POOL).id_token("c-1&x=y", "v-1") == "a.b.c"
    [asked] = answers.asked
    assert (asked.method, asked.url) == ("POST", "https://login.example.com/oauth2/token")
    assert "Authorization" not in asked.headers
    assert dict(parse_qsl(asked.body.decode(), strict_parsing=True)) == {
        "grant_type": "authorization_code",
        "client_id": "client-1",
        "code": "c-1&x=y",
        "redirect_uri": "https://shop.example/console/signed-in",
        "code_verifier": "v-1",
    }


def test_a_code_that_is_worth_nothing_is_refused_and_whatever_else_is_no_answer() -> None:
    with pytest.raises(LoginRefused):
        TokenEndpoint(Answers(Answer(400, b'{"error": "invalid_grant"}')), POOL).id_token("c", "v")
    for answer in (
        Answer(302, b"", headers={"location": "https://evil.example"}),
        Answer(500, b""),
        Answer(401, b'{"id_token": "a.b.c"}'),
        Answer(200, b"<html>"),
        Answer(200, b"[]"),
        Answer(200, b'{"id_token": null}'),
        Answer(200, b'{"access_token": "a.b.c"}'),
        Answer(200, b"[" * 5000),
    ):
        with pytest.raises(Unavailable):
            TokenEndpoint(Answers(answer), POOL).id_token("c", "v")


def test_silence_is_told_as_such() -> None:
    def silent(_: Question, /) -> Answer:
        raise NoAnswer("it took too long")

    with pytest.raises(Unavailable):
        TokenEndpoint(silent, POOL).id_token("c", "v")
