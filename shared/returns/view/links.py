"""What can be done next, as addresses: clients follow them, and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from pydantic import BaseModel, Field

from shared.returns.axes import Action
from shared.returns.request.legal import LegalAction
from shared.returns.return_request import ReturnRequest
from shared.returns.settlement import SettlementState

_PLACES: Mapping[Action, tuple[str, str]] = {
    Action.SUBMIT: ("POST", "/submit"),
    Action.CHANGE: ("PUT", ""),
    Action.CANCEL: ("POST", "/cancel"),
    Action.APPROVE: ("POST", "/approve"),
    Action.DECLINE: ("POST", "/decline"),
    Action.NEED_MORE: ("POST", "/need-more"),
    Action.ANSWER: ("POST", "/answer"),
    Action.APPEAL: ("POST", "/appeal"),
    Action.CHOOSE_METHOD: ("POST", "/method"),
    Action.MAKE_LABEL: ("POST", "/label"),
    Action.BOOK_PICKUP: ("POST", "/pickup"),
    Action.RECORD_SHIPMENT: ("POST", "/shipment"),
    Action.RECEIVE: ("POST", "/receive"),
    Action.REPORT_MISSING: ("POST", "/report-missing"),
    Action.INSPECT: ("POST", "/inspect"),
    Action.SEND_BACK: ("POST", "/send-back"),
    Action.SETTLE: ("POST", "/settle"),
    Action.WITHHOLD: ("POST", "/withhold"),
    Action.RESOLVE: ("POST", "/resolve"),
    Action.REOPEN: ("POST", "/reopen"),
    Action.OVERRIDE: ("POST", "/override"),
    Action.NOTE: ("POST", "/notes"),
}
"""Action -> method and place. What carriers and clocks do has none."""
_PAYING: Mapping[Action, frozenset[SettlementState]] = {
    Action.NOTE_PAID: frozenset({SettlementState.DUE, SettlementState.FAILED}),
    Action.NOTE_FAILED: frozenset({SettlementState.DUE}),
}


class LinkView(BaseModel):
    """One thing that can be done now."""

    action: str
    method: str = Field(description="Of HTTP.")
    href: str = Field(description="Below this API's address.")
    items: list[str] = Field(description="With any of these items; empty: with the return as a whole.")

    @classmethod
    def to_draft(cls) -> Self:
        """Where a return begins."""
        return cls(action="draft", method="POST", href="/v1/returns", items=[])


def address_of(return_id: str) -> str:
    """Where a return is."""
    return f"/v1/returns/{return_id}"


def links_of(request: ReturnRequest, legal: Sequence[LegalAction]) -> list[LinkView]:
    """In the order of the actions. Of what is paid, one for each settlement that waits for its payer's word."""
    return [link for able in legal for link in _links(request, able)]


def _links(request: ReturnRequest, able: LegalAction) -> Iterator[LinkView]:
    here = address_of(request.return_id)
    if able.action in _PLACES:
        method, place = _PLACES[able.action]
        yield LinkView(action=able.action, method=method, href=here + place, items=list(able.item_ids))
    for settlement in request.settlements:
        if settlement.state in _PAYING.get(able.action, ()):
            place = f"{here}/settlements/{settlement.settlement_id}"
            yield LinkView(action=able.action, method="POST", href=place, items=list(settlement.item_ids))
