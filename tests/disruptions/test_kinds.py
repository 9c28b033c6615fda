from __future__ import annotations

import pytest

from shared.disruptions.kinds import kind_of
from shared.promise.slowdown import SlowdownKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Winter Storm Warning", SlowdownKind.SNOW),
        ("Blizzard Warning", SlowdownKind.SNOW),
        ("2; snow-ice", SlowdownKind.SNOW),
        ("大雪警報", SlowdownKind.SNOW),
        ("暴風雪警報", SlowdownKind.SNOW),
        ("Tropical Storm Warning", SlowdownKind.STORM),
        ("台風第19号", SlowdownKind.STORM),
        ("暴風警報", SlowdownKind.STORM),
        ("10; Rain", SlowdownKind.HEAVY_RAIN),
        ("大雨特別警報", SlowdownKind.HEAVY_RAIN),
        ("Flash Flood Watch", SlowdownKind.FLOOD),
        ("洪水警報", SlowdownKind.FLOOD),
        ("1; Wind", SlowdownKind.WIND),
        ("津波警報", SlowdownKind.TSUNAMI),
        ("緊急地震速報", SlowdownKind.EARTHQUAKE),
        ("5; high-temperature", SlowdownKind.HEAT),
        ("Extreme Cold Warning", SlowdownKind.COLD),
        ("Red Flag: wildfire risk", SlowdownKind.FIRE),
        ("Road closure", SlowdownKind.TRAFFIC),
        ("Special Weather Statement", SlowdownKind.OTHER),  # "weather" holds "heat"
        ("Training exercise", SlowdownKind.OTHER),  # and "training" holds "rain"
    ],
)
def test_a_name_tells_the_kind(name: str, kind: SlowdownKind) -> None:
    assert kind_of([name], [], ["Met"]) is kind


def test_a_code_says_more_than_a_name_and_a_name_more_than_a_category() -> None:
    assert kind_of(["Warning about wind"], ["wsw"], ["Fire"]) is SlowdownKind.SNOW
    assert kind_of(["Warning about wind"], ["???"], ["Fire"]) is SlowdownKind.WIND
    assert kind_of(["Warning"], [], ["Fire"]) is SlowdownKind.FIRE
    assert kind_of(["Warning"], [], ["Met"]) is SlowdownKind.OTHER
