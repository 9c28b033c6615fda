"""What is learned from a past: the request path says what the fit saw, and keeps what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import numpy as np
import pytest

from shared.learning.fit_rows import fit_rows
from shared.learning.history import NEVER
from shared.learning.public_holidays import public_holidays
from shared.learning.refit import NothingToLearnFrom
from shared.learning.replay import Replay
from shared.promise.forecast import Asked, Forecast
from shared.promise.model.artifact import MAGIC, UnreadableModel
from shared.promise.model.learned_model import CORRECTION_STEPS, LearnedModel
from tests.learning.histories import Shape, make_past, make_rows

SHAPE = Shape(rows=3_000, days=200, regions=6)
LAST = (SHAPE.first + timedelta(days=SHAPE.days)).date()


@cache
def _replay() -> Replay:
    replay = Replay(make_past(SHAPE), public_holidays)
    replay.advance(LAST.toordinal() - 20)
    return replay


@cache
def _model() -> LearnedModel:
    return LearnedModel.load(_replay().model(), "m.bin")


def _asked(**known: object) -> Asked:
    asked = Asked(
        start=LAST - timedelta(days=20),
        origin="w0",
        country="JP",
        postal="010",
        carrier="yamato",
        service="home",
        hour=11,
        origin_country="JP",
        origin_region="home",
        items=1,
    )
    return replace(asked, **known)  # type: ignore[arg-type]


def _from_order(asked: Asked) -> Forecast:
    forecast = _model().from_order(asked)
    assert forecast is not None
    return forecast


def test_the_request_path_says_what_the_fit_saw() -> None:
    replay, past = _replay(), _replay().past
    for moment, rows in (("order", replay.ordered_on(replay.day)), ("hand_over", replay.handed_over_on(replay.day))):
        assert rows
        seen, corrected = replay.seen(moment, rows)
        for chances, row in zip(seen, rows, strict=True):
            asked = past.asked[row] if moment == "order" else past.asked_at_hand_over(row)
            forecast = _model().from_order(asked) if moment == "order" else _model().from_hand_over(asked)
            assert forecast is not None
            for day in range(1, 12):
                wanted = np.interp(chances[day], np.linspace(0, 1, CORRECTION_STEPS + 1), corrected)
                assert forecast.days.chance_by(day) == pytest.approx(wanted, abs=120)


def test_a_slow_region_is_promised_later_than_a_quick_one() -> None:
    regions = [f"{number:02}0" for number in range(SHAPE.regions)]
    likely = [_from_order(_asked(postal=postal)).days.quantile(50) for postal in regions]
    assert max(likely) > min(likely)


def test_an_unknown_place_is_answered_from_all_deliveries() -> None:
    forecast = _from_order(_asked(postal="99999", origin="elsewhere", origin_region="", carrier="", service=""))
    assert forecast.grain == "all"
    assert forecast.sample_size == 0, "no delivery there stands behind it"


@pytest.mark.parametrize(
    "unlike",
    [{"country": "US", "postal": "787"}, {"postal": "999", "service": "same day"}],
    ids=["a country nothing went to", "a service nothing went by, where nothing went"],
)
def test_what_nothing_delivered_is_like_is_called_strange(unlike: dict[str, object]) -> None:
    assert _from_order(_asked(**unlike)).is_strange
    assert not _from_order(_asked(postal="999")).is_strange, "a service that is known, to another place"
    assert not _from_order(_asked(service="same day")).is_strange, "a place that is known, by another service"


def test_a_known_place_says_how_many_deliveries_it_rests_on() -> None:
    forecast = _from_order(_asked(postal="010"))
    assert forecast.grain in {"lane", "area"}
    assert 10 <= forecast.sample_size < 1_000


def test_of_a_country_that_hardly_anything_went_to_nothing_was_learned() -> None:
    """Two parcels to Taiwan among thousands to Japan: the carrier's table knows better."""
    rows = make_rows(Shape(rows=1_500, days=150))
    abroad = [{**row, "destination_country": "TW", "destination_postal": "100"} for row in rows[:2]]
    model = LearnedModel.load(fit_rows([*abroad, *rows[2:]], datetime(2024, 7, 20, tzinfo=UTC)).artifact)
    to_taiwan, to_japan = (model.from_order(_asked(country=country)) for country in ("TW", "JP"))
    assert to_taiwan is not None
    assert to_japan is not None
    assert (to_taiwan.is_strange, to_japan.is_strange) == (True, False)


