"""What the section `returns` may set, above the rules and in each of them, and the actions compiled from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from shared.merchant.return_values import (
    CheckingName,
    Code,
    DispositionName,
    KeepName,
    MethodName,
    MinorUnits,
    Notice,
    OutcomeName,
    Percent,
    ReviewName,
    ShippingRefundName,
    WholeAtName,
    word,
    word_or_section,
)
from shared.merchant.return_windows import WindowOrWord, compile_window
from shared.merchant.section import SECTION, WORD, Section
from shared.merchant.values import Slug
from shared.returns.policy.policy import Accept, Actions, Bonus, EvidenceNeeded, Fee, Instant, Window

NOT_ACCEPTED = "not_accepted"
"""The code where the merchant gives none."""


class FeeConfiguration(Section):
    """What the shopper bears: a fixed amount, a part of the goods' value, or both added up."""

    fixed: MinorUnits = Field(default=0, description="In the currency's smallest unit.")
    percent: Percent = Field(default=0, description="Of what was paid for the goods, with at most two decimals.")


ShippingWord = Annotated[str, word("free", "by_shopper"), WithJsonSchema({"enum": ["free", "by_shopper"]}), Tag(WORD)]
RestockingWord = Annotated[str, word("free"), WithJsonSchema({"enum": ["free"]}), Tag(WORD)]
ShippingFee = Annotated[Annotated[FeeConfiguration, Tag(SECTION)] | ShippingWord, Discriminator(word_or_section)]
RestockingFee = Annotated[Annotated[FeeConfiguration, Tag(SECTION)] | RestockingWord, Discriminator(word_or_section)]


class FeesConfiguration(Section):
    """Fees of the shopper's: for the way back, and for taking goods in again."""

    shipping: ShippingFee | None = Field(
        default=None,
        description="For the way back, once per return: `free`, `by_shopper` who pays the carrier (元払い), or a fee.",
    )
    restocking: RestockingFee | None = Field(default=None, description="Per piece: `free` or a fee.")


class BonusConfiguration(FeeConfiguration):
    """What the shopper gets on top."""

    at_most: MinorUnits | None = Field(
        default=None, description="Never more than this for all items of a return that have this outcome."
    )


class EvidenceConfiguration(Section):
    """What the shopper has to show before a request is taken."""

    photos: Annotated[int, Field(ge=0, le=10)] = Field(default=0, description="So many photos.")
    video: bool = Field(default=False, description="A video.")
    words: bool = Field(default=False, description="A description in their own words.")
    serial_number: bool = Field(default=False, description="The serial number.")


class InstantConfiguration(Section):
    """How much may be paid before the goods are back. Above it, shoppers wait for the inspection."""

    per_return: MinorUnits | None = Field(default=None, description="At most so much for one return.")
    open_total: MinorUnits | None = Field(
        default=None, description="At most so much for all returns of a customer whose goods are still out."
    )


class ActionsConfiguration(Section):
    """What is decided. Each field is decided by one rule; what no rule says is as above the rules."""

    window: WindowOrWord | None = Field(
        default=None, description="How long it may come back: a section, `unlimited`, or `never`."
    )
    outcomes: Annotated[list[OutcomeName], Field(min_length=1)] | None = Field(
        default=None, description="What shoppers may get for it, best first."
    )
    methods: Annotated[list[MethodName], Field(min_length=1)] | None = Field(
        default=None, description="How it may come back, best first."
    )
    fees: FeesConfiguration = Field(default=FeesConfiguration(), description="What the shopper bears.")
    shipping_refund: ShippingRefundName | None = Field(
        default=None, description="Whether what was paid for delivery is paid back: never, share, whole_order, always."
    )
    bonuses: dict[OutcomeName, BonusConfiguration] | None = Field(
        default=None, description="What is given on top, by outcome: the fixed part once per return."
    )
    evidence: EvidenceConfiguration | None = Field(default=None, description="What the shopper has to show.")
    review: ReviewName | None = Field(
        default=None, description="Who decides on a request: automatic, manual, or reject it at once."
    )
    whole_at: WholeAtName | None = Field(
        default=None, description="When the shopper is paid: at approval, first_scan, receipt or inspection."
    )
    instant: InstantConfiguration | None = Field(
        default=None, description="Limits of being paid before the goods are back."
    )
    keep: KeepName | None = Field(
        default=None, description="Whether the goods stay with the shopper: no, keep, or donate."
    )
    checking: CheckingName | None = Field(
        default=None, description="How closely goods are looked at when they are back: full, lenient, none."
    )
    destination: Slug | None = Field(default=None, description="The id of the warehouse it comes back to.")
    disposition: DispositionName | None = Field(
        default=None, description="What becomes of it when it passed inspection."
    )
    credit_percent: Percent | None = Field(default=None, description="Of the goods' value that is given back.")
    send_back_days: Annotated[int, Field(ge=1, le=365)] | None = Field(
        default=None, description="Days from approval until it must be sent back."
    )
    message: Notice | None = Field(default=None, description="Shown before the shopper goes on, by language.")
    difference_waived: MinorUnits | None = Field(
        default=None, description="Exchanges: a difference to pay up to this is not charged."
    )


