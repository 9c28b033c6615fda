"""The page of one claim: how it stands, what happens next, what can be shown and said, and what happened so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.cases.case import Case, CaseNews
from shared.claims.claim import MAX_EVIDENCE, MOST_SAID, MOST_WORDS, Claim
from shared.claims.problem import Problem, Wish
from shared.evidence.evidence_files import ACCEPTED, AS_SENT, KINDS, MEGABYTE, PHOTO, VIDEO, Upload
from shared.locales import Words, page_words
from shared.pages.claims.news import history, is_over, newest_news, texts_of
from shared.pages.order_frame import Failure, Frame, failed, framed_page
from shared.pages.pieces import name_of
from shared.tracking.order import Order

_STILL_LOOKED_AT = frozenset({CaseNews.REQUESTED, CaseNews.REOPENED})
"""While the shop has not answered yet."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What the page is made of."""

    order: Order
    claim: Claim
    case: Case | None
    """None only in the moment before it is opened."""
    which: str
    """The parcel in words; "" where there is no other."""
    uploads: Mapping[str, Upload]
    """Kind -> where a form without script sends one file; none where nothing more is taken."""
    sign_at: str
    """Where a script asks for more to send to."""
    words_to: str
    """Where more words are sent."""
    home: str
    """The address of the first page."""
    tracking: str
    """The address of the order's tracking page."""
    answer_within: int | None = None
    """Working days in which the shop answers; None: it promises nothing."""
    done: str = ""
    """What was just done: "reported", "words", "photo"; "" for nothing of these."""
    filled: str = ""
    """Words that were sent and not kept."""
    failures: Sequence[Failure] = ()

    @property
    def is_over(self) -> bool:
        return is_over(self.case)

    @property
    def takes_words(self) -> bool:
        return len(self.claim.said) < MOST_SAID


@dataclass(frozen=True, slots=True)
class UploadForm:
    """Where one kind of file is sent."""

    kind: str
    label: str
    accept: str
    most_bytes: int
    upload: Upload


def kinds_wanted(claim: Claim, case: Case | None) -> tuple[str, ...]:
    """The kinds of files that help; none once it is settled, or where nothing can be seen."""
    is_asked = newest_news(case) is CaseNews.NEEDS_MORE
    if is_over(case) or len(claim.evidence) >= MAX_EVIDENCE or not (claim.problem.is_shown_by_photos or is_asked):
        return ()
    return (PHOTO, VIDEO) if claim.problem is Problem.DEFECT else (PHOTO,)


def claim_page(view: ClaimView, frame: Frame) -> str:
    """The page."""
    say = page_words(frame.language)
    newest = newest_news(view.case)
    told = view.case.news.get(newest) if view.case else None
    return framed_page(
        "claims_claim.html.jinja",
        frame,
        say(f"claim_news.{newest}"),
        view=view,
        number=view.claim.claim_id,
        next=say(f"claim_next.{newest}", shop=frame.shop.name),
        details=texts_of(told, say) if told else (),
        url=told.url if told else "",
        by_when=_by_when(view, told.at if told else view.claim.reported_at, say) if newest in _STILL_LOOKED_AT else "",
        done=say(f"claim_page.done_{view.done}", number=view.claim.claim_id) if view.done in _DONE else "",
        shown=_shown(view.claim, say),
        forms=[_form(kind, upload, say) for kind, upload in view.uploads.items()],
        photos_text=_photos_text(view, newest, say),
        photos_error=failed(view.failures, "photos"),
        limits=say("returns_photos.limits", megabytes=KINDS[AS_SENT[PHOTO]][2] // MEGABYTE),
        words_heading=say(f"claim_page.{_words_key(view, newest)}"),
        is_asked=newest is CaseNews.NEEDS_MORE,
        words_send=say(f"claim_page.{_words_key(view, newest)}_send"),
        words_error=failed(view.failures, "words"),
        most=MOST_WORDS,
        history=history(view.claim, view.case, view.order.destination.zone, say),
        articles=_articles(view, say),
        problem=say(f"claims.{view.claim.problem}"),
        wish=say(f"claim_report.wish_{view.claim.wish}") if view.claim.wish is not Wish.UNDECIDED else "",
        reported=say.date(view.claim.reported_at.astimezone(view.order.destination.zone).date()),
    )


_DONE = ("reported", "words", "photo")


def _by_when(view: ClaimView, since: datetime, say: Words) -> str:
    """Counted from what the shop has not answered yet, so that it stays true however late it is read."""
    days = view.answer_within
    if days is None:
        return ""
    day = say.date(since.astimezone(view.order.destination.zone).date())
    return say("claim_page.within_one" if days == 1 else "claim_page.within", days=days, day=day)


def _shown(claim: Claim, say: Words) -> list[str]:
    """Numbered by kind: nobody knows what the file was called."""
    counted: dict[str, int] = {}
    found = []
    for each in claim.evidence:
        counted[each.kind] = counted.get(each.kind, 0) + 1
        found.append(say(f"returns_photos.shown_{each.kind}", number=counted[each.kind]))
    return found


def _form(kind: str, upload: Upload, say: Words) -> UploadForm:
    return UploadForm(
        kind=kind,
        label=say(f"returns_photos.choose_{kind}"),
        accept=",".join(ACCEPTED[kind]),
        most_bytes=KINDS[AS_SENT[kind]][2],
        upload=upload,
    )


def _photos_text(view: ClaimView, newest: CaseNews, say: Words) -> str:
    if not view.uploads:
        return ""
    if newest is CaseNews.NEEDS_MORE:
        return say("claim_page.photos_asked")
    return say(f"claim_page.photos_{view.claim.problem}")


def _words_key(view: ClaimView, newest: CaseNews) -> str:
    if view.is_over:
        return "unsolved"
    return "answer" if newest is CaseNews.NEEDS_MORE else "more"


def _articles(view: ClaimView, say: Words) -> list[tuple[str, str]]:
    """Each with how many."""
    names = {line.sku: name_of(line) for line in view.order.lines}
    return [(names.get(each.sku, each.sku), say("page.quantity", count=each.quantity)) for each in view.claim.lines]
