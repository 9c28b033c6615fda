"""Refunds of payments that Stripe took.

What Stripe documents (docs.stripe.com/api/refunds, /api/idempotent_requests, /error-low-level, /currencies; 2026-11):

| answer | means here |
| --- | --- |
| `succeeded` | paid |
| `pending`, `requires_action` | taken on: Stripe, or the shopper by a mail from Stripe, has to do something yet |
| `failed`, `canceled` | refused; `failed` may come after `succeeded` too: the bank sent the money back |
| 400, 402, 404 | refused: `charge_already_refunded`, `charge_disputed`, `amount_too_large` … |
| 401, 403 | nobody is let in: mended by the merchant, then tried again |
| 409, 429, 5xx, no answer | nobody knows: asked again under the same key |

Stripe answers a key as it did the first time, errors and 500s too, and forgets it after 24 hours at the earliest. So
the payment's refunds are looked through first: one that bears the settlement's id is the answer, however old.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from shared.exchange import Answer, NoAnswer, Question, Transport
from shared.returns.money.attempt import attempt_of
from shared.returns.money.ports import PayerUnavailable, PaymentRefused, Settled, looked_at
from shared.returns.settlement import Settlement
from shared.tracking.sale import Payment

ADDRESS = "https://api.stripe.com"
GATEWAY = "stripe"
_PAGE = 100
_MAX_PAGES = 10
_REFUSED = frozenset({400, 402, 404})
_DEAD = frozenset({"failed", "canceled"})
_TIMES_100 = frozenset({"ISK", "UGX"})
"""Stripe counts them in hundredths, always .00, where ISO 4217 has no smaller unit."""
_WHOLE_ONLY = frozenset({"MGA"})
"""Stripe counts them whole, where ISO 4217 has hundredths."""
_LAST_DIGIT_ZERO = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
"""Thousandths, of which Stripe takes tens only."""


class StripeRefunds:
    """Implements shared.returns.money.ports.Refunds."""

    def __init__(self, transport: Transport, base: str, secret_key: Callable[[], str]) -> None:
        """`base`: where Stripe's API is, `ADDRESS` in earnest. `secret_key`: the account's, restricted to refunds."""
        self._transport = transport
        self._base = base
        self._secret_key = secret_key

    def pay(self, settlement: Settlement, payment: Payment, currency: str) -> Settled:
        """See `Refunds`. `payment.reference`: a PaymentIntent ("pi_…") or a charge ("ch_…", "py_…")."""
        paid_with = _paid_with(payment)
        amount = stripe_amount(settlement.amount, currency)
        attempt = attempt_of(settlement)
        known = self._found(settlement, paid_with)
        if known is not None:
            return _settled(known)
        form = {
            **paid_with,
            "amount": str(amount),
            "metadata[settlement_id]": settlement.settlement_id,
            "metadata[return_id]": settlement.return_id,
            "metadata[attempt]": attempt,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": attempt}
        return _settled(self._asked("POST", "/v1/refunds", headers, urlencode(form).encode()))

    def look(self, settlement: Settlement, payment: Payment, currency: str) -> Settled | None:
        """See `Refunds`."""
        known = self._found(settlement, _paid_with(payment))
        return looked_at(_settled, known) if known is not None else None

    def _found(self, settlement: Settlement, paid_with: Mapping[str, str]) -> Mapping[str, Any] | None:
        attempt = attempt_of(settlement)
        return next((each for each in self._known(paid_with) if _is_of(each, settlement, attempt)), None)

    def _known(self, paid_with: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        """The refunds of the payment, the newest first."""
        after: dict[str, str] = {}
        for _ in range(_MAX_PAGES):
            query = urlencode({**paid_with, "limit": _PAGE, **after})
            page = self._asked("GET", f"/v1/refunds?{query}", {}, b"")
            refunds = [each for each in page.get("data") or () if isinstance(each, dict)]
            yield from refunds
            if not page.get("has_more") or not refunds:
                return
            after = {"starting_after": str(refunds[-1].get("id", ""))}

    def _asked(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        authorised = {**headers, "Authorization": f"Bearer {self._secret_key()}"}
        try:
            answer = self._transport(Question(f"{self._base}{path}", method, authorised, body))
        except NoAnswer as none:
            raise PayerUnavailable("Stripe did not answer.") from none
        content = _read(answer)
        if answer.status == 200 and content:
            return content
        if answer.status in _REFUSED:
            raise _refusal(content)
        raise PayerUnavailable(f"Stripe answered {answer.status}.")


def stripe_amount(amount: int, currency: str) -> int:
    """Minor units of ISO 4217 as Stripe counts them. Raises PaymentRefused for what Stripe cannot pay exactly."""
    if currency in _TIMES_100:
        return amount * 100
    if (currency in _LAST_DIGIT_ZERO and amount % 10) or (currency in _WHOLE_ONLY and amount % 100):
        raise PaymentRefused("Stripe cannot pay this amount to the last unit.", code="stripe_amount_not_payable")
    return amount // 100 if currency in _WHOLE_ONLY else amount


def _paid_with(payment: Payment) -> dict[str, str]:
    if payment.reference.startswith("pi_"):
        return {"payment_intent": payment.reference}
    if payment.reference.startswith(("ch_", "py_")):
        return {"charge": payment.reference}
    raise PaymentRefused("The payment bears no id of Stripe's.", code="stripe_payment_unknown")


def _is_of(refund: Mapping[str, Any], settlement: Settlement, attempt: str) -> bool:
    """Whether it answers this try: it bears the settlement's id, and did not come to nothing at an earlier one."""
    metadata = refund.get("metadata") or {}
    if metadata.get("settlement_id") != settlement.settlement_id:
        return False
    return refund.get("status") not in _DEAD or metadata.get("attempt") == attempt


def _settled(refund: Mapping[str, Any]) -> Settled:
    status, reference = refund.get("status"), str(refund.get("id") or "")
    if status in _DEAD:
        raise PaymentRefused("Stripe could not carry the refund out.", code=f"stripe_{status}")
    if not reference:
        raise PayerUnavailable("Stripe answered no refund.")
    return Settled(status == "succeeded", reference)


def _refusal(content: Mapping[str, Any]) -> PaymentRefused:
    error = content.get("error")
    code = error.get("code") or error.get("type") if isinstance(error, dict) else None
    known = str(code) if isinstance(code, str) and code.replace("_", "").isalnum() else "refused"
    return PaymentRefused("Stripe refused the refund.", code=f"stripe_{known}"[:60])


def _read(answer: Answer) -> Mapping[str, Any]:
    try:
        content = json.loads(answer.body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
