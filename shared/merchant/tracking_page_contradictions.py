"""What no single field of the section `tracking_page` can see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shared.merchant.contradiction import Contradiction, Path, repeated
from shared.shoppers.common_question import CommonQuestion

if TYPE_CHECKING:
    from shared.merchant.tracking_page import TrackingPageConfiguration

_ROOT: Path = ("tracking_page",)


def tracking_page_contradictions(written: TrackingPageConfiguration) -> Iterator[Contradiction]:
    """Every disagreement of the section with itself."""
    names = [question.name for question in written.faq]
    yield from repeated((*_ROOT, "faq"), names, "name", "a name no other question has")
    for index, question in enumerate(written.faq):
        if not question.stages and question.name not in set(CommonQuestion):
            expected = "at least one stage: only a built-in question has its own"
            yield Contradiction((*_ROOT, "faq", index, "stages"), expected)
    for index, hidden in enumerate(written.hide_questions):
        if hidden in names:
            yield Contradiction((*_ROOT, "hide_questions", index), "a question that faq does not replace")
    ids = [promotion.id for promotion in written.promotions]
    yield from repeated((*_ROOT, "promotions"), ids, "id", "an id no other promotion has")
    for index, promotion in enumerate(written.promotions):
        if promotion.from_ and promotion.until and promotion.until < promotion.from_:
            expected = f"a day not before from, which is {promotion.from_}"
            yield Contradiction((*_ROOT, "promotions", index, "until"), expected)
