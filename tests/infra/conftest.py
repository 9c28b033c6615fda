"""The synthesised stacks, as CDK's assertions see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from aws_cdk import assertions


@pytest.fixture(scope="session")
def template(synthesised: Path) -> assertions.Template:
    """The app stack."""
    return assertions.Template.from_string((synthesised / "todoku-production-app.template.json").read_text())


@pytest.fixture(scope="session")
def data_template(synthesised: Path) -> assertions.Template:
    """The data stack."""
    return assertions.Template.from_string((synthesised / "todoku-production-data.template.json").read_text())
