"""What the merchant published and an order leaves unsaid; and how shops' values are written in our words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from shared.errors import Invalid
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.network import DeliveryNetwork
from shared.shops.shop_update import OrderTold
from shared.tracking.order import EMAIL, PHONE, Contact, Destination, Order

MAX_EMAIL_LENGTH = 254
MAX_TEXT = 200
"""Characters of an article's name or number that are kept."""

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc"), "-")
_POSTAL = re.compile(r"[A-Za-z0-9 -]{0,12}")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z]{4})?(?:[-_]([A-Za-z]{2}))?")


class UnknownCountry(Invalid):
    """There is no country with this code."""

    code = "unknown_country"


@dataclass(frozen=True, slots=True)
class Shop:
    """The merchant's own side of an order."""

    default_language: str
    network: DeliveryNetwork
    """Knows the time zones of destinations."""

    def destination(self, country: str, postal: str) -> Destination:
        """With its time zone; raises UnknownCountry."""
        if country not in COUNTRY_ZONES:
            raise UnknownCountry("There is no country with this code.", field="country")
        zone = self.network.zone_of(country, postal.replace(" ", "").replace("-", "").upper())
        return Destination(country, postal, zone)

    def order_of(self, told: OrderTold, link: str) -> Order:
        """The order that was told; raises UnknownCountry."""
        return Order(
            order_id=told.order_id,
            placed_at=told.placed_at,
            contact=Contact(told.email, told.language or self.default_language, told.phone),
            destination=self.destination(told.country, told.postal),
            lines=told.lines,
            link=link,
            name=told.name,
            revision=told.revision,
            cancelled_at=told.cancelled_at,
            sale=told.sale,
        )


def email_of(written: str) -> str:
    """A mail address that mail services take; "" for anything else."""
    address = written.strip()
    return address if len(address) <= MAX_EMAIL_LENGTH and re.match(EMAIL, address) else ""


def phone_of(written: str) -> str:
    """A telephone number in E.164 from how people group it ("+81 90-1234-5678"); "" for one without its country."""
    number = unicodedata.normalize("NFKC", written).translate(_DASHES)
    number = re.sub(r"[ ().-]", "", number)
    return number if re.match(PHONE, number) else ""


def language_of(written: str) -> str:
    """ "ja" or "en-GB" from how shops write locales ("ja-JP", "en_gb", "zh-Hant-TW"); "" for anything else."""
    found = _LANGUAGE.fullmatch(written.strip())
    if found is None:
        return ""
    return found[1].lower() + (f"-{found[2].upper()}" if found[2] else "")


def postal_of(written: str) -> str:
    """A postal code from how people write it (full width, 〒, any dash); "" for what is none."""
    postal = unicodedata.normalize("NFKC", written).translate(_DASHES).strip(" 〒'").upper()
    return postal if _POSTAL.fullmatch(postal) else ""


def text_of(written: str) -> str:
    """A name or number of an article, no longer than is kept."""
    return " ".join(written.split())[:MAX_TEXT].rstrip()
