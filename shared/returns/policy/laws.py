"""What law grants shoppers, whatever a policy says. It is laid over what the rules decided.

Not legal advice: who sells into a country has somebody check it. Where a docstring says so, the text of the law was
not read again when this was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from shared.promise.calendar import Calendar
from shared.returns.policy.policy import Fact, Law, Policy, Value, Window
from shared.returns.policy.windows import Days, span_of, started
from shared.returns.vocabulary import ClockStart, Condition, ReasonGroup

WITHDRAWAL = "law:eu:withdrawal"
"""Directive 2011/83/EU, Articles 9 and 11: fourteen days, no reason needed."""
REIMBURSEMENT = "law:eu:reimbursement"
"""Article 13(1): all payments are reimbursed, standard delivery to the consumer included. (From memory.)"""
SENDING_BACK = "law:eu:sending_back"
"""Article 14(1): the consumer has fourteen days to send the goods back, by whomever they like. (From memory.)"""
STATUTORY = "law:jp:statutory"
"""特定商取引法 第15条の3: where the seller states no terms of return (返品特約), eight days from receipt on."""
CONFORMITY = "law:conformity"
"""What is broken, wrong or missing is not turned away by terms of return: somebody looks at it."""

EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
) | {"IS", "LI", "NO"}
"""The European Union's 27 members (europa.eu, country profiles, 2026), and the three others of the EEA, for which the
Directive holds too ("Text with EEA relevance")."""

STATUTORY_WINDOW = Window(days=8, start=ClockStart.DELIVERED, start_counts=True)
"""Eight days, the day of receipt being the first (引渡しを受けた日から起算して8日)."""
WITHDRAWAL_DAYS = 14
SEND_BACK_DAYS = 14

_NEVER_WITHDRAWN = frozenset({"made_to_order", "perishable", "digital"})
_ONLY_WHILE_SEALED = frozenset({"hygiene", "sealed_media"})
_CONFORMITY = {Law.EU: timedelta(days=730), Law.JP: timedelta(days=365)}
"""EU: two years, Directive (EU) 2019/771, Article 10(1). Japan: one year to give notice, Civil Code (民法) 第566条;
it counts from when the defect is noticed, so this is the shortest it can be. (Both from memory.)"""
_MAKER_OR_CARRIER = frozenset({ReasonGroup.DEFECT, ReasonGroup.DELIVERY})

Known = Mapping[Fact, Value]


def holds_in(law: Law, policy: Policy, order_facts: Known) -> bool:
    """Whether the policy takes this law up and the order's shopper is under it. An unknown country is under none."""
    country = order_facts.get(Fact.ORDER_COUNTRY)
    if law not in policy.laws or country is None:
        return False
    return country in EEA if law is Law.EU else country == "JP"


def withdrawal_until(
    policy: Policy, window: Window, days: Days, order_facts: Known, product_facts: Known, condition: Condition | None
) -> date | None:
    """The last day on which a consumer may withdraw from the purchase; None: there is no such right.

    Article 9(2): fourteen days from the day on which the last of the goods came; that day is not counted (Regulation
    (EEC, Euratom) 1182/71, Article 3(1)), and a last day that is a Saturday, a Sunday or a holiday moves to the next
    working day (Article 3(4)). Where no carrier said when that was, the clock of `window` stands in.
    Distance sales only. Article 16 (from memory): not for goods made to order, perishable or digital ones, nor for
    sealed ones (`hygiene`, `sealed_media`) once the shopper says that they are open.
    """
    if not holds_in(Law.EU, policy, order_facts) or order_facts.get(Fact.ORDER_CHANNEL) == "store":
        return None
    if _is_excepted(product_facts, condition):
        return None
    statutory = Window(WITHDRAWAL_DAYS, ClockStart.DELIVERED, window.fallback, window.fallback_plus, True)
    return span_of(statutory, days, working_days(policy.calendar)).until


def working_days(calendar: Calendar) -> Calendar:
    """The merchant's closed days and holidays, and no weekend: working days as Regulation 1182/71 has them."""
    return Calendar(frozenset(range(5)), calendar.closed_days)


def statutory_window(policy: Policy, order_facts: Known, window_rule_is_base: bool) -> Window | None:
    """Japan's eight days, where the merchant stated no window: neither in the base nor by a rule."""
    if not window_rule_is_base or "window" not in policy.unsaid or not holds_in(Law.JP, policy, order_facts):
        return None
    return STATUTORY_WINDOW


def may_be_nonconforming(group: ReasonGroup | None) -> bool:
    """Whether a reason of this group says that the goods are not what was bought."""
    return group in _MAKER_OR_CARRIER


def conformity_until(policy: Policy, window: Window, days: Days, order_facts: Known) -> date | None:
    """Until when the law hears that goods were not what was bought, whatever the window; None: no law pack says."""
    law = next((law for law in Law if holds_in(law, policy, order_facts)), None)
    return None if law is None else started(window, days)[0] + _CONFORMITY[law]


def _is_excepted(product_facts: Known, condition: Condition | None) -> bool:
    traits = product_facts.get(Fact.PRODUCT_TRAITS)
    if not isinstance(traits, frozenset):
        return False
    if traits & _NEVER_WITHDRAWN:
        return True
    return condition not in (None, Condition.UNOPENED) and bool(traits & _ONLY_WHILE_SEALED)
