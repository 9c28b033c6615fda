"""Freeze what the cart chose: make the answer once more, and keep it only where it holds what the shopper was shown.

A cart stays open over a cutoff, over midnight, over a new configuration. So nothing of it is believed but what the
shopper saw: each option is made again as of now, and must still come no later than that.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from shared.errors import Invalid
from shared.promise.forecast import Forecasts
from shared.promise.make_promise import make_promise
from shared.promise.snapshot import PromiseSnapshot
from shared.receipts.held import Held, hold
from shared.receipts.nominated_day import find_slot
from shared.receipts.ports import KeptPromise, Receipts
from shared.receipts.promise_request import PromiseRequest
from shared.receipts.receipt import AskedFor, NominatedSlot, PromisedItem, PromiseReceipt, SignedReceipt, ToldReason
from shared.receipts.sign import sign


class KeyReused(Invalid):
    """The idempotency key came before, with another request."""

    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True)
class Basis:
    """What promises are made from at this moment: the same that the storefront is answered from."""

    snapshot: PromiseSnapshot
    forecasts: Forecasts | None = None


def promise_id(idempotency_key: str) -> str:
    """The id follows from the key: the receipt itself remembers that a request was carried out, whoever is faster."""
    digest = hashlib.sha256(f"todoku-promise\x1f{idempotency_key}".encode()).digest()
    return f"pr_{base64.urlsafe_b64encode(digest[:16]).rstrip(b'=').decode()}"


def freeze_promise(
    receipts: Receipts, basis: Basis, request: PromiseRequest, *, idempotency_key: str, secret: str, now: datetime
) -> tuple[SignedReceipt, bool]:
    """Keep and sign the promise that was told; answers the receipt, and whether it is new.

    The same key again answers the same receipt, even when the promise would be another by now. Raises KeyReused,
    ImpossiblePromise, InvalidQuestion, NoLane and NotOffered, and PromiseChanged with the new options.
    """
    id = promise_id(idempotency_key)
    kept = receipts.get(id)
    if kept is None:
        made = KeptPromise(_signed(basis, request, id, secret, now), request.digest())
        if receipts.keep(made):
            return made.signed, True
        kept = receipts.get(id) or made
    if kept.request_digest != request.digest():
        raise KeyReused("This key came before, with another request.", field="Idempotency-Key")
    return kept.signed, False


def _signed(basis: Basis, request: PromiseRequest, id: str, secret: str, now: datetime) -> SignedReceipt:
    request.require_sense(now)
    question = request.asked.question(now)
    snapshot = basis.snapshot
    held = hold(request, make_promise(snapshot.network, question, basis.forecasts, snapshot.slowdowns), now)
    receipt = PromiseReceipt(
        id=id,
        order_id=request.order_id,
        made_at=now.astimezone(UTC).replace(microsecond=0),
        shown_at=request.shown_at,
        question=AskedFor.of(question),
        items=tuple(_promised(each, question.language) for each in held),
        promised=max(item.option.promised for item in request.items),
        configuration_version=snapshot.configuration,
        model=next((each.option.model for each in held if each.option.model), None),
    )
    document = receipt.document()
    return SignedReceipt(document, sign(document, secret))


def _promised(held: Held, language: str) -> PromisedItem:
    chosen, option, leaves = held.item.option, held.option, held.leaves
    promised = PromisedItem(
        id=held.item.id,
        sku=held.item.sku,
        quantity=held.item.quantity,
        method=option.method,
        carrier=option.carrier,
        service=option.service,
        warehouse=leaves.warehouse,
        order_by=option.order_by,
        ship_date=leaves.ship_date,
        earliest=leaves.earliest,
        likely=leaves.likely,
        latest=leaves.latest,
        promised=chosen.promised,
        time_zone=option.time_zone,
        confidence=option.confidence,
        confidence_code=option.confidence_code.value,
        source=option.source.value,
        sample_size=option.sample_size,
        price=option.price,
        explanation=tuple(ToldReason.of(reason) for reason in option.explanation),
    )
    return promised if chosen.day is None else _on(chosen.day, chosen.slot, promised, language)


def _on(day: date, slot_code: str | None, promised: PromisedItem, language: str) -> PromisedItem:
    """The same, on the nominated day: the carrier holds it until then."""
    slot = find_slot(promised.carrier, day, slot_code) if slot_code else None
    return replace(
        promised,
        earliest=day,
        likely=day,
        latest=max(day, promised.latest),
        day=day,
        slot=NominatedSlot.of(slot, language) if slot else None,
    )
