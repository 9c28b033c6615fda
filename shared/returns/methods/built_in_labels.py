"""Labels made by ourselves: an address label with a number of our own, nothing bought and nobody asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.returns.methods.drawing.code import CodeFacts, code_sheet
from shared.returns.methods.drawing.label import LabelFacts, label_sheet, label_size
from shared.returns.methods.drawing.pdf import as_pdf
from shared.returns.methods.drawing.png import as_png
from shared.returns.methods.drawing.sheet import Sheet
from shared.returns.methods.own_number import own_number
from shared.returns.methods.ports import LabelWanted, MadeLabel
from shared.returns.methods.rules import LabelProvider, WayBackRules
from shared.returns.vocabulary import Method


class BuiltInLabels:
    """Implements shared.returns.methods.ports.Labels. The same shipment always gives the same label."""

    def __init__(self, rules: WayBackRules) -> None:
        self._rules = rules

    def make(self, wanted: LabelWanted, now: datetime) -> MadeLabel:
        """As PDF and PNG: the label; for whoever prints nothing, a code to show.

        The carrier is the merchant's, which scans the number or puts its own beside it.
        """
        number = own_number(wanted.shipment_id)
        expires_at = now.replace(microsecond=0) + timedelta(days=self._rules.valid_days)
        sheet = self._sheet(wanted, number, expires_at.date())
        return MadeLabel(
            provider=LabelProvider.TODOKU.value,
            reference=number,
            carrier=self._rules.carrier,
            tracking_number=number,
            files=(("application/pdf", as_pdf([sheet])), ("image/png", as_png(sheet))),
            code=number,
            expires_at=expires_at,
        )

    def void(self, reference: str) -> bool:
        """Nothing was bought: nothing to give back."""
        return True

    def _sheet(self, wanted: LabelWanted, number: str, valid_until: date) -> Sheet:
        if wanted.method in _SHOWN:
            return code_sheet(CodeFacts(number, wanted.return_number, valid_until, wanted.language))
        facts = LabelFacts(wanted, number, valid_until, self._rules.shop)
        return label_sheet(facts, label_size(self._rules.label_format, wanted.sender.country))


_SHOWN = frozenset({Method.QR, Method.DROP_OFF, Method.STORE})
