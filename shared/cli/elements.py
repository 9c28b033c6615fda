"""`todoku elements`: what a storefront pastes to embed the promise and the tracking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from shared.cli.checkout import ROOT
from shared.cli.deployment import LOCAL, NotDeployed, find, stack_outputs
from shared.cli.local_cloud import running
from shared.cli.plainly import Stage, plainly
from shared.cli.say import advise, out

FOLDER = ROOT / "shared" / "storefront" / "snippets"
_ELEMENTS = {"DeliveryPromiseElement": "DELIVERY_PROMISE", "ParcelTrackingElement": "PARCEL_TRACKING"}
"""Output of the stack of pages -> how snippets call that element."""


class Snippet(StrEnum):
    """For what a snippet is. The value is what is said on the command line."""

    PLAIN = "plain"
    TRACKING = "tracking"
    SHOPIFY = "shopify"
    REACT = "react"

    @property
    def file(self) -> str:
        """Its file in FOLDER."""
        kind = {Snippet.SHOPIFY: "liquid", Snippet.REACT: "jsx"}.get(self, "html")
        return f"{self}.{kind}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a deployment serves, and where."""

    api: str
    promise: str
    """Where the promise is asked for: the CDN's address, or the API's."""
    elements: Mapping[str, tuple[str, str]]
    """"DELIVERY_PROMISE" -> address and integrity of its module."""


def elements(
    stage: Stage = "production",
    of: Annotated[Snippet | None, typer.Option("--for", help="Where it is pasted. Left out: all.")] = None,
    key: Annotated[str, typer.Option(help="The storefront's key: `todoku keys create storefront`.")] = "pk_…",
) -> None:
    """Print what to paste into a shop to show the promise and the tracking there; see docs/storefront.md."""
    with plainly():
        addresses = _addresses(stage)
    for snippet in [of] if of else Snippet:
        if of is None:
            advise(f"\n--- {snippet}")
        out.print(filled(snippet, addresses, key).rstrip("\n"), markup=False)


def filled(snippet: Snippet, addresses: Addresses, key: str) -> str:
    """A snippet with a deployment's addresses, and the key."""
    text = (FOLDER / snippet.file).read_text("utf-8")
    said = {"PROMISE_URL": addresses.promise, "API_URL": addresses.api, "STOREFRONT_KEY": key}
    for name, (address, integrity) in addresses.elements.items():
        said |= {f"{name}_SRC": address, f"{name}_INTEGRITY": integrity}
    for name, value in said.items():
        text = text.replace(name, value)
    return text


def _addresses(stage: str) -> Addresses:
    cloud = running() if stage == LOCAL else None
    api = find(stage, cloud).api_url
    outputs = stack_outputs(stage, "pages", cloud)
    if not {"PromiseUrl", *_ELEMENTS} <= outputs.keys():
        raise NotDeployed(f"The deployment {stage} serves no elements yet: deploy this version first.")
    return Addresses(api, outputs["PromiseUrl"], {name: _split(outputs[output]) for output, name in _ELEMENTS.items()})


def _split(told: str) -> tuple[str, str]:
    address, _, integrity = told.partition(" ")
    return address, integrity
