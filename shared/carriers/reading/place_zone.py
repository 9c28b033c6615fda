"""The time zone of a scan's place: what turns a carrier's local time without a zone into a moment.

Sources: zone.tab and the zones' boundaries of the IANA time zone database, 2026f. A state or province that two zones
share (Florida, Ontario …) counts as the one in which most of its people live; the result is marked as inferred.
"""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.promise.destination_zone import COUNTRY_ZONES
from shared.tracking.checkpoint import Place

_REGIONS = """
US-CT=America/New_York US-DC=America/New_York US-DE=America/New_York US-FL=America/New_York US-GA=America/New_York
US-IN=America/Indiana/Indianapolis US-KY=America/New_York US-MA=America/New_York US-MD=America/New_York
US-ME=America/New_York US-MI=America/Detroit US-NC=America/New_York US-NH=America/New_York US-NJ=America/New_York
US-NY=America/New_York US-OH=America/New_York US-PA=America/New_York US-RI=America/New_York US-SC=America/New_York
US-VA=America/New_York US-VT=America/New_York US-WV=America/New_York
US-AL=America/Chicago US-AR=America/Chicago US-IA=America/Chicago US-IL=America/Chicago US-KS=America/Chicago
US-LA=America/Chicago US-MN=America/Chicago US-MO=America/Chicago US-MS=America/Chicago US-ND=America/Chicago
US-NE=America/Chicago US-OK=America/Chicago US-SD=America/Chicago US-TN=America/Chicago US-TX=America/Chicago
US-WI=America/Chicago
US-CO=America/Denver US-ID=America/Boise US-MT=America/Denver US-NM=America/Denver US-UT=America/Denver
US-WY=America/Denver US-AZ=America/Phoenix
US-CA=America/Los_Angeles US-NV=America/Los_Angeles US-OR=America/Los_Angeles US-WA=America/Los_Angeles
US-AK=America/Anchorage US-HI=Pacific/Honolulu US-PR=America/Puerto_Rico US-VI=America/St_Thomas US-GU=Pacific/Guam
CA-NL=America/St_Johns CA-NS=America/Halifax CA-NB=America/Moncton CA-PE=America/Halifax CA-QC=America/Toronto
CA-ON=America/Toronto CA-MB=America/Winnipeg CA-SK=America/Regina CA-AB=America/Edmonton CA-BC=America/Vancouver
CA-YT=America/Whitehorse CA-NT=America/Edmonton CA-NU=America/Iqaluit
AU-NSW=Australia/Sydney AU-VIC=Australia/Melbourne AU-QLD=Australia/Brisbane AU-SA=Australia/Adelaide
AU-WA=Australia/Perth AU-TAS=Australia/Hobart AU-NT=Australia/Darwin AU-ACT=Australia/Sydney
"""

_REGION_ZONES: dict[str, str] = dict(entry.split("=") for entry in _REGIONS.split())

# Countries with several zones and no table of regions here: where in them a scan happened, its country does not tell.
_TOO_WIDE = frozenset({"AQ", "AU", "BR", "CA", "CD", "CL", "EC", "FM", "GL", "ID", "KI", "MN", "MX", "PF", "RU", "US"})


def zone_of_place(place: Place) -> ZoneInfo | None:
    """The zone of a place's region or country; None where neither is said, or the country has several."""
    return _zone(place.country, place.region)


@lru_cache(maxsize=1024)
def _zone(country: str, region: str) -> ZoneInfo | None:
    name = _REGION_ZONES.get(f"{country}-{region.upper()}")
    if name is None and country not in _TOO_WIDE:
        name = COUNTRY_ZONES.get(country)
    return ZoneInfo(name) if name else None
