"""A mistake in merchant.yaml is shown where it is, with what was expected instead."""

from __future__ import annotations

from pathlib import Path

import pytest

import shared.merchant
from shared.merchant import configuration_file
from shared.merchant.configuration_file import MAX_BYTES, MAX_STORED, read
from shared.merchant.problem import ConfigurationErrors, Problem

SAMPLE = (Path(shared.merchant.__file__).parent / "sample.yaml").read_text("utf-8")

SMALL = """\
merchant:
  id: hanare
  name: はなれ
  support_email: support@hanare.example
  default_language: ja
  sender: hello@hanare.example
brand: {colour: "#1F6F5C"}
warehouses:
  - id: tokyo
    time_zone: Asia/Tokyo
    cutoff: "15:00"
    closed_days: [2026-11-23]
delivery:
  services:
    - name: 宅急便
      method: home
      carrier: yamato
      warehouse: tokyo
      lanes:
        - { country: "JP", min_days: 1, max_days: 2 }
        - { country: "JP", postal_prefix: "90", min_days: 3, max_days: 5 }
  default_lane: { service: 宅急便, min_days: 5, max_days: 14 }
notifications:
  messages:
    out_for_delivery: { channels: [email] }
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationErrors) as refusal:
        read(text)
    assert refusal.value.detail.splitlines() == [str(problem) for problem in refusal.value.problems]
    return refusal.value.problems


def test_the_sample_is_a_valid_configuration_and_names_a_sender() -> None:
    assert read(SAMPLE).merchant.sender == "hello@hanare.example"


def test_what_is_left_out_has_a_default() -> None:
    configuration = read(SMALL)
    assert [day.value for day in configuration.warehouses[0].working_days] == ["mon", "tue", "wed", "thu", "fri"]
    assert configuration.delivery.services[0].closed_days == []
    assert configuration.notifications.messages["out_for_delivery"].enabled


@pytest.mark.parametrize(
    ("written", "instead", "line", "path", "expected", "found"),
    [
        ('"15:00"', "15:00", 11, "warehouses[0].cutoff", 'a time like "15:00", in quotes', "900 (how YAML reads 15:00"),
        ('"15:00"', '"25:00"', 11, "warehouses[0].cutoff", 'a time like "15:00", in quotes', '"25:00"'),
        ('    cutoff: "15:00"\n', "", 9, "warehouses[0].cutoff", "is required", ""),
        ("cutoff:", "cutof:", 11, "warehouses[0].cutof", "no such field; did you mean `cutoff`?", ""),
        (
            "  id: hanare",
            "  cutoff: 1\n  id: hanare",
            2,
            "merchant.cutoff",
            "no such field here: look at its indent",
            "",
        ),
        ("  id: hanare", "  zzz: 1\n  id: hanare", 2, "merchant.zzz", "no such field", ""),
        ('colour: "#1F6F5C"}', "colour: '#1'}", 7, "brand.colour", 'a colour like "#1F6F5C", in quotes', '"#1"'),
        (
            '{colour: "#1F6F5C"}',
            "\n  colour: #1F6F5C",
            8,
            "brand.colour",
            'a colour like "#1F6F5C", in quotes',
            "nothing (# begins a comment: use quotes)",
        ),
        ('{colour: "#1F6F5C"}', "\n  colour: # later", 8, "brand.colour", "a colour like", "nothing"),
        ("2026-11-23", "2026-11-31", 12, "warehouses[0].closed_days[0]", "a date like 2026-11-23", "2026-11-31"),
        ("2026-11-23", "2026-11-23 10:00:00", 12, "warehouses[0].closed_days[0]", "a date like 2026-11-23", "2026"),
        (
            "Asia/Tokyo",
            "Asia/Tokio",
            10,
            "warehouses[0].time_zone",
            "an IANA time zone like Asia/Tokyo",
            '"Asia/Tokio"',
        ),
        (
            '"JP", min',
            "NO, min",
            20,
            "delivery.services[0].lanes[0].country",
            "a country code of two",
            "false (how YAML",
        ),
        ('"90"', "01", 21, "delivery.services[0].lanes[1].postal_prefix", "the start of postal codes", "1 (how YAML"),
        ('"90"', '""', 21, "delivery.services[0].lanes[1].postal_prefix", "a country and postal prefix no", '""'),
        ("max_days: 5", "max_days: 2", 21, "delivery.services[0].lanes[1].max_days", "at least min_days", "2"),
        ("max_days: 5", "max_days: -1", 21, "delivery.services[0].lanes[1].max_days", "greater than or equal", "-1"),
        ("max_days: 5", 'max_days: "5"', 21, "delivery.services[0].lanes[1].max_days", "a whole number", '"5"'),
        (
            "warehouse: tokyo",
            "warehouse: osaka",
            18,
            "delivery.services[0].warehouse",
            "the id of a warehouse: t",
            '"os',
        ),
        (
            "service: 宅急便",
            "service: ゆうパック",
            22,
            "delivery.default_lane.service",
            "the name of a service: 宅",
            '"ゆう',
        ),
        ("sender: hello@hanare.example", "sender: hello", 6, "merchant.sender", "an e-mail address like", '"hello"'),
        ("default_language: ja", "default_language: tlh", 5, "merchant.default_language", "one of the lang", '"tlh"'),
        (
            "    out_for",
            "    delivred: {}\n    out_for",
            25,
            "notifications.messages.delivred",
            "the name of a message, perhaps delivered",
            '"delivred"',
        ),
        ('"15:00"', "|\n      15:00\n      16:00", 11, "warehouses[0].cutoff", "a time like", '"15:00 16:00 "'),
        (
            "[email]",
            "[fax]",
            25,
            "notifications.messages.out_for_delivery.channels[0]",
            "a channel: email, sms",
            '"fax"',
        ),
        ("  id: hanare\n", "  id: hanare\n  id: other\n", 3, "merchant.id", "this name once", "it a second time"),
        ('{colour: "#1F6F5C"}', '&a {colour: "#1F6F5C"}\nx: *a', 8, "", "the value itself", "an alias"),
        ("  id: hanare", "\tid: hanare", 2, "", "indentation with spaces", "a tab"),
        ('{colour: "#1F6F5C"}', "[" * 40, 7, "", "at most 16 levels", "one more"),
        ('{colour: "#1F6F5C"}', "!!python/object/new:os.system [x]", 7, "brand", "a plain value", "the tag"),
        ("name: はなれ", 'name: "\0"', 3, "", "printable characters", "one that is not"),
        ("name: はなれ", "name: 1" + ":1" * 2_000, 3, "merchant.name", "at most 2,000 characters", "4,001"),
    ],
)
def test_a_mistake_is_shown_in_its_line(
    written: str, instead: str, line: int, path: str, expected: str, found: str
) -> None:
    assert SMALL.count(written) == 1
    (problem,) = [each for each in problems(SMALL.replace(written, instead)) if each.path == path]
    assert problem.line == line
    says, _, and_found = problem.message.partition(", found ")
    assert says.removeprefix("expected ").startswith(expected)
    assert and_found.startswith(found)


@pytest.mark.parametrize(
    ("written", "instead", "place", "message"),
    [
        ("    time_zone: Asia", "   time_zone: Asia", (10, 4), "expected a field indented like its neighbours"),
        ("    cutoff:", "  cutoff:", (11, 3), "expected a field indented like its neighbours"),
        ("      method:", "        method:", (16, 15), "expected a field indented like its neighbours, with a colon"),
        ("id: tokyo", "id tokyo", (10, 14), "expected a field indented like its neighbours, with a colon and a space"),
        ("  id: hanare", "  id: hanare\nid\n", (3, 1), "expected a colon and a space after the name"),
        ("name: はなれ", "name: はなれ: 店", (3, 12), 'expected quotes around a value that has ": " in it'),
        ("name: はなれ", "name: @はなれ", (3, 9), "expected quotes around a value that begins with @"),
        ("name: はなれ", 'name: "はなれ', (3, 9), "expected a closing quote in the same line"),
        ("name: はなれ", "name: 'はなれ", (3, 9), "expected a closing quote in the same line"),
        ("channels: [email] }\n", 'channels: ["email] }', (25, 36), "expected a closing quote in the same line"),
        ("name: はなれ", 'name: "は"な"れ"', (3, 12), "expected nothing more after the closing quote or bracket"),
        ('"#1F6F5C"}', '"#1F6F5C"', (7, 8), "expected commas between the entries, and a closing } after the last"),
        ("name: はなれ", r'name: "\q"', (3, 11), "expected correct YAML, found unknown escape character"),
    ],
)
def test_what_is_no_yaml_gives_one_line_in_plain_words(
    written: str, instead: str, place: tuple[int, int], message: str
) -> None:
    assert SMALL.count(written) == 1
    (problem,) = problems(SMALL.replace(written, instead))
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(message)


def test_all_mistakes_are_shown_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace('"15:00"', "15:00").replace('"90"', "01").replace("  id: hanare\n", "")
    assert [problem.line for problem in problems(text)] == [1, 10, 20]


def test_a_problem_reads_as_one_sentence() -> None:
    (problem,) = problems(SMALL.replace('"15:00"', "1500"))
    expected = 'warehouses[0].cutoff: expected a time like "15:00", in quotes, found 1500'
    assert str(problem) == f"line 11, column 13: {expected}"
    assert problem.in_file("merchant.yaml") == f"merchant.yaml:11:13: {expected}"


def test_every_line_begins_with_the_file_where_its_name_is_known() -> None:
    with pytest.raises(ConfigurationErrors) as refusal:
        read(SMALL.replace('"15:00"', "1500").replace("colour", "color"), "shop/merchant.yaml")
    assert [line.split(" ")[0] for line in refusal.value.detail.splitlines()] == [
        "shop/merchant.yaml:7:9:",
        "shop/merchant.yaml:11:13:",
    ]


@pytest.mark.parametrize("text", ["", "# nothing", "[a]", "a", "null"])
def test_a_file_that_has_no_sections_is_refused(text: str) -> None:
    assert problems(text)[0].message.startswith("expected sections such as merchant: and delivery:, found ")


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert problems("#" * (MAX_BYTES + 1))[0].message.startswith("expected a file of at most 1,000,000 bytes")


def test_a_configuration_the_table_could_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_STORED < 400 * 1024
    monkeypatch.setattr(configuration_file, "MAX_STORED", 1_000)
    (problem,) = problems(SMALL)
    assert problem.message.startswith("expected a configuration that is stored in at most 1,000 bytes, found 2,")
