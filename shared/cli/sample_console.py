"""Pages of the console for a made-up order that had a bad week, and a return that waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from shared.access.console_door import form_token
from shared.access.console_role import Role
from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.claims.claim import Claim, Said
from shared.claims.claim_number import claim_id_of
from shared.claims.problem import Problem, Wish
from shared.cli.sample_order import NOW, TODAY, SampleShop, sample_order
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.evidence.evidence import Evidence
from shared.locales import FALLBACK, page_words
from shared.notifications.message import Check, Message, MessageState, Reaction
from shared.notifications.rules import NotificationRules
from shared.notifications.why import Why, explain
from shared.pages.console.entrance import SignInForm, notice_page, sign_in_page
from shared.pages.console.found import found_page
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.home import Figures, home_page
from shared.pages.console.order import order_page
from shared.pages.console.parcels import AT_RISK, ParcelsView, parcels_page
from shared.pages.console.reports import report_card, reports_page
from shared.pages.console.returns import Known, return_card, return_page, waiting_page
from shared.pages.console.story_facts import StoryFacts
from shared.returns.axes import Action, Approval
from shared.returns.draft_return import Shown
from shared.returns.money.reckoning import Entry, Part, Reckoning
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.policy import Actions
from shared.returns.policy.terms import Terms
from shared.returns.request.legal import LegalAction
from shared.returns.return_request import LogEntry, ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor, Outcome
from shared.reviews.review import Review
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.find_parcel import FoundParcel
from shared.tracking.order import Order
from shared.tracking.parcel import Assignment, join
from shared.tracking.risk import Risk, assess
from shared.tracking.tracked import TrackedOrder, tracked_order

NONCE = "preview"
_CURRENCIES: Mapping[str, str] = {"ja": "JPY", "en": "USD", "de": "EUR", "pt": "BRL"}
_BROKEN: Mapping[str, str] = {
    "ja": "箱に異常はありませんでしたが、中身が破損していました。",
    "en": "The box was fine, but what was in it is broken.",
    "de": "Der Karton war heil, aber der Inhalt ist beschädigt.",
    "pt": "A caixa estava inteira, mas o que veio dentro está quebrado.",
}
_WORDS: Mapping[str, str] = {
    "ja": "箱は開けましたが、使っていません。思っていたより大きかったです。",
    "en": "I opened the box and did not use it. It is larger than I thought.",
    "de": "Ich habe den Karton geöffnet und es nicht benutzt. Es ist größer als gedacht.",
    "pt": "Abri a caixa e não usei. É maior do que eu pensava.",
}
_REASONS: Mapping[str, str] = {"ja": "サイズが合わない", "en": "Too large", "de": "Zu groß", "pt": "Grande demais"}
_SCANS = (
    (70.0, Detail.PICKED_UP),
    (50.0, Detail.DEPARTED),
    (30.0, Detail.DELAYED_BY_WEATHER),
    (6.0, Detail.OUT_FOR_DELIVERY),
    (1.5, Detail.DELIVERED),
)
"""Hours ago, and what was seen."""


def console_pages(shop: SampleShop, language: str) -> dict[str, str]:
    """HTML by state."""
    order = sample_order(shop, language, parcels=1)
    frame = ConsoleFrame(
        language, NONCE, shop.brand, order.destination.zone, NOW, token=form_token("preview"), name="aiko",
        role=Role.AGENT,
    )  # fmt: skip
    outside = ConsoleFrame(language, NONCE, shop.brand, order.destination.zone, NOW)
    facts, known = _facts(order, language), _known(order, language)
    card = return_card(known.request, known.name_of, known.reason_of, frame)
    parcels: dict[str, int] = {AT_RISK: 4, **dict.fromkeys(Risk, 0), Risk.INCIDENT: 3, Risk.SILENT: 1}
    figures = Figures(2, False, 2, False, parcels, 212, False, 1)
    claims = {claim.claim_id: claim for claim in facts.claims}
    reports = [report_card(case, claims.get(case.case_id), frame) for case in facts.cases]
    found = next(iter(facts.tracked.parcels))
    troubled = assess(join(found.parcel.id, found.parcel.assignment, found.checkpoints[:3]), order, NOW)
    return {
        "sign-in": sign_in_page(SignInForm(), outside),
        "sign-in-refused": sign_in_page(SignInForm(is_refused=True, was_signed_in=True), outside),
        "sign-in-login": sign_in_page(SignInForm(login_at="#login"), outside),
        "sign-in-broken-off": sign_in_page(SignInForm(login_at="#login", is_broken_off=True), outside),
        "no-role": notice_page("no_role", outside, "#other"),
        "home": home_page(figures, frame),
        "order": order_page(facts, frame, shopper_url="#shopper", shows_contact=False, done=""),
        "parcels": parcels_page(ParcelsView([troubled], {found.parcel.id: _live(order)}, "more", AT_RISK), frame),
        "returns": waiting_page([card], "", frame),
        "returns-none": waiting_page([], "", frame, "console_returns.done_approve"),
        "reports": reports_page(reports, "more", frame),
        "reports-none": reports_page([], "", frame),
        "return": return_page(known, frame),
        "return-viewer": return_page(known, replace(frame, role=Role.VIEWER)),
        "return-lacking": return_page(known, frame, failure="decline"),
        "found": found_page([order], frame),
        "not-found": notice_page("not_found", frame),
    }


def _facts(order: Order, language: str) -> StoryFacts:
    [parcel_id] = order.parcels()
    claim = _claim(order, language)
    return StoryFacts(
        tracked=_tracked(order),
        told=None,
        lives={parcel_id: _live(order)},
        why=_why(order, language),
        returns=[_known(order, language).request],
        cases=[
            Case(order.order_id, "C-1", CaseKind.SUPPORT, news={CaseNews.REQUESTED: Told(NOW)}),
            Case(order.order_id, claim.claim_id, CaseKind.CLAIM, news={CaseNews.REQUESTED: Told(NOW)}, version=1),
        ],
        reviews=[Review(order.order_id, order.lines[0].sku, 4, _WORDS[_spoken(language)], NOW)],
        claims=[claim],
    )


def _claim(order: Order, language: str) -> Claim:
    broken = CaseLine(order.lines[0].sku)
    (shipment_id,) = order.shipments
    return Claim(
        order.order_id,
        claim_id_of(order.order_id, Problem.DAMAGED, shipment_id),
        Problem.DAMAGED,
        shipment_id,
        NOW,
        (broken,),
        Wish.REPLACEMENT,
        NOW,
        (Said(NOW, _BROKEN[_spoken(language)]),),
        tuple(Evidence("photo", f"evidence/{number}", NOW) for number in (1, 2)),
    )


def _tracked(order: Order) -> TrackedOrder[FoundParcel]:
    place = Place("", "", "", order.destination.country)
    scans = tuple(
        Checkpoint(NOW - timedelta(hours=hours), detail, detail.value.upper(), "", place) for hours, detail in _SCANS
    )

    def found(parcel_id: object, assignment: Assignment) -> FoundParcel:
        [only] = order.parcels()
        return FoundParcel(join(only, assignment, scans), scans)

    return tracked_order(order, found)


def _live(order: Order) -> LiveEstimate:
    [parcel_id] = order.parcels()
    revisions = tuple(
        Revision(
            number, NOW - timedelta(hours=hours), reason, Estimate(day, day, day, chance, EstimateSource.STAGE, NOW)
        )
        for number, hours, reason, day, chance in (
            (1, 70, Reason.FIRST, TODAY, 9_400),
            (2, 30, Reason.WEATHER, TODAY + timedelta(days=1), 5_100),
        )
    )
    return LiveEstimate(
        order.order_id,
        order.destination.time_zone,
        parcel_id,
        promised=TODAY + timedelta(days=1),
        revisions=revisions,
        at_risk=True,
        warned_at=NOW - timedelta(hours=30),
    )


def _estimate(day: date, chance: int) -> Estimate:
    return Estimate(day, day, day, chance, EstimateSource.STAGE, NOW)


def _why(order: Order, language: str) -> Why:
    at = NOW - timedelta(hours=29)
    sent = Message(
        "m1", order.order_id, "delivery_delayed", "parcel", Kind.SERVICE, "s", language, MessageState.SENT, "told",
        at, at, Channel.EMAIL, sent_at=at, reaction=Reaction(opened_at=at + timedelta(hours=2)),
    )  # fmt: skip
    silent = Message(
        "m2", order.order_id, "review_invited", "line", Kind.FEEDBACK, "s", language, MessageState.SUPPRESSED,
        "open_case", NOW, NOW, Channel.EMAIL, checks=(Check("open_case", False, "case C-1"),),
    )  # fmt: skip
    return Why(explain([sent, silent], NotificationRules({})).entries, ("arriving_soon", "loyalty_earned"))


def _known(order: Order, language: str) -> Known:
    line, terms = order.lines[0], Terms(Actions(), (("review", "looked-at-first"),), None, None, "delivered")
    item = ReturnItem(
        "1", order.order_id, line.sku, line.sku, 1, "too_large", words=_WORDS[_spoken(language)],
        outcome=Outcome.REFUND, approval=Approval.REQUESTED, terms=terms,
        evidence=(Evidence("photo", "evidence/preview.jpg", NOW),),
    )  # fmt: skip
    asked = LogEntry(
        1, NOW - timedelta(hours=1), Actor.SHOPPER, Action.SUBMIT, ("1",), ("looked-at-first", "abuse:watched")
    )
    request = ReturnRequest(
        "PREVIEW0PREVIEW0", "RMA-7K3F9-2M4XQ", _CURRENCIES[_spoken(language)], (item,), NOW, 3, customer_id="C-77",
        risk_points=34, risk_signals=(("return_share", 15), ("recent_returns", 12), ("bracketing", 7)), log=(asked,),
    )  # fmt: skip
    links = tuple(LegalAction(action, ("1",)) for action in (Action.APPROVE, Action.DECLINE, Action.NEED_MORE))
    worth = Reckoning(request.currency, (Entry(Part.GOODS, 12_800),), ())
    return Known(
        Shown(request, links, worth, {}),
        lambda _: line.name,
        lambda _: _REASONS[_spoken(language)],
        CustomerHistory(returns_placed=6, recent_returns=4, discrepancies=0),
    )


def _spoken(language: str) -> str:
    """English where there is no sample in the language."""
    stem = page_words(language).language
    return stem if stem in _CURRENCIES else FALLBACK
