"""What shops embed: how small it is, what it is called, and what the CDN before it holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.package import packaged
from infra.released_elements import FOLDER, NAMES, ReleasedElement, released
from infra.sizes import ROOT, gzipped
from tests.infra.templates import Template
from tests.infra.test_returns_stack import stack

MOST_BYTES = {"delivery-promise": 6 * 1024, "parcel-tracking": 4 * 1024}
"""Over the wire, gzipped."""
DOCUMENT = (ROOT / "docs" / "storefront.md").read_text("utf-8")


@pytest.fixture(scope="module")
def outputs(synthesised: Path) -> dict[str, str]:
    return {name: json.dumps(output["Value"]) for name, output in stack(synthesised, "pages")["Outputs"].items()}


@pytest.fixture(scope="module")
def cdn(template: Template) -> dict[str, Any]:
    (distribution,) = template.find_resources("AWS::CloudFront::Distribution").values()
    configuration: dict[str, Any] = distribution["Properties"]["DistributionConfig"]
    return configuration


@pytest.mark.parametrize("element", released(), ids=NAMES)
def test_an_element_stays_small(element: ReleasedElement) -> None:
    assert gzipped(element.content) <= MOST_BYTES[element.name]


def test_an_element_needs_nothing_and_makes_no_markup_of_texts() -> None:
    for element in released():
        source = element.content.decode()
        assert not re.search(
            r"\bimport\b|innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|\.style\b", source
        )


def test_a_name_and_an_integrity_are_those_of_the_bytes_that_are_served() -> None:
    served = packaged("elements_api", "3.0")
    for element in released():
        content = served[f"{FOLDER}/{element.file}"]
        assert hashlib.sha256(content).hexdigest()[:16] in element.file
        assert element.integrity == "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def test_the_stack_tells_where_each_element_is_and_its_integrity(outputs: dict[str, str]) -> None:
    promise, tracking = released()
    assert f"/{promise.file} {promise.integrity}" in outputs["DeliveryPromiseElement"]
    assert f"/{tracking.file} {tracking.integrity}" in outputs["ParcelTrackingElement"]
    assert "Cdn" in outputs["PromiseUrl"]


def test_the_cdn_leads_to_elements_and_promises_only_and_holds_them_as_long_as_they_say(
    cdn: dict[str, Any], template: Template
) -> None:
    policies = template.find_resources("AWS::CloudFront::CachePolicy")

    def held(behavior: dict[str, Any]) -> tuple[int, str]:
        policy = policies[behavior["CachePolicyId"]["Ref"]]["Properties"]["CachePolicyConfig"]
        assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0)
        keyed = policy["ParametersInCacheKeyAndForwardedToOrigin"]
        assert keyed["CookiesConfig"]["CookieBehavior"] == keyed["HeadersConfig"]["HeaderBehavior"] == "none"
        return policy["MaxTTL"], keyed["QueryStringsConfig"]["QueryStringBehavior"]

    elements, (promise, batch) = cdn["DefaultCacheBehavior"], cdn["CacheBehaviors"]
    assert (promise["PathPattern"], batch["PathPattern"]) == ("/v1/promise", "/v1/promise:batch")
    assert (held(elements), held(promise)) == ((31_536_000, "none"), (3_600, "all"))
    origins = {origin["Id"]: origin.get("OriginPath", "") for origin in cdn["Origins"]}
    assert [origins[each["TargetOriginId"]] for each in (elements, promise, batch)] == ["/elements", "", ""]
    assert "POST" in batch["AllowedMethods"]
    assert "AllowedMethods" not in promise


def test_every_page_may_load_what_the_cdn_holds(cdn: dict[str, Any], template: Template) -> None:
    (policy,) = template.find_resources("AWS::CloudFront::ResponseHeadersPolicy").values()
    cors = policy["Properties"]["ResponseHeadersPolicyConfig"]["CorsConfig"]
    assert cors["AccessControlAllowOrigins"]["Items"] == ["*"]
    assert cors["OriginOverride"] is True
    assert cors["AccessControlAllowCredentials"] is False
    for behavior in (cdn["DefaultCacheBehavior"], *cdn["CacheBehaviors"]):
        assert "ResponseHeadersPolicyId" in behavior
        assert behavior["ViewerProtocolPolicy"] == "https-only"


def test_the_document_shows_the_snippets_as_they_are_printed() -> None:
    for snippet in (ROOT / "shared" / "storefront" / "snippets").iterdir():
        assert snippet.read_text("utf-8") in DOCUMENT, snippet.name


def test_the_document_names_every_attribute_property_part_and_event() -> None:
    for name in NAMES:
        source = (ROOT / "shared" / "storefront" / f"{name}.js").read_text("utf-8")
        properties = set(re.findall(rf"--{name}-[a-z]+", source))
        parts = set(re.findall(r'(?:piece|make|items)\((?:"[a-z]+"|[a-z.#]+), "([a-z]+)"', source))
        events = {f"{name}:{event}" for event in re.findall(r'#send\("([a-z]+)"', source)}
        assert {name for name in properties | events | parts if f"`{name}`" not in DOCUMENT} == set()
