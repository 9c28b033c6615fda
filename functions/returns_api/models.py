"""What the returns API answers, beside the views of returns themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, Field

from shared.evidence.evidence_files import UPLOAD_SECONDS, Upload
from shared.returns.text.document import Document
from shared.returns.text.europe import withdrawal_labels
from shared.returns.text.render import to_html, to_plain
from shared.returns.view.answer import ReturnSummary, ReturnView
from shared.returns.view.terms import WhyView
from shared.returns.withdraw import Withdrawable


class ReturnsPageAnswer(BaseModel):
    """Returns, and where the list goes on."""

    returns: list[ReturnSummary]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


class OrderReturnsAnswer(BaseModel):
    """The returns of an order that were submitted, oldest first."""

    returns: list[ReturnSummary]


class UploadAnswer(BaseModel):
    """Where a file is to be sent, as a form: `fields` first, and the file last, as `file`."""

    evidence_id: str = Field(description="What the return names it by, once it is there.")
    kind: str
    max_bytes: int
    url: str
    fields: dict[str, str]
    expires_at: datetime

    @classmethod
    def of(cls, evidence_id: str, kind: str, max_bytes: int, upload: Upload, now: datetime) -> Self:
        return cls(
            evidence_id=evidence_id,
            kind=kind,
            max_bytes=max_bytes,
            url=upload.url,
            fields=dict(upload.fields),
            expires_at=now.replace(microsecond=0) + timedelta(seconds=UPLOAD_SECONDS),
        )


class GiftTokenAnswer(BaseModel):
    """With what who received a gift may ask for its return."""

    token: str = Field(description="To be sent as a bearer token.")
    valid_until: datetime


class DocumentView(BaseModel):
    """A text to be kept."""

    title: str
    language: str
    text: str = Field(description="Plain.")
    html: str

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls(title=document.title, language=document.language, text=to_plain(document), html=to_html(document))


class WithdrawableView(BaseModel):
    """A position of the order."""

    line: str
    sku: str
    name: str
    quantity: int
    until: str | None = Field(description="The last day; null: there is none.")
    whys: list[WhyView] = Field(description="What stands against it; empty: it can be withdrawn from.")


class WithdrawalOfferAnswer(BaseModel):
    """The first step: what can be withdrawn from, and what the two buttons say."""

    order_id: str
    lines: list[WithdrawableView]
    withdraw_label: str
    confirm_label: str

    @classmethod
    def of(cls, order_id: str, found: tuple[Withdrawable, ...], language: str, *, for_staff: bool) -> Self:
        labels = withdrawal_labels(language)
        return cls(
            order_id=order_id,
            lines=[
                WithdrawableView(
                    line=each.line.position,
                    sku=each.line.sku,
                    name=each.line.name,
                    quantity=each.quantity,
                    until=each.until.isoformat() if each.until else None,
                    whys=[WhyView.of(why, for_staff=for_staff) for why in each.whys],
                )
                for each in found
            ],
            withdraw_label=labels.withdraw,
            confirm_label=labels.confirm,
        )


class WithdrawalAnswer(BaseModel):
    """The second step: the acknowledgement, and what became of it."""

    received_at: datetime
    acknowledgement: DocumentView
    withdrawal: ReturnView
