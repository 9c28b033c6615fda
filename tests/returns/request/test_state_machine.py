"""Shoppers, staff, carriers, payers and clocks work on returns in any order: no illegal state can be reached."""

from __future__ import annotations

import string
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shared.errors import Conflict, Invalid, NotFound
from shared.returns.answer_return import Answered, answer_return
from shared.returns.appeal_return import appeal_return
from shared.returns.approve_return import approve_return
from shared.returns.axes import Action, Approval, Inspection, Logistics, Money
from shared.returns.cancel_return import cancel_return
from shared.returns.carry_through import around, carried_through
from shared.returns.decline_return import decline_return
from shared.returns.inspect_return import inspect_return
from shared.returns.money.room import counted
from shared.returns.note_parcel import note_parcel
from shared.returns.note_settlement import note_come_back, note_settlement
from shared.returns.override_return import override_return
from shared.returns.policy.policy import Actions, Fact, Fee
from shared.returns.publications import of_return
from shared.returns.receive_return import receive_return
from shared.returns.record_shipment import record_shipment
from shared.returns.reopen_return import reopen_return
from shared.returns.report_missing import report_missing
from shared.returns.request.ending_moves import Aside
from shared.returns.request.inspection_moves import Finding
from shared.returns.request.legal import legal_actions
from shared.returns.request.positions import pieces_of
from shared.returns.request.states import ENDED
from shared.returns.request_more import request_more
from shared.returns.resolve_return import resolve_return
from shared.returns.return_request import ReturnRequest
from shared.returns.send_back_return import send_back_return
from shared.returns.settle_return import settle_return
from shared.returns.settlement import SettlementKind, SettlementState
from shared.returns.submit_return import submit_return
from shared.returns.vocabulary import Actor, Checking, Condition, Keep, Outcome, Review, WholeAt
from shared.returns.wanted_items import WantedItem
from shared.returns.withhold_return import withhold_return
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg
from shared.tracking.sale import Buyer, Payment, Sale
from tests.returns.request import every_move
from tests.returns.request.setting import Shop, order, policy
from tests.returns.request.setting import rule as when

RULES = (
    when("too_small_by_hand", Fact.RETURN_CONDITION, "used", Actions(review=Review.MANUAL)),
    when("broken_at_once", Fact.RETURN_REASON, "broken", Actions(whole_at=WholeAt.APPROVAL, shipping_fee=Fee())),
    when("credit_on_scan", Fact.RETURN_OUTCOME, "store_credit", Actions(whole_at=WholeAt.FIRST_SCAN)),
    when("keep_empty", Fact.RETURN_CONDITION, "incomplete", Actions(keep=Keep.KEEP, whole_at=WholeAt.APPROVAL)),
    when("unopened_unseen", Fact.RETURN_CONDITION, "unopened", Actions(checking=Checking.NONE)),
)
TWO_WAYS = Sale(
    "JPY",
    payments=(Payment("P-2", "gift_card", 1300), Payment("P-3", "card", 2700)),
    buyer=Buyer(customer_id="C-1", tier="gold"),
)
CONDITIONS = (Condition.UNOPENED, Condition.USED, Condition.AS_NEW, Condition.INCOMPLETE)
OUTCOMES = (Outcome.REFUND, Outcome.STORE_CREDIT, Outcome.EXCHANGE, Outcome.REPLACEMENT)
RESULTS = (Inspection.PASSED, Inspection.REDUCED, Inspection.FAILED)
DECISIONS = frozenset({Action.APPROVE, Action.DECLINE, Action.EXPIRE, Action.SETTLE, Action.INSPECT, Action.OVERRIDE})
which = st.integers(0, 9)