class RuleActionsConfiguration(ActionsConfiguration):
    """What a rule sets. What it leaves out, other rules or the policy above them decide."""

    accept: bool | None = Field(
        default=None, description="Whether it may come back at all: true lets final sale back, false refuses."
    )
    because: Code | None = Field(
        default=None, description="Why not, as a code: final_sale, hygiene. Only beside `accept: false`."
    )
    without_outcomes: list[OutcomeName] = Field(
        default=[], description="Outcomes that are taken off, whoever offers them."
    )
    without_methods: list[MethodName] = Field(default=[], description="Ways back that are taken off, likewise.")


def compile_actions(written: ActionsConfiguration, basis: Window) -> Actions:
    """What is written, and nothing else. `basis` is the window that a window leaves the rest to."""
    of_rule = written if isinstance(written, RuleActionsConfiguration) else RuleActionsConfiguration()
    return Actions(
        window=compile_window(written.window, basis),
        accept=_accept(written, of_rule),
        outcomes=_listed(written.outcomes),
        methods=_listed(written.methods),
        shipping_fee=_fee(written.fees.shipping),
        restocking_fee=_fee(written.fees.restocking),
        bonuses=None if written.bonuses is None else tuple(_bonuses(written.bonuses)),
        evidence=_evidence(written.evidence),
        review=written.review,
        whole_at=written.whole_at,
        instant=None if written.instant is None else Instant(written.instant.per_return, written.instant.open_total),
        keep=written.keep,
        checking=written.checking,
        destination=written.destination,
        disposition=written.disposition,
        shipping_refund=written.shipping_refund,
        credit_basis_points=written.credit_percent,
        send_back_days=written.send_back_days,
        message=None if written.message is None else tuple(written.message.items()),
        without_outcomes=frozenset(of_rule.without_outcomes),
        without_methods=frozenset(of_rule.without_methods),
        difference_waived=written.difference_waived,
    )


def _accept(written: ActionsConfiguration, of_rule: RuleActionsConfiguration) -> Accept | None:
    if of_rule.accept:
        return Accept(True)
    if of_rule.accept is False or written.window == "never":
        return Accept(False, of_rule.because or NOT_ACCEPTED)
    return None


def _listed(written: list[Any] | None) -> tuple[Any, ...] | None:
    return None if written is None else tuple(written)


def _fee(written: FeeConfiguration | str | None) -> Fee | None:
    if written is None:
        return None
    if isinstance(written, str):
        return Fee(by_shopper=written == "by_shopper")
    return Fee(written.fixed, written.percent)


def _bonuses(written: dict[OutcomeName, BonusConfiguration]) -> Iterator[Bonus]:
    for outcome, bonus in written.items():
        yield Bonus(outcome, bonus.fixed, bonus.percent, bonus.at_most)


def _evidence(written: EvidenceConfiguration | None) -> EvidenceNeeded | None:
    if written is None:
        return None
    return EvidenceNeeded(written.photos, written.video, written.words, written.serial_number)
