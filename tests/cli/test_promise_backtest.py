"""`todoku promise backtest` on made-up pasts: what it prints, the page it writes, and what it says when it cannot."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shared.cli.backtest.page import page
from shared.cli.backtest.run import LeftOut, Report, RuleReport
from shared.cli.bring_up import SAMPLE
from tests.cli.conftest import Run
from tests.learning.histories import Shape, make_rows, write

SMALL = Shape(rows=900, days=150, regions=3)
CONFIGURATION = """
merchant: {id: shop, name: Shop, support_email: a@shop.example, default_language: en, sender: a@shop.example}
warehouses:
  - {id: w0, time_zone: Asia/Tokyo, cutoff: "15:00", working_days: [mon, tue, wed, thu, fri], handling_days: HANDLING}
delivery:
  services:
    - name: home
      method: home
      carrier: yamato
      warehouse: w0
      lanes: [{country: "JP", min_days: 2, max_days: 6}]
"""


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(make_rows(SMALL), tmp_path_factory.mktemp("past") / "old orders <1>.csv.gz")


@pytest.fixture
def drafts(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "now.yaml", tmp_path / "draft.yaml"]
    for file, handling in zip(files, ("1", "4"), strict=True):
        file.write_text(CONFIGURATION.replace("HANDLING", handling), "utf-8")
    return files


def test_the_table_has_what_shoppers_were_told_beside_what_the_model_would_have_said(run: Run, history: Path) -> None:
    answer = run("promise", "backtest", history)
    assert answer.exit_code == 0, answer.output
    assert re.search(r"order +the date shoppers were told +\d+ +\d", answer.stdout)
    assert re.search(r"hand-over +Todoku +\d+ +\d", answer.stdout)
    assert "not arrived when the history ends" in answer.stdout
    assert "Traceback" not in answer.output


def test_the_page_stands_alone_and_is_well_formed(run: Run, history: Path, tmp_path: Path) -> None:
    answer = run("promise", "backtest", history, "--live", "--report", tmp_path / "r.html")
    assert answer.exit_code == 0, answer.output
    written = (tmp_path / "r.html").read_text("utf-8")
    _read(written)
    assert not re.search(r"https?://|src=|<script|<link|@import|url\(", written)
    assert "old orders &lt;1&gt;" in written
    assert written.count("<svg") == 7 * 2 + 4 * 2
    assert "nan" not in written.lower().replace("hanare", "")


def test_the_figures_are_written_as_they_are_named(run: Run, history: Path, tmp_path: Path) -> None:
    run("promise", "backtest", history, "--confidence", "80", "--json", tmp_path / "r.json")
    figures = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert figures["confidence"] == 80
    (rule,) = figures["rules"]
    assert [moment["moment"] for moment in rule["moments"]] == ["order", "hand_over"]
    assert sum(count for _, count in rule["moments"][0]["errors"]) == rule["moments"][0]["all"]["parcels"]


def test_two_configurations_stand_side_by_side(run: Run, history: Path, drafts: list[Path], tmp_path: Path) -> None:
    options = ("--config", drafts[0], "--compare", drafts[1], "--json", tmp_path / "r.json", "--report", tmp_path / "r")
    answer = run("promise", "backtest", history, *options)
    assert answer.exit_code == 0, answer.output
    now, draft = json.loads((tmp_path / "r.json").read_text("utf-8"))["rules"]
    assert (now["name"], draft["name"]) == ("now.yaml", "draft.yaml")
    assert now["moments"][0]["all"]["days"][4] < draft["moments"][0]["all"]["days"][4]
    assert now["moments"][0]["all"]["kept"][4] < draft["moments"][0]["all"]["kept"][4]
    _read((tmp_path / "r").read_text("utf-8"))


def test_a_configuration_is_measured_by_its_tables_where_too_little_arrived_to_learn(
    run: Run, drafts: list[Path], tmp_path: Path
) -> None:
    file = write(make_rows(Shape(rows=60, days=60)), tmp_path / "short.csv")
    refused = run("promise", "backtest", file)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "at least 200 are needed to learn from" in " ".join(refused.stderr.split())
    assert run("promise", "backtest", file, "--config", drafts[0]).exit_code == 0


def test_a_configuration_that_goes_nowhere_near_is_told_so(run: Run, tmp_path: Path) -> None:
    file = write(make_rows(replace(SMALL, rows=300, countries=("FR",))), tmp_path / "france.csv")
    answer = run("promise", "backtest", file, "--config", SAMPLE)
    assert answer.exit_code == 1
    assert "sample.yaml promises nothing" in answer.stderr
    assert "no lane of sample.yaml leads to their destination" in answer.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2024-13"), "--from is a month like 2025-04."),
        (("--to", "soon"), "--to is a month like 2025-04."),
        (("--from", "2024-06", "--to", "2024-05"), "There are no days from 2024-06-01 to 2024-05-31"),
        (("--from", "2024-03", "--to", "2024-03"), "choose later months"),
        (("--from", "2030-01", "--to", "2030-02"), "Nothing that was ordered from 2030-01-01 to 2030-02-28"),
        (("--confidence", "91"), "--confidence is one of 50, 75"),
        (("--compare", str(SAMPLE)), "--compare needs --config"),
        (("--live", "--config", str(SAMPLE)), "leave --config out"),
        (("--report", "/nowhere/r.html"), "/nowhere/r.html cannot be written: there is no folder /nowhere."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, history: Path, options: list[str], said: str) -> None:
    answer = run("promise", "backtest", history, *options)
    assert answer.exit_code == 1
    assert said in " ".join(answer.stderr.split())
    assert "Traceback" not in answer.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,price\n", "no column order_id"),
        ("order_id,ordered_at,delivered_at,destination_country\n", "No parcel of this history was delivered"),
        ("order_id,ordered_at,delivered_at,destination_country\nA,x,,JP\n", "(once: ordered_at is no date or time"),
    ],
)
def test_a_file_that_teaches_nothing_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "x.csv").write_text(content)
    answer = run("promise", "backtest", tmp_path / "x.csv")
    assert answer.exit_code == 1
    assert said in " ".join(answer.stderr.split())


@pytest.mark.parametrize(
    "shape",
    [
        replace(SMALL, without=frozenset({"handed_over_at", "promised_date", "origin_id", "carrier", "service"})),
        replace(SMALL, without=frozenset({"destination_postal", "destination_region", "price", "items"})),
        replace(SMALL, handling=0.0, transit=0.3, spread=0.1, lane_spread=0.0),
        replace(SMALL, countries=("US", "GB", "XK"), cut_off=True),
    ],
    ids=["few columns", "no places", "the same day", "many countries, cut off"],
)
def test_pasts_of_any_shape_have_a_page(run: Run, tmp_path: Path, shape: Shape) -> None:
    file = write(make_rows(shape), tmp_path / "x.csv")
    answer = run("promise", "backtest", file, "--live", "--report", tmp_path / "r.html")
    assert answer.exit_code == 0, answer.output
    _read((tmp_path / "r.html").read_text("utf-8"))


def test_what_is_left_out_stands_on_the_page() -> None:
    day = date(2024, 3, 1)
    report = Report("x", day, day, 90, (RuleReport("y", ()),), (), (LeftOut(7, "rows <that> lack something"),))
    assert "7 rows &lt;that&gt; lack something" in page(report)


def _read(written: str) -> ElementTree.Element:
    """The page as XML, once its empty elements are closed: everything that is opened is closed in its order."""
    closed = re.sub(r"<(meta)\b([^>]*)>", r"<\1\2/>", written.strip().removeprefix("<!doctype html>"))
    return ElementTree.fromstring(closed)  # noqa: S314 - our own
