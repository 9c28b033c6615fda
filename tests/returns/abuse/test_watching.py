"""From records to decision: who submits is rated, slowed down, heard again; all of it by the use cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.access.limits import order_key, wrong_gift_codes
from shared.cases.case import Case, CaseKind
from shared.evidence.evidence import Evidence
from shared.returns.abuse.assessment import tier_of
from shared.returns.abuse.records import ParcelScans
from shared.returns.abuse.scans import scans_of
from shared.returns.abuse.watching import Watch, rating, records_of
from shared.returns.appeal_return import appeal_return
from shared.returns.approve_return import approve_return
from shared.returns.axes import Action, Approval
from shared.returns.decline_return import decline_return
from shared.returns.policy.policy import AbuseRules, Actions, Fact, Lists, Policy
from shared.returns.request.legal import legal_actions
from shared.returns.request.obstacles import ActionNotLegal
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import NotAsOffered, submit_return
from shared.returns.vocabulary import Actor, Review, WholeAt
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.order import Contact, Shipment
from shared.tracking.parcel import Leg
from shared.tracking.sale import Buyer
from tests.fakes import InMemoryCases, InMemoryOrders, InMemoryParcels
from tests.fakes.limits import InMemoryContacts, InMemoryCounters
from tests.returns.request.setting import NOW, RETURN_ID, Shop, order, policy, rule, shirts

SECRET = "a-secret"
EAGER = AbuseRules((("claims", 100),))
"""Two claims are watched, three are high."""
OTHER_ID = "R7K3F92M4XQ80001"


class WatchedShop(Shop):
    """A shop that watches, and where deliveries of A-2 were claimed to have gone wrong."""

    def __init__(self, policy_: Policy, claims: int = 0) -> None:
        super().__init__(policy_, order("A-1"), order("A-2"))
        self.cases, self.contacts, self.counters = InMemoryCases(), InMemoryContacts(), InMemoryCounters()
        for number in range(claims):
            self.cases.save(Case("A-1", f"K-{number}", CaseKind.CLAIM))
        self.watch = Watch(
            returns=self.returns,
            orders_of=lambda ids: {one.order_id: one for i in ids if (one := self.orders.get(i)) is not None},
            policies=self.means.policies,
            cases=self.cases,
            scans_of=lambda _: ParcelScans(),
            contacts=self.contacts,
            counters=self.counters,
            secret=lambda: SECRET,
        )
        self.means = replace(self.means, assess=rating(self.watch))

    def shown(self) -> ReturnRequest:
        """Submitted with a photo."""
        photo = Evidence("photo", "key", NOW)
        return self.submitted(shirts(1, evidence=(photo,)))


def watching(claims: int, *rules: object, **base: object) -> WatchedShop:
    compiled = policy(*rules, **{"whole_at": WholeAt.APPROVAL, **base})  # type: ignore[arg-type]
    return WatchedShop(replace(compiled, abuse=EAGER), claims)


def test_who_did_nothing_is_decided_on_as_the_policy_says() -> None:
    request = watching(0).submitted(shirts(1))
    assert (request.risk_points, request.risk_signals, tier_of(request)) == (0, (), "normal")
    assert request.items[0].approval is Approval.APPROVED


def test_the_points_and_their_names_are_kept_with_the_return_and_the_tier_in_its_log() -> None:
    request = watching(2).shown()
    assert (request.risk_points, request.risk_signals, tier_of(request)) == (40, (("claims", 40),), "watched")


def test_who_is_watched_is_told_in_the_draft_already_what_to_show() -> None:
    shop = watching(2)
    draft = shop.drafted(shirts(1))
    terms = draft.items[0].terms
    assert terms is not None
    assert terms.actions.evidence is not None
    assert (terms.actions.evidence.photos, terms.actions.whole_at) == (1, WholeAt.RECEIPT)
    with pytest.raises(NotAsOffered) as refused:
        submit_return(shop.means, RETURN_ID, shop.shopper)
    assert [why.rule for whys in refused.value.whys.values() for why in whys] == ["abuse:watched"]
    assert shop.read().items[0].approval is Approval.DRAFT


def test_a_high_risk_waits_for_a_person_who_may_approve() -> None:
    shop = watching(3)
    request = shop.shown()
    assert (tier_of(request), request.items[0].approval, request.is_queued) == ("high", Approval.REQUESTED, True)
    assert approve_return(shop.means, RETURN_ID, shop.staff).items[0].approval is Approval.APPROVED


def test_no_rule_about_the_score_denies_anybody() -> None:
    denies = rule("no-high-risk", Fact.CUSTOMER_RISK, "high", Actions(review=Review.REJECT))
    request = watching(3, denies).shown()
    assert request.items[0].approval is Approval.REQUESTED


def test_an_allowed_customer_is_decided_on_as_ever_and_the_points_are_kept() -> None:
    shop = watching(3)
    lists = Lists(allowed_customers=frozenset({"C-1"}))
    shop.means.policies.first = replace(shop.means.policies.first, lists=lists)  # type: ignore[attr-defined]
    request = shop.submitted(shirts(1))
    assert (tier_of(request), request.risk_points, request.items[0].approval) == ("trusted", 70, Approval.APPROVED)


def test_a_denial_by_the_block_list_is_objected_to_once_and_goes_to_a_person() -> None:
    shop = watching(0)
    lists = Lists(blocked_customers=frozenset({"C-1"}))
    shop.means.policies.first = replace(shop.means.policies.first, lists=lists)  # type: ignore[attr-defined]
    declined = shop.submitted(shirts(1))
    assert (declined.items[0].approval, declined.items[0].may_appeal) == (Approval.DECLINED, True)
    heard = appeal_return(shop.means, RETURN_ID, shop.shopper)
    assert (heard.items[0].approval, heard.is_queued) == (Approval.REQUESTED, True)
    assert [entry.rules for entry in heard.log if entry.action is Action.APPEAL] == [("appeal:person",)]
    assert submit_return(shop.means, RETURN_ID, shop.shopper).items[0].approval is Approval.REQUESTED


@pytest.mark.parametrize(("claims", "code", "said"), [(0, "abuse", False), (0, "worn", True), (3, "worn", False)])
def test_a_denial_that_rests_on_abuse_carries_the_appeal(claims: int, code: str, said: bool) -> None:
    shop = watching(claims, review=Review.MANUAL) if not claims else watching(claims)
    shop.shown()
    declined = decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, code), may_appeal=said)
    assert declined.items[0].may_appeal
    links = [link.action for link in legal_actions(declined, Actor.SHOPPER, shop.now)]
    assert Action.APPEAL in links


def test_any_other_denial_of_staff_s_does_not() -> None:
    shop = watching(0, review=Review.MANUAL)
    shop.shown()
    assert not decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, "worn")).items[0].may_appeal


def test_after_one_objection_what_the_person_says_stands() -> None:
    shop = watching(3)
    shop.shown()
    decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, "abuse"))
    appeal_return(shop.means, RETURN_ID, shop.shopper)
    again = decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, "abuse"), may_appeal=True)
    assert (again.items[0].approval, again.items[0].may_appeal) == (Approval.DECLINED, False)
    with pytest.raises(ActionNotLegal):
        appeal_return(shop.means, RETURN_ID, shop.shopper)


def test_a_second_account_under_one_contact_is_seen_and_the_contact_itself_is_not_kept() -> None:
    shop = watching(0)
    for number, customer in enumerate(("C-7", "C-8", "C-7")):
        theirs = order(f"A-7{number}", contact=Contact("One@mail.example", "en"))
        assert theirs.sale is not None
        shop.orders.save(replace(theirs, sale=replace(theirs.sale, buyer=Buyer(customer))), [])
        shop.drafted(shirts(1, f"A-7{number}"), return_id=f"R7K3F92M4XQ8007{number}")
    assert records_of(shop.watch, "C-7", shop.read("R7K3F92M4XQ80070"), NOW).same_contact == 1
    assert records_of(shop.watch, "C-7", None, NOW).same_contact == 1
    assert "mail.example" not in repr(shop.contacts.customers)


def test_looking_at_a_customer_notes_nothing() -> None:
    shop = watching(0)
    shop.drafted(shirts(1))
    before = repr(shop.contacts.customers)
    records_of(shop.watch, "C-9", None, NOW)
    records_of(shop.watch, "C-1", None, NOW)
    assert repr(shop.contacts.customers) == before


def test_codes_tried_in_vain_are_read_for_gifts_only() -> None:
    shop = watching(0)
    for _ in range(4):
        wrong_gift_codes(shop.counters).check(order_key("A-1", SECRET), NOW)
    draft = shop.drafted(shirts(1))
    assert records_of(shop.watch, "C-1", draft, NOW).wrong_gift_codes == 0
    gift = replace(draft, is_gift=True, customer_id="")
    assert records_of(shop.watch, "", gift, NOW).wrong_gift_codes == 4


def test_of_a_guest_only_the_order_asked_about_is_read() -> None:
    shop = watching(2)
    draft = shop.drafted(shirts(1))
    records = records_of(shop.watch, "", replace(draft, customer_id=""), NOW)
    assert (list(records.orders), records.returns, records.claims) == (["A-1"], (), {})


def test_the_return_that_is_rated_is_not_part_of_its_own_past() -> None:
    shop = watching(0)
    request = shop.submitted(shirts(1))
    shop.submitted(shirts(1, "A-2"), return_id=OTHER_ID)
    records = records_of(shop.watch, "C-1", request, NOW)
    assert [one.return_id for one in records.returns] == [OTHER_ID]
    assert sorted(records.orders) == ["A-1", "A-2"]


def test_scans_say_what_was_delivered_and_weighed_on_each_way() -> None:
    parcels, shipped = InMemoryParcels(), NOW - timedelta(days=9)
    out, back = ParcelNumber("yamato", "OUT1"), ParcelNumber("yamato", "BACK1")
    orders, sent = InMemoryOrders(parcels), order("A-1")
    for shipment in (Shipment("S-1", shipped, (out,)), Shipment("S-2", shipped, (back,), Leg.RETURN)):
        sent = orders.save(sent.with_shipment(shipment), [], shipment)
    assert scans_of(parcels, sent) == ParcelScans()
    for number, grams, detail in ((out, 900, Detail.DELIVERED), (back, 300, Detail.IN_TRANSIT)):
        checkpoint = Checkpoint(NOW - timedelta(days=7), detail, "X", weight_grams=grams)
        parcels.add(number, checkpoint, "yamato")
    assert scans_of(parcels, sent) == ParcelScans(True, 900, {"BACK1": 300})
