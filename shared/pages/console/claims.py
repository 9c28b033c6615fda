"""What shoppers reported of an order, as the shop's people read it beside its story, and answer it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.access.console_role import Right
from shared.cases.case import Case, CaseNews
from shared.claims.answer_claim import REASONS
from shared.claims.claim import Claim
from shared.evidence.evidence_files import id_of
from shared.pages.console.chapters import Chapter, Happening, lines_of
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.story_facts import StoryFacts
from shared.pages.shown_text import shown


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim in words."""

    number: str
    problem: str
    shipment: str
    """"" where nobody says which."""
    articles: tuple[str, ...]
    wish: str
    state: str
    words: tuple[tuple[str, str], ...]
    """When, and what the shopper wrote."""
    files: tuple[tuple[str, str], ...]
    """Kind and address of what was shown; "" for who may not open it."""
    answer_at: str
    """Where the form goes; "" : it is over, or not for who reads."""
    seen: str
    """The versions of the case and the claim that are shown, "2-1": what is answered is what was looked at."""


def claim_cards(facts: StoryFacts, frame: ConsoleFrame) -> Iterator[ClaimCard]:
    """The newest first."""
    cases = {case.case_id: case for case in facts.cases}
    for claim in reversed(facts.claims):
        yield _card(claim, cases.get(claim.claim_id), facts, frame)


def claims_in_words(facts: StoryFacts, frame: ConsoleFrame) -> Iterator[Happening]:
    """What was reported, and what was written since; what became of it is told by its case."""
    say = frame.say
    for claim in facts.claims:
        title = say("console_claims.reported", problem=say(f"console_problem.{claim.problem}"))
        first = [said.words for said in claim.said if said.at == claim.reported_at]
        lines = lines_of(_number(claim, frame), *_articles(claim, facts, frame), *map(shown, first))
        yield Happening(claim.reported_at, Chapter.CASE, title, lines, is_grave=True)
        for said in claim.said:
            if said.at != claim.reported_at:
                lines = lines_of(_number(claim, frame), shown(said.words))
                yield Happening(said.at, Chapter.CASE, say("console_claims.wrote"), lines)


def reasons_in_words(frame: ConsoleFrame) -> list[tuple[str, str]]:
    """Code and sentence: what the shopper will read."""
    return [(code, frame.say(f"claim_reason.{code}")) for code in REASONS]


def _card(claim: Claim, case: Case | None, facts: StoryFacts, frame: ConsoleFrame) -> ClaimCard:
    say, place = frame.say, ("orders", claim.order_id, "claims", claim.claim_id)
    opens, decides = frame.may(Right.OPEN_FILES), frame.may(Right.DECIDE)
    return ClaimCard(
        number=claim.claim_id,
        problem=say(f"console_problem.{claim.problem}"),
        shipment=shown(claim.shipment_id),
        articles=_articles(claim, facts, frame),
        wish=say(f"console_wish.{claim.wish}"),
        state=say(f"console_news.{(case and case.newest) or CaseNews.REQUESTED}"),
        words=tuple((frame.moment(said.at), shown(said.words)) for said in claim.said),
        files=tuple(
            (say(f"console_returns.{each.kind}"), frame.place(*place, "evidence", id_of(each)) if opens else "")
            for each in claim.evidence
        ),
        answer_at=frame.place(*place) if decides and case is not None and case.is_open else "",
        seen=f"{case.version if case else 0}-{claim.version}",
    )


def _number(claim: Claim, frame: ConsoleFrame) -> str:
    return frame.say("console_story.case_id", id=claim.claim_id)


def _articles(claim: Claim, facts: StoryFacts, frame: ConsoleFrame) -> tuple[str, ...]:
    names = {line.sku: line.name for line in facts.order.lines}
    return tuple(
        frame.say(
            "console_story.line",
            quantity=line.quantity,
            name=shown(names.get(line.sku, line.sku)),
            sku=shown(line.sku),
        )
        for line in claim.lines
    )
