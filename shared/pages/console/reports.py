"""Reports that wait: claims, warranty cases and questions of all orders that nobody answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.cases.case import Case, CaseNews
from shared.claims.claim import Claim
from shared.pages.console.frame import ConsoleFrame
from shared.pages.shown_text import shown


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report in words. What its shopper wrote stands on the page of its order only."""

    number: str
    kind: str
    problem: str
    """"" where another system told of it, and nobody says what is wrong."""
    order_id: str
    href: str
    """The page of its order, where a claim is answered."""
    since: str
    is_reopened: bool


def report_card(case: Case, claim: Claim | None, frame: ConsoleFrame) -> ReportCard:
    """In words; `claim`: what was reported here, where it was."""
    since = case.waits_since
    return ReportCard(
        number=shown(case.case_id),
        kind=frame.say(f"console_case.{case.kind}"),
        problem=frame.say(f"console_problem.{claim.problem}") if claim else "",
        order_id=shown(case.order_id),
        href=frame.place("orders", case.order_id) + ("#claims" if claim else ""),
        since=frame.moment(since) if since else "",
        is_reopened=case.newest is CaseNews.REOPENED,
    )


def reports_page(waiting: Sequence[ReportCard], cursor: str, frame: ConsoleFrame) -> str:
    """Those that wait, the longest first."""
    more = frame.place("reports", cursor=cursor) if cursor else ""
    return frame.page("console_reports.html.jinja", frame.say("console_reports.heading"), cards=waiting, more=more)
