"""The whole HTTP contract as one OpenAPI 3.1 document, written from what each API says about itself.

`python -m functions.openapi` writes docs/openapi.json; with `--check` it only says whether that file is up to date.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from functions.advisories_api.api import OPERATIONS as ADVISORIES
from functions.carriers_api.api import OPERATIONS as DETECTION
from functions.cases_api.api import OPERATIONS as CASES
from functions.claims_api.api import OPERATIONS as CLAIMS
from functions.console_api.api import OPERATIONS as CONSOLE
from functions.elements_api.api import OPERATIONS as ELEMENTS
from functions.order_access_api.api import OPERATIONS as ORDER_ACCESS
from functions.orders_api.api import OPERATIONS as ORDERS
from functions.parcels_api.api import OPERATIONS as PARCELS
from functions.promise_api.api import OPERATIONS as PROMISE
from functions.promises_api.api import OPERATIONS as RECEIPTS
from functions.receive_carrier_webhook.api import OPERATIONS as CARRIERS
from functions.receive_shop_webhook.api import OPERATIONS as SHOPS
from functions.return_policy_api.api import OPERATIONS as RETURN_POLICY
from functions.return_ways_api.api import OPERATIONS as RETURN_WAYS
from functions.returns_api.api import OPERATIONS as RETURNS
from functions.returns_portal_api.api import OPERATIONS as RETURNS_PORTAL
from functions.reviews_api.api import OPERATIONS as REVIEWS
from functions.shoppers_api.api import OPERATIONS as SHOPPERS
from functions.tracking_api.api import OPERATIONS as TRACKING
from functions.webhooks_api.api import OPERATIONS as WEBHOOKS
from shared.runtime.http import MAX_BODY_BYTES, STATUS
from shared.runtime.operation import Answer, Operation, Parameter

FILE = Path(__file__).parents[1] / "docs" / "openapi.json"
OPERATIONS: tuple[Operation, ...] = (
    *PROMISE,
    *RECEIPTS,
    *ORDERS,
    *PARCELS,
    *TRACKING,
    *ORDER_ACCESS,
    *SHOPPERS,
    *REVIEWS,
    *CARRIERS,
    *DETECTION,
    *SHOPS,
    *ADVISORIES,
    *CASES,
    *CLAIMS,
    *RETURNS,
    *RETURN_WAYS,
    *RETURN_POLICY,
    *RETURNS_PORTAL,
    *CONSOLE,
    *WEBHOOKS,
    *ELEMENTS,
)

Json = dict[str, Any]
Models = Mapping[tuple[Any, JsonSchemaMode], Mapping[str, Any]]

SECURITY: Mapping[str, Json] = {
    "storefront": {
        "type": "apiKey",
        "in": "query",
        "name": "key",
        "description": "The publishable key, `pk_…`. It may stand in a page's source: it may ask for "
        "promises and about carriers only.",
    },
    "merchant": {
        "type": "http",
        "scheme": "bearer",
        "description": "The secret key, `sk_…`, from the merchant's servers only.",
    },
    "shopper": {
        "type": "http",
        "scheme": "bearer",
        "description": "A shopper's token, as `GET /v1/orders/{order_id}/returnable` tells it to the shop, or "
        "`POST …/gift-token` to who received a gift. Those of several orders with `~` between them.",
    },
    "carrier": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Hmac-Signature",
        "description": (
            "A signature over the raw body, by the carrier's own scheme and in the carrier's own header. The header "
            "named here is EasyPost's, `hmac-sha256-hex=<digest>`; FedEx sends `fdx-signature`, in base64."
        ),
    },
    "shop_system": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Shopify-Hmac-SHA256",
        "description": (
            "A signature over the raw body, by the shop system's own scheme and in its own header. The header named "
            "here is Shopify's: the base64 of an HMAC-SHA256."
        ),
    },
}

_DESCRIPTION = f"""
Delivery promises, orders, tracking and carriers' updates of one merchant.

