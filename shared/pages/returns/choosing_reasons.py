"""Why each thing comes back, and what the reason asks to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.locales import Words, page_words
from shared.pages.order_frame import Failure, Frame, failed
from shared.pages.pieces import name_of, variant_of
from shared.pages.returns.choosing import Step, portal_page, progress
from shared.pages.returns.choosing_words import reason_in_words, whys_in_words
from shared.returns.policy.policy import EvidenceNeeded, Policy
from shared.returns.policy.terms import Eligibility, ReasonOffer
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Condition, ReasonGroup
from shared.tracking.order import Order

ASKABLE = (Condition.UNOPENED, Condition.AS_NEW, Condition.USED, Condition.DAMAGED, Condition.INCOMPLETE)
"""What a shopper may say of goods; that a parcel was empty or held something else is a reason by itself."""


@dataclass(frozen=True, slots=True)
class ReasonsView:
    """What the page is made of."""

    order: Order
    request: ReturnRequest
    """The draft."""
    found: Mapping[str, Eligibility]
    """Position -> what the policy says of it."""
    policy: Policy
    asks_condition: bool
    """Whether rules ask what goods are like."""
    send_to: str
    back: str
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    code: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    choices: list[_Choice]


@dataclass(frozen=True, slots=True)
class _Item:
    """One item's part of the form. Errors are ""."""

    item_id: str
    name: str
    variant: str
    quantity: int
    reason: str
    """What was said already, in words."""
    groups: list[_Group]
    refused: list[tuple[str, str]]
    """Reasons for which it cannot come back, each with why."""
    condition: str
    words: str
    serial_number: str
    needs_words: bool
    needs_serial: bool
    reason_error: str
    condition_error: str
    words_error: str
    serial_error: str


def reasons_page(view: ReasonsView, frame: Frame) -> str:
    """The page."""
    say = page_words(frame.language)
    return portal_page(
        "returns_reasons.html.jinja",
        frame,
        say("returns_reasons.heading"),
        steps=progress(Step.REASONS, say),
        view=view,
        items=[_item(item, view, say) for item in view.request.items],
        conditions=[(each.value, say(f"returns_reasons.condition_{each}")) for each in ASKABLE],
    )


def needed_of(item: ReturnItem) -> EvidenceNeeded:
    """What has to be shown or said for it, as it stands."""
    return (item.terms.actions.evidence if item.terms else None) or EvidenceNeeded()


def missing_words(item: ReturnItem) -> bool:
    """Whether its reason asks for words that were not said."""
    return needed_of(item).words and not item.words.strip()


def missing_serial(item: ReturnItem) -> bool:
    """Whether its reason asks for a serial number that was not said."""
    return needed_of(item).serial_number and not item.serial_number.strip()


def _item(item: ReturnItem, view: ReasonsView, say: Words) -> _Item:
    line = next((line for line in view.order.lines if line.position == item.line), None)
    offers = view.found[item.line].reasons if item.line in view.found else ()
    needed, number = needed_of(item), item.item_id
    return _Item(
        item_id=number,
        name=name_of(line) if line else item.sku,
        variant=variant_of(line) if line else "",
        quantity=item.quantity,
        reason="",
        groups=list(_groups(offers, item.reason, view.policy, say)),
        refused=[
            (reason_in_words(offer.reason, view.policy, say.language), " ".join(_against(offer, view.policy, say)))
            for offer in offers
            if not offer.outcomes
        ],
        condition=item.condition or "",
        words=item.words,
        serial_number=item.serial_number,
        needs_words=needed.words,
        needs_serial=needed.serial_number,
        reason_error=failed(view.failures, f"reason-{number}"),
        condition_error=failed(view.failures, f"condition-{number}"),
        words_error=failed(view.failures, f"words-{number}"),
        serial_error=failed(view.failures, f"serial-{number}"),
    )


def _groups(offers: Sequence[ReasonOffer], chosen: str, policy: Policy, say: Words) -> Sequence[_Group]:
    by_group: dict[ReasonGroup, list[_Choice]] = {group: [] for group in ReasonGroup}
    for offer in offers:
        reason = policy.reason(offer.reason)
        if reason is not None and offer.outcomes:
            text = reason_in_words(offer.reason, policy, say.language)
            by_group[reason.group].append(_Choice(offer.reason, text, offer.reason == chosen))
    return [_Group(say(f"returns_reasons.group_{group}"), each) for group, each in by_group.items() if each]


def _against(offer: ReasonOffer, policy: Policy, say: Words) -> list[str]:
    return whys_in_words(offer.terms.whys, policy, say)
