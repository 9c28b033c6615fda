"""What holds where neither a rule nor the policy's own base says anything."""

from __future__ import annotations

from shared.returns.policy.policy import SLOTS, Accept, Actions, EvidenceNeeded, Fee, Window
from shared.returns.vocabulary import Checking, Disposition, Keep, Method, Outcome, Review, ShippingRefund, WholeAt

DEFAULTS = Actions(
    window=Window(days=30),
    accept=Accept(yes=True),
    outcomes=(Outcome.REFUND,),
    methods=(Method.LABEL, Method.OWN_CARRIER),
    shipping_fee=Fee(),
    restocking_fee=Fee(),
    bonuses=(),
    evidence=EvidenceNeeded(),
    review=Review.AUTOMATIC,
    whole_at=WholeAt.INSPECTION,
    keep=Keep.NO,
    checking=Checking.FULL,
    destination="",
    disposition=Disposition.RESTOCK,
    shipping_refund=ShippingRefund.NEVER,
    credit_basis_points=10_000,
    send_back_days=14,
    difference_waived=0,
)
"""Every slot but `message` and `instant`. The safe choices: nothing is paid before the goods were looked at."""


def set_slots(actions: Actions) -> dict[str, object]:
    """Slot -> what these actions set it to; slots they say nothing of are left out."""
    said = ((slot, getattr(actions, slot)) for slot in SLOTS)
    return {slot: value for slot, value in said if value is not None}
