"""What the engine finds in a policy, and where in `merchant.yaml` it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.merchant.contradiction import Path
from shared.merchant.return_policy import policy_of
from shared.returns.policy.findings import Finding, find_findings
from shared.returns.policy.policy import Rule

if TYPE_CHECKING:
    from shared.merchant.configuration import MerchantConfiguration

_FIELDS: dict[str, Path] = {
    "shipping_fee": ("fees", "shipping"),
    "restocking_fee": ("fees", "restocking"),
    "credit_basis_points": ("credit_percent",),
}
"""Slot -> field, where they are called otherwise."""
_SAYS = {
    "conflict": "decides what rule {finding.other} decides otherwise, with the same priority, and both can fire: the"
    " earlier in the file is heard. Give one of them a greater priority",
    "dead": "its conditions contradict each other: it never fires",
    "shadowed": "is never heard: whenever it fires, rule {finding.other} does too, and goes before",
    "sets_nothing": "decides nothing",
    "same_name": "expected a name no other rule has",
    "reserved_name": "expected another name: this one stands for something else in answers",
    "unknown_reason": "there is no reason {finding.value}",
    "unknown_word": "there is no {finding.value}: it never fires for that",
    "never_offered": "{finding.value} is offered nowhere",
    "group_without_rule": "no rule tells these reasons from others: such returns are treated as changes of mind."
    " Write a rule for them, or an empty list where you do not take them",
    "window_of_no_days": "0 days: nothing can come back after the day the clock starts",
    "fee_above_goods": "expected at most all of the goods' value",
    "keep_by_method": "expected no condition on the method: whether the goods stay decides the method",
    "no_method_left": "no way back is left",
    "no_outcome_left": "nothing is left that the shopper could get",
    "no_reasons": "expected at least one reason",
    "no_reason_to_withdraw": "expected a reason of the group change_of_mind: the law of withdrawal needs one",
}
"""Code -> what is wrong, after the field it is about. What is grave says what was expected."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding."""

    path: Path
    """The field it is about; where the file leaves that out, its section is shown."""
    message: str
    is_grave: bool
    """Whether it keeps the policy from being published."""


def findings_of(configuration: MerchantConfiguration) -> Iterator[Found]:
    """Conflicts, rules that never decide anything, and what nobody can mean; none where returns are off."""
    policy = policy_of(configuration)
    if policy is None or configuration.returns is None:
        return
    places = {rule.name: index for index, rule in enumerate(configuration.returns.rules)}
    rules = {rule.name: rule for rule in policy.rules}
    for finding in find_findings(policy):
        if _is_about_words_only(finding, rules):
            continue
        yield Found(_path(finding, places), _SAYS[finding.code].format(finding=finding), finding.is_grave)


def _is_about_words_only(finding: Finding, rules: Mapping[str, Rule]) -> bool:
    """Two rules that both refuse, each with a code of its own: whichever is heard, the answer is no."""
    if finding.code != "conflict" or finding.slot != "accept":
        return False
    decided = (rules[name].then.accept for name in (finding.rule, finding.other))
    return not any(accept is not None and accept.yes for accept in decided)


def field_of(slot: str) -> Path:
    """Where a slot stands within the fields that the section and a rule's `then` have."""
    return _FIELDS.get(slot, (slot,))


def _path(finding: Finding, places: dict[str, int]) -> Path:
    """A rule by its place in the file; a fact within its `when`, a slot within its `then`."""
    section, _, fact = finding.slot.partition(".")
    field = field_of(finding.slot) if finding.slot else ()
    if finding.code == "group_without_rule":
        return ("returns", "reasons", finding.value)
    if finding.rule not in places:
        return ("returns", *field)
    rule: Path = ("returns", "rules", places[finding.rule])
    if fact:
        return (*rule, "when", section, fact)
    return (*rule, "then", *field) if field else rule
