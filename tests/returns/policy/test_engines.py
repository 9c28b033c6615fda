"""Engines that are kept."""

from __future__ import annotations

from dataclasses import replace

from shared.returns.policy.engines import KEPT, Engines
from tests.returns.policy.samples import policy


def test_a_policy_is_compiled_once() -> None:
    engines, of = Engines(), policy()
    assert engines.of(of) is engines.of(of)


def test_another_policy_of_the_same_version_is_never_decided_by_the_first() -> None:
    engines, first = Engines(), policy()
    other = replace(first, currency="USD")
    engines.of(first)
    assert engines.of(other).policy is other


def test_the_versions_used_last_are_kept() -> None:
    engines, versions = Engines(), [replace(policy(), version=number) for number in range(KEPT + 1)]
    kept = [engines.of(each) for each in versions[:-1]]
    assert engines.of(versions[0]) is kept[0]
    engines.of(versions[-1])
    assert engines.of(versions[0]) is kept[0]
    assert engines.of(versions[1]) is not kept[1]
