"""Which company a 17TRACK carrier key stands for.

Source (2026-11): 17TRACK's public list of carriers, https://res.17track.net/asset/carrier/info/apicarrier.all.json, in
public copies: the carriers that have an adapter here, and those that often carry their parcels over a border. 17TRACK
has several keys for one company where its countries are asked separately (DPD, GLS, DHL). The list has no key for
Fukuyama.
"""

from __future__ import annotations

_COMPANIES: dict[str, tuple[int, ...]] = {
    # With an adapter here.
    "amazon_shipping": (100308, 100309, 100417),
    "australia_post": (1151,),
    "canada_post": (3041,),
    "dhl": (7041, 100047, 100152, 100216, 100226, 100392, 100430),  # DHL Paket, DHL Parcel of NL, GB, PL, ES
    "dhl_ecommerce": (7047, 7048, 100765),
    "dhl_express": (100001,),
    "dpd": (100007, 100010, 100072, 100111, 100142, 100177, 100204, 100321, 100404, 100483),
    "fedex": (100003, 100261),
    "gls": (100005, 100024, 100189, 100207, 100280, 100281, 100282, 100283, 100284, 100305, 100316, 100384),
    "japan_post": (10021,),
    "royal_mail": (11031,),
    "sagawa": (100040,),
    "seino": (100171,),
    "ups": (100002, 100398, 100399),
    "usps": (21051,),
    "yamato": (100062,),
    # First and last miles of theirs.
    "an_post": (9051,),
    "aramex": (100006,),
    "asendia": (100016, 100029),
    "austrian_post": (1161,),
    "bpost": (2061, 2063),
    "cainiao": (190271,),
    "china_ems": (3013,),
    "china_post": (3011,),
    "chronopost": (100137, 100273),
    "correos": (19181,),
    "deutsche_post": (7044,),
    "evri": (100331,),
    "hongkong_post": (8011,),
    "inpost": (100043, 100462, 100469),
    "korea_post": (11051, 11054),
    "la_poste": (6051,),
    "landmark_global": (100021,),
    "lasership": (100052,),
    "mondial_relay": (100304,),
    "ontrac": (100049,),
    "parcelforce": (11033,),
    "poste_italiane": (9071,),
    "postnl": (14041, 14044),
    "postnord": (4011, 19241),
    "purolator": (100042,),
    "sagawa_global": (100041,),
    "sendle": (100123,),
    "sf_express": (100012,),
    "singapore_post": (19131,),
    "startrack": (100335,),
    "swiss_post": (19251,),
    "tnt": (100004, 100065, 100200, 100241),
    "uniuni": (100134,),
    "yanwen": (190012,),
}

_SLUGS = {key: slug for slug, keys in _COMPANIES.items() for key in keys}


def mover(key: int) -> str:
    """The slug of the company; `carrier_<key>` where the key is in no table of ours."""
    return _SLUGS.get(key) or f"carrier_{key}"
