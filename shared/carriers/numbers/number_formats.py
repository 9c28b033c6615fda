"""How each carrier writes its tracking numbers, and how much a number of such a form says about who carries it.

Facts from the carriers' public rules, as of 2026-11; the check digits' sources are in `check_digits.py`. Formats whose
carrier publishes nothing are as seen on labels, and are called so ("seen"). Within equal evidence, the order here is
the order of the answer. Shapes are over canonical numbers: capitals and digits, nothing else.

- USPS: Publication 199, Intelligent Mail Package Barcode, https://postalpro.usps.com/pub199 (recalled).
- UPS: https://www.ups.com/us/en/support/tracking-support/tracking-number-help (recalled).
- FedEx: Ground Label Layout Specification (96…, SSCC-18, 34 digits; recalled). SmartPost's 20 digits are USPS's 22
  without "92": SmartPost Job Aid (2012), as quoted at https://www.generacodice.com/fr/articolo/7111084.
- DHL: https://www.paketda.de/firmenkunden/paket-pruefziffern.html. DPD: its Parcel Label Specification 2.4.1.
- GLS: Uni-Box documentation; the Track ID is described at https://www.paketda.de/gls/gls-paketlabel.php.
- Australia Post, 16 characters: https://www.neodynamic.com/barcodes/Australia-Post-Domestic-eParcel-Barcode.aspx.
- Postal items: UPU standard S10. Japan: see `check_digits.mod7`.
- Seen: Amazon, Colissimo, LaserShip, Purolator's letters, Canpar, Landmark, Yodel, YunExpress, GOFO, Spee-Dee, PostNL,
  DHL eCommerce's prefixes in Asia, Australia Post's 21 and 23 characters.
- Assumed: that Seino and Fukuyama write Japan's twelve digits, too; that Seino's ten and Japan Post's eleven digits end
  in the same check digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from shared.carriers.numbers.check_digits import fedex, gls, gs1, identcode, luhn, mod7, mod37_36, s10, ups
from shared.carriers.numbers.postal_operators import POSTAL_OPERATORS, operator_slug

CARRIERS: Mapping[str, str] = {
    "amazon_shipping": "Amazon Shipping",
    "australia_post": "Australia Post",
    "canada_post": "Canada Post",
    "canpar": "Canpar",
    "dhl": "DHL",
    "dhl_ecommerce": "DHL eCommerce",
    "dhl_express": "DHL Express",
    "dpd": "DPD",
    "fedex": "FedEx",
    "fukuyama": "Fukuyama Transporting",
    "gls": "GLS",
    "gofo": "GOFO Express",
    "japan_post": "Japan Post",
    "landmark": "Landmark Global",
    "laposte": "La Poste",
    "lasership": "LaserShip",
    "old_dominion": "Old Dominion",
    "ontrac": "OnTrac",
    "postnl": "PostNL",
    "purolator": "Purolator",
    "sagawa": "Sagawa Express",
    "seino": "Seino Transportation",
    "speedee": "Spee-Dee Delivery",
    "ups": "UPS",
    "usps": "USPS",
    "yamato": "Yamato Transport",
    "yodel": "Yodel",
    "yunexpress": "YunExpress",
}
"""The names of all carriers below; postal operators have theirs in `postal_operators.py`."""

_GLS_COUNTRIES = "AT BE BG CH CZ DE DK ES FI FR HR HU IE IT LU NL PL PT RO SE SI SK"
_DPD_COUNTRIES = "AT BE CH CZ DE EE ES FR GB HR HU IE LT LU LV NL PL PT RO SI SK"
_SHARED_IN_JAPAN = "Japanese carriers share this format, so the number cannot tell them apart."


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One way a carrier writes numbers."""

    carrier: str
    """The carrier's slug."""
    carrier_name: str
    name: str
    """The format's name."""
    shape: re.Pattern[str]
    """Matches the whole number. With `check`, its groups `body` and `digit` are what is protected, and by what."""
    says: str
    """The shape in words."""
    check: Callable[[str], str] | None = None
    """From the body, the check digit it must have; None where the format has none."""
    distinctive: bool = False
    """Its beginning (or end) is this carrier's alone, or nearly so."""
    countries: frozenset[str] = frozenset()
    """Where the carrier uses this format most; a hint, never a condition."""
    note: str = ""
    """What else should be known before this is believed."""


def formats_like(number: str) -> Iterator[tuple[NumberFormat, re.Match[str]]]:
    """Every format whose shape a canonical number has, with the match."""
    for form in (*_postal(number[-2:]), *FORMATS):
        if match := form.shape.fullmatch(number):
            yield form, match


_S10_SHAPE = re.compile(r"[A-Z]{2}(?P<body>\d{8})(?P<digit>\d)[A-Z]{2}")


@cache
def _postal(country: str) -> tuple[NumberFormat, ...]:
    """The S10 format of the operator whose numbers end so."""
    if country not in POSTAL_OPERATORS:
        return ()
    return (
        NumberFormat(
            carrier=operator_slug(country),
            carrier_name=POSTAL_OPERATORS[country],
            name="UPU S10",
            shape=_S10_SHAPE,
            says=f'Two letters, nine digits and "{country}"',
            check=s10,
            distinctive=True,
            countries=frozenset({country}),
            note="Another country's post may deliver it.",
        ),
    )


def _format(
    carrier: str,
    name: str,
    shape: str,
    says: str,
    check: Callable[[str], str] | None = None,
    *,
    distinctive: bool = False,
    countries: str = "",
    note: str = "",
) -> NumberFormat:
    at_home = frozenset(countries.split())
    return NumberFormat(carrier, CARRIERS[carrier], name, re.compile(shape), says, check, distinctive, at_home, note)


def _legacy_usps(body: str) -> str:
    """USPS's old 20 digits without the identifier 91, which the check digit counts."""
    return gs1(f"91{body}")


def _smart_post(body: str) -> str:
    """SmartPost's 20 digits without the identifier 92, which the check digit counts."""
    return gs1(f"92{body}")


_HANDED_OVER = "USPS delivers it, and other shippers use this form too."

FORMATS: tuple[NumberFormat, ...] = (
    _format(
        "ups",
        "UPS 1Z",
        r"1Z(?P<body>[0-9A-Z]{15})(?P<digit>\d)",
        '"1Z" and 16 letters or digits',
        ups,
        distinctive=True,
    ),
    _format(
        "ups",
        "UPS waybill",
        r"[AHJKTV](?P<body>\d{9})(?P<digit>\d)",
        "A letter (A, H, J, K, T or V) and 10 digits",
        ups,
        countries="US CA",
    ),
    _format("ups", "UPS Mail Innovations", r"MI\d{6}[0-9A-Z]{1,22}", '"MI", 6 digits and the sender\'s reference'),
    _format(
        "usps",
        "USPS IMpb",
        r"(?:420\d{5}(?:\d{4})?)?(?P<body>9(?:[145]\d{3}|2\d{3}(?=9)|3\d{3}(?=[0-8]))\d{16})(?P<digit>\d)",
        '22 digits that begin with 91 to 95, with or without "420" and a ZIP code',
        gs1,
        distinctive=True,
        countries="US",
    ),
    _format(
        "usps",
        "USPS IMpb (26)",
        r"(?:420\d{5})?(?P<body>9(?:[45]\d{3}|2\d{3}(?=9)|3\d{3}(?=[0-8]))\d{20})(?P<digit>\d)",
        '26 digits that begin with 92 to 95, with or without "420" and a ZIP code',
        gs1,
        distinctive=True,
        countries="US",
    ),
    _format(
        "usps",
        "USPS IMpb (30)",
        r"(?:420\d{5})?(?P<body>94\d{27})(?P<digit>\d)",
        '30 digits that begin with 94, with or without "420" and a ZIP code',
        gs1,
        distinctive=True,
        countries="US",
    ),
    _format("usps", "USPS 20", r"(?P<body>\d{19})(?P<digit>\d)", "20 digits", gs1, countries="US"),
    _format(
        "usps",
        "USPS 20 (91)",
        r"(?P<body>\d{19})(?P<digit>\d)",
        '20 digits, as after "91"',
        _legacy_usps,
        countries="US",
    ),
    _format(
        "fedex",
        "FedEx Ground 96",
        r"96\d{5}(?P<body>\d{14})(?P<digit>\d)",
        "22 digits that begin with 96",
        gs1,
        distinctive=True,
        countries="US CA",
    ),
    _format(
        "fedex",
        "FedEx Ground 96 (34)",
        r"96\d{18}(?P<body>\d{13})(?P<digit>\d)",
        "34 digits that begin with 96",
        fedex,
        distinctive=True,
        countries="US CA",
    ),
    _format(
        "fedex",
        "FedEx Express 34",
        r"[0-8]\d{19}(?P<body>\d{13})(?P<digit>\d)",
        "34 digits, a label's whole barcode",
        fedex,
        countries="US CA",
    ),
    _format(
        "fedex",
        "FedEx ASTRA 32",
        r"3\d{15}(?P<body>\d{11})(?P<digit>\d)\d{4}",
        "32 digits that begin with 3, an old label's whole barcode",
        fedex,
        countries="US CA",
    ),
    _format("fedex", "FedEx Express 12", r"(?P<body>\d{11})(?P<digit>\d)", "12 digits", fedex, countries="US CA"),
    _format("fedex", "FedEx Ground 15", r"(?P<body>\d{14})(?P<digit>\d)", "15 digits", gs1, countries="US CA"),
    _format(
        "fedex",
        "FedEx Ground SSCC-18",
        r"(?P<body>0[0124]\d{15})(?P<digit>\d)",
        "18 digits that begin with 00, 01, 02 or 04",
        gs1,
        countries="US CA",
    ),
    _format(
        "fedex",
        "FedEx Ground Economy 92",
        r"(?:420\d{5}(?:\d{4})?)?(?P<body>92(?:612|748)9\d{15})(?P<digit>\d)",
        "22 digits that begin with 926129 or 927489",
        gs1,
        countries="US",
        note=_HANDED_OVER,
    ),
    _format(
        "fedex",
        "FedEx Ground Economy 20",
        r"(?P<body>(?:612|748|029)\d{16})(?P<digit>\d)",
        '20 digits, as after "92"',
        _smart_post,
        countries="US",
        note=_HANDED_OVER,
    ),
    _format(
        "dhl_ecommerce",
        "DHL eCommerce 420",
        r"420\d{5}(?:\d{4})?(?P<body>9[234]\d{19})(?P<digit>\d)",
        '"420", a ZIP code and 22 digits',
        gs1,
        countries="US",
        note=_HANDED_OVER,
    ),
    _format(
        "dhl_ecommerce",
        "DHL eCommerce GM",
        r"GM(?=[A-Z]{0,38}\d)[0-9A-Z]{10,38}",
        '"GM" and 10 to 38 letters or digits',
        distinctive=True,
    ),
    _format(
        "dhl_ecommerce",
        "DHL eCommerce Asia",
        r"(?:CN|HK|IN|MY|SG|TH|VN)[A-Z]{0,3}\d{8,20}",
        "A country of Asia and 8 to 20 digits",
    ),
    _format("dhl_ecommerce", "DHL eCommerce 14", r"\d{14}", "14 digits", countries="US"),
    # Before DHL: of the same beginning, these 16 digits are Yodel's.
    _format("yodel", "Yodel", r"JJ?D\d{16}", '"JD" or "JJD" and 16 digits', distinctive=True, countries="GB"),
    _format(
        "dhl",
        "DHL Paket 20",
        r"(?P<body>0034\d{15})(?P<digit>\d)",
        "20 digits that begin with 0034",
        gs1,
        distinctive=True,
        countries="DE AT",
    ),
    _format("dhl", "DHL JJD", r"JJ?D\d{10,20}", '"JD" or "JJD" and 10 to 20 digits', distinctive=True),
    _format("dhl_express", "DHL Express JD", r"JJ?D\d{10,20}", '"JD" or "JJD" and 10 to 20 digits', distinctive=True),
    _format("dhl_express", "DHL Express piece", r"JVGL\d{10,20}", '"JVGL" and 10 to 20 digits', distinctive=True),
    # Japan, by how many parcels each carries.
    *(
        _format(
            carrier,
            f"{name} 12",
            r"(?P<body>\d{11})(?P<digit>\d)",
            "12 digits",
            mod7,
            countries="JP",
            note=_SHARED_IN_JAPAN,
        )
        for carrier, name in (
            ("yamato", "Yamato"),
            ("sagawa", "Sagawa"),
            ("japan_post", "Japan Post"),
            ("seino", "Seino"),
            ("fukuyama", "Fukuyama"),
        )
    ),
    _format("dhl_express", "DHL Express 10", r"(?P<body>\d{9})(?P<digit>\d)", "10 digits", mod7),
    _format("dhl_express", "DHL Express 11", r"(?P<body>\d{10})(?P<digit>\d)", "11 digits", mod7),
    _format("seino", "Seino 10", r"(?P<body>\d{9})(?P<digit>\d)", "10 digits", mod7, countries="JP"),
    _format(
        "japan_post", "Japan Post registered mail", r"(?P<body>\d{10})(?P<digit>\d)", "11 digits", mod7, countries="JP"
    ),
    _format("dhl", "DHL Identcode", r"(?P<body>\d{11})(?P<digit>\d)", "12 digits", identcode, countries="DE AT"),
    _format("gls", "GLS 12", r"(?P<body>\d{11})(?P<digit>\d)", "12 digits", gls, countries=_GLS_COUNTRIES),
    _format("gls", "GLS 11", r"\d{11}", "11 digits, without the check digit", countries=_GLS_COUNTRIES),
    _format("gls", "GLS Track ID", r"[A-Z][0-9A-Z]{7}", "8 letters or digits", countries=_GLS_COUNTRIES),
    _format(
        "dpd",
        "DPD barcode",
        r"(?P<body>\d{24}(?!000)\d{3})(?P<digit>[0-9A-Z])",
        "27 digits and a digit or letter, a label's whole barcode",
        mod37_36,
        countries=_DPD_COUNTRIES,
    ),
    _format(
        "dpd",
        "DPD 14 and check digit",
        r"(?P<body>\d{14})(?P<digit>[0-9A-Z])",
        "14 digits and a digit or letter",
        mod37_36,
        countries=_DPD_COUNTRIES,
    ),
    _format("dpd", "DPD 14", r"\d{14}", "14 digits, without the check digit", countries=_DPD_COUNTRIES),
    _format("canada_post", "Canada Post 16", r"(?P<body>\d{15})(?P<digit>\d)", "16 digits", gs1, countries="CA"),
    _format(
        "purolator",
        "Purolator 12",
        r"(?P<body>[0-5]\d{10})(?P<digit>\d)",
        "12 digits that begin with 0 to 5",
        luhn,
        countries="CA",
    ),
    _format("purolator", "Purolator", r"[A-Z]{3}\d{9}", "Three letters and 9 digits", countries="CA"),
    _format("canpar", "Canpar", r"[CDKLSUXZ]\d{21}", "A letter and 21 digits", distinctive=True, countries="CA"),
    _format(
        "australia_post",
        "Australia Post eParcel",
        r"(?=\d{0,2}[A-Z])[0-9A-Z]{3}\d{13}",
        "A location of three letters or digits and 13 digits",
        countries="AU",
    ),
    _format(
        "australia_post",
        "Australia Post article",
        r"(?=\d{0,4}[A-Z])(?:[0-9A-Z]{3}|[0-9A-Z]{5})\d{18}",
        "A location of three or five letters or digits and 18 digits",
        countries="AU",
    ),
    _format("laposte", "Colissimo", r"\d[A-Z]\d{11}", "A digit, a letter and 11 digits", countries="FR"),
    _format(
        "amazon_shipping", "Amazon Logistics", r"TB[ACM]\d{12}", '"TBA", "TBC" or "TBM" and 12 digits', distinctive=True
    ),
    _format("amazon_shipping", "Amazon international", r"[ACF]\d{10}", "A letter (A, C or F) and 10 digits"),
    _format(
        "ontrac",
        "OnTrac",
        r"(?P<body>[CD]\d{13})(?P<digit>\d)",
        "C or D and 14 digits",
        ups,
        distinctive=True,
        countries="US",
    ),
    _format(
        "lasership",
        "LaserShip 1LS",
        r"1LS(?:7[12]\d{10}|7[12]\d{2}01[1-4]\d{6}1|CX[0-9A-Z]{10})",
        '"1LS" and 11 to 14 letters or digits',
        distinctive=True,
        countries="US",
    ),
    _format(
        "lasership",
        "LaserShip L",
        r"L[AEHINX][1-3]\d{7}",
        "Two letters that begin with L, and 8 digits",
        distinctive=True,
        countries="US",
    ),
    _format("gofo", "GOFO", r"GFUS\d{14}", '"GFUS" and 14 digits', distinctive=True, countries="US"),
    _format("speedee", "Spee-Dee", r"SP\d{18}", '"SP" and 18 digits', distinctive=True, countries="US"),
    _format("landmark", "Landmark", r"LTN\d{8}N1", '"LTN", 8 digits and "N1"', distinctive=True, countries="CA"),
    _format("yunexpress", "YunExpress", r"YT\d{16}", '"YT" and 16 digits', distinctive=True),
    _format(
        "postnl",
        "PostNL 3S",
        r"3S[A-Z]{3,4}\d{6,10}",
        '"3S", the sender\'s letters and 6 to 10 digits',
        distinctive=True,
        countries="NL",
    ),
    _format(
        "old_dominion",
        "Old Dominion PRO",
        r"(?P<body>(?:77[78]|072|780|80\d)\d{7})(?P<digit>\d)",
        "11 digits that begin with 072, 777, 778, 780 or 80",
        luhn,
        countries="US",
    ),
)
