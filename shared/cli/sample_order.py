"""A made-up order for looking at pages: what was bought, and where its parcels have been."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shared.brand import Brand
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.return_policy import returns_of
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.returns.cancellation import CancellationRules
from shared.returns.policy.policy import Policy
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination, Order, OrderLine, PromiseTold, Shipment
from shared.tracking.parcel import Assignment, join

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 12)
MAIL = "shopper@shopper.example"
_NO_CANCELLATION = CancellationRules()


@dataclass(frozen=True, slots=True)
class SampleShop:
    """Whose pages are shown, and what it sells, by language; English stands for those that are missing."""

    id: str
    brand: Brand
    goods: Mapping[str, Sequence[str]]
    policy: Policy | None = None
    """For returns; None where it takes nothing back through Todoku."""
    cancellation: CancellationRules = _NO_CANCELLATION

    def goods_in(self, language: str) -> Sequence[str]:
        return self.goods.get(language) or self.goods["en"]


_GOODS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "sora-cosme": {
        "ja": ("雲の化粧水 150mL", "夕空リップ 02 茜"),
        "en": ("Cloud Lotion, 150 ml", "Dusk Lip Colour, 02 Madder"),
        "de": ("Wolkenlotion, 150 ml", "Lippenstift Abendrot, 02 Krapp"),
        "pt": ("Loção Nuvem, 150 ml", "Batom Crepúsculo, 02 Garança"),
    },
    "larkspur": {
        "ja": ("リネン混オーバーシャツ ネイビー M", "メリノウール靴下 2足組"),
        "en": ("Linen-blend overshirt, navy, M", "Merino socks, pack of two"),
        "de": ("Overshirt aus Leinenmix, marine, M", "Merinosocken, Doppelpack"),
        "pt": ("Sobrecamisa de linho, azul-marinho, M", "Meias de merino, dois pares"),
    },
    "voltaro": {
        "ja": ("ノイズキャンセリングヘッドホン N3", "USB-C 充電器 65W"),
        "en": ("N3 noise-cancelling headphones", "USB-C charger, 65 W"),
        "de": ("Kopfhörer N3 mit Geräuschunterdrückung", "USB-C-Ladegerät, 65 W"),
        "pt": ("Fones N3 com cancelamento de ruído", "Carregador USB-C de 65 W"),
    },
}
_ANY_GOODS: Mapping[str, Sequence[str]] = {
    "ja": ("波佐見焼 飯碗（白磁・大）", "若狭塗 夫婦箸"),
    "en": ("Rice bowl, white porcelain, large", "Chopsticks, a pair"),
    "de": ("Reisschale, weißes Porzellan, groß", "Essstäbchen, ein Paar"),
    "pt": ("Tigela de porcelana branca, grande", "Hashi, um par"),
}
_PLACES: Mapping[str, tuple[Destination, str, Sequence[Place]]] = {
    "ja": (
        Destination("JP", "150-0001", "Asia/Tokyo"),
        "yamato",
        (Place("大阪", "大阪府", "", "JP"), Place("羽田", "東京都", "", "JP"), Place("渋谷", "東京都", "", "JP")),
    ),
    "en": (
        Destination("US", "78701", "America/Chicago"),
        "usps",
        (Place("Columbus", "OH", "", "US"), Place("Memphis", "TN", "", "US"), Place("Austin", "TX", "", "US")),
    ),
    "de": (
        Destination("DE", "80331", "Europe/Berlin"),
        "dhl",
        (Place("Berlin", "", "", "DE"), Place("Nürnberg", "", "", "DE"), Place("München", "", "", "DE")),
    ),
    "pt": (
        Destination("BR", "01310-100", "America/Sao_Paulo"),
        "dhl",
        (Place("Curitiba", "PR", "", "BR"), Place("Cajamar", "SP", "", "BR"), Place("São Paulo", "SP", "", "BR")),
    ),
}
"""Where it goes, who brings it, and by what way, by language."""

Scans = Sequence[tuple[float, Milestone | Detail]]
"""Hours ago, and what was seen; the last place of the way for the newest."""

MOVING: Scans = ((62, Milestone.INFO_RECEIVED), (50, Milestone.IN_TRANSIT), (26, Milestone.IN_TRANSIT))
LAST_MILE: Scans = (*MOVING, (2.5, Milestone.OUT_FOR_DELIVERY))
DELIVERED: Scans = (*LAST_MILE, (0.4, Milestone.DELIVERED))
ATTEMPTED: Scans = (*LAST_MILE, (0.6, Milestone.ATTEMPT_FAILED))
IN_TROUBLE: Scans = (*MOVING, (3, Milestone.EXCEPTION))


def sample_shop(configuration: MerchantConfiguration) -> SampleShop:
    merchant_id = configuration.merchant.id
    goods = _GOODS.get(merchant_id, _ANY_GOODS)
    returns = returns_of(configuration)
    policy, cancellation = (returns.policy, returns.cancellation) if returns else (None, _NO_CANCELLATION)
    return SampleShop(merchant_id, configuration.shown_brand(), goods, policy, cancellation)


def sample_order(shop: SampleShop, language: str, *, parcels: int = 1) -> Order:
    """Two lines, promised for tomorrow, sent in so many parcels."""
    destination, carrier, _ = _PLACES.get(language, _PLACES["en"])
    first, second = shop.goods_in(language)[:2]
    numbers = [ParcelNumber(carrier, f"4912-3456-789{number}") for number in range(parcels)]
    return Order(
        order_id="10482",
        placed_at=NOW - timedelta(days=4),
        contact=Contact(MAIL, language, "+819012345678", "U" + "0" * 32),
        destination=destination,
        lines=(OrderLine("SKU-1", first, 1), OrderLine("SKU-2", second, 2)),
        link="preview",
        name="#10482",
        promise=PromiseTold(TODAY, TODAY + timedelta(days=1)),
        shipments={
            f"S-{number}": Shipment(f"S-{number}", NOW - timedelta(days=3), (parcel,))
            for number, parcel in enumerate(numbers)
        },
    )


def sample_view(
    shop: SampleShop, language: str, *parcels: Scans, expected_in: int | None = None, late: bool = False
) -> TrackingView:
    """The order as its shopper sees it, a parcel for each of `parcels`. `expected_in`: days; None for no estimate."""
    order = sample_order(shop, language, parcels=len(parcels))
    known = [
        (join(parcel, Assignment(order.order_id, "S-0"), scans), scans)
        for parcel, scans in zip(order.parcels(), (_checkpoints(language, scans) for scans in parcels), strict=True)
    ]
    lives: dict[ParcelId | None, LiveEstimate] = {
        parcel: _live(order, parcel, expected_in, late) for parcel in order.parcels() if expected_in is not None
    }
    return tracking_view(order, known, NOW, shop.brand, lives)


def _checkpoints(language: str, scans: Scans) -> tuple[Checkpoint, ...]:
    places = _PLACES.get(language, _PLACES["en"])[2]
    return tuple(
        Checkpoint(NOW - timedelta(hours=hours), Detail(seen), str(seen), "", places[min(number // 2, 2)], False)
        for number, (hours, seen) in enumerate(scans)
    )


def _live(order: Order, parcel: ParcelId, days: int, late: bool) -> LiveEstimate:
    day = TODAY + timedelta(days=days)
    estimate = Estimate(day, day, day, 9_000, EstimateSource.STAGE, NOW, (Reason.WEATHER,) if late else ())
    return LiveEstimate(
        order.order_id,
        order.destination.time_zone,
        parcel,
        promised=TODAY + timedelta(days=1),
        revisions=(Revision(1, NOW, Reason.FIRST, estimate),),
        at_risk=late,
    )
