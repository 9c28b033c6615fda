"""Pages of reports for a made-up order: what can be reported, the form, and what became of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.claims.claim import Claim, Said
from shared.claims.claim_number import claim_id_of
from shared.claims.problem import Problem, Wish
from shared.cli.sample_order import DELIVERED, MOVING, NOW, TODAY, SampleShop, Scans, sample_order, sample_view
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import Upload
from shared.pages.claims.choosing_problem import ChoosingView, choosing_page
from shared.pages.claims.claim_page import ClaimView, claim_page, kinds_wanted
from shared.pages.claims.report_form import FormView, mistakes_in, report_page
from shared.pages.claims.shipments import ShownShipment, shown_shipments
from shared.pages.order_frame import Frame
from shared.tracking.order import Order

NONCE = "preview"
_WORDS: Mapping[str, str] = {
    "ja": "箱の角がつぶれていて、開けたところ、縁が大きく欠けていました。",
    "en": "A corner of the box was crushed, and inside it the rim is chipped.",
    "de": "Eine Ecke des Kartons war eingedrückt, und innen ist der Rand abgeplatzt.",
    "pt": "Um canto da caixa veio amassado, e dentro a borda está lascada.",
}
_ANSWER_WITHIN = 2


def claims_pages(shop: SampleShop, language: str) -> dict[str, str]:
    """HTML by state."""
    frame = Frame(language, NONCE, shop.brand, "#10482", "#home")
    return {
        **{f"choosing-{state}": page for state, page in _choosing(shop, language, frame).items()},
        **{f"report-{state}": page for state, page in _reports(shop, language, frame).items()},
        **{f"claim-{state}": page for state, page in _claims(shop, language, frame).items()},
    }


def _shipments(shop: SampleShop, language: str, *parcels: Scans) -> tuple[Order, tuple[ShownShipment, ...]]:
    order = sample_order(shop, language, parcels=len(parcels))
    return order, shown_shipments(order, sample_view(shop, language, *parcels, expected_in=1))


def _choosing(shop: SampleShop, language: str, frame: Frame) -> dict[str, str]:
    claim = _claim(sample_order(shop, language), language)
    return {
        "delivered": _chosen(shop, language, frame, DELIVERED),
        "on-its-way": _chosen(shop, language, frame, MOVING),
        "two-parcels": _chosen(shop, language, frame, DELIVERED, MOVING),
        "reported": _chosen(shop, language, frame, DELIVERED, claims=((claim, _case(claim)),)),
    }


def _chosen(
    shop: SampleShop, language: str, frame: Frame, *parcels: Scans, claims: tuple[tuple[Claim, Case], ...] = ()
) -> str:
    order, shipments = _shipments(shop, language, *parcels)
    view = ChoosingView(order, shipments, claims, lambda _: "#claim", lambda problem, _: f"#{problem}", "#help")
    return choosing_page(view, frame)


def _reports(shop: SampleShop, language: str, frame: Frame) -> dict[str, str]:
    order, (shipment,) = _shipments(shop, language, DELIVERED)
    form = FormView(order, Problem.NOT_FOUND, shipment, 1, 1, "#report", "#back")
    defect = replace(form, problem=Problem.DEFECT)
    lacking = mistakes_in({}, Problem.DEFECT, order, language)
    return {
        "not-found": report_page(form, frame),
        "damaged": report_page(replace(form, problem=Problem.DAMAGED, returns_url="#returns"), frame),
        "defect-lacking": report_page(replace(defect, filled={}, failures=lacking), frame),
    }


def _claims(shop: SampleShop, language: str, frame: Frame) -> dict[str, str]:
    order = sample_order(shop, language)
    claim = _claim(order, language)
    case = _case(claim)
    asked = case.hearing(CaseNews.NEEDS_MORE, Told(NOW - timedelta(hours=4), until=TODAY + timedelta(days=5)))
    approved = asked.hearing(CaseNews.APPROVED, Told(NOW - timedelta(hours=1)))
    settled = approved.hearing(CaseNews.RESOLVED, Told(NOW))
    declined = asked.hearing(CaseNews.DECLINED, Told(NOW - timedelta(hours=1), reason="no_proof"))
    states = {"reported": case, "asked": asked, "approved": approved, "settled": settled, "declined": declined}
    return {
        state: _one(order, claim, told, frame, "reported" if state == "reported" else "")
        for state, told in states.items()
    }


def _one(order: Order, claim: Claim, case: Case, frame: Frame, done: str) -> str:
    uploads = {kind: Upload("#bucket", {"key": "preview"}) for kind in kinds_wanted(claim, case)}
    view = ClaimView(
        order=order,
        claim=claim,
        case=case,
        which="",
        uploads=uploads,
        sign_at="#sign",
        words_to="#words",
        home="#home",
        tracking="#tracking",
        answer_within=_ANSWER_WITHIN,
        done=done,
    )
    return claim_page(view, frame)


def _claim(order: Order, language: str) -> Claim:
    at = NOW - timedelta(hours=9)
    return Claim(
        order_id=order.order_id,
        claim_id=claim_id_of(order.order_id, Problem.DAMAGED, "S-0"),
        problem=Problem.DAMAGED,
        shipment_id="S-0",
        reported_at=at,
        lines=(CaseLine(order.lines[0].sku),),
        wish=Wish.REPLACEMENT,
        wished_at=at,
        said=(Said(at, _WORDS.get(language, _WORDS["en"])),),
        evidence=(Evidence("photo", "evidence/preview.jpg", at),),
    )


def _case(claim: Claim) -> Case:
    told = Told(claim.reported_at, lines=claim.lines)
    return Case(claim.order_id, claim.claim_id, CaseKind.CLAIM).hearing(CaseNews.REQUESTED, told)
