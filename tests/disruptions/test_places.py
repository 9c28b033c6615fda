from __future__ import annotations

from itertools import combinations

import pytest

from shared.disruptions.advisory import AffectedArea, Code
from shared.disruptions.codes.places import place_of, region_of
from shared.disruptions.locate import Located, locate
from shared.promise.places.japan import PREFECTURES
from shared.promise.places.united_states import STATES


def test_japan_has_47_prefectures_whose_codes_are_those_of_jis() -> None:
    assert [region.code for region in PREFECTURES] == [f"{number:02}" for number in range(1, 48)]
    assert all(region.names["ja"][-1] in "都道府県" for region in PREFECTURES)


@pytest.mark.parametrize(
    ("postal", "prefecture"),
    [
        ("0600001", "Hokkaido"),
        ("1000001", "Tokyo"),
        ("5300001", "Osaka"),
        ("6048571", "Kyoto"),
        ("9012223", "Okinawa"),
        ("8115133", "Nagasaki"),  # Iki: the block is Fukuoka's
        ("0185501", "Aomori"),  # the block is Akita's
    ],
)
def test_a_postal_code_lies_in_its_prefecture(postal: str, prefecture: str) -> None:
    found = [r.names["en"] for r in PREFECTURES if any(postal.startswith(prefix) for prefix in r.prefixes)]
    assert prefecture in found


def test_prefectures_share_no_prefix_but_a_few_codes_of_both() -> None:
    shared = {
        (one.names["en"], other.names["en"])
        for one, other in combinations(PREFECTURES, 2)
        for mine in one.prefixes
        for theirs in other.prefixes
        if mine.startswith(theirs) or theirs.startswith(mine)
    }
    assert len(shared) <= 9, shared


def test_no_zip_code_area_is_of_two_states() -> None:
    prefixes = [prefix for state in STATES for prefix in state.prefixes]
    assert len(prefixes) == len(set(prefixes))
    assert len(STATES) == 54  # with the District of Columbia, Guam, Puerto Rico and the Virgin Islands


@pytest.mark.parametrize(
    ("scheme", "value", "place"),
    [
        ("ISO 3166-1", "BR", (("BR", ""),)),
        ("ISO3166-2", "JP-47", (("JP", "90"),)),
        ("iso_3166_2", "us-ri", (("US", "028"), ("US", "029"))),
        ("JIS X 0401", "47", (("JP", "90"),)),
        ("prefecture", "2", (("JP", "018550"), ("JP", "03"))),
        ("JIS X 0402", "13104", (("JP", "160"), ("JP", "161"), ("JP", "162"), ("JP", "163"), ("JP", "169"))),
        ("JMA", "4720700", (("JP", "907"),)),
        ("JMA", "470000", (("JP", "90"),)),
        ("SAME", "048301", (("US", "797"),)),
        ("SAME", "044000", (("US", "028"), ("US", "029"))),
        ("FIPS6", "048301", (("US", "797"),)),
        ("FIPS", "48301", (("US", "797"),)),
        ("UGC", "TXC301", (("US", "797"),)),
        ("UGC", "RIC000", (("US", "028"), ("US", "029"))),
        ("ZIP", "77002", (("US", "77002"),)),
    ],
)
def test_codes_that_are_known_are_placed(scheme: str, value: str, place: tuple[tuple[str, str], ...]) -> None:
    assert place_of(Code(scheme, value)) == place


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("ISO 3166-2", "DE-BY"),
        ("ISO 3166-1", "XX"),
        ("JMA", "130020"),  # a part of Tokyo: wider would be a guess
        ("JMA", "9999900"),
        ("SAME", "48201"),
        ("SAME", "099999"),
        ("FIPS", "IT001"),
        ("UGC", "TXZ213"),
        ("UGC", "GMZ335"),
        ("EMMA_ID", "DE001"),
        ("", ""),
    ],
)
def test_codes_that_are_not_known_are_placed_nowhere(scheme: str, value: str) -> None:
    assert place_of(Code(scheme, value)) == ()


def test_a_city_with_wards_is_all_of_them() -> None:
    sapporo = {prefix for _, prefix in place_of(Code("JIS X 0402", "01100"))}
    chuo = {prefix for _, prefix in place_of(Code("JIS X 0402", "01101"))}
    assert chuo < sapporo


def test_a_code_that_means_a_whole_region_gives_its_name() -> None:
    hokkaido = region_of(Code("ISO 3166-2", "JP-01"))
    assert hokkaido
    assert hokkaido.names == {"en": "Hokkaido", "ja": "北海道"}
    assert region_of(Code("JMA", "1310400")) is None
    assert region_of(Code("JMA", "???")) is None


def test_of_several_lists_the_one_that_is_known_best_is_read() -> None:
    county, zone = Code("SAME", "048301"), Code("UGC", "TXZ048")
    assert locate(AffectedArea(codes=(zone, county)), {}) == Located((("US", "797"),), ())
    strange = Code("EMMA_ID", "DE001")
    assert locate(AffectedArea(codes=(strange,)), {}) == Located((), (strange,))
    assert locate(AffectedArea(), {}) == Located((), ())


def test_what_one_list_knows_only_in_part_is_named() -> None:
    area = AffectedArea(codes=(Code("SAME", "048301"), Code("SAME", "075001")))
    assert locate(area, {}) == Located((("US", "797"),), (Code("SAME", "075001"),))


def test_the_merchants_own_places_come_first() -> None:
    zone, county = Code("UGC", "TXZ213"), Code("SAME", "048301")
    places = {zone: (("US", "770"),), county: (("US", "79754"),)}
    assert locate(AffectedArea(codes=(zone,)), places).areas == (("US", "770"),)
    assert locate(AffectedArea(codes=(county,)), places).areas == (("US", "79754"),)


def test_prefixes_that_were_said_outright_need_no_code() -> None:
    assert locate(AffectedArea(prefixes=(("DE", "8"),)), {}) == Located((("DE", "8"),), ())
