"""The states of the USA: their codes, their names, and the ZIP codes that lie in them.

Source: the ZIP code crosswalk of the US Department of Housing and Urban Development, which is made from the Postal
Service's own list (second quarter of 2017), and 885, which the Postal Service uses for post office boxes in El Paso.
The first three digits of a ZIP code name a sorting centre; a few serve addresses across the border of a state, so the
borders here are approximate by a few villages.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.promise.places.region import Region

_STATES = """
AL 01 Alabama: 350-352 354-369
AK 02 Alaska: 995-999
AZ 04 Arizona: 850-853 855-857 859-860 863-865
AR 05 Arkansas: 716-729
CA 06 California: 900 902-908 910-928 930-941 943-961
CO 08 Colorado: 800-816
CT 09 Connecticut: 060-069
DE 10 Delaware: 197-199
DC 11 District of Columbia: 200 202-205 569
FL 12 Florida: 320-339 341-342 344 346-347 349
GA 13 Georgia: 300-319 398-399
HI 15 Hawaii: 967-968
ID 16 Idaho: 832-838
IL 17 Illinois: 600-620 622-629
IN 18 Indiana: 460-479
IA 19 Iowa: 500-516 520-528
KS 20 Kansas: 660-662 664-679
KY 21 Kentucky: 400-418 420-427 459
LA 22 Louisiana: 700-701 703-708 710-714
ME 23 Maine: 039-049
MD 24 Maryland: 206-212 214-219
MA 25 Massachusetts: 010-027 055
MI 26 Michigan: 480-499
MN 27 Minnesota: 550-551 553-554 556-567
MS 28 Mississippi: 386-397
MO 29 Missouri: 630-631 633-641 644-658
MT 30 Montana: 590-599
NE 31 Nebraska: 680-681 683-693
NV 32 Nevada: 890-891 893-895 897-898
NH 33 New Hampshire: 030-038
NJ 34 New Jersey: 070-089
NM 35 New Mexico: 870-871 873-884
NY 36 New York: 005 100-149
NC 37 North Carolina: 270-289
ND 38 North Dakota: 580-588
OH 39 Ohio: 430-458
OK 40 Oklahoma: 730-731 734-741 743-749
OR 41 Oregon: 970-979
PA 42 Pennsylvania: 150-191 193-196
RI 44 Rhode Island: 028-029
SC 45 South Carolina: 290-299
SD 46 South Dakota: 570-577
TN 47 Tennessee: 370-385
TX 48 Texas: 733 750-770 772-799 885
UT 49 Utah: 840-847
VT 50 Vermont: 050-054 056-059
VA 51 Virginia: 201 220-246
WA 53 Washington: 980-986 988-994
WV 54 West Virginia: 247-268
WI 55 Wisconsin: 530-532 534-535 537-549
WY 56 Wyoming: 820-831
GU 66 Guam: 969
PR 72 Puerto Rico: 006-007 009
VI 78 U.S. Virgin Islands: 008
"""
"""Postal abbreviation, FIPS code, name, prefixes."""


def _read() -> Iterator[tuple[str, Region]]:
    for line in _STATES.strip().split("\n"):
        head, _, ranges = line.partition(": ")
        code, fips, name = head.split(" ", 2)
        yield fips, Region("US", code, {"en": name}, tuple(_prefixes(ranges)))


def _prefixes(ranges: str) -> Iterator[str]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        for prefix in range(int(first), int(last or first) + 1):
            yield f"{prefix:03}"


STATES_BY_FIPS: dict[str, Region] = dict(_read())
"""By the two digits of FIPS 5-2, with which counties' codes begin."""
STATES: tuple[Region, ...] = tuple(STATES_BY_FIPS.values())
"""`code` is the postal abbreviation, also behind "US-" in ISO 3166-2."""
