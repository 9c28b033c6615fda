"""The committed contract against the real handlers: what it promises holds for whatever schemathesis thinks of.

All of schemathesis's checks run. What JSON Schema cannot say is put right in the request (`_agree`), or is named where
a check is left out (`_unfair`). Generation is derandomised: it takes no chance from run to run. Of the thousands of
requests that it takes to cover every bound of every field, some of each kind are tried; `make fuzz` tries all.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.hypothesis.examples import generate_one
from schemathesis.generation.overrides import Override
from schemathesis.schemas import APIOperation

from functions.openapi import FILE
from shared.carriers.numbers.detect_carrier import Undetectable, read_number
from shared.promise.destination_zone import COUNTRY_ZONES
from tests.functions.conftest import easypost_signature, shopify_signature
from tests.functions.http_api import HttpApi
from tests.functions.sound_returns import agree_about_returns
from tests.functions.test_cases_api import CASE
from tests.functions.test_orders_api import ORDER, SHIPMENT

load_all_checks()

AnyCase = Case[Any]
Operation = APIOperation[Any, Any, Any, Any]
SIGN = "sign-this"
EXAMPLES = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
KNOWN_ORDER = "A-1001"
POSTAL = re.compile(r"[ -]*([A-Za-z0-9][ -]*){0,10}")


@schemathesis.serializer("text/csv", "application/csv", "application/cap+xml")
def write_text(_: Any, value: Any) -> Any:
    """As text, whatever was thought of: JSON Schema knows nothing of CSV, nor of XML."""
    return value.encode() if isinstance(value, str) else json.dumps(value, default=str).encode()


class SigningApi(HttpApi):
    """A carrier and a shop system stand before the API: they sign what they are asked to, the bytes as they go out."""

    def answer(self, method: str, path: str, query: str, headers: Any, body: bytes) -> Any:
        if headers.get("x-hmac-signature") == SIGN:
            headers = {**headers, "x-hmac-signature": easypost_signature(body)}
        if headers.get("x-shopify-hmac-sha256") == SIGN:
            headers = {**headers, "x-shopify-hmac-sha256": shopify_signature(body)}
        return HttpApi.answer(self, method, path, query, headers, body)


def contract() -> dict[str, Any]:
    """The committed contract, asking for promises mostly where the sample merchant delivers."""
    document: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    asked = {parameter["name"]: parameter for parameter in document["paths"]["/v1/promise"]["get"]["parameters"]}
    asked["country"]["schema"]["enum"] = ["JP", "US", "TW", "DE"]
    asked["method"]["schema"]["enum"] = ["", "home", "express"]
    _try_less_of_sales(document["components"]["schemas"])
    return document


def _try_less_of_sales(models: dict[str, Any]) -> None:
    """Every field doubles what is tried of it; those of a sale are tried one by one in test_orders_api_sale.py."""
    _only(models["SaleBody"], "currency", "payments", "gift_code")
    models["TriedSale"] = _only(copy.deepcopy(models["LineSaleBody"]), "price", "discount")
    models["TriedLine"] = copy.deepcopy(models["SoldLineBody"])
    models["TriedLine"]["properties"]["sale"]["anyOf"][0] = {"$ref": "#/components/schemas/TriedSale"}
    models["OrderBody"]["properties"]["lines"]["items"] = {"$ref": "#/components/schemas/TriedLine"}


def _only(model: dict[str, Any], *names: str) -> dict[str, Any]:
    model["properties"] = {name: model["properties"][name] for name in names}
    return model


schema = schemathesis.openapi.from_dict(contract())
schema.app = SigningApi()
schema.config.generation.update(with_security_parameters=False, deterministic=True)


@pytest.fixture
def known_order(api: HttpApi, merchant: dict[str, str]) -> str:
    """A token for an order with a parcel."""
    api.request("PUT", f"/v1/orders/{KNOWN_ORDER}", headers=merchant, body=ORDER)
    api.request("PUT", f"/v1/orders/{KNOWN_ORDER}/shipments/S-1", headers=merchant, body=SHIPMENT)
    api.request("PUT", f"/v1/orders/{KNOWN_ORDER}/cases/RMA-7", headers=merchant, body=CASE)
    url: str = api.request("GET", f"/v1/orders/{KNOWN_ORDER}", headers=merchant).json()["tracking_url"]
    return url.rpartition("/")[2]


@pytest.fixture
def requests(request: pytest.FixtureRequest) -> int:
    """How many requests are tried of each operation: so many to cover it, and a third of them at random.

    Of returns a third: there are many operations, of one kind, and each reads its return and its orders first.
    """
    tried = int(request.config.getoption("--requests"))
    return tried // 3 if "/v1/return" in request.node.name else tried


def _operations() -> list[Operation]:
    """Those of returns that take and answer the same are tried once: what differs is behind all that is tried here."""
    found: dict[str, Operation] = {}
    for operation in (each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)):
        raw = operation.definition.raw
        taken = raw.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        alike = json.dumps([raw.get("parameters"), taken, raw["responses"]], sort_keys=True)
        of_returns = operation.path.startswith("/v1/returns/{return_id}/")
        found.setdefault(alike if of_returns else operation.label, operation)
    return list(found.values())


every_operation = pytest.mark.parametrize("operation", _operations(), ids=lambda operation: operation.label)


@every_operation
def test_what_the_contract_promises_holds(
    operation: Operation, requests: int, known_order: str, merchant_key: str, storefront_key: str
) -> None:
    credentials: dict[str, dict[str, Any]] = {
        "merchant": {"headers": {"Authorization": f"Bearer {merchant_key}"}},
        "storefront": {"params": {"key": storefront_key}},
        "carrier": {"headers": {"X-Hmac-Signature": SIGN}},
        "shop_system": {"headers": {"X-Shopify-Hmac-SHA256": SIGN}},
    }

    def holds(case: AnyCase) -> None:
        _go_deep(case, known_order)
        _agree(case)
        case.call_and_validate(**credentials.get(_security(case), {}), excluded_checks=_unfair(case))

    _try(holds, operation, requests)


@every_operation
def test_without_credentials_nobody_gets_in(operation: Operation, requests: int) -> None:
    def is_refused(case: AnyCase) -> None:
        answer = case.call()
        assert answer.status_code < 500
        if _is_positive(case) and case.method == case.operation.method.upper():
            expected = {
                "merchant": {401},
                "storefront": {401},
                "carrier": {401, 404},
                "shop_system": {401, 404},
                "": _FOR_EVERYBODY.get(case.operation.path, {403}),
            }[_security(case)]
            assert answer.status_code in expected, answer.status_code
        elif 200 not in _FOR_EVERYBODY.get(operation.path, ()):
            assert answer.status_code >= 400

    _try(is_refused, operation, requests // 2, out_of=20 * requests)


_FOR_EVERYBODY = {
    "/s/{code}": {403, 404},
    "/console/sign-in": {200, 403, 422},
    "/console/sign-in/login": {404},
    "/console/signed-in": {404},
    "/console/signed-out": {200},
    "/elements/{file}": {404},
    "/orders": {200, 303, 422, 429},
    "/orders/code/{lookup_id}": {200, 303, 422},
    "/v1/orders/{order_id}/gift-token": {403, 429},
    "/v1/return-policy": {200},
}


def _try(attempt: Callable[[AnyCase], None], operation: Operation, requests: int, out_of: int | None = None) -> None:
    """Schemathesis would think of all requests while tests are collected, in every process, whoever runs them then.

    Of what covers the operation, the first `out_of` are looked through: thinking of all takes longer than trying some.
    """
    written = (generate_one(strategy) for strategy in operation.get_strategies_from_examples())
    for case in chain(written, _some_of_each_kind(islice(_covering(operation), out_of), requests)):
        attempt(case)
    modes = schema.config.generation_for(operation=operation, phase="fuzzing").modes
    thought_of: st.SearchStrategy[AnyCase] = st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])
    settings(EXAMPLES, max_examples=-(-requests // 3))(given(thought_of)(attempt))()


def _covering(operation: Operation) -> Iterator[AnyCase]:
    """Every bound of every field, and what lies beyond it."""
    generation = schema.config.generation_for(operation=operation, phase="coverage")
    return iter(
        CoverageGenerator(
            operation=operation,
            generation_modes=generation.modes,
            generation_config=generation,
            auth_storage=None,
            override=Override(),
            feedback=NO_FEEDBACK,
        )
    )


def _some_of_each_kind(cases: Iterator[AnyCase], requests: int) -> list[AnyCase]:
    """At most so many, half of them sound: one of each kind first, then others.

    A kind is what is tried, and of which field.
    """
    firsts: dict[tuple[object, ...], AnyCase] = {}
    others: dict[bool, list[AnyCase]] = {True: [], False: []}
    for case in cases:
        tried: Any = case.meta.phase.data if case.meta else None
        kind = (_is_positive(case), tried.scenario, tried.location, tried.parameter_location, tried.parameter)
        if firsts.setdefault(kind, case) is not case:
            others[_is_positive(case)].append(case)
    chosen: list[AnyCase] = []
    for sound in (True, False):
        of_each_kind = _spread([case for kind, case in firsts.items() if kind[0] is sound], requests // 2)
        chosen += of_each_kind + _spread(others[sound], requests // 2 - len(of_each_kind))
    return chosen


def _spread(cases: list[AnyCase], most: int) -> list[AnyCase]:
    """At most so many, from everywhere."""
    return cases if len(cases) <= most else [cases[number * len(cases) // most] for number in range(most)]


def _go_deep(case: AnyCase, token: str) -> None:
    """Let about half of the sound requests reach something that exists."""
    if not _is_positive(case) or len(repr((case.path_parameters, case.body, case.query))) % 2:
        return
    parcel = SHIPMENT["parcels"][0]
    carrier = "yamato" if case.operation.path.endswith("/file") else "easypost"
    known = {
        "token": token,
        "order_id": KNOWN_ORDER,
        "shop_system": "shopify",
        "tracking_number": parcel["tracking_number"],
        "carrier": parcel["carrier"] if "tracking_number" in (case.path_parameters or {}) else carrier,
    }
    for name, value in known.items():
        if name in (case.path_parameters or {}):
            case.path_parameters[name] = value


def _agree(case: AnyCase) -> None:
    """JSON Schema cannot say how fields hang together, and counts 1.0 among the integers."""
    body: Any = case.body
    if not _is_positive(case):
        return
    _agree_about_pages(case.query)
    if not isinstance(body, dict):
        return
    _agree_about_webhooks(case, body)
    if case.operation.path == "/v1/advisories":
        _agree_about_advisories(body)
    if case.operation.path == "/v1/promises":
        _agree_about_promises(case, body)
    _agree_about_choices(body)
    if case.operation.path.endswith("/cases/{case_id}"):
        _agree_about_cases(body)
    if case.operation.path == "/v1/orders/{order_id}":
        _agree_about_orders(body)
    agree_about_returns(case, body)
    for line in body.get("lines") or ():
        line["quantity"] = int(line.get("quantity", 1))
        if "cancelled" in line:
            line["cancelled"] = min(int(line["cancelled"]), line["quantity"])


def _agree_about_orders(body: dict[str, Any]) -> None:
    """JSON Schema cannot say that a promise ends no earlier than it begins, nor that nobody consents in the future."""
    if (promise := body.get("promise")) and "id" not in promise:
        promise["earliest"], promise["latest"] = sorted((promise["earliest"], promise["latest"]))
    if body.get("consent"):
        body["placed_at"] = ORDER["placed_at"]
    _agree_about_sales(body)


def _agree_about_sales(body: dict[str, Any]) -> None:
    """JSON Schema cannot say that amounts need a currency, what is more than what, nor what is told apart."""
    for number, line in enumerate(body["lines"]):
        line["sku"] = str(number)
        if (sold := line.get("sale")) and not body.get("sale"):
            del line["sale"]
        elif sold:
            sold["price"] = int(sold["price"])
            sold["discount"] = min(int(sold.get("discount", 0)), sold["price"])
    if sale := body.get("sale"):
        sale["is_gift"], sale["gift_code"] = True, "QX7T-29MK"
        for number, payment in enumerate(sale.get("payments", ())):
            payment["payment_id"], payment["amount"] = str(number), int(payment["amount"])


def _agree_about_choices(body: dict[str, Any]) -> None:
    """JSON Schema cannot say that nobody chose in the future."""
    for choice in body.get("choices", ()):
        choice.pop("at", None)


def _agree_about_cases(body: dict[str, Any]) -> None:
    """JSON Schema cannot say when now is, nor of which kind the known case is, and counts 1.0 among the integers."""
    body["happened_at"], body["kind"] = CASE["happened_at"], CASE["kind"]
    if amount := body.get("amount"):
        amount["amount"] = int(amount["amount"])


def _agree_about_promises(case: AnyCase, body: dict[str, Any]) -> None:
    """JSON Schema cannot say that another request needs another key, that a nominated day is what was promised, that
    items are told apart by their ids, nor which lead classes there are and when now is."""
    body["shown_at"] = "2026-11-24T10:00:00+09:00"
    body["question"].pop("lead_class", None)
    for number, item in enumerate(body["items"]):
        item["id"], item["quantity"] = str(number), int(item.get("quantity", 1))
        for name in ("day", "slot"):
            item["option"].pop(name, None)
    case.headers["Idempotency-Key"] = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _agree_about_webhooks(case: AnyCase, body: dict[str, Any]) -> None:
    """JSON Schema cannot say what leads to a server of the public internet."""
    if case.operation.path.startswith("/v1/webhook-endpoints") and body.get("url") is not None:
        body["url"] = f"https://shop.example.com/{len(str(body))}"


def _agree_about_pages(query: Any) -> None:
    """JSON Schema cannot say that a cursor is the last page's, nor how far apart two days may be."""
    if isinstance(query, dict):
        for name in ("cursor", "shipped_from", "placed_from", "written_from"):
            query.pop(name, None)


