"""Which carrier a shop means by the company it names with a tracking number."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from shared.carriers.numbers.detect_carrier import Undetectable, detect_carrier
from shared.carriers.reading.mover import slug_of
from shared.locales import FALLBACK, words

UNNAMED = "other"
"""The slug of a carrier that neither a name nor the number tells."""

# Names, in small letters, that do not begin like the slug. Those in Japanese are the companies' own.
_SPELLED = {
    "amazon": "amazon_shipping",
    "amazon logistics uk": "amazon_shipping",
    "amazon logistics us": "amazon_shipping",
    "colissimo": "laposte",
    "chronopost": "laposte",
    "la poste": "laposte",
    "kuroneko yamato": "yamato",
    "deutsche post (de)": "deutsche_post",
    "deutsche post (en)": "deutsche_post",
    "ヤマト運輸": "yamato",
    "クロネコヤマト": "yamato",
    "ヤマト": "yamato",
    "佐川急便": "sagawa",
    "佐川": "sagawa",
    "日本郵便": "japan_post",
    "郵便局": "japan_post",
    "ゆうパック": "japan_post",
    "西濃運輸": "seino",
    "福山通運": "fukuyama",
    "エコ配": "ecohai",
    "日本通運": "nippon_express",
    "名鉄運輸": "meitetsu",
    "第一貨物": "daiichi_kamotsu",
    "西濃スーパーエキスプレス": "super_express",
}


def carrier_of(company: str, number: str, listed: Collection[str] = ()) -> str:
    """The carrier's slug: by the company's name where we or the shop system's list know it, else by the number.

    `number` as `canonical_number` writes it; `listed`: slugs of the companies that the shop system offers by name. A
    number decides only where it fits one carrier alone; then the name stands as it is, and UNNAMED where there is none.
    The destination plays no part, so that the same two always give the same carrier.
    """
    named = slug_of(" ".join(unicodedata.normalize("NFKC", company).split()), _SPELLED)
    if named in listed or _is_known(named):
        return named
    meant = "" if named == UNNAMED else named
    return _by_number(number) or meant or UNNAMED


def _is_known(slug: str) -> bool:
    """Whether shoppers are shown a name for it, as they are for every carrier of ours."""
    try:
        return bool(slug and words(FALLBACK)(f"carriers.{slug}"))
    except KeyError:
        return False


def _by_number(number: str) -> str:
    """The one carrier the number fits, those with a right check digit before others; "" where several are as likely."""
    try:
        candidates = detect_carrier(number)
    except Undetectable:
        return ""
    checked = [candidate for candidate in candidates if candidate.certainty == "check_digit"] or candidates
    return checked[0].carrier if len(checked) == 1 else ""