class AnyOrder(RuleBasedStateMachine):
    """Returns of two orders of one buyer, worked on by everybody at once."""

    @initialize(
        conditions=st.tuples(st.sampled_from(CONDITIONS), st.sampled_from(CONDITIONS)),
        outcomes=st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES)),
    )
    def open_shop(self, conditions: tuple[Condition, Condition], outcomes: tuple[Outcome, Outcome]) -> None:
        self.shop = Shop(policy(*RULES, shipping_fee=Fee(fixed=150)), order("A-1"), order("A-2", sale=TWO_WAYS))
        self.seen: dict[str, ReturnRequest] = {}
        self.published: dict[str, str] = {}
        self.changed: list[ReturnRequest] = []
        for number in (0, 1):
            shirts = WantedItem("A-1", "L-1", 2 - number, "too_small", conditions[number], outcomes[number])
            others = WantedItem("A-2", "L-1", 1 + number, "broken", conditions[number], outcomes[1 - number])
            return_id = "R" + string.ascii_uppercase[number] * 15
            with suppress(Conflict, Invalid):
                self.shop.submitted(shirts, others, return_id=return_id)

    def try_it(self, work: object, *arguments: object, **more: object) -> None:
        with suppress(Conflict, Invalid, NotFound):
            work(self.shop.means, *arguments, **more)  # type: ignore[operator]

    def chosen(self, number: int) -> str:
        ids = sorted(self.shop.returns.requests)
        return ids[number % len(ids)] if ids else "none"

    def item(self, number: int, place: int) -> str:
        request = self.shop.returns.get(self.chosen(number))
        if request is None or not request.items:
            return "1"
        return request.items[place % len(request.items)].item_id

    @rule(
        wanted=st.lists(
            st.tuples(
                st.sampled_from([("A-1", "L-1"), ("A-1", "L-2"), ("A-2", "L-1")]),
                st.integers(1, 3),
                st.sampled_from(["too_small", "broken"]),
                st.sampled_from(CONDITIONS),
                st.sampled_from(OUTCOMES),
            ),
            min_size=1,
            max_size=3,
        ),
        is_submitted=st.booleans(),
    )
    def ask(self, wanted: list[tuple[tuple[str, str], int, str, Condition, Outcome]], is_submitted: bool) -> None:
        return_id = "R" + string.ascii_uppercase[len(self.shop.returns.requests) % 26] * 15
        items = [
            WantedItem(order_id, line, quantity, reason, condition, outcome)
            for (order_id, line), quantity, reason, condition, outcome in wanted
        ]
        try:
            self.shop.drafted(*items, return_id=return_id)
        except (Conflict, Invalid, NotFound):
            return
        if is_submitted:
            self.try_it(submit_return, return_id, self.shop.shopper)

    @rule(number=which)
    def submit(self, number: int) -> None:
        self.try_it(submit_return, self.chosen(number), self.shop.shopper)

    @rule(
        number=which,
        work=st.sampled_from(
            [approve_return, decline_return, request_more, settle_return, withhold_return, send_back_return]
        ),
        place=st.none() | which,
    )
    def staff_work(self, number: int, work: object, place: int | None) -> None:
        items = () if place is None else (self.item(number, place),)
        self.try_it(work, self.chosen(number), self.shop.staff, items)

    @rule(number=which, work=st.sampled_from([resolve_return, reopen_return]))
    def end(self, number: int, work: object) -> None:
        self.try_it(work, self.chosen(number), self.shop.staff)

    @rule(number=which, place=which, work=st.sampled_from([cancel_return, appeal_return]))
    def shopper_work(self, number: int, place: int, work: object) -> None:
        self.try_it(work, self.chosen(number), self.shop.shopper, (self.item(number, place),))

    @rule(number=which, place=which)
    def answer(self, number: int, place: int) -> None:
        self.try_it(answer_return, self.chosen(number), [Answered(self.item(number, place))], self.shop.shopper)

    @rule(number=which)
    def hand_over(self, number: int) -> None:
        code = f"94001362082312345{number:05d}"
        self.try_it(record_shipment, self.shop.tracking, self.chosen(number), "usps", code, self.shop.staff)

    @rule(number=which, milestone=st.sampled_from([Milestone.IN_TRANSIT, Milestone.DELIVERED]))
    def scan(self, number: int, milestone: Milestone) -> None:
        return_id = self.chosen(number)
        data = MilestoneReached(
            carrier="usps", tracking_number="1", milestone=milestone, reached_at=self.shop.now,
            order_id="A-1", shipment_id=f"{return_id}-1", leg=Leg.RETURN,
        )  # fmt: skip
        self.try_it(note_parcel, data, self.shop.now)

    @rule(number=which, place=which, quantity=st.integers(1, 4))
    def receive(self, number: int, place: int, quantity: int) -> None:
        self.try_it(receive_return, self.chosen(number), self.shop.staff, {self.item(number, place): quantity})

    @rule(number=which, place=which, quantity=st.integers(1, 2))
    def miss(self, number: int, place: int, quantity: int) -> None:
        self.try_it(report_missing, self.chosen(number), {self.item(number, place): quantity}, self.shop.staff)

    @rule(number=which, place=which, result=st.sampled_from(RESULTS), quantity=st.none() | st.integers(1, 2))
    def inspect(self, number: int, place: int, result: Inspection, quantity: int | None) -> None:
        reduced = 7000 if result is Inspection.REDUCED else None
        finding = Finding(self.item(number, place), result, quantity, Condition.USED, reduced)
        self.try_it(inspect_return, self.chosen(number), [finding], self.shop.staff)

    @rule(number=which, place=which, done=st.sampled_from([True, True, False, None]))
    def pay(self, number: int, place: int, done: bool | None) -> None:
        request = self.shop.returns.get(self.chosen(number))
        if request is None or not request.settlements:
            return
        one = request.settlements[place % len(request.settlements)]
        with suppress(Conflict, NotFound):
            note_settlement(
                self.shop.returns, request.return_id, one.settlement_id,
                done=done, failure="refused", actor=Actor.SYSTEM, now=self.shop.now,
            )  # fmt: skip

    @rule(number=which, place=which)
    def get_money_back(self, number: int, place: int) -> None:
        request = self.shop.returns.get(self.chosen(number))
        if request is None or not request.settlements:
            return
        one = request.settlements[place % len(request.settlements)]
        with suppress(Conflict, NotFound):
            note_come_back(self.shop.returns, request.return_id, one.settlement_id, "stripe_failed", self.shop.now)

    @rule(
        number=which,
        place=which,
        aside=st.sampled_from(
            [
                Aside(withheld=True),
                Aside(inspection=True),
                Aside(outcome=Outcome.STORE_CREDIT, restocking_fee=Fee(fixed=50)),
                Aside(whole_at=WholeAt.APPROVAL),
            ]
        ),
        decision=st.sampled_from([None, None, Approval.APPROVED, Approval.DECLINED]),
    )
    def override(self, number: int, place: int, aside: Aside, decision: Approval | None) -> None:
        items = (self.item(number, place),)
        self.try_it(override_return, self.chosen(number), aside, self.shop.staff, items, decision)

    @rule(steps=st.lists(st.tuples(which, st.integers(0, 99), which, which), min_size=1, max_size=5))
    def go_on(self, steps: list[tuple[int, int, int, int]]) -> None:
        """What is legal for staff: what is drawn at random alone seldom is."""
        for number, pick, place, how in steps:
            request = self.shop.returns.get(self.chosen(number))
            links = [] if request is None else legal_actions(request, Actor.STAFF, self.shop.now)
            able = [(link, work) for link in links if (work := self.ways.get(link.action))]
            if request is not None and able:
                link, work = able[pick % len(able)]
                work(request.return_id, link.item_ids[place % len(link.item_ids)], how)
                self.the_log_only_grows_and_names_what_decided()  # step by step: what is paid may fail afterwards

    @property
    def ways(self) -> dict[Action, Callable[[str, str, int], None]]:
        means, staff = self.shop.means, self.shop.staff
        results = (Inspection.PASSED, Inspection.PASSED, Inspection.REDUCED, Inspection.FAILED)

        def paid(return_id: str, item_id: str, how: int) -> None:
            request = self.shop.read(return_id)
            for one in request.settlements:
                if item_id in one.item_ids:
                    done = how > 2 or None
                    with suppress(Conflict):
                        note_settlement(
                            self.shop.returns, return_id, one.settlement_id, done=done, actor=Actor.STAFF, now=staff.at
                        )

        def looked_at(return_id: str, item_id: str, how: int) -> None:
            result = results[how % 4]
            reduced = 7000 if result is Inspection.REDUCED else None
            finding = Finding(item_id, result, 1 if how > 5 else None, None, reduced)
            inspect_return(means, return_id, [finding], staff)

        def each(work: Callable[..., ReturnRequest]) -> Callable[[str, str, int], None]:
            return lambda return_id, item_id, how: self.try_it(work, return_id, staff, (item_id,))

        return {
            Action.APPROVE: each(approve_return),
            Action.RECEIVE: lambda return_id, item_id, how: self.try_it(
                receive_return, return_id, staff, {item_id: 1 + how % 3}
            ),
            Action.INSPECT: looked_at,
            Action.NOTE_PAID: paid,
            Action.SEND_BACK: each(send_back_return),
            Action.SETTLE: each(settle_return),
        }

    @rule(days=st.sampled_from([0.1, 1, 6, 15]))
    def time_passes(self, days: float) -> None:
        self.shop.now += timedelta(days=days)
        self.shop.terms_pass()
        assert self.shop.returns.due(self.shop.now, 100) == []

    @invariant()
    def no_piece_comes_back_twice(self) -> None:
        for order_id, account in self.shop.returns.accounts.items():
            held = self.shop.orders.get(order_id)
            assert held is not None
            for line, spans in account.spans.items():
                places = [place for span in spans for place in range(span.first, span.first + span.count)]
                assert len(places) == len(set(places)) == account.taken[line] <= pieces_of(held, line)
                assert max(places) < pieces_of(held, line)

    @invariant()
    def never_more_is_given_than_was_captured(self) -> None:
        for order_id, account in self.shop.returns.accounts.items():
            held = self.shop.orders.get(order_id)
            assert held is not None
            assert held.sale is not None
            assert sum(one.amount for one in counted(account.settlements)) <= held.sale.captured
            ours = {
                one.settlement_id: one
                for request in self.shop.returns.requests.values()
                for one in request.settlements
                if one.order_id == order_id
            }
            assert {one.settlement_id: one for one in account.settlements} == ours

    @invariant()
    def what_ended_is_not_paid_and_what_failed_becomes_not_due(self) -> None:
        for request in self.shop.returns.requests.values():
            for item in request.items:
                if item.approval in ENDED or item.approval is Approval.DRAFT:
                    assert item.money not in (Money.DUE, Money.DONE)
                if item.money in (Money.DUE, Money.DONE):
                    assert item.approval is Approval.APPROVED
                states = {one.state for one in request.settlements if item.item_id in one.item_ids}
                if item.money is Money.DONE:
                    assert not states & {SettlementState.RESERVED, SettlementState.DUE, SettlementState.FAILED}
                if item.money in (Money.WITHHELD, Money.NOT_DUE):
                    assert not states & {SettlementState.DUE, SettlementState.FAILED}
                if item.inspection is Inspection.FAILED:
                    assert item.logistics in (Logistics.RECEIVED, Logistics.SENT_BACK)
                    assert item.money in (Money.WITHHELD, Money.DUE, Money.DONE, Money.NOT_DUE, Money.FAILED)

    @invariant()
    def the_log_only_grows_and_names_what_decided(self) -> None:
        for return_id, request in self.shop.returns.requests.items():
            before = self.seen.get(return_id)
            assert [entry.number for entry in request.log] == list(range(1, len(request.log) + 1))
            if before is request:
                continue
            known = before.log if before else ()
            assert request.log[: len(known)] == known
            assert all(entry.rules for entry in request.log if entry.action in DECISIONS)
            self._failures_are_not_paid(before, request)
            self._money_moves_by_what_is_said(before, request)
            for event in of_return(before, request, merchant_id="hanare"):
                detail = event.detail()
                assert self.published.setdefault(event.metadata.event_id, detail) == detail
            self.seen[return_id] = request
            self.changed.append(request)

    def _money_moves_by_what_is_said(self, before: ReturnRequest | None, after: ReturnRequest) -> None:
        said = after.log[len(before.log) if before else 0 :]
        for item in after.items:
            known = before.item(item.item_id) if before else None
            if known is None or known.money is item.money:
                continue
            named = {entry.action for entry in said if item.item_id in entry.item_ids}
            if known.money is Money.WITHHELD:
                assert Action.OVERRIDE in named
            if item.money in (Money.DUE, Money.DONE):
                assert named & {Action.SETTLE, Action.NOTE_PAID}

    def _failures_are_not_paid(self, before: ReturnRequest | None, after: ReturnRequest) -> None:
        due = {one.settlement_id for one in (before.settlements if before else ()) if one.state != "reserved"}
        for one in after.settlements:
            if one.state in (SettlementState.DUE, SettlementState.DONE) and one.settlement_id not in due:
                items = [after.item(item_id) for item_id in one.item_ids]
                assert all(item and item.inspection is not Inspection.FAILED for item in items)
                assert one.kind is not SettlementKind.REFUND or one.amount > 0

    @invariant()
    def what_is_listed_is_taken_and_what_follows_is_drawn(self) -> None:
        for request in self.changed:
            for actor in Actor:
                self._listed_is_taken(request, actor)
            if request.resolved_at is None and request.log and request.log[-1].action is not Action.REOPEN:
                near = around(self.shop.means, request.order_ids)
                assert carried_through(request, near, self.shop.now) == request
        self.changed = []

    def _listed_is_taken(self, request: ReturnRequest, actor: Actor) -> None:
        now = self.shop.now
        listed = {(one.action, item) for one in legal_actions(request, actor, now) for item in one.item_ids or ("",)}
        of_items = {
            (action, item.item_id)
            for action in every_move.OF_ITEMS
            for item in request.items
            if every_move.taken(request, action, item, actor, now)
        }
        of_the_whole = {
            (action, "") for action in every_move.OF_THE_WHOLE if every_move.taken(request, action, None, actor, now)
        }
        assert listed ^ (of_items | of_the_whole) == set()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
