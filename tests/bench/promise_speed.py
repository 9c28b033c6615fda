"""`make bench-promise-speed`: what a delivery promise costs, beside an empty handler in the same run.

Both are packaged as they are deployed and driven by the real runtime client, in turn, each time as a fresh process on
one CPU. The bucket is a stand-in on this machine, over TLS. No two questions are alike, so no answer comes from a cache
of answers. Not Lambda: no download of the package and no start of a sandbox; read the multiples.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from infra.package import build, packaged, write
from shared.access.api_key import KeyKind, new_key
from shared.promise.batch import answer_all
from shared.promise.calendar import Calendar
from shared.promise.lane import Lane
from shared.promise.lane_table import LaneTable
from shared.promise.make_promise import make_promise
from shared.promise.model.learned_model import LearnedModel
from shared.promise.network import CarrierService, DeliveryNetwork, Warehouse
from shared.promise.network_json import lane_files
from shared.promise.question import read_question
from shared.promise.snapshot import LANES, MODELS, SNAPSHOT, ModelPointer, PromiseSnapshot
from tests.bench.learned import model_of
from tests.bench.loopback_s3 import loopback_s3
from tests.bench.runtime_api import Run, Target, run
from tests.functions.http_api import event

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
KEY = new_key(KeyKind.STOREFRONT, b"\x07" * 32)
EMPTY = 'def handler(event, context):\n    return {"statusCode": 200, "body": "{}"}\n'
WORKING = Calendar(
    frozenset(range(6)), frozenset(datetime(2026, 12, day, tzinfo=UTC).date() for day in range(1, 31, 7))
)
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
ANSWERS = 3000
WARM_UP = 200
EMPTY_NAME = "empty handler"


def network_of(options: int, lanes: int, chance: random.Random, *, from_order: bool = False) -> DeliveryNetwork:
    """`options` services from two warehouses, which share `lanes` lanes by whole Japanese postal codes among them.

    `from_order`: the warehouses' handling times are learned too.
    """
    warehouses = tuple(
        Warehouse(id, "Asia/Tokyo", time_of_day(hour), WORKING, days, country="JP", postal=postal, learned=from_order)
        for id, hour, days, postal in (("tokyo", 15, 0, "1350064"), ("osaka", 12, 1, "5300001"))
    )
    services = tuple(
        CarrierService(
            name=f"Service {number}",
            method=f"method-{number}",
            carrier=("yamato", "sagawa", "japan_post")[number % 3],
            warehouse=warehouses[number % 2].id,
            calendar=Calendar(frozenset(range(7))),
            lanes=LaneTable.of(_lanes(lanes // options, chance)),
        )
        for number in range(options)
    )
    return DeliveryNetwork(warehouses, services)


def _lanes(count: int, chance: random.Random) -> Iterator[Lane]:
    yield Lane("JP", "", 2, 5)
    for number in chance.sample(range(10_000_000), max(0, count - 1)):
        yield Lane("JP", f"{number:07d}", 1 + number % 3, 3 + number % 5)


def objects_of(network: DeliveryNetwork, model: bytes | None) -> dict[str, bytes]:
    """The bucket."""
    pointer = ModelPointer("bench", datetime.now(UTC)) if model else None
    snapshot = PromiseSnapshot(1, network, frozenset({KEY.digest}), model=pointer)
    objects = {
        SNAPSHOT: snapshot.to_bytes(),
        **{f"{LANES}{name}": lanes for name, lanes in lane_files(network).items()},
    }
    return {**objects, f"{MODELS}bench": model} if model else objects


def asked(count: int, chance: random.Random) -> list[bytes]:
    """`count` envelopes, each with another postal code."""
    return [
        json.dumps(
            event(
                "GET", "/v1/promise", "/v1/promise", {}, f"key={KEY.plain}&country=JP&postal={postal}&lang=ja", {}, b""
            )
        ).encode()
        for postal in _postals(count, chance)
    ]


def _postals(count: int, chance: random.Random) -> list[str]:
    return [f"{number:07d}" for number in chance.sample(range(10_000_000), count)]


def through_the_runtime(model: bytes, repetitions: int, requests: int) -> None:
    """The tables beside the empty handler."""
    chance = random.Random(1)
    events = asked(requests + WARM_UP, chance)
    basis = {
        "learned, from the hand-over": (network_of(5, 100_000, chance), model),
        "learned, from the order": (network_of(5, 100_000, chance, from_order=True), model),
        "carriers' tables": (network_of(5, 100_000, chance), None),
    }
    package = build("promise_api", PYTHON, with_zones=True)
    with tempfile.TemporaryDirectory(dir=_memory()) as name, ExitStack() as stack:
        folder = Path(name)
        write({"empty.py": EMPTY.encode()}, folder / "empty")
        targets = [Target(EMPTY_NAME, folder / "empty", "empty.handler")]
        for number, (title, (network, learned)) in enumerate(basis.items()):
            (folder / str(number)).mkdir()
            environment = stack.enter_context(loopback_s3(objects_of(network, learned), folder / str(number)))
            targets.append(Target(title, package, "functions.promise_api.handler.handler", environment))
        cpu = max(os.sched_getaffinity(0))
        runs: dict[str, list[Run]] = {target.name: [] for target in targets}
        for repetition in range(repetitions + 1):
            for target in targets:
                ran = run(target, events, warm_up=WARM_UP, cpu=cpu)
                if repetition:  # the first fills the page cache
                    runs[target.name].append(ran)
    _print_runs(runs)


FIGURES: tuple[tuple[str, Callable[[Run], float], int], ...] = (
    ("INIT, ms", lambda ran: ran.init_ms, 1),
    ("first request, ms", lambda ran: ran.first_ms, 2),
    ("CPU per warm request, µs", lambda ran: ran.cpu_us, 0),
    ("p50, ms", lambda ran: ran.p50_ms, 3),
    ("p99, ms", lambda ran: ran.p99_ms, 3),
    ("p99 / p50", lambda ran: ran.p99_ms / ran.p50_ms, 2),
    ("resident, MB", lambda ran: ran.resident_mb, 1),
)


def _print_runs(runs: dict[str, list[Run]]) -> None:
    empty = runs.pop(EMPTY_NAME)
    _say(f"5 options, 10⁵ lanes; median (best) of {len(empty)} fresh processes; multiples of medians (of bests)")
    for title, ran in runs.items():
        answer = json.loads(ran[-1].last_answer)
        if answer["statusCode"] != 200:
            raise SystemExit(f"the promise answered {answer['statusCode']}")
        sources = {option["source"] for option in json.loads(answer["body"])["options"]}
        _say(f"\n{title} ({', '.join(sorted(sources))}; {len(ran[-1].last_answer)} bytes)")
        _say(f"{'':26} {EMPTY_NAME:>20} {'promise':>20} {'multiple':>16}")
        for name, figure, digits in FIGURES:
            columns = [[figure(each) for each in of] for of in (empty, ran)]
            shown = [f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f})" for values in columns]
            multiple = statistics.median(columns[1]) / statistics.median(columns[0])
            best = min(columns[1]) / min(columns[0])
            _say(f"{name:26} {shown[0]:>20} {shown[1]:>20} {multiple:>7.2f} ({best:.2f})")
    files = packaged("promise_api", PYTHON, with_zones=True)
    zones = {path: content for path, content in files.items() if path.startswith("tzdata/")}
    _say(f"\npackage: {_zipped_mb(files):.2f} MB zipped, of which the time zone database {_zipped_mb(zones):.2f}")


def in_this_process() -> None:
    """What grows with lanes and options, without the runtime client."""
    _say("\nin one process: from a question's text to the answer's, no two alike; by carriers' tables, or a model")
    _say(
        f"{'lanes':>9} {'options':>8} {'by':>8} {'file MB':>8} {'load ms':>8} {'µs/answer':>10} {'answers/s/core':>15}"
    )
    for lanes, options in ((1_000, 5), (10_000, 5), (100_000, 5), (1_000_000, 5), (100_000, 1), (100_000, 20)):
        _print_tables(lanes, options)
        _print_learned(lanes, options)
    _print_batch()


def _print_tables(lanes: int, options: int) -> None:
    chance = random.Random(2)
    network = network_of(options, lanes, chance)
    files = lane_files(network)
    written = PromiseSnapshot(1, network, frozenset({KEY.digest})).to_bytes()
    began = time.perf_counter()
    loaded = PromiseSnapshot.from_bytes(written, lambda name: LaneTable.from_bytes(files[name], name)).network
    load_ms = (time.perf_counter() - began) * 1000
    _print_growth(lanes, options, "tables", (len(written) + sum(map(len, files.values()))) / 1e6, load_ms, loaded, None)


def _print_learned(lanes: int, options: int) -> None:
    written = model_of(lanes, options, NOW.date(), random.Random(4))
    began = time.perf_counter()
    model = LearnedModel.load(written, "bench")
    load_ms = (time.perf_counter() - began) * 1000
    _print_growth(
        lanes, options, "model", len(written) / 1e6, load_ms, network_of(options, 1_000, random.Random(2)), model
    )


def _print_growth(
    lanes: int,
    options: int,
    by: str,
    megabytes: float,
    load_ms: float,
    network: DeliveryNetwork,
    model: LearnedModel | None,
) -> None:
    microseconds = _microseconds(lambda postal: _answer(network, postal, model), _postals(ANSWERS, random.Random(5)))
    _say(
        f"{lanes:>9} {options:>8} {by:>8} {megabytes:>8.2f} {load_ms:>8.1f} {microseconds:>10.0f} "
        f"{1e6 / microseconds:>15,.0f}"
    )


def _print_batch() -> None:
    chance = random.Random(3)
    network = network_of(5, 100_000, chance)
    model = LearnedModel.load(model_of(100_000, 5, NOW.date(), random.Random(4)), "bench")
    postals = _postals(2_100, chance)
    questions = [{"country": "JP", "postal": postal, "lang": "ja"} for postal in postals]
    milliseconds = []
    for start in range(0, len(questions), 100):
        began = time.process_time()
        answer_all(network, {"questions": questions[start : start + 100]}, NOW, model)
        milliseconds.append((time.process_time() - began) * 1000)
    _say(f"\na batch of 100 questions, 5 options each, by the model: {statistics.median(milliseconds):.1f} ms")


def _answer(network: DeliveryNetwork, postal: str, model: LearnedModel | None) -> str:
    question = read_question({"country": "JP", "postal": postal, "lang": "ja"}, NOW)
    return make_promise(network, question, model).to_text()


def _microseconds(work: Callable[[str], Any], postals: list[str]) -> float:
    """The best of five parts, so that a neighbour on the machine counts less."""
    for postal in postals[:200]:
        work(postal)
    part = (len(postals) - 200) // 5
    times = []
    for start in range(200, 200 + 5 * part, part):
        began = time.process_time()
        for postal in postals[start : start + part]:
            work(postal)
        times.append((time.process_time() - began) / part * 1e6)
    return min(times)


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def _zipped_mb(files: dict[str, bytes]) -> float:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return len(target.getvalue()) / 1e6


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a fitted model's file, instead of one by chance")
    parser.add_argument("--repeat", type=int, default=12, help="fresh processes of each handler")
    parser.add_argument("--requests", type=int, default=2000, help="warm requests per process")
    arguments = parser.parse_args()
    model = arguments.model.read_bytes() if arguments.model else model_of(100_000, 5, NOW.date(), random.Random(4))
    through_the_runtime(model, arguments.repeat, arguments.requests)
    in_this_process()


if __name__ == "__main__":
    main()
