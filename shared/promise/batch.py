"""Many questions at once: an answer or a problem for each, in the order of the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.errors import TodokuError
from shared.promise.answer import json_text
from shared.promise.forecast import Forecasts
from shared.promise.make_promise import make_promise
from shared.promise.network import DeliveryNetwork
from shared.promise.question import InvalidQuestion, read_question
from shared.promise.slowdown import Slowdown

MAX_QUESTIONS = 100


class InvalidBatch(InvalidQuestion):
    """The batch as a whole cannot be read; a single question that cannot is answered with its own problem."""

    code = "invalid_batch"


def answer_all(
    network: DeliveryNetwork,
    body: Any,
    now: datetime,
    forecasts: Forecasts | None = None,
    slowdowns: Sequence[Slowdown] = (),
) -> str:
    """The body's `{"questions": [...]}` as `{"answers": [...]}`, JSON: each is what GET would answer, or
    `{"problem": …}`.

    All are asked at the same moment, `now`, where they do not say another. Raises InvalidBatch.
    """
    answers = [_answer(network, asked, now, forecasts, slowdowns) for asked in _questions(body)]
    return f'{{"answers":[{",".join(answers)}]}}'


def _questions(body: Any) -> list[Any]:
    if not isinstance(body, Mapping) or body.keys() != {"questions"} or not isinstance(body["questions"], list):
        raise InvalidBatch('Send {"questions": [{"country": "JP", "postal": "150"}, ...]}.', field="questions")
    questions = body["questions"]
    if not 1 <= len(questions) <= MAX_QUESTIONS:
        raise InvalidBatch(f"Send 1 to {MAX_QUESTIONS} questions, not {len(questions)}.", field="questions")
    return questions


def _answer(
    network: DeliveryNetwork,
    asked: Any,
    now: datetime,
    forecasts: Forecasts | None,
    slowdowns: Sequence[Slowdown],
) -> str:
    try:
        if not isinstance(asked, Mapping):
            raise InvalidQuestion("A question is an object with at least a country.", field="questions")
        return make_promise(network, read_question(asked, now), forecasts, slowdowns).to_text()
    except TodokuError as error:
        return json_text({"problem": _problem(error)})


def _problem(error: TodokuError) -> dict[str, Any]:
    field = {} if error.field is None else {"field": error.field}
    return {"code": error.code, "detail": error.detail, **field}
