"""Which company a Sendcloud carrier code stands for.

Source (2026-11): https://sendcloud.dev/api/v2/tracking, the schema's list of carrier codes. That several codes are one
company is read off their names.
"""

from __future__ import annotations

import re

_LISTED = """
amazon bol bpost brt budbee chronopost cirro colisprive colissimo correos correos_express ctt_express dbschenker
delivengo dhl dhl_2_man_handling dhl_de dhl_ecommerce dhl_express dhl_parcel_gb dhl_parcel_iberia dp dpd dpd_at
dpd_fr dpd_gb dpd_local evri_international fadello fairsenden fedex fedexcrossborder fietskoeriers geodis glovo
gls_de gls_es gls_eu gls_it gls_nl hermes_at hermes_c2c_gb hermes_de hermes_gb hived homerr hurby inpost_es
inpost_gb inpost_it inpost_pl lettresuivie mhi mondial_relay mrw nacex paack parcelforce plx postat poste_italiane
poste_it_delivery postnl postnl_fulfilment postnl_large postnord rjp rjpv2 royal_mail sandd seur skymail spring
storeshippers tipsa tnt_it transforce trunkrs ups van_straaten viatim yodel
"""

_CODES = frozenset(_LISTED.split())

_SLUGS = {
    "amazon": "amazon_shipping",
    "dhl_2_man_handling": "dhl",
    "dhl_de": "dhl",
    "dhl_parcel_gb": "dhl",
    "dhl_parcel_iberia": "dhl",
    "dp": "deutsche_post",
    "dpd_at": "dpd",
    "dpd_fr": "dpd",
    "dpd_gb": "dpd",
    "dpd_local": "dpd",
    "evri_international": "evri",
    "fedexcrossborder": "fedex",
    "gls_de": "gls",
    "gls_es": "gls",
    "gls_eu": "gls",
    "gls_it": "gls",
    "gls_nl": "gls",
    "hermes_at": "hermes",
    "hermes_c2c_gb": "evri",
    "hermes_de": "hermes",
    "hermes_gb": "evri",
    "inpost_es": "inpost",
    "inpost_gb": "inpost",
    "inpost_it": "inpost",
    "inpost_pl": "inpost",
    "lettresuivie": "la_poste",
    "postat": "austrian_post",
    "poste_it_delivery": "poste_italiane",
    "postnl_fulfilment": "postnl",
    "postnl_large": "postnl",
    "tnt_it": "tnt",
}

_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def mover(code: str) -> str:
    """The slug of the company; "" for a code without letters. A code that Sendcloud does not list is its own slug."""
    written = _words(code)
    return _SLUGS.get(written, written)


def mover_by_method(name: str) -> str:
    """The slug of the company whose code begins a shipping method's name ("DHL Express Worldwide"); "" for none."""
    words = _words(name).split("_")
    for count in range(len(words), 0, -1):
        code = "_".join(words[:count])
        if code in _CODES:
            return mover(code)
    return ""


def _words(written: str) -> str:
    return _NOT_IN_A_SLUG.sub("_", written.lower()).strip("_")
