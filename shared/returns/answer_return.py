"""The shopper gives what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.evidence.evidence import Evidence
from shared.free_text import readable
from shared.returns.axes import Action
from shared.returns.means import Means
from shared.returns.request.moves import answer
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.wanted_items import MAX_EVIDENCE, MAX_WORDS, WrongItems
from shared.returns.working import worked_on


@dataclass(frozen=True, slots=True)
class Answered:
    """What is given for one item."""

    item_id: str
    evidence: tuple[Evidence, ...] = ()
    words: str = ""
    serial_number: str = ""


def answer_return(means: Means, return_id: str, answers: Sequence[Answered], telling: Telling) -> ReturnRequest:
    """Raises WrongItems, ReturnUnknown, ActionNotLegal, ItemUnknown, StaleReturn."""

    def move(request: ReturnRequest, _: object) -> ReturnRequest:
        for one in answers:
            known = request.item(one.item_id)
            shown = len(known.evidence) if known else 0
            if len(one.words) > MAX_WORDS or shown + len(one.evidence) > MAX_EVIDENCE:
                raise WrongItems("That is more than can be kept of one item.", field="evidence")
        return answer(
            request,
            tuple(one.item_id for one in answers),
            telling,
            {one.item_id: one.evidence for one in answers},
            {one.item_id: readable(one.words) for one in answers},
            {one.item_id: one.serial_number for one in answers},
        )

    return worked_on(means, return_id, Action.ANSWER, telling, move)
