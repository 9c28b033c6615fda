"""The name of one try to pay, towards whoever pays."""

from __future__ import annotations

from shared.returns.settlement import Settlement


def attempt_of(settlement: Settlement) -> str:
    """The same however often one try is repeated; another once staff had what was refused tried again.

    Payment providers answer a repeated key as they did the first time, refusals too: a second try under the key of a
    refused one would be refused without being looked at.
    """
    moment = f"{settlement.due_at:%Y%m%d%H%M%S}" if settlement.due_at else "0"
    return f"{settlement.settlement_id}-{moment}"
