"""Several things at once, in threads: for work that waits for others' servers, and hardly computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from shared.runtime.batch import Failures, Park, each_message

Result = TypeVar("Result")


def side_by_side(tasks: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each task answers, in their order. All are done before the first failure, if any, is raised."""
    if len(tasks) < 2:
        return [task() for task in tasks]
    with ThreadPoolExecutor(max_workers=len(tasks)) as pool:
        begun = [pool.submit(task) for task in tasks]
    return [one.result() for one in begun]


def each_message_at_once(event: Mapping[str, Any], handle: Callable[[str], None], park: Park) -> Failures:
    """As `each_message`, all of a batch side by side: one that waits does not keep its neighbours waiting."""
    alone = [{"Records": [record]} for record in event["Records"]]
    answers = side_by_side([partial(each_message, one, handle, park) for one in alone])
    return {"batchItemFailures": [failure for answer in answers for failure in answer["batchItemFailures"]]}
