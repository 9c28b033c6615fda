"""The papers that go with a parcel, whoever makes its label: the slip inside it, and the customs form on it."""

from __future__ import annotations

from typing import Protocol

from shared.returns.methods.ports import LabelWanted
from shared.returns.methods.rules import WayBackRules


class Papers(Protocol):
    """Makes them."""

    def slip(self, wanted: LabelWanted, *, says_where: bool) -> bytes:
        """A PDF. `says_where`: with the address it goes to, for shoppers who bring no label of ours."""

    def customs(self, wanted: LabelWanted, tracking_number: str) -> bytes | None:
        """A PDF; None where no customs see the parcel."""


class BuiltInPapers:
    """Implements Papers."""

    def __init__(self, rules: WayBackRules) -> None:
        self._rules = rules

    def slip(self, wanted: LabelWanted, *, says_where: bool) -> bytes:
        from shared.returns.methods.drawing.pdf import as_pdf
        from shared.returns.methods.drawing.slip import SlipFacts, slip_sheets

        texts = dict(self._rules.return_text)
        facts = SlipFacts(
            return_number=wanted.return_number,
            contents=wanted.contents,
            language=wanted.language,
            country=wanted.sender.country,
            shop=self._rules.shop,
            text=texts.get(wanted.language) or texts.get("en") or next(iter(texts.values()), ""),
            send_to=wanted.recipient if says_where else None,
        )
        return as_pdf(slip_sheets(facts))

    def customs(self, wanted: LabelWanted, tracking_number: str) -> bytes | None:
        from shared.returns.methods.drawing.customs import CustomsFacts, customs_sheets, needs_customs
        from shared.returns.methods.drawing.pdf import as_pdf

        if not needs_customs(wanted.sender, wanted.recipient):
            return None
        facts = CustomsFacts(wanted.return_number, tracking_number, wanted.sender, wanted.recipient, wanted.contents)
        return as_pdf(customs_sheets(facts))
