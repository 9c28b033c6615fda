"""Every move there is. Each takes a request and gives the next one, or raises; none knows a clock or a store."""

from __future__ import annotations

from shared.returns.request.approval_moves import (
    answer,
    appeal,
    approve,
    cancel,
    change,
    decline,
    expire,
    need_more,
    submit,
)
from shared.returns.request.ending_moves import note, override, reopen, resolve
from shared.returns.request.inspection_moves import inspect
from shared.returns.request.logistics_moves import (
    book_pickup,
    choose_method,
    expire_label,
    make_label,
    note_arrival,
    note_scan,
    receive,
    record_shipment,
    report_missing,
    send_back,
)
from shared.returns.request.money_moves import note_come_back, note_failed, note_paid, settle, withhold

__all__ = [
    "answer", "appeal", "approve", "book_pickup", "cancel", "change", "choose_method", "decline", "expire",
    "expire_label", "inspect", "make_label", "need_more", "note", "note_arrival", "note_come_back", "note_failed",
    "note_paid", "note_scan", "override", "receive", "record_shipment", "reopen", "report_missing", "resolve",
    "send_back", "settle", "submit", "withhold",
]  # fmt: skip