- Errors are problem+json (RFC 9457) with a stable `code`; `field` names the part of the request that is wrong.
- A method that an address does not know is answered 405, with `Allow`. What takes GET takes HEAD too.
- Where an operation says nothing else, bodies are UTF-8 JSON of at most {MAX_BODY_BYTES // 1024} KiB, without duplicate
  keys and NUL characters, and nested at most 32 levels deep. Times carry a zone.
- Each PUT may be repeated: the same body sent again changes nothing.
- Lists come in pages: hand back `cursor` with the same filters until it is null.
""".strip()

_TAGS = {
    "Promise": "When would it arrive, ordered now?",
    "Orders": "The shop's orders and their shipments.",
    "Cases": "Returns, exchanges, claims and warranty cases, as the systems that handle them tell.",
    "Returns": "What may come back, by which policy; what was asked, decided, received and paid.",
    "Returns portal": "The pages on which shoppers send something back.",
    "Console": "The pages of the shop's own people.",
    "Shops": "What shop systems push: orders and shipments.",
    "Parcels": "Where parcels are, and which of them somebody should look at: for the merchant.",
    "Tracking": "What a shopper sees. The token of the shopper's link is the key.",
    "Shoppers": "What shoppers want to hear, and on which channels.",
    "Reviews": "What shoppers say about what they bought, and the help they ask for.",
    "Disruptions": "What slows parcels: weather, disasters, strikes, traffic.",
    "Carriers": "Which carriers there are, of which one a number is, what they push, and files of scans.",
    "Webhooks": "Your own servers, and what they are told.",
}

_PROBLEM: Json = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong, for a program (`code`) and for a person (`detail`). RFC 9457.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "const": "about:blank"},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "description": "Stable: programs decide by it."},
        "detail": {"type": "string", "description": "What was wrong and what to do. Wording may change."},
        "field": {"type": "string", "description": "The part of the request that is wrong, where there is one."},
    },
    "required": ["type", "title", "status", "code", "detail"],
}

_PROBLEM_EXAMPLES: Mapping[int, tuple[str, str, str | None]] = {
    400: ("malformed_json", "The body is not JSON: line 1, column 2: Expecting property name.", None),
    401: ("unauthenticated", "A valid API key is needed.", None),
    403: ("forbidden", "This key may not do this.", None),
    404: ("order_unknown", "There is no order with this id.", "order_id"),
    409: ("stale_order", "The order changed in between: try again.", None),
    413: ("body_too_large", f"The body is larger than {MAX_BODY_BYTES} bytes.", None),
    422: ("invalid_body", "destination.country: Field required.", "destination.country"),
    429: ("asked_too_often", "This was asked too often from here. Wait, then ask again.", None),
    503: ("aws_unavailable", "read order: AWS answered ThrottlingException.", None),
}

_PROBLEM_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "How to say who you are."},
    429: {"Retry-After": "Seconds after which asking again is all right."},
    503: {"Retry-After": "Seconds after which trying again is worth it."},
}


def document() -> Json:
    """The OpenAPI document."""
    schemas, components = models_json_schema(_models(), ref_template="#/components/schemas/{model}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Todoku",
            "summary": "The post-purchase platform a merchant runs in their own AWS account.",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "version": "1.0.0",
        },
        "servers": [{"url": "https://{host}", "variables": {"host": {"default": "api.example.com"}}}],
        "tags": [{"name": name, "description": description} for name, description in _TAGS.items()],
        "paths": _paths(schemas),
        "components": {
            "schemas": {**components.get("$defs", {}), "Problem": _PROBLEM},
            "responses": {f"Problem{status}": _problem(status) for status in sorted(_PROBLEM_EXAMPLES)},
            "securitySchemes": dict(SECURITY),
        },
    }


def text() -> str:
    """The document as the file holds it."""
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write docs/openapi.json, or check it; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m functions.openapi", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file is out of date")
    if not parser.parse_args(arguments).check:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(text(), "utf-8")
        return 0
    if FILE.exists() and FILE.read_text("utf-8") == text():
        return 0
    sys.stderr.write(
        "docs/openapi.json is not what the APIs say: run `python -m functions.openapi`, look at what changed in the "
        "contract, and commit it.\n"
    )
    return 1


def _models() -> list[tuple[type[BaseModel], JsonSchemaMode]]:
    """What is read, as it is read; what is answered, as it is written."""
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for operation in OPERATIONS:
        if operation.body is not None:
            wanted[operation.body, "validation"] = None
        for answer in operation.answers:
            if answer.model is not None:
                wanted[answer.model, "serialization"] = None
    return list(wanted)


def _paths(schemas: Models) -> Json:
    paths: Json = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, schemas)
    return paths


def _operation(operation: Operation, schemas: Models) -> Json:
    described: Json = {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description,
        "tags": list(operation.tags),
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": _responses(operation, schemas),
        "security": [{name: []} for name in (operation.security, operation.or_security) if name],
    }
    if operation.body is not None or operation.any_body is not None:
        described["requestBody"] = _request_body(operation, schemas)
    return described


def _parameter(parameter: Parameter) -> Json:
    described: Json = {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }
    return described if parameter.example is None else {**described, "example": parameter.example}


def _request_body(operation: Operation, schemas: Models) -> Json:
    if operation.body is None:
        media: Json = {kind: {"schema": dict(schema)} for kind, schema in operation.any_media.items()}
        return {"required": True, "content": media, "description": operation.any_body}
    content: Json = {"schema": dict(schemas[operation.body, "validation"])}
    if operation.example is not None:
        content["example"] = operation.example
    others = {kind: {"schema": dict(schema)} for kind, schema in operation.other_media.items()}
    return {"required": operation.needs_body, "content": {"application/json": content, **others}}


def _responses(operation: Operation, schemas: Models) -> Json:
    answers = {str(answer.status): _answer(answer, schemas) for answer in operation.answers}
    problems = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in operation.problems}
    return {**problems, **answers}


def _answer(answer: Answer, schemas: Models) -> Json:
    schema: Mapping[str, Any] = {"type": "string"} if answer.model is None else schemas[answer.model, "serialization"]
    described: Json = {"description": answer.description, "content": {answer.content_type: {"schema": dict(schema)}}}
    return {**described, **_headers(answer.headers)}


def _problem(status: int) -> Json:
    title = next(title for _, known, title in STATUS if known == status)
    code, detail, field = _PROBLEM_EXAMPLES[status]
    example = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    content = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": example if field is None else {**example, "field": field},
    }
    described: Json = {
        "description": f"{HTTPStatus(status).phrase}.",
        "content": {"application/problem+json": content},
    }
    return {**described, **_headers(_PROBLEM_HEADERS.get(status, {}))}


def _headers(headers: Mapping[str, str]) -> Json:
    if not headers:
        return {}
    return {
        "headers": {
            name: {"description": description, "required": True, "schema": {"type": "string"}}
            for name, description in headers.items()
        }
    }


if __name__ == "__main__":
    sys.exit(main())
