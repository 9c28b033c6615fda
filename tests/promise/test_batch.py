"""A batch answers every question, or says what is wrong with that one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.promise.batch import MAX_QUESTIONS, InvalidBatch, answer_all
from shared.promise.make_promise import make_promise
from shared.promise.question import read_question
from tests.promise.networks import SHOP, at

NOW = at("11-24 10:00")
GOOD = {"country": "JP", "postal": "150"}


def test_every_question_has_its_answer_or_its_problem_in_the_order_of_the_questions() -> None:
    body = answer_all(SHOP, {"questions": [GOOD, {"country": "FR"}, {"postal": "1"}, 7, GOOD]}, NOW)
    answers = json.loads(body)["answers"]
    assert answers[0] == answers[4] == make_promise(SHOP, read_question(GOOD, NOW)).to_json()
    assert [answer["problem"]["code"] for answer in answers[1:4]] == ["no_lane", "invalid_question", "invalid_question"]
    assert answers[2]["problem"]["field"] == "country"


@pytest.mark.parametrize(
    "body",
    [None, [], {}, {"questions": {}}, {"questions": []}, {"questions": [GOOD], "more": 1},
     {"questions": [GOOD] * (MAX_QUESTIONS + 1)}],
)  # fmt: skip
def test_a_body_that_is_no_batch_is_refused_as_a_whole(body: Any) -> None:
    with pytest.raises(InvalidBatch):
        answer_all(SHOP, body, NOW)
