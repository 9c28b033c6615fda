"""What a carrier lets its recipients do by themselves, and the addresses of its own pages for that.

An address holds the parcel's number, which the shopper has anyway, and nothing else. Where a carrier has one page for
following a parcel and for changing its delivery, both lead there: it offers what the parcel's service allows.

The addresses are facts that shop software in public repositories agrees on, and that the carriers' own pages are
known by; gathered on 2026-11-29, and not asked of the carriers one by one: verify before you rely on one. What may be
chosen is from memory of the carriers' public help pages, likewise to verify: ヤマト運輸 "クロネコメンバーズ", 日本郵便
"指定場所ダイレクト" and "e受取アシスト", UPS My Choice, FedEx Delivery Manager, USPS Delivery Instructions, DHL
On Demand Delivery, DHL Wunschort and Wunschtag, DPD Predict, Australia Post Safe Drop. A carrier that is not listed
here gets no link; where that is wrong, add a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.milestone import Milestone


class Errand(StrEnum):
    """What a shopper goes to the carrier's page for. The values are public."""

    REDELIVER = "redeliver"
    """After an attempt in vain: say when it may come again, or where it may lie."""
    CHANGE = "change"
    """Before it comes: another day, or another place."""
    TRACK = "track"


class Choice(StrEnum):
    """What may be chosen there, where the parcel's service allows it. The values are public."""

    ANOTHER_DAY = "another_day"
    SAFE_PLACE = "safe_place"
    """Left where the recipient says: 置き配, Ablageort, safe drop."""
    LOCKER = "locker"
    STORE = "store"
    """A shop that keeps parcels: a convenience store, a parcel shop."""
    DEPOT = "depot"
    """The carrier's own counter: a depot, a post office."""
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True)
class CarrierPages:
    """A carrier's pages for recipients. In each address, `{}` stands for the number, encoded."""

    track: str
    change: str = ""
    """"" where the page that follows the parcel is the one."""
    redeliver: str = ""
    """"" likewise."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class CarrierPage:
    """One of them, for one parcel."""

    errand: Errand
    url: str
    choices: tuple[Choice, ...] = ()
    """Only of REDELIVER and CHANGE."""


_DAY, _SAFE, _LOCKER, _STORE, _DEPOT, _NEIGHBOUR = Choice

PAGES: Mapping[str, CarrierPages] = {
    "yamato": CarrierPages(
        track="https://jizen.kuronekoyamato.co.jp/jizen/servlet/crjz.b.NQ0010?id={}",
        change="https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno={}",
        redeliver="https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno={}",
        choices=(_DAY, _SAFE, _LOCKER, _STORE, _DEPOT),
    ),
    "sagawa": CarrierPages(
        track="https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo={}", choices=(_DAY, _DEPOT)
    ),
    "japan_post": CarrierPages(
        track="https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={}",
        redeliver="https://trackings.post.japanpost.jp/delivery/deli/firstDeliveryInput/",
        choices=(_DAY, _SAFE, _LOCKER, _STORE, _DEPOT),
    ),
    "seino": CarrierPages(track="https://track.seino.co.jp/cgi-bin/gnpquery.pgm?GNPNO1={}", choices=(_DAY,)),
    "fukuyama": CarrierPages(track="https://corp.fukutsu.co.jp/situation/tracking_no_hunt/{}", choices=(_DAY,)),
    "ups": CarrierPages(track="https://www.ups.com/track?tracknum={}", choices=(_DAY, _STORE, _SAFE, _NEIGHBOUR)),
    "fedex": CarrierPages(track="https://www.fedex.com/fedextrack/?trknbr={}", choices=(_DAY, _STORE, _SAFE)),
    "usps": CarrierPages(
        track="https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
        redeliver="https://tools.usps.com/redelivery.htm",
        choices=(_DAY, _SAFE, _DEPOT, _NEIGHBOUR),
    ),
    "dhl": CarrierPages(
        track="https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={}",
        choices=(_DAY, _SAFE, _LOCKER, _STORE, _NEIGHBOUR),
    ),
    "dhl_express": CarrierPages(
        track="https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
        choices=(_DAY, _SAFE, _STORE, _NEIGHBOUR),
    ),
    "dhl_ecommerce": CarrierPages(track="https://www.dhl.com/global-en/home/tracking.html?tracking-id={}"),
    "royal_mail": CarrierPages(
        track="https://www.royalmail.com/track-your-item#/tracking-results/{}",
        redeliver="https://www.royalmail.com/receiving-mail/redelivery",
        choices=(_DAY, _SAFE, _DEPOT, _NEIGHBOUR),
    ),
    "dpd": CarrierPages(
        track="https://tracking.dpd.de/status/en_US/parcel/{}", choices=(_DAY, _SAFE, _STORE, _NEIGHBOUR)
    ),
    "gls": CarrierPages(track="https://gls-group.eu/track/{}", choices=(_DAY, _SAFE, _STORE)),
    "laposte": CarrierPages(
        track="https://www.laposte.fr/outils/suivre-vos-envois?code={}", choices=(_DAY, _STORE, _DEPOT, _NEIGHBOUR)
    ),
    "australia_post": CarrierPages(
        track="https://auspost.com.au/mypost/track/#/details/{}", choices=(_SAFE, _LOCKER, _DEPOT)
    ),
    "canada_post": CarrierPages(
        track="https://www.canadapost-postescanada.ca/track-reperage/en#/details/{}", choices=(_DEPOT,)
    ),
    "correios": CarrierPages(track="https://rastreamento.correios.com.br/app/index.php?objetos={}"),
}
"""By the carrier's slug."""

_UNDER_WAY = frozenset({Milestone.INFO_RECEIVED, Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY})
_TRIED = frozenset({Milestone.ATTEMPT_FAILED, Milestone.AVAILABLE_FOR_PICKUP})


def carrier_pages(number: ParcelNumber, milestone: Milestone, *, is_over: bool) -> tuple[CarrierPage, ...]:
    """The carrier's pages that make sense for a parcel on its way out, the most useful first; () where none is known.

    What is over, or not announced yet, can only be looked at.
    """
    known = PAGES.get(slug_of(number.carrier))
    if known is None:
        return ()
    code = quote(number.tracking_number, safe="")
    track = CarrierPage(Errand.TRACK, known.track.format(code))
    if is_over or not known.choices:
        return (track,)
    if milestone in _TRIED:
        again = (known.redeliver or known.change or known.track).format(code)
        return (CarrierPage(Errand.REDELIVER, again, known.choices), track)
    if milestone in _UNDER_WAY:
        other = (known.change or known.track).format(code)
        return (CarrierPage(Errand.CHANGE, other, known.choices), track)
    return (track,)


def slug_of(carrier: str) -> str:
    """A carrier's slug as it stands here: shops write "Japan-Post" too."""
    return carrier.lower().replace("-", "_")