def _agree_about_advisories(body: dict[str, Any]) -> None:
    """JSON Schema cannot say that it must slow somebody, which regions there are, nor what comes before what."""
    body["carriers"] = body.get("carriers") or ["yamato"]
    body["area"] = [{"region": "JP-01"} for _ in body.get("area", ())]
    for moment in ("sent", "from", "until"):
        body.pop(moment, None)
    if days := body.get("days"):
        days["least"], days["most"] = sorted((int(days.get("least", 0)), int(days["most"])))
    if str(body.get("id")).startswith("cap-"):
        body["id"] = None


def _unfair(case: AnyCase) -> list[Callable[..., Any]]:
    """Checks that this request cannot be held to."""
    if "\\u0000" in json.dumps(case.body, default=str):
        # No schema of "any JSON" can exclude a NUL character; it is refused, see test_http_guard.py.
        return [CHECKS.get_one("positive_data_acceptance")]
    if isinstance(case.body, dict) and any(isinstance(each, list) for each in case.body.values()) and _is_form(case):
        # A list becomes a field that a form names several times: no schema of a form can exclude it.
        return [CHECKS.get_one("positive_data_acceptance")]
    query = case.query if isinstance(case.query, dict) else {}
    country, postal = query.get("country"), query.get("postal", "")
    if case.operation.path == "/v1/promise" and isinstance(country, str) and isinstance(postal, str):
        # The promise understands how people write a postal code and a country: more than a pattern can say.
        folded = re.sub("[\u2010-\u2015\u2212\u30fc\u3012]", "-", unicodedata.normalize("NFKC", postal))
        understood = country.strip().upper() in COUNTRY_ZONES and POSTAL.fullmatch(folded)
        if understood and (country, postal) != (country.strip().upper(), folded):
            return [CHECKS.get_one("negative_data_rejection")]
    if case.operation.path.startswith("/orders") and case.method == "POST":
        # Nor can it say how people write order numbers, addresses and codes; a form that lacks one is shown again.
        return [CHECKS.get_one("positive_data_acceptance")]
    if case.operation.path == "/v1/carriers/detect" and _is_number(query.get("number")):
        # So do those who ask about a tracking number. Only an unknown parameter or country is still refused.
        return [CHECKS.get_one("negative_data_rejection")]
    if case.media_type in ("text/csv", "application/csv", "application/cap+xml"):
        # Nor can a schema say what a header row or an alert is.
        return [CHECKS.get_one("positive_data_acceptance")]
    return []


def _is_form(case: AnyCase) -> bool:
    return case.media_type == "application/x-www-form-urlencoded"


def _is_number(written: Any) -> bool:
    """Whether people may write a tracking number so, although the contract's pattern does not."""
    try:
        return isinstance(written, str) and bool(read_number(written))
    except Undetectable:
        return False


def _security(case: AnyCase) -> str:
    """The name of the operation's security scheme; empty where there is none."""
    return next((name for one in case.operation.definition.raw["security"] for name in one), "")


def _is_positive(case: AnyCase) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive
