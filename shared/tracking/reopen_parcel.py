"""Reopen a parcel: the merchant's word that it is not over, although the carrier says so."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta

from shared.errors import Conflict, Invalid
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.find_parcel import FoundParcel, ParcelUnknown, parcel_in
from shared.tracking.ports import ParcelHistory, Parcels

CODE = "merchant:reopened"
REPORTED_BY = "merchant"


class ParcelNotOver(Conflict):
    """The parcel is under way already."""

    code = "parcel_not_over"


class ParcelPast(Conflict):
    """What is said of the number now would be about another parcel."""

    code = "parcel_past"


class KeyReused(Invalid):
    """The idempotency key came before, with another reason."""

    code = "idempotency_key_reused"


def reopen_parcel(
    parcels: Parcels,
    number: ParcelNumber,
    *,
    reason: str,
    now: datetime,
    ship_date: date | None = None,
    idempotency_key: str | None = None,
) -> tuple[FoundParcel, bool]:
    """Keep the merchant's word as a scan of the parcel; answers the parcel, and whether the word is new.

    What the carrier scans from now on counts anew. A repeated `idempotency_key` means the same scan, even when the
    parcel is over again. Raises ParcelUnknown, ParcelNotOver, KeyReused, and ParcelPast where the number has been used
    again since, or was silent for too long.
    """
    history = parcels.history(number)
    found = parcel_in(history, ship_date)
    code = _code(idempotency_key)
    if idempotency_key and (said := _said(found, code)):
        if said.message != reason:
            raise KeyReused("This key came before, with another reason.", field="Idempotency-Key")
        return found, False
    if not found.parcel.is_over:
        raise ParcelNotOver("This parcel is not over: there is nothing to reopen.")
    word = Checkpoint(_moment(found, now), Detail.REOPENED, code, message=reason)
    reopened = _with(history, found, word)
    return reopened, parcels.add(number, word, REPORTED_BY)


def _code(idempotency_key: str | None) -> str:
    if not idempotency_key:
        return CODE
    return f"{CODE}:{hashlib.sha256(idempotency_key.encode()).hexdigest()[:16]}"


def _said(found: FoundParcel, code: str) -> Checkpoint | None:
    return next((checkpoint for checkpoint in found.checkpoints if checkpoint.carrier_code == code), None)


def _moment(found: FoundParcel, now: datetime) -> datetime:
    """Now, to the second, so that two requests at once are one scan; and behind every scan that it contradicts."""
    newest = max(checkpoint.occurred_at for checkpoint in found.checkpoints)
    return max(now.replace(microsecond=0), newest + timedelta(seconds=1))


def _with(history: ParcelHistory, found: FoundParcel, word: Checkpoint) -> FoundParcel:
    """The parcel once it has the scan; raises ParcelPast where the scan would not be this parcel's."""
    ship_date = found.parcel.id.ship_date
    told = replace(history, checkpoints=(*history.checkpoints, word))
    try:
        reopened = parcel_in(told, ship_date)
    except ParcelUnknown:
        reopened = found
    if word not in reopened.checkpoints:
        raise ParcelPast("Too much time has passed: what is said of this number now is about another parcel.")
    return reopened