def test_the_start_of_a_postal_code_is_enough() -> None:
    assert _from_order(_asked(postal="01")).grain == "region"
    assert _from_order(_asked(postal="")).days.quantile(90) >= 1


def test_nothing_arrives_on_a_day_on_which_nothing_ever_did() -> None:
    asked = _asked()
    sundays = [
        chance for day, chance in _from_order(asked).days.days() if (asked.start + timedelta(day)).weekday() == 6
    ]
    others = [chance for day, chance in _from_order(asked).days.days() if (asked.start + timedelta(day)).weekday() == 2]
    assert sum(sundays) < sum(others) / 2


def test_a_parcel_on_the_way_is_never_expected_on_a_day_that_is_over() -> None:
    for days in (0, 1, 4, 30, 400):
        forecast = _model().remaining("in_transit", _asked(hour=None), days)
        assert forecast is not None
        assert forecast.days.first >= 0


def test_a_stage_that_is_not_known_is_left_to_others() -> None:
    assert _model().remaining("held", _asked(), 1) is None


def test_promises_are_kept_as_often_as_they_say() -> None:
    fitted = fit_rows(make_rows(Shape(rows=12_000, days=260)), datetime(2024, 11, 1, tzinfo=UTC))
    for kept in fitted.calibration:
        assert kept.total > 1_000
        assert kept.wanted >= kept.asked / 100
        assert kept.kept / kept.total == pytest.approx(kept.wanted, abs=0.04)


def test_a_slow_week_is_seen_while_its_parcels_are_still_on_the_way() -> None:
    """The same orders; in one past those of the last ten days have not arrived though most should have."""
    rows = make_rows(Shape(rows=4_000, days=150, handling=0.3, transit=3))
    now = date(2024, 7, 1)
    slow = [{**row, "delivered_at": ""} if row["ordered_at"] >= "2024-06-20" else row for row in rows]
    usual, slowed = (
        LearnedModel.load(fit_rows(past, datetime(2024, 7, 1, tzinfo=UTC)).artifact).from_order(_asked(start=now))
        for past in (rows, slow)
    )
    assert usual is not None
    assert slowed is not None
    assert slowed.days.quantile(90) > usual.days.quantile(90)


def test_a_shop_that_never_noted_hand_overs_learns_as_well() -> None:
    past = make_past(Shape(rows=2_000, without=frozenset({"handed_over_at"})))
    assert (past.handed_over == NEVER).all()
    replay = Replay(past, public_holidays)
    replay.advance(LAST.toordinal())
    forecast = LearnedModel.load(replay.model()).from_order(_asked(start=LAST))
    assert forecast is not None
    assert 2 <= forecast.days.quantile(50) <= 14


def test_the_same_past_gives_the_same_model() -> None:
    rows = make_rows(Shape(rows=800, days=120))
    as_of = datetime(2024, 6, 20, tzinfo=UTC)
    assert fit_rows(rows, as_of).artifact == fit_rows(list(reversed(rows)), as_of).artifact


@pytest.mark.parametrize("shape", [Shape(rows=0), Shape(rows=150), Shape(rows=3_000, days=5)])
def test_too_short_a_past_teaches_nothing_and_says_so(shape: Shape) -> None:
    with pytest.raises(NothingToLearnFrom, match="arrived"):
        fit_rows(make_rows(shape), datetime(2024, 3, 12, tzinfo=UTC))


def test_a_model_without_what_it_needs_is_refused() -> None:
    header, _, numbers = _replay().model().removeprefix(MAGIC).partition(b"\n")
    with pytest.raises(UnreadableModel, match="lacks"):
        LearnedModel.load(MAGIC + header.replace(b'"transit"', b'"transport"') + b"\n" + numbers)
