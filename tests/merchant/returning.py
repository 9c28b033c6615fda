"""A shop, with a section `returns` of a test's own."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import shared.merchant
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.configuration_file import read
from shared.merchant.return_policy import policy_of
from shared.returns.policy.policy import Policy

SHOP = (Path(shared.merchant.__file__).parent / "sample.yaml").read_text("utf-8")
"""The sample shop."""
WITHOUT = """
merchant: { id: hanare, name: はなれ, support_email: a@hanare.example, default_language: ja, sender: b@hanare.example }
warehouses: [{ id: tokyo, time_zone: Asia/Tokyo, cutoff: "15:00" }]
delivery:
  services:
    - name: ヤマト運輸
      method: home
      carrier: yamato
      warehouse: tokyo
      price: { amount: 660, currency: "JPY" }
      lanes: [{ country: "JP", min_days: 1, max_days: 2 }]
"""
"""A small shop that says nothing of returns: the sample takes longer to read."""


def written(section: str) -> str:
    """A whole file whose section `returns` is this."""
    body = f"returns:\n{indent(section, '  ')}\n" if section.strip() else "returns: {}\n"
    return f"{WITHOUT}\n{body}"


def shop(section: str) -> MerchantConfiguration:
    """The configuration of such a file. Raises ConfigurationErrors."""
    return read(written(section))


def policy(section: str) -> Policy:
    """The policy compiled from it."""
    compiled = policy_of(shop(section))
    assert compiled is not None
    return compiled
