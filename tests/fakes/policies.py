"""Policies that were published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.returns.policy.policy import Policy
from shared.returns.published import Publication, PublishedReturns, UnknownPolicy, version_at, version_in_force


class InMemoryPolicies:
    def __init__(self) -> None:
        self.publications: list[Publication] = []
        self.returns: dict[int, PublishedReturns] = {}

    def publish(self, at: datetime, returns: PublishedReturns | None) -> int:
        """As the next version; None: without returns."""
        version = len(self.publications) + 1
        at = max(at, self.publications[-1].at) if self.publications else at
        self.publications.append(Publication(at, version, returns is not None))
        if returns is not None:
            self.returns[version] = replace(returns, policy=replace(returns.policy, version=version))
        return version

    def in_force(self) -> Policy:
        return self.current().policy

    def current(self) -> PublishedReturns:
        return self.returns[version_in_force(self.publications)]

    def at(self, moment: datetime) -> Policy:
        return self.version(version_at(self.publications, moment))

    def version(self, version: int) -> Policy:
        if version not in self.returns:
            raise UnknownPolicy(f"No policy was published as version {version}.")
        return self.returns[version].policy
