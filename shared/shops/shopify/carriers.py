"""The companies that Shopify offers by name for a tracking number.

Source (2026-11): "Supported tracking companies" of
https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentTrackingInfo and of the REST Admin API's
Fulfillment. A merchant may type any other name.
"""

from __future__ import annotations

from functools import cache

from shared.carriers.reading.mover import slug_of
from shared.shops.carrier_of import carrier_of

_LISTED = """
4PX, AGS, An Post, Anjun Logistics, APC, Asendia USA, Australia Post, Bonshaw, BPost, BPost International, Canada Post,
Canpar, CDL Last Mile, China Post, Chukou1, Comingle, Coordinadora, Correios, Correos, CTT, CTT Express, Cyprus Post,
Delnext, Deutsche Post, DHL eCommerce, DHL eCommerce Asia, DHL Express, DPD, DPD Local, DPD UK, DTD Express, DX, Eagle,
Estes, Evri, FedEx, First Global Logistics, First Line, FSC, Fulfilla, GLS, Iceland Post, IDEX, Israel Post,
Japan Post (EN), Japan Post (JA), Lasership, Latvia Post, Logisters, Lone Star Overnight, M3 Logistics, Meteor Space,
Mondial Relay, New Zealand Post, NinjaVan, OnTrac, Packeta, Pago Logistics, Pitney Bowes, Portal PostNord,
Poste Italiane, PostNL, PostNord DK, PostNord NO, PostNord SE, Purolator, Qxpress, Qyun Express, Royal Mail,
Royal Shipments, Sagawa (EN), Sagawa (JA), Sendle, SF Express, SFC Fulfillment, Singapore Post, Southwest Air Cargo,
StarTrack, Step Forward Freight, Swiss Post, TForce Final Mile, Tinghao, TNT, Toll IPEC, United Delivery Service, UPS,
USPS, Venipak, We Post, Whistl, Wizmo, WMYC, Xpedigo, XPO Logistics, Yamato (EN), Yamato (JA), YiFan Express,
YunExpress, Aramex Australia, TNT Australia, Hunter Express, Couriers Please, Bonds, Allied Express, Direct Couriers,
Northline, GO Logistics, Speedy, Intelcom, BoxKnight, Loomis, WanbExpress, Swiship, Hermes, SEUR, Parcelforce, Yodel,
DHL Parcel, Tuffnells, ACS Courier, Fastway, DPD Ireland, DTDC, India Post, Delhivery, Gati KWE, Professional Couriers,
XpressBees, Ecom Express, Ekart, Shadowfax, Bluedart, BRT, GLS Italy, Bring, Inpost, PTT, Aras Kargo,
Alliance Air Freight, Pilot Freight, LSO, Old Dominion, R+L Carriers, Skynet
"""
# Left out: those whose names hold other than ASCII letters, and those that `carrier_of` spells itself.

_OWN_SLUGS = frozenset({"ecohai", "nippon_express", "meitetsu", "daiichi_kamotsu", "super_express"})


@cache
def _listed() -> frozenset[str]:
    return frozenset(slug_of(name, {}) for name in " ".join(_LISTED.split()).split(", ")) | _OWN_SLUGS


def carrier(company: str, number: str) -> str:
    """The slug of the carrier that a fulfilment's `tracking_company` means, with one of its numbers."""
    return carrier_of(company, number, _listed())
