"""A mistake in merchant.yaml is shown where it is, with what was found and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

import shared.merchant
from shared.merchant.configuration_file import MAX_BYTES, read
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
    assert configuration.notifications["out_for_delivery"].enabled


@pytest.mark.parametrize(
    ("written", "instead", "line", "path", "expected", "found"),
    [
        ('"15:00"', "15:00", 11, "warehouses[0].cutoff", 'a time like "15:00", in quotes', "900 (how YAML reads 15:00"),
        ('"15:00"', '"25:00"', 11, "warehouses[0].cutoff", 'a time like "15:00", in quotes', '"25:00"'),
        ('    cutoff: "15:00"\n', "", 9, "warehouses[0].cutoff", "a value", "nothing"),
        ("cutoff:", "cutof:", 11, "warehouses[0].cutof", "a field there is, perhaps cutoff", '"cutof"'),
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
        ("  out_for", "  delivred: {}\n  out_for", 24, "notifications.delivred", "'out_for_delivery'", '"delivred"'),
        ("[email]", "[fax]", 24, "notifications.out_for_delivery.channels[0]", "'email'", '"fax"'),
        ("  id: hanare\n", "  id: hanare\n  id: other\n", 3, "merchant.id", "this name once", "it a second time"),
        ('{colour: "#1F6F5C"}', '&a {colour: "#1F6F5C"}\nx: *a', 8, "", "the value itself", "an alias"),
        ("  id: hanare", "\tid: hanare", 2, "", "indentation with spaces", "a tab"),
        ('"#1F6F5C"}', '"#1F6F5C"', 8, "", "correct YAML", "expected ',' or '}'"),
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
    assert problem.expected.startswith(expected)
    assert problem.found.startswith(found)


def test_all_mistakes_are_shown_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace('"15:00"', "15:00").replace('"90"', "01").replace("  id: hanare\n", "")
    assert [problem.line for problem in problems(text)] == [1, 10, 20]


def test_a_problem_reads_as_one_sentence() -> None:
    (problem,) = problems(SMALL.replace('"15:00"', "1500"))
    assert str(problem) == 'line 11, warehouses[0].cutoff: expected a time like "15:00", in quotes, found 1500'
    assert problem.column == 13


@pytest.mark.parametrize("text", ["", "# nothing", "[a]", "a", "null"])
def test_a_file_that_has_no_sections_is_refused(text: str) -> None:
    assert problems(text)[0].expected == "sections such as merchant: and delivery:"


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert problems("#" * (MAX_BYTES + 1))[0].expected == "a file of at most 1,000,000 bytes"
