"""Which event follows from a change of what promises are made from. Pure: the stream function asks here."""

from __future__ import annotations

from datetime import datetime

from shared.eventing.envelope import Event, Metadata
from shared.merchant.events import PromiseBasis, PromiseBasisChanged


def of_basis(part: PromiseBasis, change_id: str, changed_at: datetime, *, merchant_id: str) -> Event:
    """The event of one change, known by the id under which it was saved; `changed_at`: aware, UTC."""
    data = PromiseBasisChanged(part=part)
    metadata = Metadata(
        event_id=f"promise_basis:{change_id}",
        version=data.version,
        occurred_at=changed_at,
        merchant_id=merchant_id,
        correlation_id=f"promise_basis:{part}",
    )
    return Event.of(data, metadata)
