"""A synthesised template as tests ask it. CDK's own `assertions.Template` crosses to Node for every question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Template:
    """Its resources."""

    resources: Mapping[str, dict[str, Any]]

    def find_resources(self, kind: str) -> dict[str, dict[str, Any]]:
        """Logical id -> resource, of one type."""
        return {name: resource for name, resource in self.resources.items() if resource["Type"] == kind}
