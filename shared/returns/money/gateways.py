"""Who pays a refund: the gateway that took the payment, else the merchant's own platform."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.returns.money.ports import Refunds, Settled
from shared.returns.settlement import Settlement
from shared.tracking.sale import Payment


class PlatformRefunds:
    """The merchant's platform pays: the event and its signed webhook told it, and it will say when it is done.

    Implements shared.returns.money.ports.Refunds.
    """

    def pay(self, settlement: Settlement, payment: Payment, currency: str) -> Settled:
        """Nothing is done here."""
        return Settled(is_done=False)

    def look(self, settlement: Settlement, payment: Payment, currency: str) -> Settled | None:
        """Nothing is known here."""
        return None


def _nobody() -> str:
    return ""


class RefundsByGateway:
    """Asks the payment's own gateway. Implements shared.returns.money.ports.Refunds."""

    def __init__(self, gateways: Mapping[str, Refunds], otherwise: Callable[[], str] = _nobody) -> None:
        """`gateways`: by `Payment.gateway`; what is not among them is the platform's.

        `otherwise`: which of them pays back a payment that names none; "" : the platform.
        """
        self._gateways = gateways
        self._otherwise = otherwise
        self._platform = PlatformRefunds()

    def pay(self, settlement: Settlement, payment: Payment, currency: str) -> Settled:
        """See `Refunds`."""
        return self._of(payment).pay(settlement, payment, currency)

    def look(self, settlement: Settlement, payment: Payment, currency: str) -> Settled | None:
        """See `Refunds`."""
        return self._of(payment).look(settlement, payment, currency)

    def _of(self, payment: Payment) -> Refunds:
        return self._gateways.get(payment.gateway or self._otherwise(), self._platform)
